"""How far a review has come: the state of each step of its workspace, as its stepper shows it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ir_desktop.domain.asq3 import ITEMS, Area
from ir_desktop.domain.inviting import ANSWER_WORDS, Answer, Inviting, Silence, silence
from ir_desktop.domain.moderation import ModerationQuestion
from ir_desktop.domain.plain import count, day_month
from ir_desktop.domain.review import (
    Asq3Record,
    PrimeArea,
    ProgressCheck,
    Review,
    ReviewContent,
    ReviewStatus,
)
from ir_desktop.domain.sharing import Export, ExportState
from ir_desktop.errors import Problem


class Step(StrEnum):
    """The steps of the review workspace, in the order of its stepper (UX "Shape")."""

    INVITE = "invite"
    ASQ3 = "asq3"
    PROGRESS_CHECK = "progress_check"
    HEALTH = "health"
    CONCLUSIONS = "conclusions"
    PLAN = "plan"
    SIGN_OFF = "sign_off"
    SHARE = "share"


STEP_WORDS = {
    Step.INVITE: "Invite",
    Step.ASQ3: "ASQ-3",
    Step.PROGRESS_CHECK: "Progress check",
    Step.HEALTH: "Health",
    Step.CONCLUSIONS: "Meeting & conclusions",
    Step.PLAN: "Plan",
    Step.SIGN_OFF: "Sign off & print",
    Step.SHARE: "Share",
}


class StepState(StrEnum):
    """How far a step has come."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    NEEDS_A_LOOK = "needs_a_look"


STEP_STATE_WORDS = {
    StepState.NOT_STARTED: "Not started",
    StepState.IN_PROGRESS: "In progress",
    StepState.DONE: "Done",
    StepState.NEEDS_A_LOOK: "Needs a look",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressFacts:
    """What decides how far a review has come.

    `problems` are what cannot be true or scored, `missing` what sign-off still wants and
    `questions` moderation's open ones; `exports` are newest first, `answered` the ids of those
    that have a reply.
    """

    today: date
    no_answer_days: int
    review: Review | None = None
    inviting: Inviting = field(default_factory=Inviting)
    problems: Sequence[Problem] = ()
    missing: Sequence[ModerationQuestion] = ()
    questions: Sequence[ModerationQuestion] = ()
    exports: Sequence[Export] = ()
    answered: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepProgress:
    """One step: its state, and a few words where there is more to tell."""

    step: Step
    state: StepState
    words: str = ""


_S = StepState
_WRITING = (Step.ASQ3, Step.PROGRESS_CHECK, Step.HEALTH, Step.CONCLUSIONS, Step.PLAN)
_WHERE: Mapping[str, Step] = {  # the first word of a problem's or a question's field
    "asq3": Step.ASQ3,
    "progress_check": Step.PROGRESS_CHECK,
    "health": Step.HEALTH,
    "actions": Step.PLAN,
    "plan": Step.PLAN,
    "follow_up_on": Step.PLAN,
}
TROUBLE = frozenset({ExportState.HELD, ExportState.REJECTED, ExportState.SET_ASIDE})
_TROUBLE_WORDS = {
    ExportState.HELD: "Held back",
    ExportState.REJECTED: "Sent back by the health team",
    ExportState.SET_ASIDE: "Set aside",
}


def steps(facts: ProgressFacts) -> tuple[StepProgress, ...]:
    """Return the state of every step, in order."""
    return (
        _invite(facts),
        *(_writing(step, facts) for step in _WRITING),
        _sign_off(facts),
        _share(facts),
    )


def step_of(where: str) -> Step:
    """Return the step in which what a problem or a question is about is mended.

    `where` is `Problem.field` or `ModerationQuestion.where`.
    """
    first = where.replace(",", " ").split(" ", 1)[0]
    return _WHERE.get(first, Step.CONCLUSIONS)


def asq3_answered(record: Asq3Record) -> int:
    """Return how many of the 30 items have an answer; an area's total stands for its six."""
    answers = sum(
        answer is not None
        for area, given in record.answers.items()
        if area not in record.totals
        for answer in given
    )
    return answers + ITEMS * len(record.totals)


def is_signed(facts: ProgressFacts) -> bool:
    """Return whether the review is signed off, and nothing has changed since."""
    return facts.review is not None and facts.review.status is ReviewStatus.SIGNED_OFF


def _invite(facts: ProgressFacts) -> StepProgress:
    def told(state: StepState, words: str = "") -> StepProgress:
        return StepProgress(step=Step.INVITE, state=state, words=words)

    review, inviting = facts.review, facts.inviting
    if review is not None and review.status is ReviewStatus.DECLINED:
        return told(_S.DONE, ANSWER_WORDS[Answer.NO])
    if review is not None and review.planned_on is not None:
        late = (
            review.planned_on < facts.today
            and review.draft.held_on is None
            and not is_signed(facts)
        )
        words = f"Meeting on {day_month(review.planned_on)}"
        return told(_S.NEEDS_A_LOOK, f"{words}: was it held?") if late else told(_S.DONE, words)
    if is_signed(facts) or (review is not None and review.draft.held_on is not None):
        return told(_S.DONE)
    waiting = silence_now(facts)
    if waiting is not None:
        return told(_S.NEEDS_A_LOOK, f"{waiting.words}, {count(waiting.days, 'day')}")
    if inviting.answer is Answer.YES:
        return told(_S.IN_PROGRESS, "Said yes, no date yet")
    if inviting.answer is Answer.NO:
        return told(_S.DONE, ANSWER_WORDS[Answer.NO])
    if inviting.tried_on is not None:
        return told(_S.IN_PROGRESS, f"Asked on {day_month(inviting.tried_on)}")
    return told(_S.NOT_STARTED)


def silence_now(facts: ProgressFacts) -> Silence | None:
    """Return why the family is to be chased now, or None."""
    return silence(
        facts.inviting, facts.review, on=facts.today, no_answer_days=facts.no_answer_days
    )


def _writing(step: Step, facts: ProgressFacts) -> StepProgress:
    if facts.review is None:
        return StepProgress(step=step, state=_S.NOT_STARTED)
    state, words = _WRITTEN[step](facts.review.draft)
    if is_signed(facts):
        begun = state is not _S.NOT_STARTED
        return StepProgress(step=step, state=_S.DONE if begun else state, words=words)
    wrong = [each for each in facts.problems if step_of(each.field) is step]
    asked = [each for each in facts.questions if step_of(each.where) is step]
    if wrong:
        return StepProgress(step=step, state=_S.NEEDS_A_LOOK, words="A date or value to check")
    # Questions come up while a step is half written; they are asked of what is whole.
    if asked and state is not _S.IN_PROGRESS:
        return StepProgress(
            step=step,
            state=_S.NEEDS_A_LOOK,
            words=count(len(asked), "question to answer", "questions to answer"),
        )
    return StepProgress(step=step, state=state, words=words)


def _asq3(content: ReviewContent) -> tuple[StepState, str]:
    record = content.asq3
    if record is None:
        return _S.NOT_STARTED, ""
    whole = ITEMS * len(Area)
    answered = asq3_answered(record)
    # A family may leave items out: what was passed over is blank, what comes after the last
    # answer is still to be typed. "Done" needs every area begun and nothing still to type.
    begun = all(
        area in record.totals or any(each is not None for each in record.answers.get(area, ()))
        for area in Area
    )
    done = begun and not _to_type(record) and answered >= whole - len(Area) * 2
    words = f"{answered} of {whole} answered"
    return (_S.DONE if done else _S.IN_PROGRESS), words


def _to_type(record: Asq3Record) -> bool:
    """Tell whether the last item, in the order they are typed in, has no answer yet."""
    typed = [area for area in Area if area not in record.totals]
    if not typed:
        return False
    last = record.answers.get(typed[-1], ())
    return len(last) < ITEMS or last[-1] is None


def _progress_check(content: ReviewContent) -> tuple[StepState, str]:
    check = content.progress_check
    if check is None or check == ProgressCheck():
        return _S.NOT_STARTED, ""
    written = sum(
        bool(note.strengths.strip()) and note.judgement is not None for note in check.areas.values()
    )
    if written < len(PrimeArea):
        return _S.IN_PROGRESS, f"{written} of {len(PrimeArea)} areas written"
    return _S.DONE, ""


def _health(content: ReviewContent) -> tuple[StepState, str]:
    return (_S.DONE, count(len(content.health), "note")) if content.health else (_S.NOT_STARTED, "")


def _conclusions(content: ReviewContent) -> tuple[StepState, str]:
    begun = (content.held_on, content.place, content.attended, content.discrepancies)
    if content.held_on is not None and content.needs:
        return _S.DONE, f"Held on {day_month(content.held_on)}"
    if any(begun) or content.needs or content.questions:
        return _S.IN_PROGRESS, ""
    return _S.NOT_STARTED, ""


def _plan(content: ReviewContent) -> tuple[StepState, str]:
    words = count(len(content.actions), "action") if content.actions else ""
    if content.actions and content.follow_up_on is not None:
        return _S.DONE, words
    if content.actions or content.follow_up_on is not None:
        return _S.IN_PROGRESS, words
    return _S.NOT_STARTED, ""


_WRITTEN: Mapping[Step, Callable[[ReviewContent], tuple[StepState, str]]] = {
    Step.ASQ3: _asq3,
    Step.PROGRESS_CHECK: _progress_check,
    Step.HEALTH: _health,
    Step.CONCLUSIONS: _conclusions,
    Step.PLAN: _plan,
}


def _sign_off(facts: ProgressFacts) -> StepProgress:
    review = facts.review
    state, words = _S.NOT_STARTED, ""
    if review is not None and is_signed(facts):
        state = _S.DONE
    elif review is not None and review.author_signed_by is not None:
        state, words = _S.IN_PROGRESS, "Waiting to be countersigned"
    elif review is not None and review.latest_version:
        state, words = _S.NEEDS_A_LOOK, "Changed since it was signed"
    return StepProgress(step=Step.SIGN_OFF, state=state, words=words)


def _share(facts: ProgressFacts) -> StepProgress:
    state, words = _S.NOT_STARTED, ""
    export = newest_export(facts)
    if export is not None and export.state in TROUBLE:
        state, words = _S.NEEDS_A_LOOK, _TROUBLE_WORDS[export.state]
    elif export is not None and export.state in (ExportState.RECEIVED, ExportState.HANDED_OVER):
        replied = export.id in facts.answered
        state, words = _S.DONE, "Answered" if replied else "Received, no answer yet"
        if export.state is ExportState.HANDED_OVER and not replied:
            words = "Handed over"
    elif export is not None and export.state is ExportState.WITHDRAWN:
        state, words = _S.DONE, "Consent withdrawn"
    elif export is not None:
        state, words = _S.IN_PROGRESS, "Ready to send"
    return StepProgress(step=Step.SHARE, state=state, words=words)


def newest_export(facts: ProgressFacts) -> Export | None:
    """Return the newest export that no newer one has replaced."""
    return next((e for e in facts.exports if e.state is not ExportState.SUPERSEDED), None)


def is_begun(content: ReviewContent) -> bool:
    """Return whether anything is written in any step."""
    return any(_WRITTEN[step](content)[0] is not _S.NOT_STARTED for step in _WRITING)
