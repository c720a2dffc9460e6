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
    """Return what verifying the audit chain and the digest of every row finds."""
    with looking(session, Act.SEE_AUDIT) as records:
        return AuditReport(
            audit.count(records.connection),
            tuple(audit.verify(records.connection, session.store.audit_key)),
        )
