"""Saving a review step by step, as it is typed, and how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from ir_desktop.domain.asq3 import ITEMS, NoFit
from ir_desktop.domain.consent import Contact
from ir_desktop.domain.inviting import standing
from ir_desktop.domain.moderation import missing_parts, moderation_questions, unanswered
from ir_desktop.domain.next_step import NextStep, next_step
from ir_desktop.domain.people import Child
from ir_desktop.domain.progress import ProgressFacts, StepProgress, steps
from ir_desktop.domain.review import Asq3Record, Asq3Scores, Review, ReviewContent, ReviewStatus
from ir_desktop.domain.review_rules import content_problems, scores_of
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Export, Reply
from ir_desktop.errors import Invalid, Problem
from ir_desktop.services import review_file
from ir_desktop.services.reviews import AGE_POINT
from ir_desktop.services.session import Session, Work, acting, looking
from ir_desktop.storage.repository import Repository

_FIELDS = frozenset(each.name for each in fields(ReviewContent))


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedStep:
    """A draft just saved.

    `problems` name what is wrong with the whole draft now: all was saved nevertheless, except the
    fields in `held_back`, which cannot be stored as they are and stay as they were. `stale` is
    true when somebody else, or another step, had saved since `based_on`: read the rest anew.
    """

    review: Review
    problems: tuple[Problem, ...]
    held_back: tuple[str, ...]
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a child's review has come: each step, and what to do next."""

    steps: tuple[StepProgress, ...]
    next_step: NextStep


def save_step(
    session: Session,
    child_id: str,
    changes: Mapping[str, Any],
    *,
    based_on: datetime | None = None,
) -> SavedStep:
    """Save some fields of the draft (`ReviewContent`'s own, by name) and leave the others alone.

    A draft may lack anything, so nothing typed is refused: problems come back beside it, and
    sign-off asks for them. A change takes away an author's signature that waits, and begins an
    amendment of a signed-off review. `based_on` is the `changed_at` that the person saw.

    Raises:
        TypeError: there is no such field.
    """
    if unknown := changes.keys() - _FIELDS:
        raise TypeError(f"a review has no field {', '.join(sorted(unknown))}")
    with acting(session, Act.WRITE_REVIEW, child_id=child_id) as work:
        found = work.records.find_one(Review, child_id=child_id, age_point=AGE_POINT)
        before = ReviewContent() if found is None else found.draft
        usable, refused = _usable(session, changes)
        content = replace(before, **usable)
        problems = _problems(work, content)
        return SavedStep(
            review=_saved(work, child_id, found, content),
            problems=(*refused, *problems),
            held_back=tuple(name for name in changes if name not in usable),
            stale=found is not None and based_on is not None and found.changed_at != based_on,
        )


def _usable(session: Session, changes: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Return the changes that can be stored, their texts cleaned, and why others cannot."""
    usable: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in changes.items():
        try:
            content = review_file.cleaned(replace(ReviewContent(), **{name: value}))
        except Invalid as error:
            problems += error.problems
            continue
        shape = () if content.asq3 is None else _misshapen(session, content.asq3)
        problems += shape
        if not shape:
            usable[name] = getattr(content, name)
    return usable, problems


def _misshapen(session: Session, record: Asq3Record) -> list[Problem]:
    """Return what no ASQ-3 form has, and could not be scored."""
    found: list[Problem] = []
    if record.questionnaire not in (None, *session.instrument.months):
        found.append(Problem("asq3, questionnaire", "There is no ASQ-3 form for this month."))
    found += [
        Problem(f"asq3, answers, {area}", f"Give {ITEMS} answers, left out ones among them.")
        for area, answers in record.answers.items()
        if len(answers) != ITEMS
    ]
    return found


def _problems(work: Work, content: ReviewContent) -> list[Problem]:
    session = work.session
    return content_problems(
        content,
        work.the_child,
        today=work.today,
        instrument=session.instrument,
        profile=session.profile,
    )


def _saved(work: Work, child_id: str, found: Review | None, content: ReviewContent) -> Review:
    if found is None:
        return work.new(
            Review,
            child_id=child_id,
            age_point=AGE_POINT,
            status=ReviewStatus.IN_PROGRESS,
            draft=content,
        )
    if found.draft == content:
        return found
    # Who declined the review still has a right to the progress check, which is written here too.
    declined = found.status is ReviewStatus.DECLINED
    return work.save(
        replace(
            found,
            draft=content,
            status=found.status if declined else ReviewStatus.IN_PROGRESS,
            author_signed_by=None,
            author_signed_at=None,
        )
    )


def progress_of(session: Session, child_id: str) -> Progress:
    """Return how far the child's review has come."""
    with looking(session, Act.SEE_CHILD, child_id=child_id) as records:
        facts = progress_facts(session, records, records.get(Child, child_id))
    return Progress(steps=steps(facts), next_step=next_step(facts))


def progress_facts(session: Session, records: Repository, child: Child) -> ProgressFacts:
    """Return what decides how far a child's review has come."""
    return facts_of(
        session,
        child,
        records.find_one(Review, child_id=child.id, age_point=AGE_POINT),
        contacts=records.find(Contact, child_id=child.id),
        exports=records.find(Export, child_id=child.id),
        replies=records.find(Reply, child_id=child.id),
    )


def facts_of(
    session: Session,
    child: Child,
    review: Review | None,
    *,
    contacts: Sequence[Contact],
    exports: Sequence[Export],
    replies: Sequence[Reply],
) -> ProgressFacts:
    """As `progress_facts`, of records that were read already, each kind oldest first."""
    content = ReviewContent() if review is None else review.draft
    problems = content_problems(
        content,
        child,
        today=session.today,
        instrument=session.instrument,
        profile=session.profile,
    )
    scores: Asq3Scores | None = None
    if content.asq3 is not None and not any(each.field.startswith("asq3") for each in problems):
        read = scores_of(content.asq3, child, session.instrument)
        if isinstance(read, NoFit):
            problems.append(Problem("asq3, questionnaire", read.reason))
        else:
            scores = read
    asked = moderation_questions(content, scores, on=session.today, profile=session.profile)
    return ProgressFacts(
        today=session.today,
        no_answer_days=session.profile.no_answer_days,
        review=review,
        inviting=standing(contacts),
        problems=problems,
        missing=missing_parts(content),
        questions=unanswered(asked, content),
        exports=list(reversed(exports)),
        answered={each.about for each in replies},
    )
