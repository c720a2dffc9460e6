"""Parents and carers after they were added; health teams by hand; the history of a child."""

from datetime import timedelta

import pytest

from ir_desktop.domain.consent import Decision, How
from ir_desktop.domain.people import Carer, FamilyLink
from ir_desktop.errors import Invalid, NotFound, Refused
from ir_desktop.services import checking, children, consents, families, health_teams, teams
from ir_desktop.services.history import child_history
from ir_desktop.services.session import Session
from tests.services.nursery import TODAY, Nursery, child_named, records_of


def carer_of(session: Session, child_id: str) -> Carer:
    return children.child_page(session, child_id).family[0].carer


def test_a_carer_and_what_they_are_to_the_child_are_changed_together(manager: Session) -> None:
    kofi = child_named(manager, "Kofi").id
    carer = carer_of(manager, kofi)
    changed = families.edit_carer(
        manager,
        kofi,
        carer.id,
        name=" Ama  Mensah ",
        phone="01632 960 777",
        safe_to_post=False,
        relationship="aunt",
        parental_responsibility=True,
    )
    assert (changed.carer.name, changed.carer.phone) == ("Ama Mensah", "01632 960 777")
    assert (changed.carer.safe_to_post, changed.link.relationship) == (False, "aunt")
    assert families.family_member(manager, kofi, carer.id) == changed
    assert checking.verify_audit(manager).findings == ()


def test_every_problem_of_a_carer_is_told_at_once_and_nothing_changes(manager: Session) -> None:
    kofi = child_named(manager, "Kofi").id
    before = records_of(manager)
    with pytest.raises(Invalid) as caught:
        families.edit_carer(
            manager,
            kofi,
            carer_of(manager, kofi).id,
            name="12",
            phone="ring",
            email="at",
            relationship=" ",
        )
    assert [each.field for each in caught.value.problems] == [
        "name",
        "phone",
        "email",
        "relationship",
    ]
    with pytest.raises(TypeError, match="no field id"):
        families.edit_carer(manager, kofi, carer_of(manager, kofi).id, id="x")
    assert records_of(manager) == before


def test_a_carer_is_taken_off_and_put_back(manager: Session) -> None:
    kofi = child_named(manager, "Kofi").id
    gone = families.remove_carer(manager, kofi, carer_of(manager, kofi).id)
    assert gone.carer.id not in {
        each.carer.id for each in children.child_page(manager, kofi).family
    }
    with pytest.raises(NotFound):
        families.remove_carer(manager, kofi, gone.carer.id)
    with pytest.raises(NotFound):
        families.edit_carer(manager, kofi, gone.carer.id, name="Yaw")
    with pytest.raises(NotFound):
        families.family_member(manager, kofi, gone.carer.id)
    children.add_carer(
        manager,
        kofi,
        carer_id=gone.carer.id,
        relationship=gone.link.relationship,
        parental_responsibility=gone.link.parental_responsibility,
    )
    back = families.family_member(manager, kofi, gone.carer.id)
    assert (back.carer, back.link.relationship) == (gone.carer, gone.link.relationship)
    assert checking.verify_audit(manager).findings == ()


def test_a_siblings_carers_come_first_and_own_ones_not_at_all(manager: Session) -> None:
    kofi = child_named(manager, "Kofi")
    sister = children.add_child(
        manager, given_name="Abena", family_name="mensah", date_of_birth=TODAY - timedelta(700)
    )
    found = families.known_carers(manager, sister.id)
    assert found[0].same_family_name
    assert found[0].children == (kofi.full_name,)
    assert not found[-1].same_family_name
    children.add_carer(manager, sister.id, relationship="mother", carer_id=found[0].carer_id)
    left = families.known_carers(manager, sister.id)
    assert found[0].carer_id not in {each.carer_id for each in left}
    assert families.shared_with(manager, sister.id, found[0].carer_id) == (kofi.full_name,)


def test_a_practitioner_is_offered_no_family_of_others(nursery: Nursery) -> None:
    with nursery.signed_in() as manager:
        everyone = [each.id for each in children.list_children(manager)]
        with manager.store.reading() as records:
            links = {each.carer_id: each.child_id for each in records.find(FamilyLink)}
    from ir_desktop.domain.people import Role

    with nursery.signed_in(Role.PRACTITIONER) as practitioner:
        mine = {each.id for each in children.list_children(practitioner)}
        one = min(mine)
        offered = families.known_carers(practitioner, one)
        assert {links[each.carer_id] for each in offered} <= mine
        other = next(each for each in everyone if each not in mine)
        with pytest.raises(Refused):
            families.known_carers(practitioner, other)
        with pytest.raises(Refused):
            child_history(practitioner, other)


def test_a_health_team_is_added_by_hand(manager: Session) -> None:
    team = health_teams.add_team(manager, name=" Westfield  team ", phone="01632 960 111")
    assert team.name == "Westfield team"
    assert (team, False) in teams.list_teams(manager)
    with pytest.raises(Invalid) as caught:
        health_teams.add_team(manager, name="WESTFIELD TEAM", phone="x", email="y")
    assert [each.field for each in caught.value.problems] == [
        "team_phone",
        "team_email",
        "team_name",
    ]


def test_the_history_of_a_child_is_newest_first_and_folds_what_was_repeated(
    nursery: Nursery, manager: Session
) -> None:
    kofi = child_named(manager, "Kofi").id
    before = len(child_history(manager, kofi))
    for early in (1, 2, 3):
        children.edit_child(manager, kofi, weeks_early=early)
    nursery.clock.forward(days=1)
    children.edit_child(manager, kofi, weeks_early=0)
    consents.record_consent(
        manager,
        kofi,
        decision=Decision.DECLINED,
        by_name="Efua Mensah",
        by_relationship="mother",
        how=How.PHONE,
        occurred_on=manager.today,
    )
    found = child_history(manager, kofi)
    assert [(each.act, each.times) for each in found[: len(found) - before]] == [
        ("record_consent", 1),
        ("edit_child", 1),
        ("edit_child", 3),
    ]
    assert found[0].detail == {"decision": "declined"}
    assert {each.who for each in found[:3]} == {manager.staff.name}
    assert not any(each.refused for each in found)
