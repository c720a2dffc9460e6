"""Checking the store itself."""

import logging
from dataclasses import dataclass
from datetime import datetime

from ir_desktop.domain.people import Staff
from ir_desktop.domain.roles import Act
from ir_desktop.services.session import Session, acting, looking
from ir_desktop.storage import audit
from ir_desktop.storage.audit import Finding, Progress
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


@dataclass(frozen=True, slots=True)
class LastCheck:
    """When the history was last checked, by whom, how many events, and how much did not fit."""

    at: datetime
    who: str
    events: int
    findings: int


def check_history(session: Session, progress: Progress | None = None) -> AuditReport:
    """As `verify_audit`, and note in the chain that it was checked and how it stood.

    Nothing is noted in a damaged file. Raises `Refused` by role, and what `progress` raises.
    """
    report = verify_audit(session, progress)
    if not report.damaged:
        with acting(session, Act.SEE_AUDIT) as work:
            work.detail |= {"events": str(report.events), "findings": str(len(report.findings))}
    return report


def last_check(session: Session) -> LastCheck | None:
    """Return how the last check went that a person asked for here, or None. Managers only."""
    with looking(session, Act.SEE_AUDIT) as records:
        found = audit.newest_of(records.connection, Act.SEE_AUDIT.value)
        if found is None:
            return None
        who = records.find_one(Staff, id=found.staff_id)
        return LastCheck(
            at=found.at,
            who="" if who is None else who.name,
            events=int(found.detail.get("events", "0")),
            findings=int(found.detail.get("findings", "0")),
        )


def verify_audit(session: Session, progress: Progress | None = None) -> AuditReport:
    """Return what is wrong with the file, the audit chain, any row's digest or the sign-in file.

    What this computer's keyring knows and the records lack counts too. `progress` is told how far
    it is, and stops it by raising.
    """
    with looking(session, Act.SEE_AUDIT) as records:
        events = audit.count(records.connection)
        found = audit.verify(records.connection, session.store.audit_key, progress)
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
