"""Reading a date from three boxes as people fill them in: 3, 03, Mar or March, and the whole year.

Nothing typed is ever changed: what cannot be read comes back with a sentence and the boxes it is
about, and the caller keeps the text.
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ir_desktop.domain.plain import MONTHS

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years outside these are slips of the finger: nobody on record was born or seen then."""

_LEAST_LETTERS = 3  # of a month's name: two would not tell March from May
_LONGEST = 40
_DAY_FIGURES = 2
_WHOLE_IN_DAY = (
    "The day is one or two figures, such as 4. Type the month and the year in boxes of their own."
)
_APART = re.compile(r"[\s/.,\-\u2010-\u2015]+")
_ORDINAL = re.compile(r"(\d{1,2})(st|nd|rd|th)", re.IGNORECASE)


class Box(StrEnum):
    """One of the three boxes."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DateBoxes:
    """What stands in the three boxes, exactly as typed."""

    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing at all is typed."""
        return not (self.day.strip() or self.month.strip() or self.year.strip())


@dataclass(frozen=True, slots=True)
class ReadDate:
    """The date read, or the sentence that says why there is none and which boxes it is about.

    Three empty boxes are no date and no problem.
    """

    value: date | None
    problem: str = ""
    wrong: frozenset[Box] = frozenset()


def boxes_of(day: date | None) -> DateBoxes:
    """Return the boxes as the program fills them in: ``3``, ``5``, ``2026``."""
    return DateBoxes() if day is None else DateBoxes(str(day.day), str(day.month), str(day.year))


def read(boxes: DateBoxes) -> ReadDate:
    """Return the date that stands in the boxes, or what is wrong with it."""
    if boxes.empty:
        return ReadDate(None)
    typed = {Box.DAY: boxes.day, Box.MONTH: boxes.month, Box.YEAR: boxes.year}
    missing = [box for box, text in typed.items() if not text.strip()]
    if missing:
        if len(_plain(boxes.day)) > _DAY_FIGURES and _plain(boxes.day).isdecimal():
            return _wrong(_WHOLE_IN_DAY, Box.DAY, *missing)
        return _wrong(f"Fill in the {' and the '.join(missing)} as well.", *missing)
    year = _number(boxes.year)
    if year is None or len(_plain(boxes.year)) != 4:
        return _wrong("Type the year with all four figures, such as 2026.", Box.YEAR)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _wrong(f"Check the year: it should be from {FIRST_YEAR} to {LAST_YEAR}.", Box.YEAR)
    month = _month(boxes.month)
    if month is None:
        return _wrong(
            "Type the month as a number from 1 to 12, or as a name such as March.", Box.MONTH
        )
    day = _number(boxes.day)
    if day is None or not 1 <= day <= 31:
        return _wrong("Type the day as a number from 1 to 31.", Box.DAY)
    last = calendar.monthrange(year, month)[1]
    if day > last:
        of_year = f" {year}" if month == 2 else ""
        return _wrong(f"{MONTHS[month - 1]}{of_year} has only {last} days.", Box.DAY)
    return ReadDate(date(year, month, day))


def split(text: str) -> DateBoxes | None:
    """Return the three boxes of a whole date pasted into one of them, or None if it is not one.

    Reads ``3/5/2026``, ``3 May 2026``, ``3rd May 2026`` and ``2026-05-03``; the day comes first
    unless the year does.
    """
    if len(text) > _LONGEST:
        return None
    parts = [part for part in _APART.split(_plain(text)) if part]
    if len(parts) != 3:
        return None
    if _number(parts[0]) is not None and len(parts[0]) == 4:
        parts.reverse()
    ordinal = _ORDINAL.fullmatch(parts[0])
    found = DateBoxes(ordinal[1] if ordinal else parts[0], parts[1], parts[2])
    readable = _number(found.day) is not None and _number(found.year) is not None
    return found if readable and _month(found.month) is not None else None


def _wrong(sentence: str, *boxes: Box) -> ReadDate:
    return ReadDate(None, sentence, frozenset(boxes))


def _plain(text: str) -> str:
    # Full-width and similar figures are the same figures to the person who typed them.
    return unicodedata.normalize("NFKC", text).strip()


def _number(text: str) -> int | None:
    figures = _plain(text)
    return int(figures) if figures.isdecimal() and len(figures) <= 4 else None


def _month(text: str) -> int | None:
    number = _number(text)
    if number is not None:
        return number if 1 <= number <= 12 else None
    name = _plain(text).rstrip(".").casefold()
    if len(name) < _LEAST_LETTERS:
        return None
    for place, month in enumerate(MONTHS, 1):
        if month.casefold().startswith(name):
            return place
    return None
