"""Reading one cell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain import importing_cells as cells
from ir_desktop.domain.people import Sex
from ir_desktop.domain.plain import MONTHS, date_words, weekday_date
from ir_desktop.errors import Invalid

TODAY = date(2026, 9, 10)


@pytest.mark.parametrize(
    "written",
    [
        "2024-05-03",
        "2024/05/03",
        "2024.5.3",
        "2024-05-03 00:00:00",
        "2024-05-03T00:00:00.000Z",
        "03/05/2024",
        "3/5/2024",
        "3-5-2024",
        "03.05.2024",
        "3 5 2024",
        " 3 / 5 / 2024 ",
        "03/05/24",
        "03/05/2024 00:00",
        "3 May 2024",
        "3rd of May 2024",
        "3-May-24",
        "03-MAY-2024",
        "Friday 3 May 2024",
        "Fri, 3 May, 2024",
        "May 3, 2024",
        "May 3rd 2024",
        "3may2024",
        "\uff10\uff13/\uff10\uff15/2024",  # wide digits, from an East Asian keyboard
    ],
)
def test_ways_of_writing_a_date(written: str) -> None:
    assert cells.parse_date_cell(written, TODAY) == date(2024, 5, 3)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("05/14/2024", "month comes before the day"),
        ("5-14-24", "month comes before the day"),
        ("31/02/2024", "no such day"),
        ("32/01/2024", "no such day"),
        ("13/13/2024", "no such day"),
        ("00/01/2024", "no such day"),
        ("2024-13-01", "no such day"),
        ("30 February 2024", "no such day"),
        ("03/05/85", "four digits"),
        ("03/05/32", "four digits"),
        ("03/05/1824", "Check the year"),
        ("03/05/2204", "Check the year"),
        ("45415", "day number"),
        ("45415.0", "day number"),
        ("3 mai 2024", "in English or in figures"),
        ("", "like 03/05/2024"),
        ("03/05", "like 03/05/2024"),
        ("03/05-2024", "like 03/05/2024"),
        ("2024-05-03 14:30", "like 03/05/2024"),
        ("03/05/024", "like 03/05/2024"),
        ("two years ago", "like 03/05/2024"),
        ("٠٣/٠٥/٢٠٢٤", "like 03/05/2024"),
    ],
)
def test_dates_refused(written: str, says: str) -> None:
    with pytest.raises(Invalid, match=says) as caught:
        cells.parse_date_cell(written, TODAY, field="row 3, start_date")
    assert caught.value.problems[0].field == "row 3, start_date"


@given(st.dates(date(2006, 1, 1), date(2031, 12, 31)))
def test_every_day_reads_back(day: date) -> None:
    short = f"{day.day}-{MONTHS[day.month - 1][:3]}-{day.year % 100:02d}"
    for written in (
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%y}",
        date_words(day),
        weekday_date(day),
        short,
    ):
        assert cells.parse_date_cell(written, TODAY) == day


@given(st.text(max_size=20) | st.text("0123456789/-. mayjun", max_size=12))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    cells.is_month_first(text)
    cells.is_two_ways(text)
    try:
        day = cells.parse_date_cell(text, TODAY)
    except Invalid:
        return
    assert 1900 <= day.year <= 2046
    assert not cells.is_month_first(text)


@pytest.mark.parametrize(
    ("written", "month_first", "two_ways"),
    [
        ("05/14/2024", True, False),
        ("14/05/2024", False, False),
        ("05/06/2024", False, True),
        ("05/05/2024", False, False),
        ("05/32/2024", False, False),
        ("2024-05-06", False, False),
        ("13/13/2024", False, False),
    ],
)
def test_month_first(written: str, month_first: bool, two_ways: bool) -> None:
    assert cells.is_month_first(written) is month_first
    assert cells.is_two_ways(written) is two_ways


@pytest.mark.parametrize(
    ("whole", "given_name", "family"),
    [
        ("Amina Rahman", "Amina", "Rahman"),
        ("Rahman, Amina Jane", "Amina Jane", "Rahman"),
        ("Ana Maria da Silva", "Ana Maria da", "Silva"),
        ("王小明", "王小明", ""),
        ("Rahman,", "Rahman", ""),
        (",Amina", "Amina", ""),
        ("", "", ""),
    ],
)
def test_split_name(whole: str, given_name: str, family: str) -> None:
    assert cells.split_name(whole) == (given_name, family)


def test_names() -> None:
    assert cells.parse_name_cell(" O’Connor ") == "O’Connor"
    assert cells.parse_name_cell("B") == "B"
    assert cells.parse_name_cell("\u202eanimA") == "animA"
    assert cells.parse_name_cell("") == ""
    with pytest.raises(Invalid, match="at least one letter"):
        cells.parse_name_cell("123")
    with pytest.raises(Invalid, match="too long"):
        cells.parse_name_cell("a" * 101)


@pytest.mark.parametrize(
    ("written", "sex"),
    [
        ("F", Sex.FEMALE),
        ("girl", Sex.FEMALE),
        ("Male", Sex.MALE),
        ("other", Sex.OTHER),
        ("Not known", Sex.UNKNOWN),
    ],
)
def test_sex(written: str, sex: Sex) -> None:
    assert cells.parse_sex(written) is sex


def test_yes_no() -> None:
    assert cells.parse_yes_no("Yes") is True
    assert cells.parse_yes_no("0") is False


@pytest.mark.parametrize(
    ("written", "weeks"),
    [("0", 0), ("17", 17), ("3 weeks", 3), ("3.0", 3), ("5wks early", 5), ("Full term", 0)],
)
def test_weeks_early(written: str, weeks: int) -> None:
    assert cells.parse_weeks_early(written) == weeks


@pytest.mark.parametrize("written", ["18", "-1", "2.5", "few", "", "٣"])
def test_weeks_refused(written: str) -> None:
    with pytest.raises(Invalid, match="whole weeks from 0 to 17") as caught:
        cells.parse_weeks_early(written, field="here")
    assert caught.value.problems[0].field == "here"


def test_other_words_are_refused() -> None:
    with pytest.raises(Invalid, match="female, male, other or not known"):
        cells.parse_sex("1")
    with pytest.raises(Invalid, match="yes or no"):
        cells.parse_yes_no("maybe")


@pytest.mark.parametrize(
    ("written", "languages"),
    [
        ("Polish", ("Polish",)),
        ("Polish, English", ("Polish", "English")),
        ("Polish; English / Urdu & Twi and Sandic", ("Polish", "English", "Urdu", "Twi", "Sandic")),
        ("polish,Polish,,", ("polish",)),
        ("Polish\nEnglish", ("Polish", "English")),
    ],
)
def test_languages(written: str, languages: tuple[str, ...]) -> None:
    assert cells.parse_languages(written) == languages


def test_a_language_has_a_letter() -> None:
    with pytest.raises(Invalid, match="at least one letter"):
        cells.parse_languages("Polish, 1")
