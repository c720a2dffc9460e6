"""What is left of a password without the words that anybody here would try first."""

import unicodedata
from collections.abc import Callable
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.password_words import fold, without, words_in

WORDS = words_in(["Ann Lee", "Nest", "little stars"])


def test_words_come_plain_once_and_not_the_shortest() -> None:
    assert words_in(["Jo Field", "José  O’Neill-Field", "St. Ann's 2"]) == (
        "field", "jofield", "jose", "neill", "joseoneillfield", "ann", "stanns",
    )  # fmt: skip
    assert words_in([]) == words_in(["", " 7 "]) == ()
    assert words_in(["Straße", "مريم"]) == ("strasse", "مريم")


@pytest.mark.parametrize(
    ("password", "left"),
    [
        ("Ann Lee Ann Lee", ""),
        ("nestnestnest nest", ""),
        ("Little-Stars_2026", "2026"),
        ("n3st! L1ttl3 $t4r5", ""),
        ("ÁNN - kettle - lée", "kettle"),
        ("kettle lantern", "kettle lantern"),
        ("KETTLE Lantern", "KETTLE Lantern"),  # as it was: none of them is in it
        ("planning honest", "planning honest"),  # short ones stand in many others
        ("ann4planning 4nn2 lee", "4planning2"),
        ("AnnLeeNest leeann", ""),
        ("annettelittlestars", "annette"),
        ("nest kX7#Qp2v!w", "kx7#qp2v!w"),
        ("", ""),
        ("\ud800 nest", ""),
    ],
)
def test_the_words_go_with_what_joins_them(password: str, left: str) -> None:
    assert without(password, WORDS) == left


def test_with_no_words_nothing_goes() -> None:
    assert without("Ann Lee", ()) == "Ann Lee"


# Names of many scripts, and every way in which the same one may be written.

NAMES = (
    "Łukasz", "Søren", "Đorđević", "Æthelred", "Straße", "Ngũgĩ", "Şeyma", "Iğdır", "Þórdís",
    "Œuvray", "Jean-Luc", "Мария", "Ιωάννης", "مُحَمَّد", "شَهْرَزاد", "רָחֵל",
    "प्रिया", "राम", "लक्ष्मी", "ਗੁਰਪ੍ਰੀਤ", "শ্রাবণী", "தமிழ்ச்செல்வி", "ปิติ", "น้ำผึ้ง", "สมชาย",
    "မောင်မောင်", "សុខា", "이민호", "山田太郎", "ተስፋዬ",
)  # fmt: skip
FORMS: tuple[Literal["NFC", "NFD", "NFKC", "NFKD"], ...] = ("NFC", "NFD", "NFKC", "NFKD")
name = st.sampled_from(NAMES)
letters = st.text(st.characters(categories=["L", "M"]), min_size=1, max_size=12)
anything = st.text(st.characters(exclude_categories=()), max_size=60)


@given(name, st.sampled_from(FORMS), st.sampled_from([str.upper, str.lower, str.title]))
def test_a_name_alone_leaves_nothing_however_it_is_written(
    name: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"], written: Callable[[str], str]
) -> None:
    words = words_in([name])
    assert words
    assert without(unicodedata.normalize(form, written(name)), words) == ""


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Łukasz", "lukasz7"),
        ("Søren", "s0ren7"),
        ("Đorđe Đukić", "dorde-dukic7"),
        ("Æthel", "aethel7"),
        ("Weiß", "weiss7"),
        ("Iğdır", "IGDIR7"),
        ("Þóra", "thora7"),
        ("D\u02bcAngelo", "angelo7"),
        ("مـحـمد", "محمد7"),
        ("प्रि\u200dया", "प्रिया7"),
        ("น้ำผึ้ง", "นำผึง7"),  # without its tones
    ],
)
def test_letters_that_a_keyboard_lacks_are_found_as_people_type_them(name: str, typed: str) -> None:
    assert without(typed, words_in([name])) == "7"


@given(anything)
def test_folding_twice_folds_no_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(letters)
def test_every_word_of_three_letters_or_more_is_a_word(text: str) -> None:
    plain = fold(text)
    if len(plain) >= 3 and all(each.isalpha() for each in plain):
        assert words_in([text]) == (plain,)
        assert without(text, words_in([text])) == ""


@given(st.text("bcdfhk", min_size=1), st.sampled_from(["ann", "nest", "lee"]), st.text("bcdfhk"))
def test_a_short_word_inside_another_stays(before: str, word: str, after: str) -> None:
    for password in (before + word + after, after + word + before):
        assert without(password, WORDS) == password


@given(st.text("bcdfhk"), st.sampled_from(["littlestars", "l1tt1e", "STARS"]), st.text("bcdfhk"))
def test_a_long_word_goes_wherever_it_stands(before: str, word: str, after: str) -> None:
    assert without(before + word + after, WORDS) == before + after


@given(anything, st.lists(letters, max_size=5))
def test_what_is_left_is_the_password_or_part_of_it_in_its_order(
    password: str, names: list[str]
) -> None:
    left = without(password, words_in(names))
    if left != password:
        rest = iter(fold(password))
        assert all(each in rest for each in left)


@given(st.lists(st.sampled_from(["ann", "Lee", "NEST", "little", "stars", "annlee"]), min_size=1),
       st.lists(st.sampled_from(["", " ", "-", " . ", "_"]), min_size=12))  # fmt: skip
def test_words_in_any_order_and_joined_in_any_way_leave_nothing(
    chosen: list[str], joints: list[str]
) -> None:
    joined = "".join(word + joints[at % len(joints)] for at, word in enumerate(chosen[:12]))
    assert without(joined, WORDS) == ""


@pytest.mark.parametrize("sign", ["-", "!", "1", "a", " ", "\u0301", "น"])
def test_a_password_of_a_million_characters_is_weighed_by_its_first(sign: str) -> None:
    """Looking at each sign from each place would take hours."""
    many = sign * 1_000_000
    assert without(many, WORDS) == many
    assert without("kettle nest " + many, WORDS) == without("kettle nest " + many[:500], WORDS)
    assert without(many + "nest", WORDS) == many + "nest"
