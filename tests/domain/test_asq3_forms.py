"""Choosing the form of the questionnaire that fits an age."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.ages import Age, age_for_questionnaire
from ir_desktop.domain.asq3 import NoFit, Window, edge_note, pick_questionnaire, window_dates
from ir_desktop.domain.asq3_data import Certainty
from tests.domain.england import INSTRUMENT


def month_of(fit: Window | NoFit) -> int:
    assert isinstance(fit, Window)
    return fit.month


@pytest.mark.parametrize(
    ("months", "days", "form"),
    [
        (1, 0, 2),
        (8, 30, 8),
        (9, 0, 9),  # the 9 and the 10 both fit: the lower
        (9, 30, 9),
        (10, 0, 10),
        (22, 30, 22),
        (23, 0, 24),
        (25, 15, 24),
        (25, 16, 27),
        (28, 15, 27),
        (28, 16, 30),
        (31, 15, 30),
        (31, 16, 33),
        (34, 15, 33),
        (34, 16, 36),
        (38, 30, 36),
        (39, 0, 42),
        (66, 0, 60),
    ],
)
def test_the_form_that_fits(months: int, days: int, form: int) -> None:
    assert month_of(pick_questionnaire(INSTRUMENT, Age(months, days))) == form


def test_too_young_and_too_old() -> None:
    young = pick_questionnaire(INSTRUMENT, Age(0, 20))
    assert isinstance(young, NoFit)
    assert (young.nearest.month, young.when, young.coming) == (2, Age(1, 0), True)
    assert young.reason == (
        "No questionnaire fits 0 months 20 days: the nearest is the 2-month form, which starts at "
        "1 month 0 days."
    )
    old = pick_questionnaire(INSTRUMENT, Age(66, 1))
    assert isinstance(old, NoFit)
    assert (old.nearest.month, old.when, old.coming) == (60, Age(66, 0), False)
    assert "ended at 66 months 0 days" in old.reason


def test_the_nearest_on_either_side_of_a_gap() -> None:
    ends = replace(INSTRUMENT, windows=(INSTRUMENT.windows[0], INSTRUMENT.windows[-1]))
    for age, nearest in ((Age(3, 5), 2), (Age(56, 0), 60)):
        found = pick_questionnaire(ends, age)
        assert isinstance(found, NoFit)
        assert found.nearest.month == nearest


@given(st.integers(0, 80), st.integers(0, 30))
def test_what_is_picked_holds_the_age(months: int, days: int) -> None:
    age = Age(months, days)
    fit = pick_questionnaire(INSTRUMENT, age)
    if isinstance(fit, NoFit):
        assert not any(window.holds(age) for window in INSTRUMENT.windows)
    else:
        assert fit.holds(age)
        assert not any(w.holds(age) for w in INSTRUMENT.windows if w.month < fit.month)


@given(
    st.dates(date(2015, 1, 1), date(2030, 1, 1)),
    st.integers(0, 17),
    st.sampled_from(INSTRUMENT.windows),
)
def test_window_dates_are_the_days_the_form_fits(born: date, early: int, window: Window) -> None:
    def holds(day: date) -> bool:
        return window.holds(age_for_questionnaire(born, early, day).age)

    dates = window_dates(window, born, early)
    if dates is None:
        days = (born + timedelta(days=n) for n in range(31 * 30))
        assert not any(holds(day) for day in days)
        return
    first, last = dates
    assert holds(first)
    assert holds(last)
    assert not holds(last + timedelta(days=1))
    assert first == born or not holds(first - timedelta(days=1))


def test_a_form_that_correcting_passes_by() -> None:
    window = INSTRUMENT.window(22)
    assert window is not None
    assert window_dates(window, date(2024, 6, 1), 17) is None
    assert window_dates(window, date(2024, 6, 1), 0) == (date(2026, 3, 1), date(2026, 4, 30))


@pytest.mark.parametrize(
    ("on", "form", "note"),
    [
        (date(2026, 7, 15), None, ""),
        (date(2026, 7, 16), None, "This is the last day that the 24-month form fits."),
        (date(2026, 7, 17), None, "This is the first day that the 27-month form fits."),
        (date(2026, 7, 18), None, ""),
        (date(2026, 7, 16), 27, "This is the day before the 27-month form starts to fit."),
        (date(2026, 7, 17), 24, "This is the day after the 24-month form stopped fitting."),
        (date(2026, 7, 18), 24, ""),
        (date(2026, 7, 16), 25, ""),
        (date(2024, 6, 30), None, "This is the day before the 2-month form starts to fit."),
        (date(2024, 6, 29), None, ""),
        (date(2029, 12, 2), None, "This is the day after the 60-month form stopped fitting."),
        (date(2025, 3, 31), None, "This is the last day that the 9-month form fits."),
        (date(2025, 4, 1), None, "This is the first day that the 10-month form fits."),
    ],
)
def test_edge_note(on: date, form: int | None, note: str) -> None:
    said = edge_note(INSTRUMENT, date(2024, 6, 1), 0, on, form)
    assert said == (f"{note} Check the dates." if note else "")


def test_edge_note_on_the_day_of_birth_and_on_an_only_day() -> None:
    assert edge_note(INSTRUMENT, date(2024, 6, 1), 0, date(2024, 6, 1)) == ""
    window = Window(2, Age(1, 0), Age(1, 0), Certainty.VERIFIED)
    one_day = replace(INSTRUMENT, windows=(window,))
    assert "the only day" in edge_note(one_day, date(2024, 6, 1), 0, date(2024, 7, 1))


def test_edge_note_where_correcting_stops() -> None:
    born = date(2024, 6, 1)  # 8 weeks early: 22 months corrected until 24 months
    assert "last day that the 22-month" in edge_note(INSTRUMENT, born, 8, date(2026, 5, 31))
    assert "first day that the 24-month" in edge_note(INSTRUMENT, born, 8, date(2026, 6, 1))
