"""Dates, ages, lists and names in plain words, as a person would write them in a letter.

No locale of the machine is asked: the words are the same on every laptop.
"""

from collections.abc import Sequence
from datetime import date, datetime

from ir_desktop.domain.ages import Age

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_month(day: date) -> str:
    """Return a day without its year: ``15 September``."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def date_words(day: date) -> str:
    """Return a date: ``3 May 2026``."""
    return f"{day_month(day)} {day.year}"


def moment_words(moment: datetime) -> str:
    """Return a moment by the clock it is given in: ``3 May 2026 at 14:05``."""
    return f"{date_words(moment.date())} at {moment:%H:%M}"


def weekday_date(day: date) -> str:
    """Return a date with its day of the week: ``Tuesday 15 September 2026``."""
    return f"{WEEKDAYS[day.weekday()]} {date_words(day)}"


def month_year(day: date) -> str:
    """Return a month with its year: ``September 2026``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 day``, ``2 days``; `many` where an s does not do."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def age_words(age: Age) -> str:
    """Return an age for reading: ``2 years 3 months``, ``5 months``, ``12 days``."""
    years, months = divmod(age.months, 12)
    parts = [count(years, "year")] if years else []
    if months:
        parts.append(count(months, "month"))
    return " ".join(parts) or count(age.days, "day")


def months_days(age: Age) -> str:
    """Return an age as questionnaires count it: ``27 months 9 days``."""
    return f"{count(age.months, 'month')} {count(age.days, 'day')}"


def list_words(items: Sequence[str], joiner: str = "and") -> str:
    """Return things in words: ``Amina, Bo and Cy``; empty for none."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joiner} {items[-1]}"


def possessive(name: str) -> str:
    """Return a name as an owner: ``Zofia’s``, ``James’``; empty stays empty."""
    if not name:
        return ""
    return f"{name}’" if name[-1] in "sS" else f"{name}’s"
