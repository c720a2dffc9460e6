"""How long records of a child are kept after the child has left. Nothing is removed by itself."""

from dataclasses import dataclass
from datetime import date

from ir_desktop.domain.people import Child, SendSupport
from ir_desktop.domain.profile import Profile
from ir_desktop.errors import Invalid, Problem

MOST_YEARS, OLDEST = 25, 30
_SUPPORT = frozenset({SendSupport.SEND_SUPPORT, SendSupport.EHC_PLAN})


@dataclass(frozen=True, slots=True)
class Retention:
    """Years after leaving; and the age up to which records of a child with support are kept.

    `until_age` 0 means that support makes no difference.
    """

    years: int
    until_age: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rule in force. `chosen_on` is None while it is the local area's default."""

    rule: Retention
    chosen_on: date | None
    source: str


def of_profile(profile: Profile) -> Retention:
    """Return the rule that a local area's profile gives."""
    return Retention(profile.keep_years_after_leaving, profile.keep_until_age_with_support)


def checked(rule: Retention) -> Retention:
    """Return the rule; raises `Invalid` with every problem."""
    problems: list[Problem] = []
    if not 1 <= rule.years <= MOST_YEARS:
        problems.append(Problem("years", f"This is a number from 1 to {MOST_YEARS}."))
    if rule.until_age and not 5 <= rule.until_age <= OLDEST:
        words = f"This is an age from 5 to {OLDEST}, or 0 where support makes no difference."
        problems.append(Problem("until_age", words))
    if problems:
        raise Invalid(problems)
    return rule


def kept_until(left_on: date, born: date, support: SendSupport | None, rule: Retention) -> date:
    """Return the first day on which the records of a child who left may go."""
    day = years_after(left_on, rule.years)
    if rule.until_age and support in _SUPPORT:
        day = max(day, years_after(born, rule.until_age))
    return day


def kept_until_of(child: Child, rule: Retention) -> date | None:
    """Return the first day on which a child's records may go; None while no leaving is noted."""
    if child.leaving_date is None:
        return None
    return kept_until(child.leaving_date, child.date_of_birth, child.send_support, rule)


def years_after(day: date, years: int) -> date:
    """Return the same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
