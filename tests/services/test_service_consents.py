"""Consents and contacts of a family: kept as they were given, or refused with every problem."""

from datetime import date, timedelta

import pytest

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Contact, Decision, How
from ir_desktop.errors import Invalid, NotFound, Refused
from ir_desktop.services import children, consents, exports
from ir_desktop.services.session import Session
from tests.services.family_hands import decide, fields
from tests.services.health_team import HealthTeam
from tests.services.nursery import TODAY, child_named, records_of


def test_a_consent_is_recorded_and_looked_at_again_after_its_months(manager: Session) -> None:
    kofi = child_named(manager, "Kofi").id
    consent = decide(manager, kofi)
    assert consent.review_by is not None
    assert consent.review_by > TODAY + timedelta(days=300)
    assert consent.categories == tuple(Category)
    declined = decide(manager, kofi, decision=Decision.DECLINED, categories=[Category.ASQ3])
    assert (declined.review_by, declined.categories) == (None, (Category.ASQ3,))
    assert children.child_page(manager, kofi).consents == (consent, declined)


def test_every_problem_of_a_consent_is_told_at_once(manager: Session) -> None:
    kofi = child_named(manager, "Kofi").id
    before = records_of(manager)
    with pytest.raises(Invalid) as caught:
        decide(
            manager,
            kofi,
            by_name=" . ",
            by_relationship="x" * 300,
            occurred_on=TODAY + timedelta(days=2),
            review_by=TODAY,
            categories=(),
            health_team_id="nothing",
        )
    assert sorted(fields(caught.value)) == [
        "by",
        "categories",
        "on",
        "relationship",
        "review_by",
        "team",
    ]
    with pytest.raises(Invalid, match="on: This is before the child was born"):
        decide(manager, kofi, occurred_on=date(1999, 1, 1))
    with pytest.raises(Invalid, match="by: Some characters are broken"):
        decide(manager, kofi, by_name="\ud800a")
    assert records_of(manager) == before


def test_without_a_team_to_send_to_there_is_nothing_to_consent_to(
    manager: Session, team: HealthTeam
) -> None:
    team.introduce(manager)
    second = HealthTeam(team.clock, name="A second team", cards=team.cards)
    second.introduce(manager, agreement_id="agreement-2")  # two: which one must be said
    with pytest.raises(Invalid, match="team: Say which health team"):
        decide(manager, child_named(manager, "Kofi").id)


def test_a_contact_is_kept_with_its_carer(manager: Session) -> None:
    kofi = child_named(manager, "Kofi").id
    (member,) = children.child_page(manager, kofi).family

    def contact(**more: object) -> Contact:
        return consents.record_contact(
            manager,
            kofi,
            **({"how": How.TEXT, "about": "Review", "outcome": "Yes", "occurred_on": TODAY} | more),  # pyright: ignore[reportArgumentType] - one of many shapes
        )

    kept = contact(carer_id=member.carer.id)
    assert kept in children.child_page(manager, kofi).contacts
    before = records_of(manager)
    with pytest.raises(Invalid) as caught:
        contact(
            carer_id="nobody",
            about="x" * 300,
            outcome="\udc00",
            occurred_on=TODAY + timedelta(days=1),
        )
    assert sorted(fields(caught.value)) == ["about", "carer_id", "on", "outcome"]
    assert records_of(manager) == before


def test_the_preview_says_what_leaves_and_what_stays(manager: Session, team: HealthTeam) -> None:
    zofia = child_named(manager, "Zofia").id
    team.introduce(
        manager, categories=[each for each in Category if each is not Category.QUESTIONS]
    )
    decide(manager, zofia, decision=Decision.DECLINED, categories=(Category.ASQ3,))
    seen = exports.preview_export(manager, zofia)
    assert {each.category for each in seen.stays} == {
        Category.QUESTIONS,
        Category.ASQ3,
        Category.SUMMARY_PDF,
    }
    assert seen.summary_pdf is None
    assert seen.holds == ()
    assert b"hearing check help" not in seen.bundle
    made = exports.approve(manager, zofia)
    assert made.categories == seen.categories
    (row,) = exports.ledger(manager)
    assert (row.child_name, row.words) == ("Zofia Kowalska", "Ready to send")


def test_another_teams_agreement_cannot_be_used_for_a_child(
    manager: Session, team: HealthTeam
) -> None:
    zofia = child_named(manager, "Zofia").id
    first = team.introduce(manager)
    exports.approve(manager, zofia, agreement_id=first.id)
    assert child_named(manager, "Zofia").health_team_id == first.health_team_id
    other = HealthTeam(team.clock, name="Another team", cards=team.cards)
    second = other.introduce(manager, agreement_id="agreement-2")
    with pytest.raises(Refused, match="belongs to another health team"):
        exports.approve(manager, zofia, agreement_id=second.id)
    with pytest.raises(NotFound, match="agreement"):
        exports.approve(manager, zofia, agreement_id="nothing")
    with pytest.raises(Refused, match="not signed off"):
        exports.approve(manager, child_named(manager, "Kofi").id)
    with pytest.raises(Invalid, match="team: Say which health team"):
        exports.approve(manager, child_named(manager, "Saoirse").id)
    with pytest.raises(NotFound, match="export"):
        exports.try_again(manager, "nothing")
