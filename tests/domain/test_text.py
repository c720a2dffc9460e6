"""Cleaning what people type."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.text import clean_block, clean_line, has_letter, match_key
from ir_desktop.errors import Invalid

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize(
    "name",
    [
        "O’Connor",
        "Nguyễn",
        "王",
        "محمد",
        "A",
        "Nic Giolla-Chríost",
        "می‌خواهم",
        "क्‍ष",
        "=Sum",
        "<b>",
        "\u0600\u0661",
    ],
)
def test_names_of_every_script_stay(name: str) -> None:
    assert clean_line(name) == unicodedata.normalize("NFC", name)
    assert clean_block(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Zofia \t  Nowak\n", "Zofia Nowak"),
        ("Zofia\u00a0Nowak", "Zofia Nowak"),
        ("a\u2028b\x85c\x1cd", "a b c d"),
        ("e\u0301", "é"),
        ("Ann\x00\x07a", "Anna"),
        ("\u202eamina\u202c \u2066x\u2069\u200f", "amina x"),
        ("\ufeffBo\u200b\u00ad", "Bo"),
        ("Bo\ufffe\uffff\U0001ffff", "Bo"),
        ("e\u200b\u0301", "é"),  # what an invisible character kept apart combines
    ],
)
def test_line(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one \r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("\n\n a\tb \n\n c\n", "a\tb\n\n c"),
        ("a\u202eb\u200fc\x00", "ab\u200fc"),
    ],
)
def test_block(typed: str, kept: str) -> None:
    assert clean_block(typed) == kept


@given(anything)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    line, block = clean_line(text), clean_block(text)
    assert clean_line(line) == line
    assert clean_block(block) == block
    assert line == unicodedata.normalize("NFC", line)


@given(anything)
def test_a_line_is_one_line(text: str) -> None:
    line = clean_line(text)
    assert line.splitlines() in ([], [line])
    assert not any(unicodedata.category(character) == "Cc" for character in line)
    assert "\u202e" not in clean_block(text)


def test_broken_characters_and_length_are_refused() -> None:
    with pytest.raises(Invalid, match="broken") as caught:
        clean_line("a\ud800", field="given_name")
    assert caught.value.problems[0].field == "given_name"
    with pytest.raises(Invalid, match="broken"):
        clean_block("\udfff")
    assert clean_line("a" * 5, limit=5) == "aaaaa"
    with pytest.raises(Invalid, match="at most 5 characters"):
        clean_line("a" * 6, limit=5)
    with pytest.raises(Invalid, match="at most 10,000 characters"):
        clean_block("a" * 10_001)


def test_has_letter() -> None:
    assert has_letter("王")
    assert has_letter("1a")
    assert not has_letter("12 -")
    assert not has_letter("")


def test_match_key() -> None:
    assert match_key(" ZOFIA  Nowak ") == match_key("Zofia Nowak")
    assert match_key("STRASSE") == match_key("Straße")
    assert match_key("Ann") != match_key("Anna")
