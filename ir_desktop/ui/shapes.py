"""Which shape and tone each state has. Every state is a shape and a word, never colour alone."""

from ir_desktop.domain.asq3 import Band, Zone
from ir_desktop.domain.due import DueState
from ir_desktop.domain.review import Judgement, NeedLevel
from ir_desktop.domain.sharing import ExportState
from ir_desktop.ui.looks import Tone

DONE, LOOK, OVER = "circle-check", "triangle-alert", "octagon-alert"
CLOCK, LATER, WAITING, PARTLY = "clock", "calendar", "hourglass", "circle-dashed"

DUE: dict[DueState, tuple[str, Tone]] = {
    DueState.OVERDUE: (OVER, Tone.ACT),
    DueState.DUE_SOON: (CLOCK, Tone.WATCH),
    DueState.DUE: (LATER, Tone.CALM),
    DueState.COMING: (LATER, Tone.CALM),
}

EXPORT: dict[ExportState, tuple[str, Tone]] = {
    ExportState.HELD: (LOOK, Tone.WATCH),
    ExportState.QUEUED: ("send", Tone.CALM),
    ExportState.SENDING: ("send", Tone.CALM),
    ExportState.WAITING: ("wifi-off", Tone.CALM),
    ExportState.RECEIVED: (DONE, Tone.GOOD),
    ExportState.REJECTED: (OVER, Tone.ACT),
    ExportState.SET_ASIDE: (LOOK, Tone.WATCH),
    ExportState.HANDED_OVER: (DONE, Tone.GOOD),
    ExportState.WITHDRAWN: ("undo-2", Tone.CALM),
    ExportState.SUPERSEDED: ("undo-2", Tone.CALM),
}

JUDGEMENT: dict[Judgement, tuple[str, str, Tone]] = {
    Judgement.GOING_WELL: ("Going well", DONE, Tone.GOOD),
    Judgement.LITTLE_HELP: ("A little extra help", LOOK, Tone.WATCH),
    Judgement.MORE_HELP: ("More help", LOOK, Tone.WATCH),
    Judgement.POSSIBLE_DELAY: ("Possible delay", OVER, Tone.ACT),
}

NEED: dict[NeedLevel, tuple[str, Tone]] = {
    NeedLevel.GREEN: (DONE, Tone.GOOD),
    NeedLevel.AMBER: (LOOK, Tone.WATCH),
    NeedLevel.RED: (OVER, Tone.ACT),
}


def band(found: Band, zone: Zone) -> tuple[str, Tone]:
    """Return the shape and tone of an area's score; monitoring wants a look."""
    if found is Band.NOT_SCORED:
        return PARTLY, Tone.CALM
    if found is Band.BELOW:
        return OVER, Tone.ACT
    return (LOOK, Tone.WATCH) if zone is Zone.MONITORING else (DONE, Tone.GOOD)
