"""Checking the store itself."""

import logging
from dataclasses import dataclass

from ir_desktop.domain.roles import Act
from ir_desktop.services.session import Session, looking
from ir_desktop.storage import audit
from ir_desktop.storage.audit import Finding
from ir_desktop.storage.problems import Damaged

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """How many events the chain holds, and everything that does not fit."""

    events: int
    findings: tuple[Finding, ...]
    damaged: bool = False

    @property
    def sentence(self) -> str:
        """What to tell a person, or an empty text if all is well."""
        if self.damaged:
            return Damaged.SENTENCE
        if self.findings:
            return "The records were changed by something else than this program."
        return ""


def verify_audit(session: Session) -> AuditReport:
    """Return what is wrong with the file, the audit chain, any row's digest or the sign-in file.

    What this computer's keyring knows and the records lack counts too.
    """
    with looking(session, Act.SEE_AUDIT) as records:
        events = audit.count(records.connection)
        found = audit.verify(records.connection, session.store.audit_key)
    damaged = bool(session.store.check())
    if damaged:
        found.append(
            Finding(
                where="the records file",
                sentence="Part of it is not as it was written. Restore the newest backup.",
            )
        )
    missing = session.store.missing
    if missing is not None:
        found.append(
            Finding(
                where=f"event {missing.seq}",
                sentence="This computer has seen it, and it is missing: these records are older "
                "than they were, or another branch of them.",
            )
        )
    if not session.store.has_own_keys_file():
        found.append(
            Finding(
                where="the sign-in file",
                sentence="It is not the one that was last written here. Somebody who may no "
                "longer sign in could be in it.",
            )
        )
    return AuditReport(events, tuple(found), damaged)


def file_parts(session: Session) -> tuple[str, ...]:
    """Return the parts in which the records file is checked, each in a moment.

    The program does this by itself and no record is shown, so nobody's role is asked.
    """
    return session.store.parts()


def part_is_whole(session: Session, part: str) -> bool:
    """Return whether a part of the records file is as it was written; the log tells if not."""
    whole = session.store.is_whole(part)
    if not whole:
        _log.error("the records file does not pass its check")
    return whole
