"""Removing everything about one child for good.

What was sent stays in the ledger: that something left, when and to whom, but not what was in it.
A removal is an event of the audit chain by the child's id alone, so that it can be done again in
records that are put back from an older backup.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from ir_desktop.domain.consent import Consent, Contact
from ir_desktop.domain.form_draft import FormDraft
from ir_desktop.domain.incident import Incident
from ir_desktop.domain.people import REMOVED_NAME, Carer, Child, FamilyLink, is_removed
from ir_desktop.domain.records import Record
from ir_desktop.domain.retention import kept_until_of
from ir_desktop.domain.review import Review, ReviewContent, ReviewStatus, ReviewVersion
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Export, ExportBody, ExportState, Reply
from ir_desktop.services.leavers import keeping_rule_among
from ir_desktop.services.session import Session, Work, acting, looking
from ir_desktop.storage.schema import audit_event
from ir_desktop.sync import outbox

__all__ = [
    "Removal",
    "is_removed",
    "look_ahead",
    "remove",
    "remove_again",
    "remove_child",
    "removed_children",
]

_NO_DATE = date(1900, 1, 1)
_AGAIN = "removed_again"
_OPEN = outbox.OPEN_STATES | {ExportState.SET_ASIDE}


def remove_child(session: Session, child_id: str) -> None:
    """Remove a child's records: details, family, consents, contacts, reviews, drafts, answers.

    Raises `NotFound`, or `Refused` by role.
    """
    with acting(session, Act.REMOVE_CHILD, child_id=child_id) as work:
        remove(work, child_id)


def removed_children(connection: Connection) -> Sequence[str]:
    """Return the ids of the children whose records were removed, by the audit chain."""
    return list(
        connection.execute(
            select(audit_event.c.child_id)
            .where(audit_event.c.act.in_((Act.REMOVE_CHILD.value, _AGAIN)))
            .order_by(audit_event.c.seq)
        ).scalars()
    )


def remove_again(work: Work, removed: Sequence[str]) -> int:
    """Remove again those of the children that are here; return how many were."""
    count = 0
    for child_id in removed:
        child = work.records.find_one(Child, id=child_id)
        if child is not None and not is_removed(child):
            remove(work, child_id)
            # The rows are in the restore's own event; this one keeps the removal known.
            work.session.store.append_event(
                work.records,
                at=work.now,
                staff_id=work.actor,
                act=_AGAIN,
                child_id=child_id,
                detail={},
                rows=(),
            )
            count += 1
    return count


def remove(work: Work, child_id: str) -> None:
    """Remove a child's records in the caller's transaction."""
    records = work.records
    child = records.get(Child, child_id)
    carers = {link.carer_id for link in records.find(FamilyLink, child_id=child_id)}
    sent = False
    for kind in (Reply, Contact, Consent, FamilyLink, ReviewVersion, FormDraft):
        for each in records.find(kind, child_id=child_id):
            records.remove(each)
    for carer_id in carers:
        if not records.find(FamilyLink, carer_id=carer_id):
            records.remove(records.get(Carer, carer_id))
    for export in records.find(Export, child_id=child_id):
        records.remove(records.get(ExportBody, export.id))
        if export.envelope_sha256:  # it may have left
            sent = True
            if export.state in _OPEN:
                export = outbox.move(export, ExportState.SUPERSEDED)
            work.save(replace(export, holds=(), last_outcome=""))
        else:
            records.remove(export)
    for review in records.find(Review, child_id=child_id):
        if sent:
            work.save(
                replace(review, draft=ReviewContent(), planned_on=None, author_signed_by=None)
            )
        else:
            records.remove(review)
    if sent:
        work.save(_blanked(child, work.today))
    else:
        records.remove(child)


def _blanked(child: Child, today: date) -> Child:
    """Return a row that says nothing about the child, for the ledger to point at."""
    given, family = REMOVED_NAME
    kept: dict[str, Any] = {each.name: getattr(child, each.name) for each in fields(Record)}
    return Child(
        **kept,
        given_name=given,
        family_name=family,
        date_of_birth=_NO_DATE,
        leaving_date=today - timedelta(days=1),  # on no list of who is here
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What goes and what stays when a child's records are removed.

    `carers` belong to no other child; `shared` do, and stay. `sent` are copies of which the
    ledger keeps that they left; `incidents` name this child and stay as they are written.
    """

    child: Child
    until: date | None
    early: bool
    carers: int
    shared: int
    consents: int
    contacts: int
    versions: int
    open_review: bool
    unsent: int
    sent: int
    replies: int
    incidents: int


def look_ahead(session: Session, child_id: str) -> Removal:
    """Return what a removal would do. Raises `NotFound`, or `Refused` by role."""
    with looking(session, Act.REMOVE_CHILD, child_id=child_id) as records:
        child = records.get(Child, child_id)
        own = records.find(FamilyLink, child_id=child_id)
        shared = sum(len(records.find(FamilyLink, carer_id=each.carer_id)) > 1 for each in own)
        exports = records.find(Export, child_id=child_id)
        sent = sum(bool(each.envelope_sha256) for each in exports)
        until = kept_until_of(child, keeping_rule_among(records).rule)
        return Removal(
            child=child,
            until=until,
            early=until is None or until > session.today,
            carers=len(own) - shared,
            shared=shared,
            consents=len(records.find(Consent, child_id=child_id)),
            contacts=len(records.find(Contact, child_id=child_id)),
            versions=len(records.find(ReviewVersion, child_id=child_id)),
            open_review=any(
                each.status is not ReviewStatus.SIGNED_OFF
                for each in records.find(Review, child_id=child_id)
            ),
            unsent=len(exports) - sent,
            sent=sent,
            replies=len(records.find(Reply, child_id=child_id)),
            incidents=sum(child_id in each.child_ids for each in records.find(Incident)),
        )
