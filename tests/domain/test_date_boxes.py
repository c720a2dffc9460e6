"""A date in three boxes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain import date_boxes
from ir_desktop.domain.date_boxes import (
    FIRST_YEAR,
    LAST_YEAR,
    Box,
    DateBoxes,
    boxes_of,
    read,
    split,
)
from ir_desktop.domain.plain import MONTHS, date_words

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


@given(DAYS)
def test_what_the_program_fills_in_reads_back(day: date) -> None:
    assert read(boxes_of(day)).value == day


@given(DAYS, st.integers(3, 9), st.booleans(), st.sampled_from([str.upper, str.lower, str.title]))
def test_months_may_be_names_and_days_padded(day: date, letters: int, padded: bool, case) -> None:
    typed = DateBoxes(
        f" {day.day:02} " if padded else str(day.day),
        case(MONTHS[day.month - 1][:letters]) + ("." if padded else ""),
        f"{day.year}",
    )
    found = read(typed)
    assert (found.value, found.problem, found.wrong) == (day, "", frozenset())


@given(st.text(max_size=8), st.text(max_size=12), st.text(max_size=8))
def test_anything_typed_gives_a_date_or_a_sentence(day: str, month: str, year: str) -> None:
    typed = DateBoxes(day, month, year)
    found = read(typed)
    if typed.empty:
        assert found == date_boxes.ReadDate(None)
    else:
        assert (found.value is None) == bool(found.problem) == bool(found.wrong)
        assert not found.problem or found.problem.endswith(".")


@given(st.integers(0, 99).map(lambda n: f"{n:02}") | st.integers(0, 999).map(str))
def test_a_short_year_is_refused_with_a_sentence(year: str) -> None:
    found = read(DateBoxes("3", "5", year))
    assert found.value is None
    assert found.problem == "Type the year with all four figures, such as 2026."
    assert found.wrong == {Box.YEAR}


@pytest.mark.parametrize(
    ("typed", "problem", "wrong"),
    [
        (("3", "", ""), "Fill in the month and the year as well.", {Box.MONTH, Box.YEAR}),
        (("", "5", "2026"), "Fill in the day as well.", {Box.DAY}),
        (("04052024", "", ""), date_boxes._WHOLE_IN_DAY, set(Box)),
        (("0405", "", "2024"), date_boxes._WHOLE_IN_DAY, {Box.DAY, Box.MONTH}),
        (("31", "April", "2026"), "April has only 30 days.", {Box.DAY}),
        (("29", "2", "2025"), "February 2025 has only 28 days.", {Box.DAY}),
        (("0", "2", "2025"), "Type the day as a number from 1 to 31.", {Box.DAY}),
        (("x", "2", "2025"), "Type the day as a number from 1 to 31.", {Box.DAY}),
        (("3", "5", "1026"), "Check the year: it should be from 1900 to 2199.", {Box.YEAR}),
        (("3", "5", "20261"), "Type the year with all four figures, such as 2026.", {Box.YEAR}),
        (("3", "5", "MMXX"), "Type the year with all four figures, such as 2026.", {Box.YEAR}),
    ],
)
def test_problems_in_words(typed: tuple[str, str, str], problem: str, wrong: set[Box]) -> None:
    found = read(DateBoxes(*typed))
    assert (found.value, found.problem, set(found.wrong)) == (None, problem, wrong)


@pytest.mark.parametrize("month", ["13", "0", "Ma", "Marchy", "x", "99999"])
def test_a_month_that_is_none(month: str) -> None:
    found = read(DateBoxes("3", month, "2026"))
    assert found.value is None
    assert found.wrong == {Box.MONTH}


def test_full_width_figures_are_figures() -> None:
    assert read(DateBoxes("\uff13", "\uff15", "\uff12\uff10\uff12\uff16")).value == date(2026, 5, 3)


def test_nothing_typed_is_no_date_and_no_problem() -> None:
    assert boxes_of(None).empty
    assert DateBoxes(" ", "", "\t").empty
    assert read(DateBoxes()).problem == ""


@given(DAYS)
def test_a_whole_date_in_one_box_is_taken_apart(day: date) -> None:
    for text in (f"{day.day}/{day.month}/{day.year}", day.isoformat(), date_words(day)):
        found = split(text)
        assert found is not None
        assert read(found).value == day


def test_ordinals_are_taken_apart() -> None:
    assert split("3rd May 2026") == DateBoxes("3", "May", "2026")


@pytest.mark.parametrize(
    "text", ["", "3", "3 5", "3 x 2026", "a b c", "1 2 3 4", "3 5 " + "2" * 60]
)
def test_other_text_is_left_where_it_is(text: str) -> None:
    assert split(text) is None
