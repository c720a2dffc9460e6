"""Rows become children to add, or sentences."""

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ir_desktop import paths
from ir_desktop.domain import importing
from ir_desktop.domain.ethnic_groups import FILE, parse_ethnic_groups
from ir_desktop.domain.importing import ImportField, ImportRow, ParsedTable
from ir_desktop.domain.people import Sex
from ir_desktop.domain.records import Blank
from ir_desktop.errors import Invalid, Problem

TODAY = date(2026, 9, 10)
GROUPS = parse_ethnic_groups(paths.resource("instruments", FILE).read_text("utf-8"))
EVERYTHING = tuple(field for field in ImportField if field is not ImportField.NAME)
GOOD = {
    "given_name": "Zofia",
    "family_name": "Nowak",
    "known_as": "Zosia",
    "date_of_birth": "1 June 2024",
    "weeks_early": "3",
    "sex": "F",
    "ethnic_group": "White British",
    "home_languages": "Polish, English",
    "interpreter_needed": "yes",
    "nhs_number": "999 000 0018",
    "postcode": "ls14ap",
    "room": "Acorns ",
    "key_person": "Grace Adeyemi",
    "start_date": "2025-09-01",
    "leaving_date": "31/8/2028",
}


def parse(text: str) -> ParsedTable:
    table = importing.read_table(text.encode())
    return importing.parse_table(table, importing.guess_columns(table.header), TODAY, GROUPS)


def row(**changes: str) -> ImportRow | list[Problem]:
    places = {field: place for place, field in enumerate(EVERYTHING)}
    cells = [(GOOD | changes)[field] for field in EVERYTHING]
    return importing.parse_row(cells, places, TODAY, 7, groups=GROUPS)


def good(**changes: str) -> ImportRow:
    found = row(**changes)
    assert isinstance(found, ImportRow)
    return found


def bad(**changes: str) -> list[str]:
    found = row(**changes)
    assert isinstance(found, list)
    return [str(problem) for problem in found]


def test_a_whole_row() -> None:
    assert good() == ImportRow(
        row=7,
        given_name="Zofia",
        family_name="Nowak",
        known_as="Zosia",
        date_of_birth=date(2024, 6, 1),
        weeks_early=3,
        sex=Sex.FEMALE,
        ethnic_group="A",
        home_languages=("Polish", "English"),
        interpreter_needed=True,
        nhs_number="9990000018",
        postcode="LS1 4AP",
        room="Acorns",
        key_person="Grace Adeyemi",
        start_date=date(2025, 9, 1),
        leaving_date=date(2028, 8, 31),
        blanks={},
    )


def test_only_names_and_birth_date_are_needed() -> None:
    nothing = dict.fromkeys(GOOD, "")
    found = good(
        **nothing | {"given_name": "A", "family_name": "王", "date_of_birth": "2024-06-01"}
    )
    assert found == ImportRow(
        row=7, given_name="A", family_name="王", date_of_birth=date(2024, 6, 1), blanks={}
    )


@pytest.mark.parametrize(
    ("field", "written", "why"),
    [
        ("nhs_number", "Not known", Blank.NOT_KNOWN),
        ("home_languages", "declined", Blank.DECLINED),
        ("interpreter_needed", "not asked", Blank.NOT_ASKED),
        ("sex", "prefer not to say", Blank.DECLINED),
        ("leaving_date", "unknown", Blank.NOT_KNOWN),
        ("ethnic_group", "not shared", Blank.NOT_SHARED),
    ],
)
def test_why_a_cell_is_blank(field: str, written: str, why: Blank) -> None:
    found = good(**{field: written})
    assert found.blanks == {field: why}
    empty = {each.name: each.default for each in fields(ImportRow)}[field]
    assert getattr(found, field) == empty


def test_values_of_their_own_and_dashes() -> None:
    found = good(sex="not known", ethnic_group="Refused", room="-", known_as="n/a")
    assert found.sex is Sex.UNKNOWN
    assert found.ethnic_group == "Z"
    assert (found.room, found.known_as) == ("", "")
    assert found.blanks == {}
    assert good(ethnic_group="unknown").ethnic_group == "99"


def test_every_problem_of_a_row_at_once() -> None:
    wrong = dict.fromkeys(GOOD, "?!")
    found = bad(**wrong | {"room": "x" * 101, "family_name": "  "})
    assert [problem.split(":")[0] for problem in found] == [
        f"row 7, {field}"
        for field in (
            *("given_name", "family_name", "date_of_birth", "known_as", "weeks_early", "sex"),
            *("ethnic_group", "home_languages", "interpreter_needed", "nhs_number", "postcode"),
            *("room", "key_person", "start_date", "leaving_date"),
        )
    ]
    assert not any("?!" in problem for problem in found)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"date_of_birth": "11/09/2026", "start_date": ""},
            "row 7, date_of_birth: This day is still to come.",
        ),
        ({"date_of_birth": "9/9/2008"}, "row 7, date_of_birth: Check the year"),
        ({"date_of_birth": ""}, "row 7, date_of_birth: This is empty."),
        ({"date_of_birth": "unknown"}, "row 7, date_of_birth: Write the date"),
        ({"given_name": ""}, "row 7, given_name: This is empty."),
        ({"given_name": "\u200b\u202e"}, "row 7, given_name: This is empty."),
        ({"start_date": "2024-05-31"}, "row 7, start_date: This is before the date of birth."),
        ({"leaving_date": "2025-08-31"}, "row 7, leaving_date: This is before"),
        ({"start_date": "", "leaving_date": "2024-05-31"}, "row 7, leaving_date: This is before"),
    ],
)
def test_refused(changes: dict[str, str], says: str) -> None:
    found = bad(**changes)
    assert len(found) == 1
    assert found[0].startswith(says)


def test_born_today_or_eighteen_years_ago() -> None:
    assert good(date_of_birth="10/09/2026", start_date="", leaving_date="")
    assert good(date_of_birth="10/09/2008")


def test_names_in_one_column() -> None:
    parsed = parse("Name,DOB\nAmina Rahman,1/6/2024\n王小明,2/6/2024\n,3/6/2024\n")
    assert [(each.given_name, each.family_name) for each in parsed.rows] == [
        ("Amina", "Rahman"),
        ("王小明", ""),
    ]
    assert parsed.rows[0].notes == ("Check how the name was split into first and family name.",)
    assert parsed.rows[1].notes == ()
    assert [str(problem) for problem in parsed.problems] == ["row 4, name: This is empty."]


def test_duplicates_inside_the_file() -> None:
    parsed = parse(
        "Forename,Surname,DOB,NHS number\n"
        "Zofia,Nowak,1/6/2024,9990000018\n"
        "Bo,Li,1/6/2024,\n"
        " zofia,NOWAK,2024-06-01,\n"
        "Zofia,Nowak,2/6/2024,\n"
        "Cy,Li,1/6/2024,999 000 0018\n"
    )
    assert len(parsed.rows) == 5
    assert [str(problem) for problem in parsed.problems] == [
        "row 4: Row 2 has the same name and date of birth.",
        "row 6, nhs_number: Row 2 has the same NHS number.",
    ]


def test_one_month_first_makes_the_column_unsure() -> None:
    text = "Name,DOB,Start date\nA,05/14/2024,02/03/2025\nB,05/06/2024,\nC,25/06/2024,\n"
    parsed = parse(text)
    assert [each.given_name for each in parsed.rows] == ["C"]
    fields_ = [problem.field for problem in parsed.problems]
    assert fields_ == ["row 2, date_of_birth", "row 3, date_of_birth"]
    assert "could be two days" in parsed.problems[1].sentence
    sure = parse(text.replace("05/14/2024", "14/05/2024"))
    assert [each.date_of_birth.month for each in sure.rows] == [5, 6, 6]


def test_problems_are_in_the_order_of_the_rows() -> None:
    parsed = parse("Name,DOB,Room\nA,x,\nB,1/6/2024\nC,y,\nD,1/6/2024,\nD,1/6/2024,\n")
    assert [problem.field for problem in parsed.problems] == [
        "row 2, date_of_birth",
        "row 3",
        "row 4, date_of_birth",
        "row 6",
    ]


def test_a_map_with_problems_reads_nothing() -> None:
    table = importing.read_table(b"Name,Room\nBo,Acorns\n")
    with pytest.raises(Invalid, match="No column has the date of birth"):
        importing.parse_table(table, importing.guess_columns(table.header), TODAY, GROUPS)


cell = st.sampled_from(
    [*GOOD.values(), "", "-", "not known", "05/14/2024", "01/02/2024"]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(cell, min_size=15, max_size=15), min_size=1, max_size=4))
def test_any_cells_are_read_or_refused(lines: list[list[str]]) -> None:
    table = importing.build_table([EVERYTHING, ["x"] * 15, *lines])
    parsed = importing.parse_table(table, importing.guess_columns(table.header), TODAY, GROUPS)
    told = {int(problem.field.split()[1].rstrip(",")) for problem in parsed.problems}
    assert told | {each.row for each in parsed.rows} == {each.number for each in table.rows}
    for each in parsed.rows:
        assert each.given_name
        assert each.family_name
        assert each.date_of_birth <= TODAY


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=100))
def test_any_bytes_under_good_headings(data: bytes) -> None:
    try:
        table = importing.read_table(b"Name,DOB,Sex\n" + data)
        parsed = importing.parse_table(table, importing.guess_columns(table.header), TODAY, GROUPS)
    except Invalid:
        return
    assert parsed.rows or parsed.problems
