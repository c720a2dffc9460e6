"""Who is due for what, and by when.

Progress check: between 24 and 36 months (EYFS 2025); health review: 24 to 30 months (Healthy
Child Programme); the ASQ-3 form whose age window holds the child's age. The windows come from
the profile and the instrument's data.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ir_desktop.domain.ages import add_months, age_for_questionnaire
from ir_desktop.domain.asq3 import NoFit, pick_questionnaire
from ir_desktop.domain.asq3 import window_dates as form_dates
from ir_desktop.domain.asq3_data import Instrument
from ir_desktop.domain.profile import AgeWindow, Profile
from ir_desktop.errors import invalid


class DueItem(StrEnum):
    """What may be due."""

    PROGRESS_CHECK = "progress_check"
    HEALTH_REVIEW = "health_review"
    ASQ3 = "asq3"


class DueState(StrEnum):
    """How pressing it is, most pressing first."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"  # the window closes soon
    DUE = "due"
    COMING = "coming"  # the window opens soon


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFacts:
    """The few facts of a child that decide what is due.

    `done` holds the items that need nothing more. `check_elsewhere` is true when another setting
    does the progress check.
    """

    child_id: str
    name: str
    date_of_birth: date
    weeks_early: int = 0
    start_date: date | None = None
    leaving_date: date | None = None
    check_elsewhere: bool = False
    done: Collection[DueItem] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing due for one child. `opens` and `closes` are the first and last day for it."""

    child_id: str
    name: str
    item: DueItem
    state: DueState
    opens: date
    closes: date
    form: int | None = None  # the ASQ-3 form, in months


_ORDER = {state: place for place, state in enumerate(DueState)}
_YEARS = range(1900, 2201)
"""Years for which a due list makes sense; beyond them the calendar of the machine may end."""


def birth_dates_of_interest(profile: Profile, on: date) -> tuple[date, date]:
    """Return the earliest and latest date of birth for which anything can be due on a day.

    Lets the store leave out, in one query, every child for whom no rule need run. Raises
    `errors.Invalid`, naming ``on``, if the day is centuries away.
    """
    if on.year not in _YEARS:
        raise invalid("on", f"Give a day from {_YEARS[0]} to {_YEARS[-1]}. Check the year.")
    opens = min(profile.progress_check_window.from_months, profile.health_review_window.from_months)
    closes = max(profile.progress_check_window.to_months, profile.health_review_window.to_months)
    slack = timedelta(days=31)  # clamped month ends
    earliest = add_months(on, -(closes + profile.overdue_months_kept)) - slack
    latest = add_months(on + timedelta(weeks=profile.coming_weeks), -opens) + slack
    return earliest, latest


def due_for(facts: DueFacts, *, on: date, profile: Profile, instrument: Instrument) -> list[Due]:
    """Return what is due for one child on a day, most pressing first.

    A child who has left, or has not started, has nothing due. A child who started lately is left
    to settle for `profile.settling_weeks`, but no longer than until the window is soon to close.
    A child who started after the window closed has no progress check here: it was for the
    setting before (EYFS 2025). Past its window an item is overdue for
    `profile.overdue_months_kept` months.
    """
    if facts.leaving_date is not None and facts.leaving_date < on:
        return []
    if facts.start_date is not None and facts.start_date > on:
        return []
    found = [*_windowed(facts, on, profile), *_asq3(facts, on, profile, instrument)]
    return sorted(found, key=due_order)


def due_order(due: Due) -> tuple[int, date, str, str]:
    """Sort key: most pressing state, then what closes first, then the name."""
    return (_ORDER[due.state], due.closes, due.name, due.item)


def _windowed(facts: DueFacts, on: date, profile: Profile) -> Iterator[Due]:
    wanted = (
        (DueItem.PROGRESS_CHECK, profile.progress_check_window),
        (DueItem.HEALTH_REVIEW, profile.health_review_window),
    )
    for item, window in wanted:
        if item in facts.done or (item is DueItem.PROGRESS_CHECK and facts.check_elsewhere):
            continue
        opens, closes = window_dates(facts.date_of_birth, window)
        if item is DueItem.PROGRESS_CHECK and facts.start_date is not None:
            if facts.start_date > closes:
                continue
            opens = _settled(opens, closes, facts.start_date, profile)
        state = _state(opens, closes, on, profile)
        if state is not None:
            yield Due(
                child_id=facts.child_id,
                name=facts.name,
                item=item,
                state=state,
                opens=opens,
                closes=closes,
            )


def window_dates(born: date, window: AgeWindow) -> tuple[date, date]:
    """Return the first and the last day of an age window for a child born on a day.

    "Between 24 and 36 months" runs from the second birthday to the third, both included.
    """
    return add_months(born, window.from_months), add_months(born, window.to_months)


def _settled(opens: date, closes: date, start: date, profile: Profile) -> date:
    settled = start + timedelta(weeks=profile.settling_weeks)
    last_weeks = closes - timedelta(weeks=profile.due_soon_weeks)
    return max(opens, min(settled, max(start, last_weeks)))


def _state(opens: date, closes: date, on: date, profile: Profile) -> DueState | None:
    if on < opens - timedelta(weeks=profile.coming_weeks):
        return None
    if on < opens:
        return DueState.COMING
    if on > add_months(closes, profile.overdue_months_kept):
        return None
    if on > closes:
        return DueState.OVERDUE
    if on > closes - timedelta(weeks=profile.due_soon_weeks):
        return DueState.DUE_SOON
    return DueState.DUE


def _asq3(facts: DueFacts, on: date, profile: Profile, instrument: Instrument) -> Iterator[Due]:
    if DueItem.ASQ3 in facts.done:
        return
    opens, closes = window_dates(facts.date_of_birth, profile.health_review_window)
    if not opens <= on <= closes:
        return
    age = age_for_questionnaire(facts.date_of_birth, facts.weeks_early, on)
    window = pick_questionnaire(instrument, age.age)
    if isinstance(window, NoFit) or window.month not in profile.asq3_forms:
        return
    # The window holds today's age, so it has dates.
    dates = form_dates(window, facts.date_of_birth, facts.weeks_early) or (on, on)
    first, last = max(opens, dates[0]), min(closes, dates[1])
    soon = on > last - timedelta(weeks=profile.due_soon_weeks)
    yield Due(
        child_id=facts.child_id,
        name=facts.name,
        item=DueItem.ASQ3,
        state=DueState.DUE_SOON if soon else DueState.DUE,
        opens=first,
        closes=last,
        form=window.month,
    )
