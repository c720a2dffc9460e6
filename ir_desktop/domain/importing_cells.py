"""Reading one cell of a table of children: dates, sex, yes or no, weeks, languages, names.

Every function raises `errors.Invalid` naming `field` with a sentence that says what would be
right; none repeats what the cell holds.
"""

import re
from datetime import date

from ir_desktop.domain.ages import MAX_WEEKS_EARLY
from ir_desktop.domain.people import Sex
from ir_desktop.domain.plain import MONTHS
from ir_desktop.domain.text import clean_line, has_letter, match_key
from ir_desktop.errors import invalid

NAME_LIMIT = 100
"""The most characters of a name."""

_TIME = r"(?:[t ]00:00(?::00(?:\.0+)?)?z?)?"  # what programs put after a day; it must be midnight
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/. ])([0-9]{1,2})\2([0-9]{1,2})" + _TIME)
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})" + _TIME)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?"
_NAMED = re.compile(
    _WEEKDAY
    + r"([0-9]{1,2})(?:st|nd|rd|th)?[-/., ]{0,2}(?:of )?([a-z]{3,9})[-/., ]{0,2}([0-9]{4}|[0-9]{2})"
)
_NAMED_FIRST = re.compile(
    _WEEKDAY
    + r"([a-z]{3,9})[-. ]{0,2}([0-9]{1,2})(?:st|nd|rd|th)?(?:, ?|[-/. ])([0-9]{4}|[0-9]{2})"
)
_AROUND = re.compile(r" ?([-/.]) ?")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_WEEKS = re.compile(r"([0-9]{1,2})(?:\.0+)?(?: ?(?:w|wk|wks|week|weeks)(?: early)?)?")
_LANGUAGES = re.compile(r"[,;/&+\n|]|\band\b", re.IGNORECASE)

_SEXES = {
    **dict.fromkeys(("female", "f", "girl"), Sex.FEMALE),
    **dict.fromkeys(("male", "m", "boy"), Sex.MALE),
    **dict.fromkeys(("other", "o", "x", "indeterminate", "intersex"), Sex.OTHER),
    **dict.fromkeys(("not known", "unknown", "u", "not stated", "not specified"), Sex.UNKNOWN),
}
_YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "1"), True),
    **dict.fromkeys(("no", "n", "false", "0"), False),
}
_AT_TERM = frozenset(("no", "none", "term", "full term", "at term", "on time"))


def parse_date_cell(text: str, today: date, *, field: str = "") -> date:
    """Return the day a cell means: ISO, day first (``/ - .`` or spaces), or with a month's name.

    A year of two digits is taken only if that makes a day from 20 years before `today` to 5 after.
    A month before the day in figures is refused, as is a spreadsheet's day number.
    """
    year, month, day = _parts(_tidy(text), field)
    if len(year) == 2:
        year = f"{today.year // 100}{year}"
        if not today.year - 20 <= int(year) <= today.year + 5:
            raise invalid(field, "Write the year with four digits.")
    if not 1900 <= int(year) <= today.year + 20:
        raise invalid(field, "Check the year.")
    try:
        return date(int(year), month, day)
    except ValueError:
        raise invalid(field, "There is no such day. Write it like 03/05/2024.") from None


def is_month_first(text: str) -> bool:
    """Tell whether a cell is a date in figures that only makes sense with the month first."""
    match = _DAY_FIRST.fullmatch(_tidy(text))
    return bool(match) and int(match[1]) <= 12 < int(match[3]) <= 31


def is_two_ways(text: str) -> bool:
    """Tell whether a cell is a date in figures that would be another day with the month first."""
    match = _DAY_FIRST.fullmatch(_tidy(text))
    return bool(match) and 12 >= int(match[1]) != int(match[3]) <= 12


def parse_name_cell(text: str, *, field: str = "") -> str:
    """Return a name of any script, cleaned; it has at least one letter."""
    name = clean_line(text, field=field, limit=NAME_LIMIT)
    if name and not has_letter(name):
        raise invalid(field, "A name has at least one letter.")
    return name


def split_name(name: str) -> tuple[str, str]:
    """Return the given and the family name of a whole name.

    ``Rahman, Amina`` is split at the comma, ``Amina Rahman`` at the last space; one word alone is
    a given name. It is a guess: names differ, so a person must look.
    """
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma:
        return (given, family) if given else (family, "")
    given, _, family = name.rpartition(" ")
    return (given, family) if given else (family, "")


def parse_sex(text: str, *, field: str = "") -> Sex:
    """Return the sex a cell means."""
    sex = _SEXES.get(match_key(text))
    if sex is None:
        raise invalid(field, "Write female, male, other or not known.")
    return sex


def parse_yes_no(text: str, *, field: str = "") -> bool:
    """Return whether a cell says yes."""
    answer = _YES_NO.get(match_key(text))
    if answer is None:
        raise invalid(field, "Write yes or no.")
    return answer


def parse_weeks_early(text: str, *, field: str = "") -> int:
    """Return the whole weeks early; a word such as ``term`` is 0."""
    words = match_key(text)
    if words in _AT_TERM:
        return 0
    match = _WEEKS.fullmatch(words)
    if not match or int(match[1]) > MAX_WEEKS_EARLY:
        raise invalid(field, f"Write whole weeks from 0 to {MAX_WEEKS_EARLY}.")
    return int(match[1])


def parse_languages(text: str, *, field: str = "") -> tuple[str, ...]:
    """Return the languages of a cell, each once, in their order."""
    languages: dict[str, str] = {}
    for part in _LANGUAGES.split(text):
        language = parse_name_cell(part, field=field)
        if language:
            languages.setdefault(match_key(language), language)
    return tuple(languages.values())


def _tidy(text: str) -> str:
    return _AROUND.sub(r"\1", match_key(text))


def _parts(words: str, field: str) -> tuple[str, int, int]:
    """Return year as written, month and day."""
    if match := _YEAR_FIRST.fullmatch(words):
        return match[1], int(match[3]), int(match[4])
    if match := _DAY_FIRST.fullmatch(words):
        if is_month_first(words):
            raise invalid(field, "The month comes before the day. Write the day first: 14/05/2024.")
        return match[4], int(match[3]), int(match[1])
    if match := _NAMED.fullmatch(words):
        return match[3], _month(match[2], field), int(match[1])
    if match := _NAMED_FIRST.fullmatch(words):
        return match[3], _month(match[1], field), int(match[2])
    if _SERIAL.fullmatch(words):
        raise invalid(field, "This is a spreadsheet’s day number. Show the column as dates.")
    raise invalid(field, "Write the date like 03/05/2024 or 3 May 2024.")


def _month(word: str, field: str) -> int:
    for number, name in enumerate(MONTHS, start=1):
        if name.lower().startswith(word):
            return number
    raise invalid(field, "Write the month in English or in figures.")
