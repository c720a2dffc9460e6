import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.documents.fonts import both
from ir_desktop.documents.text import MissingGlyph, check_glyphs, clean
from ir_desktop.errors import Refused


@pytest.mark.parametrize(
    "text",
    [
        "Łucja Żółkiewska",
        "Nguyễn Thị Ánh",
        "Χρυσάνθη Παπαδοπούλου",
        "Олександра Шевченко-Ґалаґан",
        "Ọlọ́run Àdùkẹ́",
        "Siân O’Brien, Ørsted & Müller <3 £5 €5 50% ½",
        "Gheorghiță Șerban",
        "ə Ə ğ ı İ Ş ŋ",
    ],
)
def test_latin_greek_and_cyrillic_pass_letter_for_letter(text: str) -> None:
    assert clean(text, "a name") == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("character", "name", "number", "words"),
    [
        ("م", "ARABIC LETTER MEEM", "U+0645", "Arabic letters, such as “م”"),
        ("ש", "HEBREW LETTER SHIN", "U+05E9", "Hebrew letters, such as “ש”"),
        ("王", "CJK UNIFIED IDEOGRAPH-738B", "U+738B", "Chinese letters, such as “王”"),
        ("ক", "BENGALI LETTER KA", "U+0995", "Bengali letters, such as “ক”"),
        ("ਕ", "GURMUKHI LETTER KA", "U+0A15", "Gurmukhi letters, such as “ਕ”"),
        ("த", "TAMIL LETTER TA", "U+0BA4", "Tamil letters, such as “த”"),
        ("አ", "ETHIOPIC SYLLABLE GLOTTAL A", "U+12A0", "Ethiopic letters, such as “አ”"),
        ("😀", "GRINNING FACE", "U+1F600", "a character that cannot be printed yet: “😀”"),
    ],
)
def test_a_letter_the_type_lacks_stops_and_is_named(
    character: str, name: str, number: str, words: str
) -> None:
    with pytest.raises(MissingGlyph) as caught:
        clean(f"Ana {character}", "the child’s name")
    error = caught.value
    assert isinstance(error, Refused)
    assert (error.character, error.character_name) == (character, name)
    assert f"U+{error.code_point:04X}" == number
    assert error.where == "the child’s name"
    assert error.sentence.startswith(f"The child’s name has {words} ({number})")
    assert "Ana" not in error.sentence


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x1b", "\x7f", "\ud800", "\ue000", "\u202e"]
)
def test_what_cannot_be_seen_stops_without_being_shown(character: str) -> None:
    with pytest.raises(MissingGlyph) as caught:
        clean(f"a{character}b", "the plan")
    assert character not in caught.value.sentence
    assert f"U+{ord(character):04X}" in caught.value.sentence


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\r\nb\rc\u2028d\u2029e\x0bf\x0cg\x85h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\tb", "a b"),
        ("a\u200bb\u200cc\u200dd\ufeffe\u00adf\u2060g", "abcdefg"),
        ("\u202a01632\u202c \u2066960\u2069 142\u200e", "01632 960 142"),
        ("e\u0301", "é"),
        ("☎\ufe0e".replace("☎", "T"), "T"),
    ],
)
def test_what_is_decided_to_differ(typed: str, printed: str) -> None:
    assert clean(typed, "") == printed


def test_no_letter_of_the_type_is_written_from_right_to_left() -> None:
    for face in both():
        for character in face.widths:
            if unicodedata.bidirectional(character) in ("R", "AL"):
                assert clean(character, "") == ""  # a mark of direction, left out


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_printed_whole_or_stops(text: str) -> None:
    stopped = ""
    cleaned = ""
    try:
        cleaned = clean(text, "a field")
    except MissingGlyph as missing:
        stopped = missing.character
    assert stopped in unicodedata.normalize("NFC", text)
    assert clean(cleaned, "a field") == cleaned
    check_glyphs(cleaned, both(), "a field")
    assert stopped or _with_ink(text) == _with_ink(cleaned)


def _with_ink(text: str) -> str:
    kept = (
        character
        for character in unicodedata.normalize("NFC", text)
        if unicodedata.category(character) != "Cf" and character not in "\u034f\ufe0e\ufe0f"
    )
    return unicodedata.normalize("NFC", "".join("".join(kept).split()))


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc", "Cf"])))
def test_the_quick_way_in_is_the_long_way_in(text: str) -> None:
    assert clean(text, "") == unicodedata.normalize("NFC", text)


def test_the_quick_way_in_holds_only_letters_of_the_type() -> None:
    quick = "".join(chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180)) if code != 0xAD)
    check_glyphs(quick + "‘’“”–…", both(), "")
