"""Which ASQ-3 form fits on the day it was filled in, and why, in words. Knows no Qt."""

from dataclasses import dataclass
from datetime import date

from ir_desktop.domain.ages import QuestionnaireAge, age_for_questionnaire
from ir_desktop.domain.asq3 import NoFit, edge_note, pick_questionnaire
from ir_desktop.domain.asq3_data import Instrument
from ir_desktop.domain.people import Child
from ir_desktop.domain.plain import count, date_words, months_days
from ir_desktop.ui import shapes
from ir_desktop.ui.looks import Tag, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeLook:
    """What the date comes to.

    `month` is the form to use, None where none fits and none was chosen; `fits` tells whether its
    window holds the age. `problem` is a sentence where the date itself cannot be right.
    """

    tone: Tone
    title: str
    detail: str
    short: str
    month: int | None
    fits: bool
    problem: str = ""

    @property
    def tag(self) -> Tag:
        """The same in a few words, for where there is no room for more."""
        shape = shapes.DONE if self.tone is Tone.GOOD else shapes.LOOK
        return Tag(self.short, shape, self.tone)


def age_look(
    child: Child,
    instrument: Instrument,
    *,
    completed_on: date,
    today: date,
    chosen: int | None = None,
    by: str = "",
) -> AgeLook:
    """Return what a date comes to for a child; `chosen` is a form named by the person."""
    wrong = _wrong(child, completed_on, today)
    if wrong:
        return AgeLook(
            tone=Tone.ACT, title=wrong, detail="", short=wrong, month=None, fits=False,
            problem=wrong,
        )  # fmt: skip
    read = age_for_questionnaire(child.date_of_birth, child.weeks_early, completed_on)
    fit = pick_questionnaire(instrument, read.age)
    age = months_days(read.age) + (" corrected" if read.corrected else "")
    about = " ".join((_born(child, read), _filled_in(completed_on, by)))
    month = chosen
    if month is None:
        if isinstance(fit, NoFit):
            detail = f"{about} Check the date, or choose the form that was used."
            return AgeLook(
                tone=Tone.WATCH, title=fit.reason, detail=detail, short="No form fits",
                month=None, fits=False,
            )  # fmt: skip
        month = fit.month
    window = instrument.window(month)
    fits = window is not None and window.holds(read.age)
    edge = edge_note(instrument, child.date_of_birth, child.weeks_early, completed_on, chosen)
    if not fits:
        better = "no form does" if isinstance(fit, NoFit) else f"the {fit.month}-month form does"
        return AgeLook(
            tone=Tone.WATCH,
            title=f"{age}, does not fit the {month}-month form: {better}",
            detail=" ".join(part for part in (edge, about) if part),
            short=f"{age}, does not fit",
            month=month,
            fits=False,
        )
    return AgeLook(
        tone=Tone.WATCH if edge else Tone.GOOD,
        title=f"{age}, fits the {month}-month form",
        detail=" ".join(part for part in (edge, about) if part),
        short=f"{age}, fits the form",
        month=month,
        fits=True,
    )


def _wrong(child: Child, day: date, today: date) -> str:
    if day > today:
        return "This is in the future. Check the date."
    if day < child.date_of_birth:
        return "This is before the child was born. Check the date."
    return ""


def _born(child: Child, read: QuestionnaireAge) -> str:
    born = f"Born {date_words(child.date_of_birth)}"
    if not child.weeks_early:
        return f"{born}. Not born early."
    early = f"{born}, {count(child.weeks_early, 'week')} early."
    plain = months_days(read.chronological)
    if read.corrected:
        return f"{early} {plain} by the date of birth; the corrected age is used until 24 months."
    if read.chronological.months >= 24:
        return f"{early} From 24 months on, the age by the date of birth is used."
    return f"{early} That is too little to correct the age."


def _filled_in(day: date, by: str) -> str:
    who = f" by {by}" if by else ""
    return f"Filled in{who} on {date_words(day)}."
