"""Ages as the questionnaires count them: whole calendar months and days, never weeks.

Source: DOMAIN "ASQ-3": calendar months clamped to the month's last day; a child born three or more
weeks early and under 24 months chronological age has the weeks early taken off.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from ir_desktop.errors import invalid

MAX_WEEKS_EARLY = 17
"""The most weeks early that is accepted; beyond it a slip of typing is far more likely."""

CORRECT_FROM_WEEKS = 3
"""Weeks early from which the age is corrected (ASQ-3)."""

CORRECT_UNTIL = 24
"""Chronological months at which correcting stops (ASQ-3)."""


@dataclass(frozen=True, slots=True, order=True)
class Age:
    """An age in whole calendar months (0 or more) and the days left over (0 to 30).

    Ages compare as a calendar does: first the months, then the days.
    """

    months: int
    days: int


@dataclass(frozen=True, slots=True)
class QuestionnaireAge:
    """The age that chooses a questionnaire, beside the ages it came from.

    `age` is the one to use; `corrected` says whether weeks early were taken off to get it;
    `chronological` is from the real date of birth; `corrected_age` is None unless it was used.
    """

    age: Age
    corrected: bool
    chronological: Age
    corrected_age: Age | None


def add_months(day: date, months: int) -> date:
    """Return the same day `months` calendar months on (or back, if negative).

    A day the month lacks becomes that month's last day: 31 January plus one month is 28 or
    29 February. Raises ValueError if the year would leave 1 to 9999.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))


def age_in_months_days(born: date, on: date) -> Age:
    """Return the age on a day: the most whole months not past it, then the days from there.

    Raises `errors.Invalid` if `on` is before `born`.
    """
    if on < born:
        raise invalid("date", "The date is before the date of birth. Check both dates.")
    months = (on.year - born.year) * 12 + on.month - born.month
    if add_months(born, months) > on:
        months -= 1
    return Age(months, (on - add_months(born, months)).days)


def corrected_birth_date(born: date, weeks_early: int) -> date:
    """Return the day the child was due: the date of birth moved forward by the weeks early.

    Raises `errors.Invalid` if the weeks are not from 0 to `MAX_WEEKS_EARLY`.
    """
    if not 0 <= weeks_early <= MAX_WEEKS_EARLY:
        raise invalid("weeks_early", f"Weeks early must be from 0 to {MAX_WEEKS_EARLY}.")
    return born + timedelta(weeks=weeks_early)


def age_for_questionnaire(born: date, weeks_early: int, on: date) -> QuestionnaireAge:
    """Return the age to choose a questionnaire by, corrected for an early birth where it applies.

    A child who has not yet reached the day they were due has a corrected age of 0 months 0 days.
    Raises `errors.Invalid` if `on` is before `born` or the weeks early are out of range.
    """
    chronological = age_in_months_days(born, on)
    due = corrected_birth_date(born, weeks_early)
    if weeks_early < CORRECT_FROM_WEEKS or chronological.months >= CORRECT_UNTIL:
        return QuestionnaireAge(chronological, False, chronological, None)
    corrected = age_in_months_days(due, max(due, on))
    return QuestionnaireAge(corrected, True, chronological, corrected)


def first_day_at(born: date, weeks_early: int, age: Age) -> date:
    """Return the first day on which `age_for_questionnaire` gives `age` or more.

    The age jumps at 24 months for a child born early, so the first day may give much more than
    `age`. The days of `age` may be one past a window's end (31), meaning the next month.
    """
    if weeks_early >= CORRECT_FROM_WEEKS:
        switch = add_months(born, CORRECT_UNTIL)
        return min(
            _first_day(corrected_birth_date(born, weeks_early), age),
            max(_first_day(born, age), switch),
        )
    return _first_day(born, age)


def _first_day(born: date, age: Age) -> date:
    start = add_months(born, age.months) + timedelta(days=age.days)
    return min(start, add_months(born, age.months + 1))  # a short month may lack the days asked
