"""Who is due for what, and by when."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ir_desktop.domain.ages import add_months
from ir_desktop.domain.due import (
    Due,
    DueFacts,
    DueItem,
    DueState,
    birth_dates_of_interest,
    due_for,
    due_order,
    window_dates,
)
from ir_desktop.domain.profile import AgeWindow, Profile
from ir_desktop.errors import Invalid
from tests.domain.england import ENGLAND, INSTRUMENT

CHECK, HEALTH, ASQ3 = DueItem.PROGRESS_CHECK, DueItem.HEALTH_REVIEW, DueItem.ASQ3
BORN = date(2024, 5, 10)  # 24 months on 10 May 2026, 30 on 10 November, 36 on 10 May 2027


def child(**more: object) -> DueFacts:
    facts = DueFacts(child_id="c1", name="Ivo Field", date_of_birth=BORN)
    return replace(facts, **more)


def listed(on: date, profile: Profile = ENGLAND, **more: object) -> list[Due]:
    return due_for(child(**more), on=on, profile=profile, instrument=INSTRUMENT)


def found(on: date, item: DueItem, profile: Profile = ENGLAND, **more: object) -> Due | None:
    return next((each for each in listed(on, profile, **more) if each.item is item), None)


def state(on: date, item: DueItem, profile: Profile = ENGLAND, **more: object) -> DueState | None:
    due = found(on, item, profile, **more)
    return None if due is None else due.state


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 4, 11), None),
        (date(2026, 4, 12), DueState.COMING),  # four weeks before
        (date(2026, 5, 9), DueState.COMING),
        (date(2026, 5, 10), DueState.DUE),  # the second birthday is in the window
        (date(2027, 4, 12), DueState.DUE),
        (date(2027, 4, 13), DueState.DUE_SOON),
        (date(2027, 5, 10), DueState.DUE_SOON),  # and so is the third
        (date(2027, 5, 11), DueState.OVERDUE),
        (date(2028, 5, 10), DueState.OVERDUE),
        (date(2028, 5, 11), None),  # kept on the list for twelve months
    ],
)
def test_the_progress_check_is_between_24_and_36_months(
    on: date, expected: DueState | None
) -> None:
    assert state(on, CHECK) is expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 5, 9), DueState.COMING),
        (date(2026, 5, 10), DueState.DUE),
        (date(2026, 10, 14), DueState.DUE_SOON),
        (date(2026, 11, 10), DueState.DUE_SOON),
        (date(2026, 11, 11), DueState.OVERDUE),
    ],
)
def test_the_health_review_is_between_24_and_30_months(on: date, expected: DueState) -> None:
    assert state(on, HEALTH) is expected


@pytest.mark.parametrize(
    ("on", "form"),
    [
        (date(2026, 5, 9), None),  # the 24-month form fits, but the review is not open yet
        (date(2026, 5, 10), 24),
        (date(2026, 6, 25), 24),  # 25 months 15 days
        (date(2026, 6, 26), 27),
        (date(2026, 9, 25), 27),  # 28 months 15 days
        (date(2026, 9, 26), 30),
        (date(2026, 11, 10), 30),
        (date(2026, 11, 11), None),
    ],
)
def test_the_form_follows_the_age_while_the_review_is_open(on: date, form: int | None) -> None:
    due = found(on, ASQ3)
    assert (due and due.form) == form


def test_a_form_has_its_own_first_and_last_day_within_the_review() -> None:
    first = found(date(2026, 5, 10), ASQ3)
    assert first is not None
    assert (first.opens, first.closes) == (date(2026, 5, 10), date(2026, 6, 25))
    assert first.state is DueState.DUE
    assert state(date(2026, 6, 1), ASQ3) is DueState.DUE_SOON
    last = found(date(2026, 11, 1), ASQ3)
    assert last is not None
    assert (last.opens, last.closes) == (date(2026, 9, 26), date(2026, 11, 10))


def test_an_area_that_uses_one_form_offers_only_that_one() -> None:
    only_27 = replace(ENGLAND, asq3_forms=(27,))
    assert found(date(2026, 5, 20), ASQ3, only_27) is None
    assert found(date(2026, 7, 20), ASQ3, only_27) is not None


def test_no_form_is_due_where_none_fits_the_age() -> None:
    late = replace(ENGLAND, health_review_window=AgeWindow(from_months=24, to_months=80))
    assert found(add_months(BORN, 75), ASQ3, late) is None


def test_a_child_born_early_gets_the_form_of_the_corrected_age() -> None:
    # An area that opens the review at 23 months: eight weeks early makes 23 months about 21.
    early = replace(
        ENGLAND,
        health_review_window=AgeWindow(from_months=23, to_months=30),
        asq3_forms=(22, 24, 27, 30),
    )
    on = add_months(BORN, 23) + timedelta(days=3)
    term, preterm = found(on, ASQ3, early), found(on, ASQ3, early, weeks_early=8)
    assert term is not None
    assert preterm is not None
    assert (term.form, preterm.form) == (24, 22)
    at_two = found(add_months(BORN, 24), ASQ3, early, weeks_early=8)
    assert at_two is not None
    assert at_two.form == 24


def test_the_most_pressing_comes_first() -> None:
    assert [each.item for each in listed(date(2026, 11, 1))] == [ASQ3, HEALTH, CHECK]
    assert listed(date(2026, 12, 1))[0].state is DueState.OVERDUE
    rows = [
        Due(child_id="1", name=name, item=CHECK, state=DueState.DUE, opens=BORN, closes=closes)
        for name, closes in (("Bo", BORN + timedelta(1)), ("Cy", BORN), ("Al", BORN))
    ]
    assert [each.name for each in sorted(rows, key=due_order)] == ["Al", "Cy", "Bo"]


def test_what_is_done_is_not_asked_for_again() -> None:
    on = date(2026, 7, 1)
    assert {each.item for each in listed(on)} == {CHECK, HEALTH, ASQ3}
    assert {each.item for each in listed(on, done={CHECK})} == {HEALTH, ASQ3}
    assert listed(on, done=set(DueItem)) == []


def test_a_check_done_elsewhere_is_not_ours_but_the_rest_goes_on() -> None:
    assert {each.item for each in listed(date(2026, 7, 1), check_elsewhere=True)} == {HEALTH, ASQ3}


def test_children_who_have_left_or_not_started_have_nothing_due() -> None:
    on = date(2026, 7, 1)
    assert listed(on, leaving_date=on) != []  # the last day is still a day here
    assert listed(on, leaving_date=on - timedelta(days=1)) == []
    assert listed(on, start_date=on + timedelta(days=1)) == []
    assert listed(on, start_date=on) != []


def test_a_new_child_settles_for_six_weeks_first() -> None:
    start = date(2026, 7, 1)
    due = found(start, CHECK, start_date=start)
    assert due is None  # too early even to be told that it is coming
    settled = start + timedelta(weeks=6)
    due = found(settled - timedelta(days=1), CHECK, start_date=start)
    assert due is not None
    assert (due.state, due.opens) == (DueState.COMING, settled)
    assert state(settled, CHECK, start_date=start) is DueState.DUE
    assert state(start, HEALTH, start_date=start) is DueState.DUE  # not the setting's to put off


def test_settling_before_the_window_puts_nothing_off() -> None:
    due = found(date(2026, 5, 10), CHECK, start_date=date(2025, 9, 1))
    assert due is not None
    assert due.opens == date(2026, 5, 10)


def test_a_child_who_starts_late_is_asked_for_while_there_is_time() -> None:
    start = date(2027, 4, 20)  # three weeks before the third birthday
    due = found(start, CHECK, start_date=start)
    assert due is not None
    assert (due.state, due.opens, due.closes) == (DueState.DUE_SOON, start, date(2027, 5, 10))
    start = date(2027, 4, 5)  # five weeks before: a week to settle
    assert state(start, CHECK, start_date=start) is DueState.COMING
    assert state(date(2027, 4, 12), CHECK, start_date=start) is DueState.DUE
    assert state(date(2027, 4, 13), CHECK, start_date=start) is DueState.DUE_SOON


def test_a_child_who_starts_after_three_is_not_overdue_for_a_check_here() -> None:
    third_birthday = date(2027, 5, 10)
    assert state(third_birthday, CHECK, start_date=third_birthday) is DueState.DUE_SOON
    after = third_birthday + timedelta(days=1)
    assert found(after, CHECK, start_date=after) is None
    assert state(after, CHECK, start_date=third_birthday) is DueState.OVERDUE


def test_a_leap_day_child_has_birthdays_on_the_28th() -> None:
    window = AgeWindow(from_months=24, to_months=36)
    assert window_dates(date(2024, 2, 29), window) == (date(2026, 2, 28), date(2027, 2, 28))
    assert window_dates(date(2024, 8, 31), AgeWindow(from_months=24, to_months=30)) == (
        date(2026, 8, 31),
        date(2027, 2, 28),
    )


@pytest.mark.parametrize("on", [date(1, 1, 1), date(1899, 12, 31), date(2201, 1, 1), date.max])
def test_a_day_centuries_away_is_a_slip(on: date) -> None:
    with pytest.raises(Invalid) as caught:
        birth_dates_of_interest(ENGLAND, on)
    assert [each.field for each in caught.value.problems] == ["on"]
