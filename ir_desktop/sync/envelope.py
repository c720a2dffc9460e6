"""Signing, sealing, verifying and opening: the only module that meets the JOSE library.

Papers are compact JWS with algorithm `Ed25519` (RFC 9864) and nothing else; some are then sealed
to their reader as compact JWE, `ECDH-ES+A256KW` with X25519 and `A256GCM`. Every header is held
against a list of exactly what may be in it before any key is touched, since a header is written
by whoever made the document.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, cast

from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from ir_desktop.sync.encoding import (
    ALPHABET,
    b64url_decode,
    json_bytes,
    json_object,
    sha256_hex,
)
from ir_desktop.sync.keys import (
    Curve,
    Jwk,
    checked_private,
    checked_public,
    fingerprint,
    fingerprint_groups,
    kid,
    matches_typed_groups,
    new_encryption_key,
    new_signing_key,
    public_jwk,
)
from ir_desktop.sync.problems import SENTENCES, Code, EnvelopeError

__all__ = [
    "MAX_BYTES",
    "SENTENCES",
    "Code",
    "Curve",
    "EnvelopeError",
    "Jwk",
    "Peeked",
    "checked_public",
    "fingerprint",
    "fingerprint_groups",
    "kid",
    "matches_typed_groups",
    "new_encryption_key",
    "new_signing_key",
    "peek",
    "peek_recipient",
    "public_jwk",
    "seal",
    "sha256_hex",
    "sign",
    "unseal",
    "verify",
    "verify_by_kid",
    "verify_self_signed",
]

MAX_BYTES: Final = 20_000_000
"""The longest document, sealed or only signed, in bytes (EXCHANGE: 20 MB)."""

_SIGN: Final = "Ed25519"
_WRAP: Final = "ECDH-ES+A256KW"
_ENCRYPT: Final = "A256GCM"
_SIGNED_HEADER: Final = frozenset({"alg", "typ", "kid"})
_SEALED_HEADER: Final = frozenset({"alg", "enc", "cty", "kid", "epk"})
_LONGEST_HEADER: Final = 1024
_SIGNATURE_LENGTH: Final = 86  # characters: 64 bytes
_SEALED_LENGTHS: Final = (54, 16, 22)  # characters: wrapped key 40, IV 12, tag 16 bytes


# The library's own caps are 128 kB for what is signed and 64 kB for what is sealed, and without
# a list it would take every algorithm it recommends.
class _Signatures(jws.JWSRegistry):
    max_header_length = _LONGEST_HEADER
    max_payload_length = MAX_BYTES


class _Seals(jwe.JWERegistry):
    max_ciphertext_length = MAX_BYTES


_SIGNATURES: Final = _Signatures(algorithms=[_SIGN])
_SEALS: Final = _Seals(algorithms=[_WRAP, _ENCRYPT])


@dataclass(frozen=True, slots=True)
class Peeked:
    """What a document says about itself, before anything was verified. Trust none of it."""

    header: dict[str, object]
    claims: dict[str, object]


def _segments(data: bytes, count: int) -> list[bytes]:
    """Return the parts of a compact document: base64url and dots only, no white space."""
    if len(data) > MAX_BYTES:
        raise EnvelopeError(Code.TOO_LARGE)
    if data.translate(None, delete=ALPHABET) != b"." * (count - 1):
        raise EnvelopeError(Code.MALFORMED)
    segments = data.split(b".")
    if not 0 < len(segments[0]) <= _LONGEST_HEADER:
        raise EnvelopeError(Code.MALFORMED)
    return segments


def _object(segment: bytes) -> dict[str, object]:
    try:
        return json_object(b64url_decode(segment))
    except ValueError as error:
        raise EnvelopeError(Code.MALFORMED) from error


def _as_bytes(token: str | bytes) -> bytes:
    try:
        return token.encode("ascii") if isinstance(token, str) else token
    except UnicodeEncodeError as error:
        raise EnvelopeError(Code.MALFORMED) from error


def _signed_parts(token: str | bytes) -> tuple[bytes, dict[str, object], bytes]:
    data = _as_bytes(token)
    head, payload, signature = _segments(data, 3)
    if len(signature) != _SIGNATURE_LENGTH:
        raise EnvelopeError(Code.MALFORMED)
    return data, _object(head), payload


def _check_header(header: Mapping[str, object], allowed: frozenset[str]) -> None:
    if set(header) - allowed:
        raise EnvelopeError(Code.FORBIDDEN_HEADER)
    if allowed - set(header):
        raise EnvelopeError(Code.MALFORMED)


def peek(token: str | bytes) -> Peeked:
    """Return header and claims of a signed document WITHOUT verifying anything.

    Only for choosing what to verify it with: the kind from `typ`, the key from `kid`.

    Raises:
        EnvelopeError: `malformed` or `too_large`.
    """
    _, header, payload = _signed_parts(token)
    return Peeked(header, _object(payload))


def sign(claims: Mapping[str, object], *, typ: str, key: Jwk) -> str:
    """Return `claims` as a compact JWS, signed with a private Ed25519 JWK.

    Raises:
        EnvelopeError: `bad_key`, or `too_large`.
        TypeError, ValueError: `claims` hold what JSON cannot; a fault of the program.
    """
    private = checked_private(key, "Ed25519")
    payload = json_bytes(claims)
    if len(payload) > MAX_BYTES:
        raise EnvelopeError(Code.TOO_LARGE)
    token = jws.serialize_compact(
        {"alg": _SIGN, "typ": typ, "kid": private["kid"]},
        payload,
        OKPKey.import_key(dict(private)),
        registry=_SIGNATURES,
    )
    if len(token) > MAX_BYTES:
        raise EnvelopeError(Code.TOO_LARGE)
    return token


def verify(token: str | bytes, *, typ: str, key: Jwk) -> dict[str, object]:
    """Return the claims of a compact JWS, once its kind, key and signature are as asked.

    Args:
        token: the document exactly as it came.
        typ: the one kind that is wanted.
        key: the public Ed25519 JWK of the one who must have signed it.

    Raises:
        EnvelopeError: `malformed`, `too_large`, `forbidden_header`, `wrong_algorithm`,
            `wrong_type`, `unknown_key` (signed with another key), `bad_signature`, `bad_key`.
    """
    return verify_by_kid(token, typ=typ, key_for=lambda _: key)


def verify_by_kid(
    token: str | bytes, *, typ: str, key_for: Callable[[str], Jwk | None]
) -> dict[str, object]:
    """Return the claims of a compact JWS as `verify` does, the key being looked up by its `kid`.

    `key_for` returns the confirmed public JWK for a thumbprint, or None for one not known here.

    Raises:
        EnvelopeError: as `verify`; `unknown_key` also where `key_for` finds none.
    """
    data, header, payload = _signed_parts(token)
    _check_header(header, _SIGNED_HEADER)
    if header["alg"] != _SIGN:
        raise EnvelopeError(Code.WRONG_ALGORITHM)
    if header["typ"] != typ:
        raise EnvelopeError(Code.WRONG_TYPE)
    named = header["kid"]
    key = key_for(named) if isinstance(named, str) else None
    if key is None:
        raise EnvelopeError(Code.UNKNOWN_KEY)
    public = checked_public(key, "Ed25519")
    if named != public["kid"]:
        raise EnvelopeError(Code.UNKNOWN_KEY)
    try:
        jws.deserialize_compact(data, OKPKey.import_key(dict(public)), registry=_SIGNATURES)
    except (JoseError, ValueError) as error:
        raise EnvelopeError(Code.BAD_SIGNATURE) from error
    return _object(payload)


def verify_self_signed(token: str | bytes, *, typ: str) -> dict[str, object]:
    """Return the claims of a document signed with the key that it carries as `signing_key`.

    This proves only that whoever wrote it holds that key. A person must still compare the
    fingerprint before the key is trusted.

    Raises:
        EnvelopeError: as `verify`.
    """
    key = checked_public(peek(token).claims.get("signing_key"), "Ed25519")
    return verify(token, typ=typ, key=key)


def seal(token: str, *, recipient: Jwk) -> bytes:
    """Return a signed document sealed to the recipient's public X25519 JWK, as compact JWE.

    Raises:
        EnvelopeError: `bad_key`, or `too_large` when the result is over `MAX_BYTES`.
    """
    public = checked_public(recipient, "X25519")
    if len(token) > MAX_BYTES:
        raise EnvelopeError(Code.TOO_LARGE)
    header = {"alg": _WRAP, "enc": _ENCRYPT, "cty": "JWT", "kid": public["kid"]}
    key = OKPKey.import_key(dict(public))
    data = jwe.encrypt_compact(header, token, key, registry=_SEALS).encode("ascii")
    if len(data) > MAX_BYTES:
        raise EnvelopeError(Code.TOO_LARGE)
    return data


def _sealed_header(data: bytes) -> dict[str, object]:
    head, wrapped, iv, _, tag = _segments(data, 5)
    if (len(wrapped), len(iv), len(tag)) != _SEALED_LENGTHS:
        raise EnvelopeError(Code.MALFORMED)
    header = _object(head)
    _check_header(header, _SEALED_HEADER)
    if header["alg"] != _WRAP or header["enc"] != _ENCRYPT:
        raise EnvelopeError(Code.WRONG_ALGORITHM)
    if header["cty"] != "JWT":
        raise EnvelopeError(Code.WRONG_TYPE)
    epk = header["epk"]
    if not isinstance(epk, dict) or set(cast(dict[str, object], epk)) != {"kty", "crv", "x"}:
        raise EnvelopeError(Code.MALFORMED)
    checked_public(cast(object, epk), "X25519")
    return header


def peek_recipient(data: bytes) -> object:
    """Return the `kid` that a sealed document names, WITHOUT opening it.

    For a reader with several keys, to choose the one to open it with.

    Raises:
        EnvelopeError: `malformed`, `too_large`, `forbidden_header`, `wrong_algorithm`,
            `wrong_type`, `bad_key`.
    """
    return _sealed_header(data)["kid"]


def unseal(data: bytes, *, private_key: Jwk) -> str:
    """Return the signed document inside a compact JWE, not yet verified.

    Args:
        data: the envelope exactly as it came.
        private_key: the reader's private X25519 JWK.

    Raises:
        EnvelopeError: `malformed`, `too_large`, `forbidden_header`, `wrong_algorithm`,
            `wrong_type`, `wrong_recipient`, `not_decryptable`, `bad_key`.
    """
    private = checked_private(private_key, "X25519")
    if peek_recipient(data) != private["kid"]:
        raise EnvelopeError(Code.WRONG_RECIPIENT)
    try:
        opened = jwe.decrypt_compact(data, OKPKey.import_key(dict(private)), registry=_SEALS)
        return cast(bytes, opened.plaintext).decode("ascii")
    except (JoseError, ValueError) as error:
        raise EnvelopeError(Code.NOT_DECRYPTABLE) from error
