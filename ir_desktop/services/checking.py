"""Checking the store itself."""

import logging
from dataclasses import dataclass

from ir_desktop.domain.roles import Act
from ir_desktop.services.session import Session, looking
from ir_desktop.storage import audit
from ir_desktop.storage.audit import Finding

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """How many events the chain holds, and everything that does not fit."""

    events: int
    findings: tuple[Finding, ...]


def verify_audit(session: Session) -> AuditReport:
    """Return what verifying the audit chain, the digest of every row and the sign-in file finds."""
    with looking(session, Act.SEE_AUDIT) as records:
        events = audit.count(records.connection)
        found = audit.verify(records.connection, session.store.audit_key)
    if not session.store.has_own_keys_file():
        found.append(
            Finding(
                where="the sign-in file",
                sentence="It is not the one that was last written here. Somebody who may no "
                "longer sign in could be in it.",
            )
        )
    return AuditReport(events, tuple(found))


def file_parts(session: Session) -> tuple[str, ...]:
    """Return the parts in which the records file is checked, each in a moment.

    The program does this by itself and no record is shown, so nobody's role is asked.
    """
    return session.store.parts()


def part_is_whole(session: Session, part: str) -> bool:
    """Return whether a part of the records file is as it was written; the log tells if not."""
    whole = session.store.check(part)
    if not whole:
        _log.error("the records file does not pass its check")
    return whole
