"""Writes the published test vectors of the exchange format into `tests/sync/vectors/`.

Run from the top of the checkout: `python -m tests.sync.make_vectors`. Keys come from their labels,
so signed papers are the same each time; sealed ones differ in their bytes, as they must, and
open to the same. Explained in `docs/exchange-format.md`.
"""

import hashlib
import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.domain.consent import Decision, How
from ir_desktop.sync import claims, envelope
from ir_desktop.sync.encoding import b64url_decode, b64url_encode, json_bytes
from tests.sync import vector_bundle

HERE = Path(__file__).parent / "vectors"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PACKAGE = "019aa123-4567-7abc-8def-000000000001"
REPLY = "019aa123-4567-7abc-8def-000000000002"
PASS = "019aa123-4567-7abc-8def-000000000003"
REVIEW = "019aa123-4567-7abc-8def-0000000000aa"
BUNDLE = vector_bundle.bundle(review_id=REVIEW, bundle_id=PACKAGE, made_at=NOW)


def key(label: str, curve: str) -> dict[str, str]:
    """A private JWK from the SHA-256 of a label: for tests, never for use."""
    secret = hashlib.sha256(f"integrated review test vector: {label}".encode()).digest()
    make = Ed25519PrivateKey if curve == "Ed25519" else X25519PrivateKey
    public = make.from_private_bytes(secret).public_key().public_bytes_raw()
    jwk = {"kty": "OKP", "crv": curve, "x": b64url_encode(public), "d": b64url_encode(secret)}
    return jwk | {"kid": envelope.kid(jwk)}


SETTING = {
    each: key(f"setting {each}", curve)
    for each, curve in (("signing", "Ed25519"), ("encryption", "X25519"))
}
TEAM = {
    each: key(f"team {each}", curve)
    for each, curve in (("signing", "Ed25519"), ("encryption", "X25519"))
}
STRANGER = {
    each: key(f"stranger {each}", curve)
    for each, curve in (("signing", "Ed25519"), ("encryption", "X25519"))
}
AGREEMENT = claims.AgreementRef("AG-2026-014", "1")


def fingerprint(party: dict[str, dict[str, str]]) -> str:
    return envelope.fingerprint(party["signing"], party["encryption"])


def card() -> claims.SettingCard:
    return claims.SettingCard(
        name="Little Oaks Nursery",
        urn="EY999001",
        type=claims.SettingType.PRIVATE_NURSERY,
        contact="Rowan Ashdown, 01632 960001",
        signing_key=envelope.public_jwk(SETTING["signing"]),
        encryption_key=envelope.public_jwk(SETTING["encryption"]),
        issued_at=NOW,
    )


def agreement() -> claims.Agreement:
    return claims.Agreement(
        id=AGREEMENT.id,
        version=AGREEMENT.version,
        setting=claims.SettingParty(
            "Little Oaks Nursery", "EY999001", (SETTING["signing"]["kid"],)
        ),
        recipient_name="Northmere Health Visiting Team",
        recipient_contact="01632 960002",
        signing_key=envelope.public_jwk(TEAM["signing"]),
        encryption_key=envelope.public_jwk(TEAM["encryption"]),
        purpose="Integrated reviews at age two",
        lawful_basis="Public task, and the provision of health care",
        consent_modes={
            Category.IDENTITY: ConsentMode.OPT_OUT,
            Category.PROGRESS_CHECK: ConsentMode.OPT_IN,
            Category.ASQ3: ConsentMode.OPT_IN,
        },
        endpoint=claims.Endpoint(claims.EndpointKind.HTTPS, "https://reviews.northmere.example"),
        issued_at=NOW,
        not_before=NOW,
        expires_at=NOW + timedelta(days=365),
    )


def head(**change: object) -> claims.Head:
    made = claims.Head(
        jti=PACKAGE,
        issuer=SETTING["signing"]["kid"],
        audience=TEAM["encryption"]["kid"],
        issued_at=NOW,
        expires_at=NOW + timedelta(days=30),
        agreement=AGREEMENT,
    )
    return replace(made, **change)


def package_claims(**change: object) -> claims.PackageClaims:
    categories = (Category.IDENTITY, Category.PROGRESS_CHECK, Category.ASQ3)
    made = claims.PackageClaims(
        head=head(),
        review=claims.ReviewRef(REVIEW, 1, envelope.sha256_hex(BUNDLE)),
        consent=(
            claims.ConsentGiven(
                decision=Decision.GIVEN,
                categories=categories,
                by="Marta Field",
                role="mother",
                on=date(2026, 11, 2),
                how=How.IN_PERSON,
                wording="2026-1",
            ),
        ),
        categories=categories,
        epoch=0,
        seq=1,
    )
    return replace(made, **change)


def package(**change: object) -> bytes:
    return claims.build_package(
        package_claims(**change),
        BUNDLE,
        signing_key=SETTING["signing"],
        recipient=TEAM["encryption"],
    )


def receipt(sha256: str) -> claims.Receipt:
    return claims.Receipt(
        issuer=TEAM["signing"]["kid"],
        audience=SETTING["signing"]["kid"],
        agreement=AGREEMENT,
        package=PACKAGE,
        sha256=sha256,
        received_at=NOW + timedelta(minutes=1),
        status=claims.ReceiptStatus.ACCEPTED,
    )


def reply() -> claims.Reply:
    return claims.Reply(
        head=head(
            jti=REPLY,
            issuer=TEAM["signing"]["kid"],
            audience=SETTING["encryption"]["kid"],
            expires_at=None,
        ),
        about=PACKAGE,
        about_kind=claims.AboutKind.PACKAGE,
        review_on=date(2026, 11, 19),
        outcome="Seen at home. A hearing test was asked for.",
        actions=(claims.AgreedAction("Hearing test", "Audiology", date(2027, 1, 15)),),
        follow_up_by="Noor Haddon, health visitor",
        contact="01632 960002",
    )


def resigned(token: str, by: dict[str, str], **header: object) -> str:
    """The same claims under another header, rightly signed with `by`."""
    changed = envelope.peek(token).header | header
    text = b64url_encode(json_bytes(changed)) + "." + token.split(".")[1]
    secret = Ed25519PrivateKey.from_private_bytes(b64url_decode(by["d"].encode()))
    return text + "." + b64url_encode(secret.sign(text.encode()))


def zipped(token: str) -> bytes:
    """A JWE with `zip`, made with another library, that would open if `zip` were allowed."""
    from jwcrypto import jwe, jwk  # only needed to make this one

    recipient = envelope.public_jwk(TEAM["encryption"])
    header = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "cty": "JWT", "zip": "DEF"}
    made = jwe.JWE(token, protected=json.dumps(header | {"kid": recipient["kid"]}))
    made.allowed_algs = ["ECDH-ES+A256KW", "A256GCM"]
    made.add_recipient(jwk.JWK(**recipient))
    return made.serialize(compact=True).encode()


def broken(good: bytes, inner: str, taken: str) -> dict[str, tuple[str, bytes]]:
    """Each broken file with the error it must get."""
    tampered = bytearray(good)
    at = good.rindex(b".") - 100
    tampered[at] = ord("A") if tampered[at] != ord("A") else ord("B")
    to_team = TEAM["encryption"]
    return {
        "changed-on-the-way.irpkg": ("not_decryptable", bytes(tampered)),
        "sealed-to-another.irpkg": (
            "wrong_recipient",
            envelope.seal(inner, recipient=STRANGER["encryption"]),
        ),
        "only-signed.irpkg": ("malformed", inner.encode()),
        "old-algorithm-name.irpkg": (
            "wrong_algorithm",
            envelope.seal(resigned(inner, SETTING["signing"], alg="EdDSA"), recipient=to_team),
        ),
        "signed-by-another.irpkg": (
            "bad_signature",
            envelope.seal(resigned(inner, STRANGER["signing"]), recipient=to_team),
        ),
        "unknown-key.irpkg": (
            "unknown_key",
            envelope.seal(
                resigned(inner, STRANGER["signing"], kid=STRANGER["signing"]["kid"]),
                recipient=to_team,
            ),
        ),
        "zipped.irpkg": ("forbidden_header", zipped(inner)),
        "expired.irpkg": (
            "expired",
            package(
                head=head(issued_at=NOW - timedelta(days=60), expires_at=NOW - timedelta(days=30))
            ),
        ),
        "receipt-for-other-bytes.jwt": (
            "wrong_hash",
            claims.sign_receipt(receipt("00" * 32), signing_key=TEAM["signing"]).encode(),
        ),
        "receipt-changed.jwt": (
            "bad_signature",
            (taken.rsplit(".", 1)[0] + "." + "A" * 86).encode(),
        ),
    }


def signed_papers() -> dict[str, str]:
    """The papers that are the same each time."""
    return {
        "setting-card.jwt": claims.sign_setting_card(card(), signing_key=SETTING["signing"]),
        "agreement.jwt": claims.sign_agreement(agreement(), signing_key=TEAM["signing"]),
        "pass.jwt": claims.build_bearer(
            audience=TEAM["signing"]["kid"], jti=PASS, signing_key=SETTING["signing"], now=NOW
        ),
    }


def write(name: str, data: bytes) -> None:
    path = HERE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def write_json(name: str, value: object) -> None:
    text = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    write(name, text.encode())


def main() -> None:
    """Write every file anew."""
    for name, token in signed_papers().items():
        write(name, token.encode())
    good = package()
    inner = envelope.unseal(good, private_key=TEAM["encryption"])
    taken = claims.sign_receipt(receipt(envelope.sha256_hex(good)), signing_key=TEAM["signing"])
    answer = claims.build_reply(
        reply(), signing_key=TEAM["signing"], recipient=SETTING["encryption"]
    )
    write(f"{PACKAGE}.irpkg", good)
    write("package.inner.jwt", inner.encode())
    write("bundle.json", BUNDLE)
    write("receipt.jwt", taken.encode())
    write("reply.jwe", answer)
    peeked = envelope.peek(inner)
    write_json("package.opened.json", {"header": peeked.header, "claims": peeked.claims})
    opened = envelope.peek(envelope.unseal(answer, private_key=SETTING["encryption"]))
    write_json("reply.opened.json", {"header": opened.header, "claims": opened.claims})
    damaged = broken(good, inner, taken)
    for name, (_, data) in damaged.items():
        write(f"broken/{name}", data)
    write_json(
        "vectors.json",
        {
            "note": "Keys made from labels, known to everybody: for tests, never for use.",
            "now": int(NOW.timestamp()),
            "parties": {
                "setting": SETTING | {"fingerprint": fingerprint(SETTING)},
                "team": TEAM | {"fingerprint": fingerprint(TEAM)},
            },
            "package": {
                "file": f"{PACKAGE}.irpkg",
                "sha256": envelope.sha256_hex(good),
                "bundle_sha256": envelope.sha256_hex(BUNDLE),
            },
            "broken": {name: code for name, (code, _) in damaged.items()},
        },
    )


if __name__ == "__main__":
    sys.exit(main())
