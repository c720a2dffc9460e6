"""Records of people, and the words for their kinds."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime

import pytest

from ir_desktop.domain.people import (
    ROLE_WORDS,
    SETTING_TYPE_WORDS,
    Child,
    Role,
    SettingType,
    Sex,
)
from ir_desktop.domain.records import BLANK_WORDS, Blank
from ir_desktop.domain.review import PRIME_AREA_WORDS, PrimeArea

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
CHILD = Child(
    id="c1",
    created_at=NOW,
    created_by="me",
    changed_at=NOW,
    changed_by="me",
    given_name="Ivo",
    family_name="Field",
    date_of_birth=date(2024, 9, 3),
)


def test_the_name_on_papers_and_the_name_the_child_goes_by() -> None:
    assert (CHILD.full_name, CHILD.called) == ("Ivo Field", "Ivo")
    assert replace(CHILD, known_as="Ivy").called == "Ivy"
    assert replace(CHILD, family_name="").full_name == "Ivo"


def test_what_was_never_asked_is_not_an_answer() -> None:
    assert CHILD.interpreter_needed is None
    assert CHILD.send_support is None
    assert CHILD.health_review_on is None
    assert CHILD.sex is Sex.UNKNOWN
    assert CHILD.blanks == {}
    assert len({BLANK_WORDS[each] for each in Blank}) == 4


def test_a_record_is_never_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        CHILD.given_name = "Ida"  # pyright: ignore[reportAttributeAccessIssue] - what is tried
    assert replace(CHILD).blanks is CHILD.blanks
    assert Child.__slots__


def test_every_kind_has_words_of_its_own() -> None:
    for kind, words in (
        (SettingType, SETTING_TYPE_WORDS),
        (Role, ROLE_WORDS),
        (Blank, BLANK_WORDS),
        (PrimeArea, PRIME_AREA_WORDS),
    ):
        assert set(words) == set(kind)
        assert len(set(words.values())) == len(words)


def test_sex_is_written_as_fhir_writes_it() -> None:
    assert {each.value for each in Sex} == {"female", "male", "other", "unknown"}
