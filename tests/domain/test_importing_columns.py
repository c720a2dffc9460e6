"""Which column holds what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.importing_columns import (
    ImportField,
    chosen_columns,
    column_letters,
    guess_columns,
    parse_map,
)
from ir_desktop.errors import Invalid


def guessed(*header: str) -> dict[str, int]:
    found = guess_columns(header)
    assert found.problems == ()
    return {str(field): place for field, place in found.columns.items()}


def told(header: list[str], choice: dict[str, object]) -> list[str]:
    return [str(problem) for problem in chosen_columns(header, choice).problems]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Known as", "known_as"),
        ("Preferred name", "known_as"),
        ("Sex", "sex"),
        ("GENDER", "sex"),
        ("NHS number", "nhs_number"),
        ("NHS No.", "nhs_number"),
        ("Postcode", "postcode"),
        ("Post Code", "postcode"),
        ("Room", "room"),
        ("Key person", "key_person"),
        ("Key-worker", "key_person"),
        ("Home language", "home_languages"),
        ("Languages", "home_languages"),
        ("Interpreter needed?", "interpreter_needed"),
        ("Weeks early", "weeks_early"),
        ("weeks_early", "weeks_early"),
        ("Start date (dd/mm/yyyy)", "start_date"),
        ("Leaving date", "leaving_date"),
        ("Ethnicity", "ethnic_group"),
        ("Child’s Room *", "room"),
    ],
)
def test_headings_known(heading: str, field: str) -> None:
    assert guessed("Forename", "Surname", "DOB", heading)[field] == 3


@pytest.mark.parametrize(
    "header",
    [
        ("First name", "Last name", "Date of birth"),
        ("Forename", "Surname", "D.O.B."),
        ("Given name", "Family name", "dob"),
        ("Child's first name", "Childs surname", "Child DOB"),
        ("given_name", "family_name", "date_of_birth"),
        ("Name", "Surname", "Birth date"),  # beside a surname, a name is the first name
    ],
)
def test_names_in_two_columns(header: tuple[str, ...]) -> None:
    assert guessed(*header) == {"given_name": 0, "family_name": 1, "date_of_birth": 2}


def test_names_in_one_column() -> None:
    assert guessed("Name", "DOB") == {"name": 0, "date_of_birth": 1}
    assert guessed("Child name", "DOB") == {"name": 0, "date_of_birth": 1}


def test_the_parts_of_a_name_go_before_the_whole() -> None:
    found = guess_columns(("Full name", "First name", "Surname", "DOB"))
    assert ImportField.NAME not in found.columns
    assert found.unused == (0,)


def test_what_is_not_read_is_told() -> None:
    found = guess_columns(("Parent first name", "Name", "", "DOB", "Allergies"))
    assert found.unused == (0, 4)


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (
            ("Room",),
            ["date_of_birth: No column", "given_name: No column", "family_name: No column"],
        ),
        (("Name",), ["date_of_birth: No column"]),
        (("Forename", "DOB"), ["family_name: No column"]),
        (("Full name", "Surname", "DOB"), ["given_name: No column"]),
        (("Name", "DOB", "Date of birth"), ["date_of_birth: Columns B and C could both be this."]),
    ],
)
def test_what_is_missing_or_double(header: tuple[str, ...], says: list[str]) -> None:
    found = [str(problem) for problem in guess_columns(header).problems]
    assert len(found) == len(says)
    assert all(one.startswith(start) for one, start in zip(found, says, strict=True))


def test_a_choice_goes_before_the_headings_and_the_rest_is_guessed() -> None:
    header = ["Name", "Column2", "DOB", "Room", "Sex"]
    choice = {"given_name": "name", "family_name": " COLUMN2 ", "room": None}
    found = chosen_columns(header, choice)
    assert found.problems == ()
    assert dict(found.columns) == {
        ImportField.GIVEN_NAME: 0,
        ImportField.FAMILY_NAME: 1,
        ImportField.DATE_OF_BIRTH: 2,
        ImportField.SEX: 4,
    }
    assert found.unused == (3,)


def test_a_chosen_whole_name_goes_before_the_parts() -> None:
    found = chosen_columns(["Label", "First name", "Surname", "DOB"], {"name": "Label"})
    assert found.problems == ()
    assert set(found.columns) == {ImportField.NAME, ImportField.DATE_OF_BIRTH}


def test_a_choice_settles_two_headings_that_could_both_be() -> None:
    header = ["Name", "DOB", "Date of birth"]
    found = chosen_columns(header, {"date_of_birth": "Date of birth"})
    assert found.problems == ()
    assert found.columns[ImportField.DATE_OF_BIRTH] == 2


def test_wrong_choices_are_all_named() -> None:
    header = ["A", "B", "C", "DOB"]
    choice: dict[str, object] = {
        "name": "A",
        "given_name": "B",
        "family_name": "B",
        "shoe_size": "C",
        "room": "Gone",
        "sex": 3,
        "postcode": "",
    }
    found = told(header, choice)
    assert [problem.split(":")[0] for problem in found] == [
        "map, family_name",
        "map",
        "map, room",
        "map, sex",
        "map, postcode",
        "map, name",
    ]
    assert "given to another field too" in found[0]
    assert "no field “shoe_size”. The fields are name, given_name" in found[1]
    assert "no column with this heading" in found[2]
    assert "not both" in found[5]


def test_of_two_equal_headings_the_first_is_chosen() -> None:
    found = chosen_columns(["X", "x", "DOB"], {"name": "X"})
    assert found.columns[ImportField.NAME] == 0


def test_parse_map() -> None:
    assert parse_map('{"name": "Child", "room": null}') == {"name": "Child", "room": None}
    with pytest.raises(Invalid, match=r"map: .*same name twice"):
        parse_map('{"name": "A", "name": "B"}')


@pytest.mark.parametrize(
    ("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")]
)
def test_column_letters(place: int, letters: str) -> None:
    assert column_letters(place) == letters


@given(
    st.lists(st.sampled_from(["Name", "Surname", "First name", "DOB", "Born", ""]) | st.text()),
    st.dictionaries(st.sampled_from(list(ImportField)) | st.text(), st.none() | st.text()),
)
def test_any_headings_and_choice(header: list[str], choice: dict[str, object]) -> None:
    for found in (guess_columns(header), chosen_columns(header, choice)):
        places = list(found.columns.values())
        assert len(set(places)) == len(places)
        assert not set(places) & set(found.unused)
        if not found.problems:
            assert ImportField.DATE_OF_BIRTH in found.columns
            parts = {ImportField.GIVEN_NAME, ImportField.FAMILY_NAME}
            assert (ImportField.NAME in found.columns) != (parts <= set(found.columns))
