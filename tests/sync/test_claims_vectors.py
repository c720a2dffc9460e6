"""The published vectors: the good ones say what they should, the broken ones get their error."""

import importlib.util
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ir_desktop.sync import claims, envelope
from ir_desktop.sync.claims import EnvelopeError
from ir_desktop.sync.package import check_bundle

VECTORS = Path(__file__).parent / "vectors"
INDEX = json.loads((VECTORS / "vectors.json").read_text(encoding="utf-8"))
NOW = datetime.fromtimestamp(INDEX["now"], UTC)
SETTING, TEAM = INDEX["parties"]["setting"], INDEX["parties"]["team"]


def read(name: str) -> bytes:
    return (VECTORS / name).read_bytes()


def setting_known(kid: str) -> dict[str, str] | None:
    return envelope.public_jwk(SETTING["signing"]) if kid == SETTING["signing"]["kid"] else None


def open_package(data: bytes) -> claims.OpenedPackage:
    return claims.open_package(
        data, private_key=TEAM["encryption"], sender_key_for=setting_known, now=NOW
    )


def read_receipt(data: bytes) -> claims.Receipt:
    package = INDEX["package"]
    return claims.read_receipt(
        data,
        agreement=claims.read_agreement(read("agreement.jwt")),
        own_kid=SETTING["signing"]["kid"],
        sha256=package["sha256"],
        jti=Path(package["file"]).stem,
    )


def test_the_keys_and_fingerprints():
    for party in (SETTING, TEAM):
        for name in ("signing", "encryption"):
            assert envelope.kid(party[name]) == party[name]["kid"]
        assert envelope.fingerprint(party["signing"], party["encryption"]) == party["fingerprint"]


def test_the_introduction():
    card = claims.read_setting_card(read("setting-card.jwt"))
    assert card.fingerprint == SETTING["fingerprint"]
    agreement = claims.read_agreement(read("agreement.jwt"))
    assert agreement.fingerprint == TEAM["fingerprint"]
    assert agreement.setting.kids == (SETTING["signing"]["kid"],)


def test_the_package_and_its_opened_form():
    data = read(INDEX["package"]["file"])
    package = open_package(data)
    assert package.sha256 == INDEX["package"]["sha256"] == envelope.sha256_hex(data)
    assert package.jws.encode() == read("package.inner.jwt")
    assert package.bundle_bytes == read("bundle.json")
    assert check_bundle(package.bundle_bytes) == ()
    assert envelope.sha256_hex(package.bundle_bytes) == INDEX["package"]["bundle_sha256"]
    opened = json.loads(read("package.opened.json"))
    peeked = envelope.peek(package.jws)
    assert (peeked.header, peeked.claims) == (opened["header"], opened["claims"])


def test_the_receipt():
    assert read_receipt(read("receipt.jwt")).status is claims.ReceiptStatus.ACCEPTED


def test_the_reply_and_its_opened_form():
    opened = claims.open_reply(
        read("reply.jwe"),
        private_key=SETTING["encryption"],
        sender_key_for=lambda _: envelope.public_jwk(TEAM["signing"]),
        now=NOW,
    )
    said = json.loads(read("reply.opened.json"))
    assert opened.claims == claims.parse_reply(said["claims"])
    assert opened.claims.about == Path(INDEX["package"]["file"]).stem


def test_the_pass():
    bearer = claims.read_bearer(
        read("pass.jwt"), key_for=setting_known, own_kid=TEAM["signing"]["kid"], now=NOW
    )
    assert bearer.issuer == SETTING["signing"]["kid"]


def test_every_broken_file_is_listed():
    assert {path.name for path in (VECTORS / "broken").iterdir()} == set(INDEX["broken"])
    assert len(INDEX["broken"]) >= 3


@pytest.mark.parametrize(("name", "code"), INDEX["broken"].items())
def test_every_broken_file_gets_its_error(name, code):
    data = read(f"broken/{name}")
    with pytest.raises(EnvelopeError) as caught:
        read_receipt(data) if name.startswith("receipt") else open_package(data)
    assert caught.value.code == code


def test_the_script_still_makes_them():
    """What has no chance in it comes out the same, byte for byte."""
    spec = importlib.util.spec_from_file_location(
        "make_vectors", Path(__file__).parent / "make_vectors.py"
    )
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    for name, token in made.signed_papers().items():
        assert token.encode() == read(name)
    inner = envelope.unseal(made.package(), private_key=TEAM["encryption"])
    assert inner.encode() == read("package.inner.jwt")
    assert read("bundle.json") == made.BUNDLE
    assert {name: SETTING[name] for name in ("signing", "encryption")} == made.SETTING
