"""One review for a health team, looked at closely: before it is approved, and ever after."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Consent
from ir_desktop.domain.people import Child, HealthTeam, Staff
from ir_desktop.domain.review import ReviewVersion
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Agreement, Export, ExportBody, Hold, Reply
from ir_desktop.services import exports
from ir_desktop.services.authority import consents_for
from ir_desktop.services.children import family_of
from ir_desktop.services.contents import Contents, contents_of
from ir_desktop.services.exports import present_categories
from ir_desktop.services.session import Session, looking, may
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.schema import audit_event
from ir_desktop.sync.gate import Stay


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Exactly what leaves or left, to whom, and by what right.

    `export` is None before it is approved; then `holds` says what would hold it. `consents` are
    the decisions in force now for what is inside. `phones_stay`: a telephone number of the
    family stays here because nobody noted that ringing is safe. `approved_by` is a name.
    """

    child: Child
    team: HealthTeam
    agreement: Agreement | None
    version: ReviewVersion
    contents: Contents
    categories: tuple[Category, ...]
    stays: tuple[Stay, ...]
    holds: tuple[Hold, ...]
    consents: tuple[Consent, ...]
    phones_stay: bool
    may_approve: bool
    may_manage: bool
    may_read: bool
    today: date
    export: Export | None = None
    approved_by: str = ""
    reply: Reply | None = None
    reply_read: bool = False


def before(session: Session, child_id: str) -> Look:
    """Return what approving would send. Raises as `exports.preview_export`."""
    found = exports.preview_export(session, child_id)
    with looking(session, Act.SEE_CHILD, child_id=child_id) as records:
        return Look(
            child=found.child,
            team=found.team,
            agreement=found.agreement,
            version=found.version,
            contents=contents_of(found.bundle),
            categories=found.categories,
            stays=found.stays,
            holds=found.holds,
            consents=_consents(records, child_id, found.team.id, found.categories),
            phones_stay=_phones_stay(records, child_id),
            may_approve=may(session, records, Act.APPROVE_EXPORT, found.child),
            may_manage=may(session, records, Act.MANAGE_AGREEMENTS, None),
            may_read=may(session, records, Act.READ_REPLY, found.child),
            today=session.today,
        )


def after(session: Session, export_id: str) -> Look:
    """Return an export there is, with the answer to it. Raises `NotFound`, `Refused`."""
    with looking(session, Act.SEE_LEDGER) as records:
        child_id = records.get(Export, export_id).child_id
    with looking(session, Act.SEE_CHILD, child_id=child_id) as records:
        export = records.get(Export, export_id)
        child = records.get(Child, child_id)
        version = records.find_one(
            ReviewVersion, review_id=export.review_id, version=export.review_version
        )
        if version is None:
            raise AssertionError("an export is of a version there is")
        contents = contents_of(records.get(ExportBody, export_id).bundle)
        answers = records.find(Reply, about=export_id)
        reply = answers[-1] if answers else None
        approver = records.find_one(Staff, id=export.approved_by)
        return Look(
            child=child,
            team=records.get(HealthTeam, export.health_team_id),
            agreement=_agreement(records, export),
            version=version,
            contents=contents,
            categories=export.categories,
            stays=_left_out(export, child, version),
            holds=export.holds,
            consents=_consents(records, child_id, export.health_team_id, export.categories),
            phones_stay=_phones_stay(records, child_id),
            may_approve=may(session, records, Act.APPROVE_EXPORT, child),
            may_manage=may(session, records, Act.MANAGE_AGREEMENTS, None),
            may_read=may(session, records, Act.READ_REPLY, child),
            today=session.today,
            export=export,
            approved_by="" if approver is None else approver.name,
            reply=reply,
            reply_read=reply is not None and reply.id in read_replies(records, [child_id]),
        )


def _agreement(records: Repository, export: Export) -> Agreement | None:
    if export.agreement_id is None:
        return None
    return records.find_one(Agreement, id=export.agreement_id)


def _left_out(export: Export, child: Child, version: ReviewVersion) -> tuple[Stay, ...]:
    present = present_categories(child, version.content)
    return tuple(
        Stay(category=each, sentence="Left out of this copy")
        for each in Category
        if each in present and each not in export.categories
    )


def _consents(
    records: Repository, child_id: str, team_id: str, categories: tuple[Category, ...]
) -> tuple[Consent, ...]:
    decided = consents_for(records, child_id, team_id)
    found = {decided[each].id: decided[each] for each in categories if each in decided}
    return tuple(found.values())


def _phones_stay(records: Repository, child_id: str) -> bool:
    family = family_of(records, child_id)
    return any(each.carer.phone and each.carer.safe_to_phone is not True for each in family)


def read_replies(records: Repository, child_ids: list[str]) -> set[str]:
    """Return the ids of the children's answers that somebody here has read, by the chain."""
    details = records.connection.execute(
        select(audit_event.c.detail).where(
            audit_event.c.child_id.in_(child_ids), audit_event.c.act == Act.READ_REPLY.value
        )
    ).scalars()
    return {str(json.loads(each).get("reply", "")) for each in details}
