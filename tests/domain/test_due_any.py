"""Any child on any day in any area: what is due hangs together, and the quick look misses none."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from ir_desktop.domain.ages import add_months, age_for_questionnaire
from ir_desktop.domain.due import (
    DueFacts,
    DueItem,
    DueState,
    birth_dates_of_interest,
    due_for,
    due_order,
    window_dates,
)
from ir_desktop.domain.profile import AgeWindow, Profile
from tests.domain.england import ENGLAND, INSTRUMENT

windows = st.builds(
    lambda start, length: AgeWindow(from_months=start, to_months=start + length),
    st.integers(12, 40),
    st.integers(0, 24),
)
profiles = st.builds(
    lambda check, health, settling, coming, soon, kept: replace(
        ENGLAND,
        progress_check_window=check,
        health_review_window=health,
        settling_weeks=settling,
        coming_weeks=coming,
        due_soon_weeks=soon,
        overdue_months_kept=kept,
        asq3_forms=INSTRUMENT.months,
    ),
    windows,
    windows,
    *(st.integers(0, 12) for _ in range(3)),
    st.integers(0, 24),
)
days = st.dates(date(1995, 1, 1), date(2095, 12, 31))


@st.composite
def cases(draw: st.DrawFn) -> tuple[DueFacts, date, Profile]:
    """A child, a day within some months of when things fall due, and an area's way of doing it."""
    born = draw(days)
    on = born + timedelta(days=draw(st.integers(0, 75 * 31)))
    start = draw(st.none() | st.integers(0, 40 * 31))
    leave = draw(st.none() | st.integers(0, 75 * 31))
    facts = DueFacts(
        child_id="c1",
        name="Ivo Field",
        date_of_birth=born,
        weeks_early=draw(st.integers(0, 17)),
        start_date=None if start is None else born + timedelta(days=start),
        leaving_date=None if leave is None else born + timedelta(days=leave),
        check_elsewhere=draw(st.booleans()),
        done=draw(st.frozensets(st.sampled_from(DueItem))),
    )
    return facts, on, draw(st.just(ENGLAND) | profiles)


def edge(born: date, on: date) -> tuple[DueFacts, date, Profile]:
    return DueFacts(child_id="c1", name="A", date_of_birth=born), on, ENGLAND


@given(cases())
@example(edge(date(2024, 2, 29), date(2028, 2, 29)))
@example(edge(date(2023, 8, 31), date(2027, 8, 31)))
@example(edge(date(2024, 3, 31), date(2026, 3, 3)))
def test_what_is_due_hangs_together(case: tuple[DueFacts, date, Profile]) -> None:
    facts, on, profile = case
    dues = due_for(facts, on=on, profile=profile, instrument=INSTRUMENT)
    assert dues == sorted(dues, key=due_order)
    assert len({each.item for each in dues}) == len(dues)
    if dues:
        assert facts.start_date is None or facts.start_date <= on
        assert facts.leaving_date is None or on <= facts.leaving_date
    for due in dues:
        assert due.item not in facts.done
        assert due.opens <= due.closes
        assert (due.state is DueState.COMING) == (on < due.opens)
        assert (due.state is DueState.OVERDUE) == (on > due.closes)
        if due.state is DueState.DUE_SOON:
            assert due.closes - on < timedelta(weeks=profile.due_soon_weeks)
        if due.state is DueState.OVERDUE:
            assert on <= add_months(due.closes, profile.overdue_months_kept)
        if due.item is DueItem.PROGRESS_CHECK:
            assert not facts.check_elsewhere
            first, last = window_dates(facts.date_of_birth, profile.progress_check_window)
            assert first <= due.opens <= last == due.closes
            if facts.start_date is not None:
                assert facts.start_date <= last
                assert due.opens <= max(
                    first, facts.start_date + timedelta(weeks=profile.settling_weeks)
                )
        if due.item is DueItem.ASQ3:
            assert due.form in profile.asq3_forms
            window = INSTRUMENT.window(due.form or 0)
            assert window is not None
            for day in (due.opens, on, due.closes):
                age = age_for_questionnaire(facts.date_of_birth, facts.weeks_early, day).age
                assert window.holds(age)
        else:
            assert due.form is None


@given(cases())
@example(edge(date(2024, 2, 29), date(2028, 2, 28)))
@example(edge(date(2024, 8, 31), date(2026, 8, 3)))
def test_no_child_with_something_due_is_left_out_by_the_quick_look(
    case: tuple[DueFacts, date, Profile],
) -> None:
    facts, on, profile = case
    earliest, latest = birth_dates_of_interest(profile, on)
    if not earliest <= facts.date_of_birth <= latest:
        assert due_for(facts, on=on, profile=profile, instrument=INSTRUMENT) == []


@given(days, st.integers(0, 12 * 31), st.just(ENGLAND) | profiles)
def test_nor_is_one_just_inside_the_edges_of_the_windows(
    on: date, near: int, profile: Profile
) -> None:
    earliest, latest = birth_dates_of_interest(profile, on)
    for born in (earliest - timedelta(days=1 + near), latest + timedelta(days=1 + near)):
        if born <= on:
            facts = DueFacts(child_id="c1", name="A", date_of_birth=born)
            assert due_for(facts, on=on, profile=profile, instrument=INSTRUMENT) == []
