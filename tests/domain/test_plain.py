"""Dates, ages, lists and names in plain words."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain import plain
from ir_desktop.domain.ages import Age


def test_dates() -> None:
    assert plain.date_words(date(2026, 5, 3)) == "3 May 2026"
    assert plain.day_month(date(2026, 9, 15)) == "15 September"
    assert plain.weekday_date(date(2026, 9, 15)) == "Tuesday 15 September 2026"
    assert plain.month_year(date(2026, 9, 15)) == "September 2026"


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_dates_read_back(day: date) -> None:
    read = datetime.strptime(plain.weekday_date(day), "%A %d %B %Y")
    assert read - datetime(day.year, day.month, day.day) == timedelta(0)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (Age(27, 9), "2 years 3 months"),
        (Age(24, 9), "2 years"),
        (Age(12, 0), "1 year"),
        (Age(13, 0), "1 year 1 month"),
        (Age(5, 20), "5 months"),
        (Age(0, 1), "1 day"),
        (Age(0, 0), "0 days"),
    ],
)
def test_age_words(age: Age, words: str) -> None:
    assert plain.age_words(age) == words


def test_months_days() -> None:
    assert plain.months_days(Age(27, 9)) == "27 months 9 days"
    assert plain.months_days(Age(1, 1)) == "1 month 1 day"


def test_count() -> None:
    assert plain.count(2, "child", "children") == "2 children"
    assert plain.count(1, "child", "children") == "1 child"


def test_list_words() -> None:
    assert plain.list_words([]) == ""
    assert plain.list_words(["Amina"]) == "Amina"
    assert plain.list_words(["Amina", "Bo"]) == "Amina and Bo"
    assert plain.list_words(["Amina", "Bo", "Cy"]) == "Amina, Bo and Cy"
    assert plain.list_words(["Amina", "Bo", "Cy"], "or") == "Amina, Bo or Cy"


def test_possessive() -> None:
    assert plain.possessive("Zofia") == "Zofia’s"
    assert plain.possessive("James") == "James’"
    assert plain.possessive("JAMES") == "JAMES’"
    assert plain.possessive("محمد") == "محمد’s"
    assert plain.possessive("") == ""
