"""Postcodes, telephone numbers, e-mail addresses and Ofsted numbers."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.contact_rules import (
    parse_email,
    parse_ofsted_urn,
    parse_phone,
    parse_postcode,
)
from ir_desktop.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ls1 4ap", "LS1 4AP"),
        ("LS14AP", "LS1 4AP"),
        (" sw1a  1aa ", "SW1A 1AA"),
        ("M1 1AE", "M1 1AE"),
        ("EC1A1BB", "EC1A 1BB"),
        ("gir 0aa", "GIR 0AA"),
    ],
)
def test_postcode(typed: str, kept: str) -> None:
    assert parse_postcode(typed) == kept


@pytest.mark.parametrize(
    ("parse", "typed", "says"),
    [
        (parse_postcode, "", "LS1 4AP"),
        (parse_postcode, "LS1", "LS1 4AP"),
        (parse_postcode, "LS1 4AP 5", "LS1 4AP"),
        (parse_postcode, "12345", "LS1 4AP"),
        (parse_ofsted_urn, "12345", "6 or 7 digits"),
        (parse_ofsted_urn, "EY12", "6 or 7 digits"),
        (parse_ofsted_urn, "XX123456", "6 or 7 digits"),
        (parse_phone, "", "7 to 15"),
        (parse_phone, "123456", "7 to 15"),
        (parse_phone, "01234567890123456", "7 to 15"),
        (parse_phone, "call me", "7 to 15"),
        (parse_phone, "ext 1234567", "7 to 15"),
        (parse_phone, "٠١٢٣٤٥٦٧", "7 to 15"),
        (parse_email, "someone", "name@example.org"),
        (parse_email, "a@b", "name@example.org"),
        (parse_email, "a b@example.org", "name@example.org"),
        (parse_email, "a@example..org", "name@example.org"),
        (parse_email, "a@b@example.org", "name@example.org"),
    ],
)
def test_refused(parse: Callable[..., str], typed: str, says: str) -> None:
    with pytest.raises(Invalid, match=says) as caught:
        parse(typed, field="here")
    assert caught.value.problems[0].field == "here"


@pytest.mark.parametrize("typed", ["EY123456", "ey123456", "EY 123456", "123456", "1234567"])
def test_ofsted_urn(typed: str) -> None:
    assert parse_ofsted_urn(typed) == typed.replace(" ", "").upper()


@pytest.mark.parametrize(
    "typed",
    ["0113 496 0000", "(0113) 496-0000", "+44 113 496 0000", "07700 900123", "01632960001 ext 22"],
)
def test_phone(typed: str) -> None:
    assert parse_phone(f"  {typed} ") == typed


def test_email() -> None:
    assert parse_email(" Health.Team+1@example.org ") == "Health.Team+1@example.org"
    assert parse_email("zoë@exämple.org") == "zoë@exämple.org"


@given(st.text(max_size=30), st.sampled_from([parse_postcode, parse_phone, parse_email]))
def test_any_text_is_kept_or_refused(text: str, parse: Callable[[str], str]) -> None:
    try:
        kept = parse(text)
    except Invalid:
        return
    assert parse(kept) == kept
