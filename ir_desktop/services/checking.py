"""Checking the store itself."""

from dataclasses import dataclass

from ir_desktop.domain.roles import Act
from ir_desktop.services.session import Session, looking
from ir_desktop.storage import audit
from ir_desktop.storage.audit import Finding


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
