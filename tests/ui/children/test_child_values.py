"""A child's record as its form shows it, and back."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.people import Child, SendSupport, Sex
from ir_desktop.domain.records import Blank, Source
from ir_desktop.errors import Invalid
from ir_desktop.ui.children.child_values import BLANKS, Choices, problems, to_details, to_values

TODAY = date(2026, 9, 15)
NOW = datetime(2026, 9, 15, tzinfo=UTC)
CHILD = Child(
    id="c", created_at=NOW, created_by="s", changed_at=NOW, changed_by="s",
    given_name="Wren", family_name="Hartley", date_of_birth=date(2024, 5, 3),
)  # fmt: skip


def choices(child: Child | None, *, only_mine: bool = False) -> Choices:
    return Choices(
        child=child, rooms=(), staff=(), teams=(), ethnic_groups=(),
        me="me", only_mine=only_mine, today=TODAY,
    )  # fmt: skip


blanks = st.dictionaries(
    st.sampled_from(BLANKS), st.sampled_from([b for b in Blank if b is not Blank.NOT_ASKED])
)
words = st.text("abc é,<&", min_size=1, max_size=8).filter(lambda text: "," not in text.strip(","))


@given(
    st.builds(
        lambda early, languages, needed, support, number, settings, why: {
            "weeks_early": early,
            "home_languages": tuple(dict.fromkeys(languages)),
            "interpreter_needed": needed,
            "send_support": support,
            "nhs_number": number,
            "nhs_number_source": Source.PAPER if number else None,
            "other_settings": tuple(dict.fromkeys(settings)),
            "blanks": why,
        },
        st.integers(0, 17),
        st.lists(st.sampled_from(["Polish", "Bengali (Sylheti)", "<b>x</b>", "عربي"]), max_size=3),
        st.sampled_from([None, True, False]),
        st.sampled_from([None, *SendSupport]),
        st.sampled_from(["", "9990000018"]),
        st.lists(st.sampled_from(["Bright Steps", "A & B"]), max_size=2),
        blanks,
    )
)
def test_what_is_not_touched_stays_as_it_was(given_details: dict[str, object]) -> None:
    from dataclasses import replace

    child = replace(CHILD, **given_details)
    why = {
        name: each
        for name, each in child.blanks.items()
        if getattr(child, name) in ("", None, ())  # a filled-in field has no reason to be empty
    }
    details = to_details(to_values(choices(child)))
    assert replace(child, **details) == replace(child, blanks=why)


def test_a_practitioner_is_the_key_person_of_whom_they_add() -> None:
    assert to_values(choices(None, only_mine=True)) == {"key_person_id": "me"}
    assert to_values(choices(None)) == {"key_person_id": None}


def empty() -> dict[str, object]:
    return to_values(choices(CHILD))


def test_a_number_without_a_source_is_from_the_parents() -> None:
    details = to_details(empty() | {"nhs_number": "9990000018", "nhs_number_source": None})
    assert details["nhs_number_source"] is Source.PARENT
    assert to_details(empty())["nhs_number_source"] is None
    assert to_details(empty() | {"sex": None})["sex"] is Sex.UNKNOWN


@pytest.mark.parametrize("typed", ["x", "1.5", "-1", "123", "²"])
def test_weeks_that_cannot_be_read_are_told(typed: str) -> None:
    with pytest.raises(Invalid, match="weeks_early"):
        to_details(empty() | {"weeks_early": typed})


def test_every_problem_is_told_at_once() -> None:
    wrong = empty() | {
        "given_name": "7",
        "date_of_birth": date(2030, 1, 1),
        "weeks_early": "soon",
        "postcode": "nowhere",
        "nhs_number": "123",
        "leaving_date": date(2020, 1, 1),
    }
    assert {each.field for each in problems(wrong, None, TODAY)} == {
        "given_name",
        "date_of_birth",
        "weeks_early",
        "postcode",
        "nhs_number",
        "leaving_date",
    }
    missing = empty() | {"date_of_birth": None, "start_date": date(2020, 1, 1)}
    assert problems(missing, None, TODAY) == []
