"""The papers that are signed and sealed: package, notice, withdrawal and reply.

Writers raise `Invalid` for contents that a reader would refuse; readers raise `EnvelopeError` and
nothing else, whatever they are given.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from ir_desktop.errors import Problem, invalid
from ir_desktop.sync import envelope
from ir_desktop.sync.claims_answers import TYP_REPLY, Reply, parse_reply
from ir_desktop.sync.claims_common import CLOCK_TOLERANCE, KeyFor, Paper, parsed
from ir_desktop.sync.claims_sent import (
    TYP_NOTICE,
    TYP_PACKAGE,
    TYP_WITHDRAWAL,
    Head,
    Notice,
    PackageClaims,
    Withdrawal,
    parse_notice,
    parse_package,
    parse_withdrawal,
)
from ir_desktop.sync.encoding import sha256_hex
from ir_desktop.sync.keys import Jwk, kid
from ir_desktop.sync.problems import Code, EnvelopeError

Sealed = TypeVar("Sealed", Notice, PackageClaims, Withdrawal, Reply)


@dataclass(frozen=True, slots=True)
class Opened(Generic[Paper]):
    """A sealed paper that was opened and verified: what it says, its JWS, its envelope's SHA-256.

    `jws` can be kept: it can be verified again without any private key.
    """

    claims: Paper
    jws: str = field(repr=False)
    sha256: str


@dataclass(frozen=True, slots=True)
class OpenedPackage:
    """A package that was opened and verified; `bundle_bytes` are exactly those signed for."""

    claims: PackageClaims
    bundle_bytes: bytes = field(repr=False)
    jws: str = field(repr=False)
    sha256: str


def build_package(
    claims: PackageClaims, bundle_bytes: bytes, *, signing_key: Jwk, recipient: Jwk
) -> bytes:
    """Return a package signed by the setting and sealed to the recipient.

    The Bundle travels as one string holding its exact JSON text, so that its SHA-256 is that of
    the very bytes given here.

    Raises:
        Invalid: with every problem of the claims, or where the Bundle is not UTF-8.
        EnvelopeError: `wrong_issuer`, `wrong_audience` or `wrong_hash` where the claims name
            other keys or another Bundle; `too_large`; `bad_key`.
    """
    if sha256_hex(bundle_bytes) != claims.review.bundle_sha256:
        raise EnvelopeError(Code.WRONG_HASH)
    try:
        bundle = bundle_bytes.decode("utf-8")
    except UnicodeDecodeError as error:
        raise invalid("bundle", "The document must be UTF-8 text.") from error
    written = claims.to_claims()
    parse_package(written)
    return _seal(claims.head, written | {"bundle": bundle}, TYP_PACKAGE, signing_key, recipient)


def open_package(
    data: bytes, *, private_key: Jwk, sender_key_for: KeyFor, now: datetime
) -> OpenedPackage:
    """Return what a sealed package holds, once every check of the format has passed.

    Args:
        data: the envelope exactly as it came.
        private_key: the recipient's private encryption key.
        sender_key_for: finds a setting's confirmed signing key.
        now: the moment to judge by; for a package kept and opened again, when it was received.

    Raises:
        EnvelopeError: as `envelope.unseal` and `envelope.verify`, and `invalid_claims`,
            `wrong_issuer`, `wrong_audience`, `expired`, `not_yet_valid`, `wrong_hash`.
    """
    token, raw, package = _open(data, TYP_PACKAGE, parse_package, private_key, sender_key_for, now)
    text = raw.get("bundle")
    if not isinstance(text, str):
        raise EnvelopeError(
            Code.INVALID_CLAIMS, [Problem("bundle", "The document is missing here.")]
        )
    bundle_bytes = text.encode("utf-8")
    if sha256_hex(bundle_bytes) != package.review.bundle_sha256:
        raise EnvelopeError(Code.WRONG_HASH)
    return OpenedPackage(package, bundle_bytes, token, sha256_hex(data))


def build_notice(notice: Notice, *, signing_key: Jwk, recipient: Jwk) -> bytes:
    """Return a notice signed by the setting and sealed to the recipient.

    Raises:
        Invalid, EnvelopeError: as `build_package`.
    """
    return _build(notice, parse_notice, TYP_NOTICE, signing_key, recipient)


def open_notice(
    data: bytes, *, private_key: Jwk, sender_key_for: KeyFor, now: datetime
) -> Opened[Notice]:
    """Return a notice; arguments and errors as `open_package`."""
    return _opened(data, TYP_NOTICE, parse_notice, private_key, sender_key_for, now)


def build_withdrawal(withdrawal: Withdrawal, *, signing_key: Jwk, recipient: Jwk) -> bytes:
    """Return a withdrawal signed by the setting and sealed to the recipient.

    Raises:
        Invalid, EnvelopeError: as `build_package`.
    """
    return _build(withdrawal, parse_withdrawal, TYP_WITHDRAWAL, signing_key, recipient)


def open_withdrawal(
    data: bytes, *, private_key: Jwk, sender_key_for: KeyFor, now: datetime
) -> Opened[Withdrawal]:
    """Return a withdrawal; arguments and errors as `open_package`."""
    return _opened(data, TYP_WITHDRAWAL, parse_withdrawal, private_key, sender_key_for, now)


def build_reply(reply: Reply, *, signing_key: Jwk, recipient: Jwk) -> bytes:
    """Return a reply signed by the health team and sealed to the setting.

    Raises:
        Invalid, EnvelopeError: as `build_package`.
    """
    return _build(reply, parse_reply, TYP_REPLY, signing_key, recipient)


def open_reply(
    data: bytes, *, private_key: Jwk, sender_key_for: KeyFor, now: datetime
) -> Opened[Reply]:
    """Return a reply; arguments and errors as `open_package`, the sender being a health team."""
    return _opened(data, TYP_REPLY, parse_reply, private_key, sender_key_for, now)


def _seal(
    head: Head, claims: dict[str, object], typ: str, signing_key: Jwk, recipient: Jwk
) -> bytes:
    if head.issuer != kid(signing_key):
        raise EnvelopeError(Code.WRONG_ISSUER)
    if head.audience != kid(recipient):
        raise EnvelopeError(Code.WRONG_AUDIENCE)
    token = envelope.sign(claims, typ=typ, key=signing_key)
    return envelope.seal(token, recipient=recipient)


def _build(
    paper: Sealed, parse: Callable[[object], object], typ: str, signing_key: Jwk, recipient: Jwk
) -> bytes:
    claims = paper.to_claims()
    parse(claims)
    return _seal(paper.head, claims, typ, signing_key, recipient)


def _open(
    data: bytes,
    typ: str,
    parse: Callable[[object], Sealed],
    private_key: Jwk,
    sender_key_for: KeyFor,
    now: datetime,
) -> tuple[str, dict[str, object], Sealed]:
    signer = ""

    def find(named: str) -> Jwk | None:
        nonlocal signer
        signer = named
        return sender_key_for(named)

    token = envelope.unseal(data, private_key=private_key)
    raw = envelope.verify_by_kid(token, typ=typ, key_for=find)
    paper = parsed(raw, parse)
    head = paper.head
    if head.issuer != signer:
        raise EnvelopeError(Code.WRONG_ISSUER)
    if head.audience != kid(private_key):
        raise EnvelopeError(Code.WRONG_AUDIENCE)
    if head.issued_at > now + CLOCK_TOLERANCE:
        raise EnvelopeError(Code.NOT_YET_VALID)
    if head.expires_at is not None and now > head.expires_at + CLOCK_TOLERANCE:
        raise EnvelopeError(Code.EXPIRED)
    return token, raw, paper


def _opened(
    data: bytes,
    typ: str,
    parse: Callable[[object], Sealed],
    private_key: Jwk,
    sender_key_for: KeyFor,
    now: datetime,
) -> Opened[Sealed]:
    token, _, paper = _open(data, typ, parse, private_key, sender_key_for, now)
    return Opened(paper, token, sha256_hex(data))
