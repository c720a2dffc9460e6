"""What to do next for a child's review, in words for the child's page."""

from dataclasses import dataclass, field

from ir_desktop.domain.inviting import Answer
from ir_desktop.domain.plain import count
from ir_desktop.domain.progress import (
    TROUBLE,
    ProgressFacts,
    Step,
    StepState,
    is_begun,
    is_signed,
    newest_export,
    silence_now,
    step_of,
    steps,
)
from ir_desktop.domain.review import ReviewStatus
from ir_desktop.domain.sharing import ExportState

_S = StepState


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What to do next, in a short sentence, and why; `step` is where. None: nothing to do.

    `act` says it in a word or two, for the end of a row.
    """

    step: Step | None
    words: str
    why: str = ""
    act: str = field(default="Open", compare=False)


def next_step(facts: ProgressFacts) -> NextStep:
    """Return what to do next for the child's review, for the child's page."""
    review = facts.review
    if review is not None and review.status is ReviewStatus.CHILD_LEFT:
        return NextStep(step=None, words="Nothing to do", why="The child has left.")
    if is_signed(facts):
        return _after_signing(facts)
    if review is not None and review.author_signed_by is not None:
        return NextStep(
            step=Step.SIGN_OFF,
            words="Countersign the review",
            act="Countersign",
            why="Its author has signed it.",
        )
    if facts.problems:
        where = step_of(facts.problems[0].field)
        return NextStep(
            step=where,
            words="Check a date or value",
            act="Check value",
            why=facts.problems[0].sentence,
        )
    return _invite_next(facts) or _write_next(facts)


def _invite_next(facts: ProgressFacts) -> NextStep | None:
    found = steps(facts)[0]
    waiting = silence_now(facts)
    if waiting is not None and facts.inviting.answer is Answer.ANOTHER_DATE:
        return NextStep(
            step=Step.INVITE,
            words="Offer the family another date",
            act="Offer dates",
            why=f"{found.words}.",
        )
    if waiting is not None:
        return NextStep(
            step=Step.INVITE, words="Ring the family", act="Ring family", why=f"{found.words}."
        )
    if found.state is _S.NOT_STARTED and (facts.review is None or not is_begun(facts.review.draft)):
        return NextStep(
            step=Step.INVITE,
            words="Invite the family",
            act="Write letter",
            why="A letter three to four weeks before gives them time.",
        )
    return None


def _write_next(facts: ProgressFacts) -> NextStep:
    states = {each.step: each for each in steps(facts)}
    invite = states[Step.INVITE]
    declined = facts.review is not None and facts.review.status is ReviewStatus.DECLINED
    asq3 = states[Step.ASQ3]
    if asq3.state is _S.IN_PROGRESS and not declined:
        return NextStep(
            step=Step.ASQ3,
            words="Type in the rest of the ASQ-3",
            act="Type answers",
            why=f"{asq3.words}.",
        )
    check = states[Step.PROGRESS_CHECK]
    if check.state in (_S.NOT_STARTED, _S.IN_PROGRESS):
        why = f"{check.words}." if check.words else ""
        return NextStep(
            step=Step.PROGRESS_CHECK, words="Write the progress check", act="Write check", why=why
        )
    if invite.state is _S.IN_PROGRESS and facts.inviting.answer is Answer.YES:
        return NextStep(
            step=Step.INVITE,
            words="Book the meeting",
            act="Book meeting",
            why="The family said yes.",
        )
    if invite.state is _S.NEEDS_A_LOOK:
        return NextStep(
            step=Step.CONCLUSIONS,
            words="Write down the meeting",
            act="Write it down",
            why=f"{invite.words}",
        )
    if facts.missing:
        where = step_of(facts.missing[0].where)
        return NextStep(
            step=where, words="Finish the review", act="Finish it", why=facts.missing[0].sentence
        )
    if facts.questions:
        asked = count(len(facts.questions), "question")
        return NextStep(
            step=step_of(facts.questions[0].where),
            words="Answer the questions before signing",
            act="Answer",
            why=f"{asked} to mend or answer in a sentence.",
        )
    for step, words, act in (
        (Step.CONCLUSIONS, "Write down the meeting", "Write it down"),
        (Step.PLAN, "Agree a plan", "Make plan"),
    ):
        if states[step].state is _S.NOT_STARTED and not declined:
            return NextStep(step=step, words=words, act=act)
    return NextStep(
        step=Step.SIGN_OFF,
        words="Sign the review off",
        act="Sign off",
        why="Everything it needs is there.",
    )


def _after_signing(facts: ProgressFacts) -> NextStep:
    export = newest_export(facts)
    if export is None or export.state is ExportState.WITHDRAWN:
        if export is not None:
            return NextStep(step=None, words="Nothing to do", why="The family withdrew consent.")
        return NextStep(
            step=Step.SHARE,
            words="Decide about sharing",
            why="The review is signed off. No copy was approved for sending.",
        )
    if export.id in facts.answered:
        return NextStep(
            step=Step.SHARE, words="Read the health visitor’s answer", why="See what was agreed."
        )
    if export.state is ExportState.HELD:
        why = export.holds[0].sentence if export.holds else ""
        return NextStep(step=Step.SHARE, words="Free the copy that is held back", why=why)
    if export.state in TROUBLE:
        return NextStep(
            step=Step.SHARE,
            words="Look at the copy that was not taken",
            why=export.last_outcome,
        )
    if export.state in (ExportState.RECEIVED, ExportState.HANDED_OVER):
        return NextStep(
            step=None,
            words="Wait for the health visitor’s answer",
            why="The health team has the review.",
        )
    return NextStep(
        step=Step.SHARE, words="Send the copy that is ready", why="It is signed off and approved."
    )
