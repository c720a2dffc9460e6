"""Refusing a package: remembered without its contents, and signed for where it says to whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert

from ir_desktop.errors import Invalid
from ir_desktop.receiver.authority import RefusedPackage
from ir_desktop.receiver.data import ReceiverData
from ir_desktop.receiver.tables import REFUSALS
from ir_desktop.sync import claims, envelope
from ir_desktop.sync.claims import EnvelopeError, RejectReason

KEPT_REFUSALS: Final = 10_000
"""How many refusals are remembered: enough to see what is wrong, not enough to fill a disk."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a sender is told: an HTTP status, a signed receipt where one can be made, and why.

    `reason` is None where the package was accepted; `sentence` is for a person.
    """

    status: int
    receipt: str | None
    reason: RejectReason | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class _Claimed:
    """What a refused envelope says about itself, as far as it could be opened; not verified."""

    kid: str
    jti: str
    agreement: claims.AgreementRef


def refuse(
    data: ReceiverData, body: bytes, sha256: str, refusal: RefusedPackage, now: datetime
) -> Answer:
    """Return what the sender of `body` is told, once the refusal is written down.

    Args:
        data: the receiver.
        body: what came.
        sha256: of it.
        refusal: why.
        now: the moment.
    """
    claimed = _claimed(data, body)
    with data.writing() as connection:
        done = connection.execute(
            insert(REFUSALS).values(
                at=now,
                status=refusal.status,
                reason=refusal.reason.value,
                jti=claimed.jti if claimed else None,
                kid=claimed.kid if claimed else None,
                sha256=sha256,
                size=len(body),
            )
        )
        key = done.inserted_primary_key
        if key is not None:
            oldest = int(key[0]) - KEPT_REFUSALS
            connection.execute(delete(REFUSALS).where(REFUSALS.c.number <= oldest))
    receipt = None
    if claimed is not None:
        rejected = claims.Receipt(
            issuer=data.keys.signing_kid,
            audience=claimed.kid,
            agreement=claimed.agreement,
            package=claimed.jti,
            sha256=sha256,
            received_at=now,
            status=claims.ReceiptStatus.REJECTED,
            reason=refusal.reason,
        )
        receipt = claims.sign_receipt(rejected, signing_key=data.keys.signing)
    return Answer(refusal.status, receipt, refusal.reason, refusal.sentence)


def _claimed(data: ReceiverData, body: bytes) -> _Claimed | None:
    # Signing "rejected" for what is not verified is safe: a receipt speaks of these exact bytes,
    # and nobody can have other bytes rejected by it.
    try:
        token = envelope.unseal(body, private_key=data.keys.encryption)
        said = envelope.peek(token).claims
        agreement = said.get("agreement")
        whole = {
            "iss": data.keys.signing_kid,
            "aud": said.get("iss"),
            "agreement": agreement,
            "package": said.get("jti"),
            "sha256": envelope.sha256_hex(body),
            "received_at": 0,
            "status": claims.ReceiptStatus.ACCEPTED.value,
        }
        read = claims.parse_receipt(whole)
    except (EnvelopeError, Invalid):
        return None
    return _Claimed(read.audience, read.package, read.agreement)
