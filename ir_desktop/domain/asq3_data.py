"""The ASQ-3 as data: forms, their age windows, cut-offs, codes and overall topics.

Read from the texts of the CSV files in `resources/instruments/` (sources and certainty of each in
its SOURCES.md). Figures and neutral topic names only: the questionnaire's wording is copyright.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from ir_desktop.domain.ages import Age
from ir_desktop.domain.data_rows import DataRow, read_rows
from ir_desktop.errors import Invalid, Problem

WINDOWS_FILE = "asq3_windows.csv"
CUTOFFS_FILE = "asq3_cutoffs.csv"
SNOMED_FILE = "snomed.csv"
OVERALL_FILE = "overall_questions.csv"
FILES = (WINDOWS_FILE, CUTOFFS_FILE, SNOMED_FILE, OVERALL_FILE)
"""The names of the files that `parse_instrument` reads."""

MAX_SCORE = 60
"""The most an area can score: six items of 10."""


class Area(StrEnum):
    """The five areas of the ASQ-3."""

    COMMUNICATION = "communication"
    GROSS_MOTOR = "gross_motor"
    FINE_MOTOR = "fine_motor"
    PROBLEM_SOLVING = "problem_solving"
    PERSONAL_SOCIAL = "personal_social"

    @property
    def label(self) -> str:
        """The area's plain name, for a heading."""
        return AREA_WORDS[self]


AREA_WORDS: Mapping[Area, str] = MappingProxyType(
    {
        Area.COMMUNICATION: "Communication",
        Area.GROSS_MOTOR: "Gross motor",
        Area.FINE_MOTOR: "Fine motor",
        Area.PROBLEM_SOLVING: "Problem solving",
        Area.PERSONAL_SOCIAL: "Personal-social",
    }
)


class Certainty(StrEnum):
    """How sure a figure is; the letters of SOURCES.md are V, S and (for topics) B."""

    VERIFIED = "VERIFIED"
    SINGLE_SOURCE = "SINGLE-SOURCE"
    UNCERTAIN = "UNCERTAIN"
    UNTRACED = "B"


class FollowUpOn(StrEnum):
    """The answer to an overall question that needs following up."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Window:
    """The ages that one form fits; `start` and `end` both included."""

    month: int
    start: Age
    end: Age
    certainty: Certainty

    def holds(self, age: Age) -> bool:
        """Tell whether the form fits a child of this age."""
        return self.start <= age <= self.end


@dataclass(frozen=True, slots=True)
class Limits:
    """The figures that divide one area's score on one form.

    A score under `cutoff` is below; up to `monitoring_upper` is monitoring; from
    `lowest_on_schedule` a source shows it as on schedule. `confirmed` is true when the monitoring
    limit is verified or a manager has confirmed it.
    """

    month: int
    area: Area
    cutoff: Decimal
    monitoring_upper: int
    lowest_on_schedule: int
    cutoff_certainty: Certainty
    monitoring_certainty: Certainty
    note: str = ""

    @property
    def confirmed(self) -> bool:
        """Tell whether the monitoring limit may be shown without "not confirmed"."""
        return self.monitoring_certainty is Certainty.VERIFIED


@dataclass(frozen=True, slots=True)
class AreaCode:
    """The SNOMED CT code of an area's score, and the letter of England's national band."""

    code: str
    system: str
    band_letter: str


@dataclass(frozen=True, slots=True)
class OverallTopic:
    """One unscored overall question, by neutral topic."""

    topic: str
    label: str
    follow_up_on: FollowUpOn
    certainty: Certainty

    def needs_follow_up(self, answer: str | None) -> bool:
        """Tell whether this answer (``"yes"``, ``"no"`` or None) needs following up."""
        return answer == self.follow_up_on


@dataclass(frozen=True, slots=True)
class Instrument:
    """The whole instrument. `windows` are in order of age."""

    windows: tuple[Window, ...]
    limits: Mapping[tuple[int, Area], Limits]
    codes: Mapping[tuple[int, Area], AreaCode]
    topics: tuple[OverallTopic, ...]

    @property
    def months(self) -> tuple[int, ...]:
        """The forms there are, by their month."""
        return tuple(window.month for window in self.windows)

    def window(self, month: int) -> Window | None:
        """Return the window of one form, or None if there is no such form."""
        return next((each for each in self.windows if each.month == month), None)

    def confirming(self, uppers: Mapping[tuple[int, Area], int]) -> "Instrument":
        """Return the instrument with monitoring limits as a manager confirmed them.

        `uppers` gives the highest monitoring score for a form and area. Raises `errors.Invalid` if
        there is no such form and area, or the figure is not a multiple of 5 from the cut-off to 55.
        """
        limits = dict(self.limits)
        problems: list[Problem] = []
        for key, upper in uppers.items():
            old = limits.get(key)
            if old is None or upper % 5 or not old.cutoff <= upper < MAX_SCORE:
                sentence = "A monitoring limit is a multiple of 5 from the cut-off to 55."
                problems.append(Problem(f"{key[0]} months, {key[1].label}", sentence))
                continue
            limits[key] = replace(
                old,
                monitoring_upper=upper,
                lowest_on_schedule=upper + 5,
                monitoring_certainty=Certainty.VERIFIED,
            )
        if problems:
            raise Invalid(problems)
        return replace(self, limits=MappingProxyType(limits))


def parse_instrument(texts: Mapping[str, str]) -> Instrument:
    """Return the instrument from the texts of the data files, by file name (`FILES`).

    Raises `errors.Invalid` with every problem at once, each naming file, row and column.
    """
    problems: list[Problem] = []
    windows = _read(texts, WINDOWS_FILE, _WINDOW_COLUMNS, _window, problems, _month)
    limits = _read(texts, CUTOFFS_FILE, _LIMITS_COLUMNS, _limits, problems, _limits_key)
    codes = _read(texts, SNOMED_FILE, _CODE_COLUMNS, _code, problems, _code_key)
    topics = _read(texts, OVERALL_FILE, _TOPIC_COLUMNS, _topic, problems, _topic_key)
    by_key = {(each.month, each.area): each for each in limits}
    if not problems:
        wanted = {(window.month, area) for window in windows for area in Area}
        for month, area in sorted(wanted.symmetric_difference(by_key)):
            problems.append(
                Problem(
                    f"{CUTOFFS_FILE}, {month} months, {area.label}",
                    "Each form needs one window and one row for each area.",
                )
            )
    if problems:
        raise Invalid(problems)
    return Instrument(
        windows=tuple(sorted(windows, key=lambda window: window.start)),
        limits=MappingProxyType(by_key),
        codes=MappingProxyType(dict(codes)),
        topics=tuple(topics),
    )


_WINDOW_COLUMNS = (
    "questionnaire_month",
    "from_months",
    "from_days",
    "to_months",
    "to_days",
    "certainty",
)
_LIMITS_COLUMNS = (
    "questionnaire_month",
    "area",
    "cutoff",
    "monitoring_upper",
    "lowest_on_schedule_seen",
    "cutoff_certainty",
    "monitoring_certainty",
    "note",
)
_CODE_COLUMNS = ("sctid", "system", "questionnaire_month", "area", "national_band_letter")
_TOPIC_COLUMNS = ("topic", "label", "follow_up_answer", "certainty")

_T = TypeVar("_T")
_Key = tuple[int, Area]


def _read(
    texts: Mapping[str, str],
    file: str,
    columns: tuple[str, ...],
    make: Callable[[DataRow], _T],
    problems: list[Problem],
    key: Callable[[_T], Hashable],
) -> list[_T]:
    return read_rows(file, texts.get(file, ""), columns, make, problems, key=key)


def _month(window: Window) -> int:
    return window.month


def _limits_key(limits: Limits) -> _Key:
    return limits.month, limits.area


def _code_key(code: tuple[_Key, AreaCode]) -> _Key:
    return code[0]


def _topic_key(topic: OverallTopic) -> str:
    return topic.topic


def _form(row: DataRow) -> int:
    return row.whole("questionnaire_month", 1, 120)


def _area(row: DataRow) -> Area:
    name = row.text("area").replace("-", " ").casefold()
    for area, words in AREA_WORDS.items():
        if words.replace("-", " ").casefold() == name:
            return area
    raise row.wrong("area", f"This must be one of {', '.join(AREA_WORDS.values())}.")


def _window(row: DataRow) -> Window:
    window = Window(
        month=_form(row),
        start=Age(row.whole("from_months", 0, 120), row.whole("from_days", 0, 30)),
        end=Age(row.whole("to_months", 0, 120), row.whole("to_days", 0, 30)),
        certainty=row.one_of("certainty", Certainty),
    )
    if window.end < window.start:
        raise row.wrong("to_months", "The window ends before it starts.")
    return window


def _limits(row: DataRow) -> Limits:
    limits = Limits(
        month=_form(row),
        area=_area(row),
        cutoff=row.decimal("cutoff", 0, MAX_SCORE),
        monitoring_upper=row.whole("monitoring_upper", 0, MAX_SCORE),
        lowest_on_schedule=row.whole("lowest_on_schedule_seen", 0, MAX_SCORE),
        cutoff_certainty=row.one_of("cutoff_certainty", Certainty),
        monitoring_certainty=row.one_of("monitoring_certainty", Certainty),
        note=row.cells["note"].strip(),
    )
    if not limits.cutoff <= limits.monitoring_upper < limits.lowest_on_schedule:
        raise row.wrong(
            "monitoring_upper", "This must be at or above the cut-off and below the next column."
        )
    return limits


def _code(row: DataRow) -> tuple[_Key, AreaCode]:
    code = row.text("sctid")
    if not re.fullmatch(r"[1-9][0-9]{5,17}", code):
        raise row.wrong("sctid", "A SNOMED CT code has 6 to 18 digits.")
    return (_form(row), _area(row)), AreaCode(
        code=code, system=row.text("system"), band_letter=row.text("national_band_letter")
    )


def _topic(row: DataRow) -> OverallTopic:
    return OverallTopic(
        topic=row.text("topic"),
        label=row.text("label"),
        follow_up_on=row.one_of("follow_up_answer", FollowUpOn),
        certainty=row.one_of("certainty", Certainty),
    )
