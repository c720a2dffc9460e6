"""The one thing to do first for a child: of the review, its sharing, and all that is due.

Today's rows and the child's page both ask here, so that they never say different things. A row of
Today is about one thing that is due (`act_for`); the child's page says the first of all
(`first_step`). What is overdue comes first, so there the page says what Today's first row of the
child says.
"""

from dataclasses import dataclass
from datetime import date

from ir_desktop.domain.due import Due, DueItem, DueState, due_order
from ir_desktop.domain.next_step import NextStep, next_step
from ir_desktop.domain.plain import date_words
from ir_desktop.domain.progress import ProgressFacts, Step, is_begun, is_signed
from ir_desktop.domain.review import ReviewStatus

_PRESSING = frozenset({DueState.OVERDUE, DueState.DUE_SOON})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildFacts:
    """What decides what comes first for a child.

    `due` is what is due, in any order. `opens` is the first day of the progress check, `elsewhere`
    the setting that does it instead. `ring` says which health team is to be rung, and why, or
    nothing.
    """

    progress: ProgressFacts
    due: tuple[Due, ...] = ()
    opens: date | None = None
    elsewhere: str = ""
    ring: str = ""


def first_step(facts: ChildFacts) -> NextStep:
    """Return what to do first for a child, for the child's page."""
    if facts.ring:
        return NextStep(step=Step.SHARE, words="Ring the health team", why=facts.ring)
    of_review = next_step(facts.progress)
    if _has_left(facts.progress):
        return of_review
    first = min(facts.due, key=due_order, default=None)
    if first is not None and _comes_first(first, of_review, facts.progress):
        return act_for(first, facts.progress)
    if first is None and _untouched(facts.progress):
        return _not_yet(facts)
    return of_review


def act_for(due: Due, progress: ProgressFacts | None) -> NextStep:
    """Return what to do about one thing that is due; without facts, as for a child not begun."""
    of_review = None if progress is None else next_step(progress)
    by = f"{'It was' if due.state is DueState.OVERDUE else 'It is'} wanted by"
    why = f"{by} {date_words(due.closes)}."
    if due.item is DueItem.HEALTH_REVIEW:
        words = "Note the date of the health review"
        return NextStep(step=Step.HEALTH, words=words, why=why, act="Note date")
    if of_review is None:
        of_review = _INVITE
    inviting = of_review.step is Step.INVITE
    if due.item is DueItem.ASQ3:
        if inviting or of_review.step is Step.ASQ3:
            return of_review
        return NextStep(
            step=Step.ASQ3, words="Type in the ASQ-3 answers", why=why, act="Type answers"
        )
    if due.state is DueState.COMING:
        return of_review
    if of_review.step is None or (inviting and due.state in _PRESSING):
        # There is no time left for a letter weeks before; the check is written all the same.
        return NextStep(
            step=Step.PROGRESS_CHECK,
            words="Write the progress check",
            why=why,
            act="Write check",
        )
    return of_review


_INVITE = NextStep(step=Step.INVITE, words="Invite the family", act="Write letter")


def _comes_first(first: Due, of_review: NextStep, progress: ProgressFacts) -> bool:
    if first.state is DueState.OVERDUE or of_review.step is None:
        return True
    return first.item is not DueItem.HEALTH_REVIEW and not is_signed(progress)


def _has_left(progress: ProgressFacts) -> bool:
    return progress.review is not None and progress.review.status is ReviewStatus.CHILD_LEFT


def _untouched(progress: ProgressFacts) -> bool:
    """Tell whether nothing was written and nobody was asked."""
    inviting = progress.inviting
    begun = progress.review is not None and (
        is_begun(progress.review.draft) or progress.review.planned_on is not None
    )
    return not begun and inviting.tried_on is None and inviting.answer is None


def _not_yet(facts: ChildFacts) -> NextStep:
    if facts.opens is not None and facts.progress.today < facts.opens:
        why = f"The progress check can be written from {date_words(facts.opens)}."
        return NextStep(step=None, words="Nothing to do yet", why=why)
    if facts.elsewhere:
        why = f"{facts.elsewhere} does the progress check."
        return NextStep(step=Step.CONCLUSIONS, words="Ask how the check went", why=why)
    return NextStep(step=None, words="Nothing to do", why="Nothing is due for this child.")
