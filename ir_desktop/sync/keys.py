"""Keys of the exchange as JWKs (RFC 7517, RFC 8037), and the fingerprint people compare."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Final, Literal, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from ir_desktop.sync.encoding import b64url_decode, b64url_encode, json_bytes
from ir_desktop.sync.problems import Code, EnvelopeError

Jwk = Mapping[str, str]
"""A key as a JSON Web Key: `kty` "OKP", `crv`, `x`, for a private key `d`, and `kid`."""

Curve = Literal["Ed25519", "X25519"]
_MEMBERS: Final = ("kty", "crv", "x", "d", "kid")
_P: Final = 2**255 - 19
# The y coordinates of the eight points of small order on edwards25519 (RFC 8032 section 5.1).
# With such a "public key" one made-up signature fits every text, so none is taken.
_ORDER_8_Y: Final = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
_SMALL_ORDER_Y: Final = frozenset({0, 1, _P - 1, _ORDER_8_Y, _P - _ORDER_8_Y})


def new_signing_key() -> dict[str, str]:
    """Return a fresh Ed25519 private JWK with its `kid`."""
    key = Ed25519PrivateKey.generate()
    return _private("Ed25519", key.private_bytes_raw(), key.public_key().public_bytes_raw())


def new_encryption_key() -> dict[str, str]:
    """Return a fresh X25519 private JWK with its `kid`."""
    key = X25519PrivateKey.generate()
    return _private("X25519", key.private_bytes_raw(), key.public_key().public_bytes_raw())


def _private(curve: Curve, secret: bytes, public: bytes) -> dict[str, str]:
    jwk = {"kty": "OKP", "crv": curve, "x": b64url_encode(public), "d": b64url_encode(secret)}
    return jwk | {"kid": _thumbprint(curve, jwk["x"])}


def _thumbprint(curve: str, x: str) -> str:
    # RFC 7638 section 3: the required members only, in the order of their names.
    required = json_bytes({"crv": curve, "kty": "OKP", "x": x})
    return b64url_encode(hashlib.sha256(required).digest())


def _raw(text: object) -> bytes:
    if not isinstance(text, str) or len(text) != 43 or not text.isascii():
        raise EnvelopeError(Code.BAD_KEY)
    try:
        return b64url_decode(text.encode("ascii"))
    except ValueError as error:
        raise EnvelopeError(Code.BAD_KEY) from error


def _is_weak(curve: Curve, public: bytes) -> bool:
    if curve == "Ed25519":
        y = int.from_bytes(public, "little") & (1 << 255) - 1
        return y >= _P or y in _SMALL_ORDER_Y
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:  # a shared secret of zeros: a point of small order
        return True
    return False


def checked_public(jwk: object, curve: Curve) -> dict[str, str]:
    """Return the public half of a JWK for `curve`, with its `kid`.

    Args:
        jwk: anything, as read from JSON; members that are not ours are left out.
        curve: "Ed25519" to sign, "X25519" to seal.

    Raises:
        EnvelopeError: `bad_key` for any other kind of key, a wrong `kid`, or a weak point.
    """
    if not isinstance(jwk, Mapping):
        raise EnvelopeError(Code.BAD_KEY)
    members = cast(Mapping[object, object], jwk)
    if members.get("kty") != "OKP" or members.get("crv") != curve:
        raise EnvelopeError(Code.BAD_KEY)
    x = members.get("x")
    if _is_weak(curve, _raw(x)):
        raise EnvelopeError(Code.BAD_KEY)
    thumbprint = _thumbprint(curve, cast(str, x))
    if members.get("kid", thumbprint) != thumbprint:
        raise EnvelopeError(Code.BAD_KEY)
    return {"kty": "OKP", "crv": curve, "x": cast(str, x), "kid": thumbprint}


def checked_private(jwk: object, curve: Curve) -> dict[str, str]:
    """Return a private JWK for `curve` with its `kid`, once its two halves fit each other.

    Raises:
        EnvelopeError: `bad_key`.
    """
    public = checked_public(jwk, curve)
    d = cast(Mapping[str, object], jwk).get("d")
    secret = _raw(d)
    if curve == "Ed25519":
        own = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    else:
        own = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    if b64url_encode(own) != public["x"]:
        raise EnvelopeError(Code.BAD_KEY)
    return public | {"d": cast(str, d)}


def _curve_of(jwk: Jwk) -> Curve:
    return "X25519" if jwk.get("crv") == "X25519" else "Ed25519"


def public_jwk(jwk: Jwk) -> dict[str, str]:
    """Return the public half of a signing or encryption key, with its `kid`.

    Raises:
        EnvelopeError: `bad_key`.
    """
    return checked_public(jwk, _curve_of(jwk))


def kid(jwk: Jwk) -> str:
    """Return the key's RFC 7638 SHA-256 thumbprint in base64url, always computed anew.

    Raises:
        EnvelopeError: `bad_key`.
    """
    return public_jwk(jwk)["kid"]


def fingerprint(signing_public: Jwk, encryption_public: Jwk) -> str:
    """Return the fingerprint of a party's two keys, to read out over the telephone.

    SHA-256 over the two raw 32-byte thumbprints, the signing key's first; its first 20 bytes in
    RFC 4648 base 32, as 8 groups of 4 with a space between (EXCHANGE "Keys").

    Raises:
        EnvelopeError: `bad_key`, also when the two keys are swapped.
    """
    thumbprints = (
        checked_public(signing_public, "Ed25519")["kid"],
        checked_public(encryption_public, "X25519")["kid"],
    )
    both = b"".join(b64url_decode(each.encode("ascii")) for each in thumbprints)
    text = base64.b32encode(hashlib.sha256(both).digest()[:20]).decode("ascii")
    return " ".join(text[start : start + 4] for start in range(0, 32, 4))


def fingerprint_groups(fingerprint: str) -> tuple[str, ...]:
    """Return the 8 groups of a fingerprint, first to last."""
    return tuple(fingerprint.split())


def _as_typed(text: str) -> str:
    # 0, 1 and 8 do not occur in base 32: who types one has misread the letter beside it.
    letters = "".join(text.split()).replace("-", "").upper()
    return letters.translate(str.maketrans({"0": "O", "1": "I", "8": "B"}))


def matches_typed_groups(fingerprint: str, typed: Mapping[int, str]) -> bool:
    """Return whether every group a person typed is the fingerprint's group of that number.

    Args:
        fingerprint: as made by `fingerprint`.
        typed: group number, from 1 to 8, to what was typed. Capitals, spaces and hyphens do not
            matter. Fewer than two groups never match: one could be a lucky guess.
    """
    groups = fingerprint_groups(fingerprint)
    return len(typed) >= 2 and all(
        1 <= number <= len(groups) and _as_typed(text) == groups[number - 1]
        for number, text in typed.items()
    )
