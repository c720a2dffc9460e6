"""What details must satisfy before they are stored."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.child_rules import checked_carer, checked_child, checked_setting
from ir_desktop.domain.people import Carer, Child, Setting, SettingType
from ir_desktop.errors import Invalid

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TODAY = NOW.date()
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
CARER = Carer(
    id="p1", created_at=NOW, created_by="me", changed_at=NOW, changed_by="me", name="Marta Field"
)
SETTING = Setting(
    id="s1",
    created_at=NOW,
    created_by="me",
    changed_at=NOW,
    changed_by="me",
    name="Little Oaks",
    type=SettingType.PRIVATE_NURSERY,
)


def child(**more: object) -> Child:
    wanted = replace(CHILD, **more)
    return checked_child(wanted, today=TODAY)


def carer(**more: object) -> Carer:
    return checked_carer(replace(CARER, **more))


def setting(**more: object) -> Setting:
    return checked_setting(replace(SETTING, **more))


def wrong(check: Callable[..., object], **more: object) -> list[str]:
    with pytest.raises(Invalid) as caught:
        check(**more)
    assert all(each.sentence.endswith(".") for each in caught.value.problems)
    return [each.field for each in caught.value.problems]


def test_little_is_needed() -> None:
    assert child() == CHILD
    assert carer() == CARER
    assert setting() == SETTING
    assert child(family_name="").full_name == "Ivo"  # some children have one name


def test_what_is_typed_is_tidied() -> None:
    tidy = child(
        given_name="  Ivo\u200b ",
        known_as=" Ivy ",
        home_languages=(" Polish", " ", "English"),
        nhs_number="999 000 0018",
        address="1 Orchard Road  \nEastfield\n",
        postcode="ls14ap",
        other_settings=("", "Sunny  Days"),
        check_elsewhere=" Sunny Days",
        gp="Dr  Noor",
        named_health_visitor=" Hannah ",
    )
    assert (tidy.given_name, tidy.called) == ("Ivo", "Ivy")
    assert tidy.home_languages == ("Polish", "English")
    assert tidy.nhs_number == "9990000018"
    assert tidy.address == "1 Orchard Road\nEastfield"
    assert tidy.postcode == "LS1 4AP"
    assert tidy.other_settings == ("Sunny Days",)
    assert (tidy.check_elsewhere, tidy.gp) == ("Sunny Days", "Dr Noor")
    assert tidy.named_health_visitor == "Hannah"
    assert carer(phone=" 01632 960002", email=" m@example.org ").email == "m@example.org"
    assert setting(urn="ey 123456", phone="01632 960001", postcode="ea19zz").urn == "EY123456"


@pytest.mark.parametrize("name", ["Zoë", "Ngũgĩ", "李", "زهرا", "O’Brien", "Anne-Marie", "ꦲ"])
def test_names_of_every_script(name: str) -> None:
    assert child(given_name=name, family_name=name).full_name == f"{name} {name}"
    assert carer(name=name).name == name


def test_everything_wrong_is_told_at_once_by_field() -> None:
    assert wrong(
        child,
        given_name="?",
        family_name="x" * 201,
        nhs_number="123",
        postcode="nowhere",
        weeks_early=18,
        date_of_birth=date(2026, 11, 21),
        start_date=date(2026, 11, 1),
        leaving_date=date(2026, 10, 1),
        health_review_on=date(2026, 11, 1),
    ) == [
        "given_name",
        "family_name",
        "nhs_number",
        "postcode",
        "weeks_early",
        "date_of_birth",
        "start_date",
        "leaving_date",
        "health_review_on",
    ]
    assert wrong(carer, name=" ", phone="12", email="marta") == ["name", "phone", "email"]
    assert wrong(setting, name="123", urn="X1", postcode="?", phone="1", email="@") == [
        "name",
        "urn",
        "postcode",
        "phone",
        "email",
    ]


@pytest.mark.parametrize(
    ("check", "field"), [(child, "given_name"), (carer, "name"), (setting, "name")]
)
def test_a_name_too_long_is_told_once_and_not_as_missing(
    check: Callable[..., object], field: str
) -> None:
    with pytest.raises(Invalid, match="too long") as caught:
        check(**{field: "x" * 201})
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("weeks", [-1, 18])
def test_weeks_early_have_bounds(weeks: int) -> None:
    assert wrong(child, weeks_early=weeks) == ["weeks_early"]


def test_days_that_are_just_possible() -> None:
    born = CHILD.date_of_birth
    assert child(weeks_early=0, date_of_birth=TODAY).date_of_birth == TODAY
    assert child(weeks_early=17, start_date=born, leaving_date=born, health_review_on=born)
    assert child(health_review_on=date(2027, 1, 12))  # booked
    assert child(date_of_birth=date(2008, 1, 1))


def test_a_child_cannot_be_an_adult_or_leave_before_coming() -> None:
    assert wrong(child, date_of_birth=date(2007, 12, 31)) == ["date_of_birth"]
    before = date(2024, 9, 2)
    assert wrong(child, leaving_date=before) == ["leaving_date"]
    assert wrong(child, start_date=before) == ["start_date"]
    assert wrong(child, health_review_on=before) == ["health_review_on"]


@given(st.text(max_size=230), st.text(max_size=230), st.text(max_size=20), st.text(max_size=20))
def test_anything_typed_is_refused_by_field_or_kept_as_it_will_stay(
    given_name: str, family_name: str, number: str, postcode: str
) -> None:
    typed = replace(
        CHILD,
        given_name=given_name,
        family_name=family_name,
        nhs_number=number,
        postcode=postcode,
    )
    try:
        kept = checked_child(typed, today=TODAY)
    except Invalid as error:
        fields = [each.field for each in error.problems]
        assert set(fields) <= {"given_name", "family_name", "nhs_number", "postcode"}
        assert len(fields) == len(set(fields))
    else:
        assert kept.given_name
        assert checked_child(kept, today=TODAY) == kept
