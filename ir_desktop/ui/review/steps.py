"""The steps in words: what stands on the stepper and on the buttons that go back and on."""

from collections.abc import Iterable

from ir_desktop.domain.progress import STEP_WORDS, Step, StepProgress, StepState
from ir_desktop.ui.widgets.step_button import StepLook, StepMark

ORDER = tuple(Step)

TITLES = {
    Step.INVITE: "Invite the family",
    Step.ASQ3: "ASQ-3",
    Step.PROGRESS_CHECK: "Progress check",
    Step.HEALTH: "Health",
    Step.CONCLUSIONS: "Meeting & conclusions",
    Step.PLAN: "Plan",
    Step.SIGN_OFF: "Check your answers",
    Step.SHARE: "Share",
}

_SHORT = {
    Step.INVITE: "invite",
    Step.ASQ3: "ASQ-3",
    Step.PROGRESS_CHECK: "progress check",
    Step.HEALTH: "health",
    Step.CONCLUSIONS: "meeting",
    Step.PLAN: "plan",
    Step.SIGN_OFF: "sign off",
    Step.SHARE: "share",
}

_MARKS = {
    StepState.NOT_STARTED: StepMark.NOT_STARTED,
    StepState.IN_PROGRESS: StepMark.IN_PROGRESS,
    StepState.DONE: StepMark.DONE,
    StepState.NEEDS_A_LOOK: StepMark.NEEDS_A_LOOK,
}


def looks(progress: Iterable[StepProgress]) -> list[StepLook]:
    """Return the steps as the stepper draws them."""
    return [StepLook(each.step, STEP_WORDS[each.step], _MARKS[each.state]) for each in progress]


def step_named(part: str) -> Step | None:
    """Return the step of a place's part, or None where it names none."""
    return Step(part) if part in {each.value for each in Step} else None


def before(step: Step) -> Step | None:
    """Return the step before, or None for the first."""
    at = ORDER.index(step)
    return ORDER[at - 1] if at else None


def after(step: Step) -> Step | None:
    """Return the step after, or None for the last."""
    at = ORDER.index(step) + 1
    return ORDER[at] if at < len(ORDER) else None


def back_words(step: Step | None) -> str:
    """Return the words of the button to the step before, or to the child's page."""
    return "Back to the child" if step is None else f"Back to {_SHORT[step]}"


def next_words(step: Step) -> str:
    """Return the words of the button to the step after."""
    return f"Next: {_SHORT[step]}"
