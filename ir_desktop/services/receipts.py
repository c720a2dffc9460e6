"""Receipts that a health team gives again, beside what these records say was sent.

A receipt is signed by the team and names the bytes that arrived, so it is a witness outside the
store: one for something that the ledger does not know says that the records are older than they
were. One for what waits to be looked at after a restore settles it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC
from enum import StrEnum

from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Agreement, Export, ExportState
from ir_desktop.domain.strict_json import read_object
from ir_desktop.errors import IrError
from ir_desktop.services.identity import installation_of
from ir_desktop.services.session import Session, Work, acting
from ir_desktop.sync import claims, outbox
from ir_desktop.sync.encoding import b64url_decode
from ir_desktop.sync.problems import EnvelopeError

_SETTLED_BY_IT = outbox.OPEN_STATES | {ExportState.SET_ASIDE, ExportState.HANDED_OVER}


class Standing(StrEnum):
    """What a receipt says about these records."""

    KNOWN = "known"
    SETTLED = "settled"
    NOT_KNOWN = "not_known"
    NO_RECEIPT = "no_receipt"


@dataclass(frozen=True, slots=True)
class Compared:
    """One receipt: how it stands, and the reference of what it is for if it can be read."""

    standing: Standing
    reference: str


def compare_receipts(session: Session, tokens: Iterable[str]) -> list[Compared]:
    """Compare receipts with the ledger, and write down what they settle; a manager's act.

    `NOT_KNOWN`: these records are older than what was sent from them.
    """
    with acting(session, Act.RESTORE) as work:
        found = [_compared(work, token.strip()) for token in tokens]
        for standing in Standing:
            work.detail[standing.value] = str(sum(each.standing is standing for each in found))
        work.detail["step"] = "receipts"
        return found


def _compared(work: Work, token: str) -> Compared:
    receipt = _verified(work, token)
    if receipt is None:
        return Compared(Standing.NO_RECEIPT, "")
    export = work.records.find_one(Export, id=receipt.package)
    if export is None:
        return Compared(Standing.NOT_KNOWN, receipt.package)
    if receipt.status is not claims.ReceiptStatus.ACCEPTED:
        return Compared(Standing.KNOWN, export.id)
    if export.envelope_sha256 == receipt.sha256:
        if export.state not in _SETTLED_BY_IT:
            return Compared(Standing.KNOWN, export.id)
    elif export.envelope_sha256:
        return Compared(Standing.NOT_KNOWN, export.id)  # other bytes were sent under its reference
    _receive(work, export, receipt, token)
    return Compared(Standing.SETTLED, export.id)


def _receive(work: Work, export: Export, receipt: claims.Receipt, token: str) -> None:
    """Write down that an export arrived, also one put aside because nobody could know."""
    work.save(
        replace(
            export,
            state=ExportState.RECEIVED,
            holds=(),
            next_try_at=None,
            last_outcome="Received",
            envelope_sha256=receipt.sha256,
            receipt=token,
            received_at=receipt.received_at.astimezone(UTC),
        )
    )
    for later in work.records.find(Export, supersedes=export.id):
        if not later.envelope_sha256 and later.state is ExportState.SET_ASIDE:
            work.save(outbox.move(later, ExportState.SUPERSEDED))


def _verified(work: Work, token: str) -> claims.Receipt | None:
    """Return the receipt if one of the agreements' teams signed it for this setting."""
    try:
        said = read_object(b64url_decode(token.split(".")[1].encode()).decode("utf-8"))
        package, sha256 = str(said["package"]), str(said["sha256"])
        own = installation_of(work.records).signing_kid
    except (ValueError, KeyError, IndexError, IrError):
        return None
    for agreement in work.records.find(Agreement):
        try:
            return claims.read_receipt(
                token,
                agreement=claims.read_agreement(agreement.token),
                own_kid=own,
                sha256=sha256,
                jti=package,
            )
        except EnvelopeError:
            continue
    return None
