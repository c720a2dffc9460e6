"""Choosing an ASQ-3 form by age, and scoring it.

Source of every rule: DOMAIN "ASQ-3". Scores are multiples of a half, which a float holds exactly;
cut-offs are compared as decimals, exactly as printed, and nothing is rounded first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from ir_desktop.domain.ages import Age, age_for_questionnaire, first_day_at
from ir_desktop.domain.asq3_data import MAX_SCORE, Area, Certainty, Instrument, Limits, Window
from ir_desktop.domain.plain import months_days
from ir_desktop.errors import invalid

__all__ = [
    "ITEMS",
    "Answer",
    "Area",
    "AreaResult",
    "Band",
    "NoFit",
    "PossibleTotal",
    "Window",
    "Zone",
    "edge_note",
    "follow_up_topics",
    "pick_questionnaire",
    "score_area",
    "score_total",
    "still_possible",
    "window_dates",
]

ITEMS = 6
"""Items in an area."""

LEAST_ANSWERED = 4
"""With fewer answers (three or more items left out) an area is not scored."""


class Answer(StrEnum):
    """An item's answer: yes, sometimes, not yet."""

    YES = "Y"
    SOMETIMES = "S"
    NOT_YET = "N"

    @property
    def points(self) -> int:
        """What the answer adds to the area's total."""
        return _POINTS[self]


_STEP = 5
_POINTS = {Answer.YES: 10, Answer.SOMETIMES: 5, Answer.NOT_YET: 0}


class Band(StrEnum):
    """England's national measure: two bands. Monitoring counts as at or above."""

    BELOW = "below"
    AT_OR_ABOVE = "at_or_above"
    NOT_SCORED = "not_scored"

    @property
    def label(self) -> str:
        """The band in words."""
        return _BAND_WORDS[self]


class Zone(StrEnum):
    """The questionnaire's own three zones; help beside the band, not instead of it."""

    BELOW_CUTOFF = "below_cutoff"
    MONITORING = "monitoring"
    ON_SCHEDULE = "on_schedule"
    NOT_SCORED = "not_scored"

    @property
    def label(self) -> str:
        """The zone in words."""
        return _ZONE_WORDS[self]


_BAND_WORDS = {
    Band.BELOW: "Below cut-off",
    Band.AT_OR_ABOVE: "At or above cut-off",
    Band.NOT_SCORED: "Not scored",
}
_ZONE_WORDS = {
    Zone.BELOW_CUTOFF: "Below cut-off",
    Zone.MONITORING: "Monitoring",
    Zone.ON_SCHEDULE: "On schedule",
    Zone.NOT_SCORED: "Not scored",
}
_EDGE_WORDS: Mapping[
    tuple[bool, ...], str
] = {  # whether the form fits the day before, the day, and the day after
    (False, True, True): "the first day that the {month}-month form fits",
    (True, True, False): "the last day that the {month}-month form fits",
    (False, True, False): "the only day that the {month}-month form fits",
    (False, False, True): "the day before the {month}-month form starts to fit",
    (True, False, False): "the day after the {month}-month form stopped fitting",
}


@dataclass(frozen=True, slots=True)
class AreaResult:
    """One area's result.

    `score` is 0 to 60, None when too few items were answered; `adjusted` says that one or two
    left-out items were allowed for. `zone_confirmed` is false when the zone rests on a figure that
    is not verified, and when there is no zone.
    """

    score: float | None
    answered: int
    adjusted: bool
    band: Band
    zone: Zone
    zone_confirmed: bool


@dataclass(frozen=True, slots=True)
class PossibleTotal:
    """The least and most an area's total can still come to, and how many items are answered."""

    low: int
    high: int
    answered: int


@dataclass(frozen=True, slots=True)
class NoFit:
    """No form fits. `reason` is a sentence; `when` is the age at which the nearest starts or ended.

    `coming` tells whether the nearest form is still to come.
    """

    reason: str
    nearest: Window
    when: Age
    coming: bool


def pick_questionnaire(instrument: Instrument, age: Age) -> Window | NoFit:
    """Return the form whose window holds the age, the lower where two do; else why none does.

    `age` is the one to use, corrected where that applies (`ages.age_for_questionnaire`).
    """
    fitting = [window for window in instrument.windows if window.holds(age)]
    if fitting:
        return min(fitting, key=lambda window: window.month)
    nearest = min(instrument.windows, key=lambda window: (_gap(window, age), window.month))
    coming = age < nearest.start
    when = nearest.start if coming else nearest.end
    verb = "starts at" if coming else "ended at"
    reason = (
        f"No questionnaire fits {months_days(age)}: the nearest is the {nearest.month}-month form, "
        f"which {verb} {months_days(when)}."
    )
    return NoFit(reason, nearest, when, coming)


def window_dates(window: Window, born: date, weeks_early: int) -> tuple[date, date] | None:
    """Return the first and last day on which the form fits a child, or None if it never does.

    It never fits where a child born early passes it by, on the day that correcting stops.
    """
    first = first_day_at(born, weeks_early, window.start)
    past_end = Age(window.end.months, window.end.days + 1)
    last = first_day_at(born, weeks_early, past_end) - timedelta(days=1)
    return (first, last) if first <= last else None


def edge_note(
    instrument: Instrument, born: date, weeks_early: int, on: date, questionnaire: int | None = None
) -> str:
    """Return a sentence if the form in use is within a day of an edge of its window, else "".

    `questionnaire` is the form named by the person; None means the one that fits on the day.
    """

    def pick(step: int) -> tuple[Age, int | None]:
        day = max(born, on + timedelta(days=step))
        age = age_for_questionnaire(born, weeks_early, day).age
        fit = pick_questionnaire(instrument, age)
        return age, None if isinstance(fit, NoFit) else fit.month

    days = [pick(step) for step in (-1, 0, 1)]
    if questionnaire is None:
        before, now, after = (month for _, month in days)
        month = now or after or before
        fits = [month is not None and each == month for _, each in days]
    else:
        month = questionnaire
        window = instrument.window(month)
        fits = [window is not None and window.holds(age) for age, _ in days]
    words = _EDGE_WORDS.get(tuple(fits), "")
    return words and f"This is {words.format(month=month)}. Check the dates."


def score_area(limits: Limits, answers: Sequence[Answer | None]) -> AreaResult:
    """Return the result of an area's six answers; None is an item left out.

    With one or two left out the score is sum / answered x 6; with three or more there is none.
    Raises ValueError unless there are six.
    """
    total, answered = _sum(answers)
    if answered < LEAST_ANSWERED:
        return AreaResult(None, answered, False, Band.NOT_SCORED, Zone.NOT_SCORED, False)
    # Exact: with 4, 5 or 6 answers the score is a multiple of 7.5, 6 or 5.
    return _result(limits, total * ITEMS / answered, answered)


def score_total(limits: Limits, total: int) -> AreaResult:
    """Return the result of an area given as its total, all six items answered.

    Raises `errors.Invalid`, naming the area, unless it is a multiple of 5 from 0 to 60.
    """
    if not 0 <= total <= MAX_SCORE or total % 5:
        raise invalid(limits.area, f"A total is a multiple of 5 from 0 to {MAX_SCORE}.")
    return _result(limits, float(total), ITEMS)


def still_possible(answers: Sequence[Answer | None]) -> PossibleTotal:
    """Return what the total can still come to, while items are unanswered.

    Raises ValueError unless there are six.
    """
    total, answered = _sum(answers)
    most = Answer.YES.points * (ITEMS - answered)
    return PossibleTotal(total, total + most, answered)


def follow_up_topics(instrument: Instrument, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the overall topics whose answer (``"yes"`` or ``"no"``) needs following up."""
    return tuple(
        each.topic for each in instrument.topics if each.needs_follow_up(answers.get(each.topic))
    )


def _sum(answers: Sequence[Answer | None]) -> tuple[int, int]:
    if len(answers) != ITEMS:
        raise ValueError(f"an area has {ITEMS} items")
    given: Iterable[Answer] = [answer for answer in answers if answer is not None]
    points = [answer.points for answer in given]
    return sum(points), len(points)


def _result(limits: Limits, score: float, answered: int) -> AreaResult:
    exact = Decimal(score)
    adjusted = answered < ITEMS
    if exact < limits.cutoff:
        sure = limits.cutoff_certainty is Certainty.VERIFIED
        return AreaResult(score, answered, adjusted, Band.BELOW, Zone.BELOW_CUTOFF, sure)
    between = limits.monitoring_upper < exact < limits.lowest_on_schedule
    zone = Zone.ON_SCHEDULE
    if exact <= limits.monitoring_upper or (between and adjusted):
        zone = Zone.MONITORING
    # Where the two figures are more than one step of 5 apart, no source shows what lies between:
    # the rule's words decide, and the zone is to be confirmed.
    sure = limits.confirmed and not (
        between and limits.lowest_on_schedule - limits.monitoring_upper > _STEP
    )
    return AreaResult(score, answered, adjusted, Band.AT_OR_ABOVE, zone, sure)


def _gap(window: Window, age: Age) -> int:
    edges = (window.start, window.end)
    return min(abs((edge.months - age.months) * 31 + edge.days - age.days) for edge in edges)
