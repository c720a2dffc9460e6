"""Finding a child by what somebody types."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.finding import name_rank, search_key, wanted

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Nguyễn Thị Minh Khai", "nguyen thi"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Saoirse O’Brien", "obrien"),
        ("Saoirse O’Brien", "O'Brien"),
        ("Søren Ærø", "soren aero"),
        ("Oliver Featherstonehaugh-Cholmondeley", "cholmondeley"),
        ("María José García", "jose"),
        ("İpek Yıldız", "ipek yildiz"),
        ("Groß", "gross"),
        ("Ελένη Παπαδοπούλου", "ελενη"),
        ("Шевченко", "шЕВ"),
        ("محمد العلي", "محمد"),
        ("王 小明", "小"),
    ],
)
def test_names_are_found_on_any_keyboard(name: str, typed: str) -> None:
    assert name_rank(wanted(typed, today=TODAY), search_key(name)) is not None


def test_better_fits_come_first() -> None:
    key = search_key("Amina Rahman Mina")

    def rank(typed: str) -> int | None:
        return name_rank(wanted(typed, today=TODAY), key)

    assert [rank("ami"), rank("rah ami"), rank("hman"), rank("zed"), rank("ami zed"), rank("")] == [
        0,
        1,
        2,
        None,
        None,
        None,
    ]


def test_digits_and_dates() -> None:
    assert wanted("999 041-73", today=TODAY).digits == "99904173"
    assert wanted("99", today=TODAY).digits == ""
    assert wanted("999a", today=TODAY).digits == ""
    assert wanted("1 June 2024", today=TODAY).born == date(2024, 6, 1)
    assert wanted("1/6/24", today=TODAY).born == date(2024, 6, 1)
    assert wanted("31/2/24", today=TODAY).born is None
    assert wanted("june", today=TODAY).born is None


@given(st.text(max_size=40))
def test_a_key_is_its_own_key_and_every_text_is_found_by_itself(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    assert key == key.strip()
    want = wanted(text, today=TODAY)
    assert name_rank(want, key) == (0 if key else None)


@given(st.text(max_size=20), st.characters(categories=["Mn"]))
def test_marks_do_not_count(text: str, mark: str) -> None:
    marked = "".join(each + mark for each in text)
    once = unicodedata.normalize("NFC", marked)
    assert search_key(once) == search_key(marked)


@given(st.text())
def test_whatever_is_typed_is_understood(text: str) -> None:
    found = wanted(text, today=TODAY)
    assert len(found.digits) <= 100
