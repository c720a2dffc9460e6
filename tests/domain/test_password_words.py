"""What is left of a password without the words that anybody here would try first."""

import pytest

from ir_desktop.domain.password_words import without, words_in

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
        ("planning honest", "pling ho"),
        ("nest kX7#Qp2v!w", "kx7#qp2v!w"),
        ("", ""),
        ("\ud800 nest", ""),
    ],
)
def test_the_words_go_with_what_joins_them(password: str, left: str) -> None:
    assert without(password, WORDS) == left


def test_with_no_words_nothing_goes() -> None:
    assert without("Ann Lee", ()) == "Ann Lee"
