"""NHS numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.nhs_number import format_nhs_number, is_test_number, parse_nhs_number
from ir_desktop.errors import Invalid


def with_check(nine: str) -> str | None:
    """The number by the published rule, worked out apart from the package."""
    remainder = sum(
        int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)
    )
    check = (11 - remainder % 11) % 11
    return None if check == 10 else f"{nine}{check}"


@pytest.mark.parametrize(
    "text",
    ["9990000018", "999 000 0018", "999-000-0018", " 99 9000 0018 ", "999\u00a0000\u20110018"],
)
def test_ways_of_writing(text: str) -> None:
    assert parse_nhs_number(text) == "9990000018"


@given(st.integers(0, 999_999).map(lambda tail: f"999{tail:06d}"))
def test_check_digit(nine: str) -> None:
    right = with_check(nine)
    accepted: list[str] = []
    for check in range(10):
        try:
            accepted.append(parse_nhs_number(f"{nine}{check}"))
        except Invalid:
            continue
    assert accepted == [number for number in [right] if number and len(set(number)) > 1]


@given(st.text(max_size=14) | st.text("0123456789- ", max_size=14))
def test_any_text(text: str) -> None:
    try:
        digits = parse_nhs_number(text)
    except Invalid:
        return
    assert with_check(digits[:9]) == digits


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "10 digits"),
        ("999000001", "10 digits"),
        ("٩٩٩٠٠٠٠٠١٨", "10 digits"),
        ("9990000019", "mistake"),
        ("1111111111", "stand-in"),
        ("0000000000", "stand-in"),
        ("9999999999", "stand-in"),
    ],
)
def test_refused(text: str, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        parse_nhs_number(text)


def test_shown_three_three_four() -> None:
    assert format_nhs_number("9990000018") == "999 000 0018"
    with pytest.raises(ValueError, match="ten digits"):
        format_nhs_number("999 000 0018")


def test_test_range() -> None:
    assert is_test_number("9990000018")
    assert not is_test_number("4000000004")
