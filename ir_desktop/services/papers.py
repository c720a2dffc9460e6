"""The papers that families keep: the invitation and the parents' summary, as PDFs."""

from dataclasses import dataclass
from datetime import date

from ir_desktop.documents.facts import InvitationFacts, SummaryFacts
from ir_desktop.documents.letter import invitation
from ir_desktop.documents.printed import Printed
from ir_desktop.documents.summary import parents_summary
from ir_desktop.domain.people import Child, HealthTeam, Staff
from ir_desktop.domain.review import Asq3Scores, Review, ReviewVersion
from ir_desktop.domain.review_rules import scores_of
from ir_desktop.domain.roles import Act
from ir_desktop.errors import Refused
from ir_desktop.services.children import family_of, name_of
from ir_desktop.services.identity import the_setting
from ir_desktop.services.reviews import AGE_POINT, latest_version
from ir_desktop.services.session import Session, Work, acting
from ir_desktop.storage.repository import Repository

INVITATION, SUMMARY = "invitation", "summary"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper there is for a child: its kind, its name for a list, and whether it is a draft."""

    kind: str
    title: str
    draft: bool = False


def list_papers(records: Repository, child_id: str) -> list[Paper]:
    """Return the papers that a child has now."""
    found = [Paper(INVITATION, "Invitation letter")]
    review = records.find_one(Review, child_id=child_id, age_point=AGE_POINT)
    version = latest_version(records, child_id)
    if version is not None:
        found.append(Paper(SUMMARY, "Summary for parents"))
    elif review is not None and review.draft.progress_check is not None:
        found.append(Paper(SUMMARY, "Summary for parents, draft", draft=True))
    return found


def print_paper(session: Session, child_id: str, kind: str) -> Printed:
    """Return one paper of a child as a PDF.

    Raises:
        Refused: the child has no such paper yet; a name has a letter that no font here has.
    """
    with acting(session, Act.PRINT_PAPER, child_id=child_id) as work:
        work.detail["kind"] = kind
        return _print(work, kind)


def print_all(session: Session, child_id: str) -> list[Printed]:
    """Return every paper that a child has. Raises as `print_paper`."""
    with acting(session, Act.PRINT_PAPER, child_id=child_id) as work:
        papers = list_papers(work.records, child_id)
        work.detail["kind"] = ",".join(each.kind for each in papers)
        return [_print(work, each.kind) for each in papers]


def _print(work: Work, kind: str) -> Printed:
    child = work.the_child
    if kind == INVITATION:
        return _invitation(work, child)
    if kind != SUMMARY:
        raise Refused("There is no paper of this kind.")
    version = latest_version(work.records, child.id)
    if version is not None:
        return summary(work.records, child, version, work)
    return _draft_summary(work, child)


def summary(records: Repository, child: Child, version: ReviewVersion, work: Work) -> Printed:
    """Return the parents' summary of a signed-off version."""
    return parents_summary(
        SummaryFacts(
            setting=the_setting(records),
            child=child,
            version_number=version.version,
            content=version.content,
            scores=version.scores,
            key_person=name_of(records, Staff, child.key_person_id),
            author=version.signed_by_name,
            signed_on=version.signed_at.date(),
            printed_on=work.today,
            draft=False,
            demo=work.session.store.demo,
        )
    )


def _draft_summary(work: Work, child: Child) -> Printed:
    review = work.records.find_one(Review, child_id=child.id, age_point=AGE_POINT)
    if review is None or review.draft.progress_check is None:
        raise Refused("There is no summary yet. Write the progress check first.")
    asq3 = review.draft.asq3
    scores = None if asq3 is None else scores_of(asq3, child, work.session.instrument)
    return parents_summary(
        SummaryFacts(
            setting=the_setting(work.records),
            child=child,
            version_number=review.latest_version + 1,
            content=review.draft,
            scores=scores if isinstance(scores, Asq3Scores) else None,
            key_person=name_of(work.records, Staff, child.key_person_id),
            author=work.session.staff.name,
            signed_on=None,
            printed_on=work.today,
            draft=True,
            demo=work.session.store.demo,
        )
    )


def _invitation(work: Work, child: Child) -> Printed:
    return invitation(
        invitation_facts(work.records, child, work.today, demo=work.session.store.demo)
    )


def invitation_facts(
    records: Repository, child: Child, today: date, *, demo: bool
) -> InvitationFacts:
    """Return what the invitation of a child's family says when it is made today."""
    team = records.find_one(HealthTeam, id=child.health_team_id)
    review = records.find_one(Review, child_id=child.id, age_point=AGE_POINT)
    family = family_of(records, child.id)
    address = next((each.carer.address for each in family if each.carer.address), child.address)
    lines = [line for line in address.splitlines() if line.strip()]
    if child.postcode and address == child.address:
        lines.append(child.postcode)
    if any(each.carer.safe_to_post is False for each in family):
        lines = []  # not to be posted: without an address it can only be handed over
    return InvitationFacts(
        setting=the_setting(records),
        child=child,
        carer_names=tuple(each.carer.name for each in family),
        address_lines=tuple(lines),
        planned_on=None if review is None else review.planned_on,
        key_person=name_of(records, Staff, child.key_person_id),
        sent_on=today,
        health_team="" if team is None else team.name,
        interpreter_offer=child.interpreter_needed is True,
        draft=False,
        demo=demo,
    )
