"""Ages by the questionnaire's rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.ages import (
    CORRECT_UNTIL,
    MAX_WEEKS_EARLY,
    Age,
    add_months,
    age_for_questionnaire,
    age_in_months_days,
    corrected_birth_date,
    first_day_at,
)
from ir_desktop.errors import Invalid

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
spans = st.integers(0, 3000)
weeks = st.integers(0, MAX_WEEKS_EARLY)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2024, 6, 1), date(2026, 9, 10), Age(27, 9)),
        (date(2024, 6, 1), date(2024, 6, 1), Age(0, 0)),
        (date(2024, 1, 31), date(2024, 2, 28), Age(0, 28)),
        (date(2024, 1, 31), date(2024, 2, 29), Age(1, 0)),  # clamped to the month's last day
        (date(2023, 1, 31), date(2023, 2, 28), Age(1, 0)),
        (date(2024, 1, 31), date(2024, 3, 1), Age(1, 1)),
        (date(2024, 1, 31), date(2024, 3, 30), Age(1, 30)),
        (date(2024, 2, 29), date(2026, 2, 28), Age(24, 0)),
        (date(2024, 2, 29), date(2028, 2, 28), Age(47, 30)),
        (date(2024, 12, 31), date(2025, 1, 1), Age(0, 1)),
    ],
)
def test_age(born: date, on: date, age: Age) -> None:
    assert age_in_months_days(born, on) == age


@given(days, spans)
def test_months_are_the_most_that_are_not_past_the_day(born: date, span: int) -> None:
    on = born + timedelta(days=span)
    age = age_in_months_days(born, on)
    assert add_months(born, age.months) + timedelta(days=age.days) == on
    assert add_months(born, age.months) <= on < add_months(born, age.months + 1)
    assert 0 <= age.days <= 30


@given(days, spans)
def test_age_grows_every_day(born: date, span: int) -> None:
    on = born + timedelta(days=span)
    assert age_in_months_days(born, on) < age_in_months_days(born, on + timedelta(days=1))


def test_before_birth_is_refused() -> None:
    with pytest.raises(Invalid, match="before the date of birth"):
        age_in_months_days(date(2024, 6, 2), date(2024, 6, 1))


def test_add_months_goes_back_and_clamps() -> None:
    assert add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert add_months(date(2024, 1, 15), -1) == date(2023, 12, 15)
    assert add_months(date(2024, 11, 30), 3) == date(2025, 2, 28)


def test_corrected_birth_date() -> None:
    assert corrected_birth_date(date(2024, 6, 1), 4) == date(2024, 6, 29)
    for wrong in (-1, MAX_WEEKS_EARLY + 1):
        with pytest.raises(Invalid, match="weeks_early"):
            corrected_birth_date(date(2024, 6, 1), wrong)


@pytest.mark.parametrize(
    ("weeks_early", "on", "corrected"),
    [
        (2, date(2025, 6, 1), False),  # less than three weeks early
        (3, date(2025, 6, 1), True),
        (3, date(2026, 5, 31), True),  # 23 months 30 days
        (3, date(2026, 6, 1), False),  # 24 months
    ],
)
def test_when_an_early_birth_counts(weeks_early: int, on: date, corrected: bool) -> None:
    born = date(2024, 6, 1)
    age = age_for_questionnaire(born, weeks_early, on)
    assert age.corrected is corrected
    assert age.chronological == age_in_months_days(born, on)
    if corrected:
        assert age.age == age.corrected_age == age_in_months_days(date(2024, 6, 22), on)
    else:
        assert age.age == age.chronological
        assert age.corrected_age is None


def test_before_the_day_due_the_corrected_age_is_nothing() -> None:
    age = age_for_questionnaire(date(2024, 6, 1), 6, date(2024, 6, 10))
    assert age.age == Age(0, 0)
    assert age.corrected
    assert age.chronological == Age(0, 9)


@given(days, weeks, spans)
def test_correcting_never_makes_older(born: date, weeks_early: int, span: int) -> None:
    age = age_for_questionnaire(born, weeks_early, born + timedelta(days=span))
    assert age.age <= age.chronological
    assert age.corrected == (weeks_early >= 3 and age.chronological.months < CORRECT_UNTIL)


@given(days, weeks, st.integers(0, 70), st.integers(0, 31))
def test_first_day_at_is_the_first(born: date, weeks_early: int, months: int, extra: int) -> None:
    wanted = Age(months, extra)
    first = first_day_at(born, weeks_early, wanted)
    assert first >= born
    assert age_for_questionnaire(born, weeks_early, first).age >= wanted
    if first > born and wanted > Age(0, 0):
        before = age_for_questionnaire(born, weeks_early, first - timedelta(days=1))
        assert before.age < wanted
