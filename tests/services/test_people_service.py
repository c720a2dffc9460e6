"""The staff: adding, renaming, roles, cover, and leaving."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from ir_desktop.domain.people import Child, Cover, Role, Room, Staff
from ir_desktop.errors import EnvironmentProblem, Invalid, NotFound, Refused
from ir_desktop.services import checking, children, people, sign_in
from ir_desktop.services.people import NewPerson
from ir_desktop.services.session import Session
from ir_desktop.storage import keys, slots
from ir_desktop.storage.cost import WEAK_COST
from ir_desktop.storage.problems import UnknownSlot
from tests.services.nursery import TODAY, Nursery, acts, child_named, records_of

NEW = NewPerson(name="Bola Ade", role=Role.PRACTITIONER, password="lantern-harbour-moss")


def person(session: Session, role: Role) -> Staff:
    with session.store.reading() as records:
        return records.find(Staff, role=role)[0]


def room_id(session: Session, name: str) -> str:
    with session.store.reading() as records:
        return records.find(Room, name=name)[0].id


def add(session: Session, new: NewPerson = NEW) -> Staff:
    return people.add_staff(session, new, cost=WEAK_COST)


def test_the_list_tells_rooms_children_and_who_can_sign_in(manager: Session) -> None:
    rows = people.list_staff(manager)
    assert [each.staff.name for each in rows] == [
        "Grace Adeyemi",
        "Maureen Halloran",
        "Tomos Prys-Jones",
    ]
    assert rows[0].rooms == ("Ladybirds", "Bumblebees")
    assert all(each.can_sign_in and each.key_children for each in rows)
    assert [each.name for each in people.staff_choices(manager)] == [
        each.staff.name for each in rows
    ]


def test_somebody_new_signs_in_with_the_first_password(manager: Session, nursery: Nursery) -> None:
    before = len(acts(manager))
    staff = add(manager)
    assert acts(manager, before) == ["manage_staff"]
    assert not checking.verify_audit(manager).findings
    manager.close()
    session = sign_in.sign_in(
        nursery.folder,
        sign_in.find_slot(nursery.folder, "bola ade"),
        NEW.password,
        clock=nursery.clock,
    )
    try:
        assert session.staff == staff
        assert children.list_children(session) == []
    finally:
        session.close()


def test_all_problems_of_a_new_person_come_at_once(manager: Session) -> None:
    with pytest.raises(Invalid) as caught:
        add(manager, NewPerson(name="grace  ADEYEMI", role=Role.ROOM_LEADER, password=""))
    assert [each.field for each in caught.value.problems] == ["name", "room_ids", "password"]
    assert len(keys.staff_slots(manager.store.folder)) == 3


def test_a_password_for_real_records_must_be_strong(
    manager: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manager.store, "demo", False)
    with pytest.raises(Invalid) as caught:
        add(manager, NewPerson(name="Bola Ade", role=Role.MANAGER, password="password1234"))
    assert [each.field for each in caught.value.problems] == ["password"]


def test_nobody_is_added_who_could_not_be_given_a_password(
    manager: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise EnvironmentProblem("The disk is full.")

    before = records_of(manager)
    with monkeypatch.context() as broken:
        broken.setattr(slots, "replace_file", full)
        with pytest.raises(EnvironmentProblem):
            add(manager)
    assert records_of(manager) == before
    assert not checking.verify_audit(manager).findings
    assert add(manager).active


def test_a_password_can_be_given_later(manager: Session) -> None:
    staff = add(manager)
    with pytest.raises(Refused, match="already"):
        people.give_password(manager, staff.id, "another-password", cost=WEAK_COST)
    people.stop_staff(manager, staff.id)
    with pytest.raises(Refused, match="work here now"):
        people.give_password(manager, staff.id, "moss-moss-3", cost=WEAK_COST)
    people.start_staff_again(manager, staff.id)
    (row,) = [each for each in people.list_staff(manager) if each.staff.id == staff.id]
    assert not row.can_sign_in
    with pytest.raises(Invalid):
        people.give_password(manager, staff.id, "", cost=WEAK_COST)
    people.give_password(manager, staff.id, "moss-moss-2", cost=WEAK_COST)
    assert staff.id in {each.id for each in keys.staff_slots(manager.store.folder)}


def test_renaming(manager: Session) -> None:
    helper = person(manager, Role.PRACTITIONER)
    assert people.rename_staff(manager, helper.id, " Tom  Jones ").name == "Tom Jones"
    assert "Tom Jones" in {each.name for each in keys.staff_slots(manager.store.folder)}
    with pytest.raises(Invalid, match="already"):
        people.rename_staff(manager, helper.id, "Grace Adeyemi")
    with pytest.raises(NotFound):
        people.rename_staff(manager, "nobody", "X")


def test_roles_and_rooms_change(manager: Session) -> None:
    helper = person(manager, Role.PRACTITIONER)
    room = room_id(manager, "Caterpillars")
    people.add_cover(manager, helper.id, room, from_day=TODAY, until_day=TODAY)
    with pytest.raises(Invalid, match="at least one room"):
        people.change_role(manager, helper.id, Role.ROOM_LEADER)
    changed = people.change_role(manager, helper.id, Role.ROOM_LEADER, room_ids=[room])
    assert (changed.role, changed.room_ids) == (Role.ROOM_LEADER, (room,))
    with manager.store.reading() as records:
        assert not records.find(Cover)
    assert people.change_role(manager, helper.id, Role.PRACTITIONER).room_ids == ()


def test_the_last_manager_stays(manager: Session) -> None:
    me = manager.staff.id
    with pytest.raises(Refused, match="only manager"):
        people.change_role(manager, me, Role.PRACTITIONER)
    with pytest.raises(Refused, match="only manager"):
        people.stop_staff(manager, me)
    leader = person(manager, Role.ROOM_LEADER)
    people.change_role(manager, leader.id, Role.MANAGER)
    with pytest.raises(Refused, match="another manager"):
        people.stop_staff(manager, me)
    assert people.change_role(manager, me, Role.PRACTITIONER).role is Role.PRACTITIONER
    with pytest.raises(Refused, match="role"):
        people.list_staff(manager)  # the role counts from the records, not from the sign-in


def test_a_manager_who_cannot_sign_in_here_is_no_other_manager(
    manager: Session, nursery: Nursery
) -> None:
    me, other = manager.staff.id, add(manager, replace(NEW, role=Role.MANAGER))
    people.stop_staff(manager, other.id)
    people.start_staff_again(manager, other.id)  # works here, and has no password yet
    with pytest.raises(Refused, match="only manager who can sign in"):
        people.change_role(manager, me, Role.PRACTITIONER)
    with pytest.raises(Refused, match="only manager who can sign in"):
        people.stop_staff(manager, me)
    people.give_password(manager, other.id, NEW.password, cost=WEAK_COST)
    manager.close()
    with closing(sign_in.sign_in(nursery.folder, other.id, NEW.password)) as session:
        people.stop_staff(session, me, hand_over_to=other.id)
        with pytest.raises(Refused, match="only manager"):
            people.change_role(session, other.id, Role.PRACTITIONER)


def test_who_leaves_hands_over_their_key_children(manager: Session, nursery: Nursery) -> None:
    helper = person(manager, Role.PRACTITIONER)
    leader = person(manager, Role.ROOM_LEADER)
    room = room_id(manager, "Caterpillars")
    people.add_cover(manager, helper.id, room, from_day=TODAY - timedelta(days=2), until_day=TODAY)
    for nobody in (None, "nobody", helper.id):
        with pytest.raises(Invalid, match="key person"):
            people.stop_staff(manager, helper.id, hand_over_to=nobody)
    people.stop_staff(manager, helper.id, hand_over_to=leader.id)
    with manager.store.reading() as records:
        mine = records.find(Child, key_person_id=helper.id)
        assert all(each.leaving_date is not None for each in mine)
        assert records.find(Cover)[0].until_day == TODAY - timedelta(days=1)
    assert people.list_staff(manager)[-1].staff.id == helper.id
    assert not people.list_staff(manager)[-1].can_sign_in
    assert helper.id not in {each.id for each in people.staff_choices(manager)}
    manager.close()
    with pytest.raises(Refused, match="Nobody of this name"):
        nursery.sign_in(Role.PRACTITIONER)
    with pytest.raises(UnknownSlot):
        sign_in.sign_in(nursery.folder, helper.id, nursery.passwords[Role.PRACTITIONER])
    with nursery.signed_in(Role.MANAGER) as again:
        assert people.start_staff_again(again, helper.id).active


def test_dated_cover_opens_a_room_and_ends(manager: Session, nursery: Nursery) -> None:
    helper = person(manager, Role.PRACTITIONER)
    child = child_named(manager, "Zofia")
    assert child.key_person_id != helper.id
    assert child.room_id is not None
    day = timedelta(days=1)
    cover = people.add_cover(
        manager, helper.id, child.room_id, from_day=TODAY, until_day=TODAY + day
    )
    later = people.add_cover(
        manager, helper.id, child.room_id, from_day=TODAY + 9 * day, until_day=TODAY + 10 * day
    )
    (row,) = [each for each in people.list_staff(manager) if each.staff.id == helper.id]
    assert [each[0].id for each in row.covers] == [cover.id, later.id]
    assert row.covers[0][1] == "Ladybirds"
    people.end_cover(manager, later.id)
    with pytest.raises(NotFound):
        people.end_cover(manager, later.id)
    manager.close()
    with nursery.signed_in(Role.PRACTITIONER) as session:
        assert child.id in {each.id for each in children.list_children(session)}
        nursery.clock.forward(days=2)
        assert child.id not in {each.id for each in children.list_children(session)}
    with nursery.signed_in(Role.MANAGER) as session:
        people.end_cover(session, cover.id)  # over already: kept, for the history
        with session.store.reading() as records:
            assert records.get(Cover, cover.id) == cover


def test_cover_with_problems(manager: Session) -> None:
    leader = person(manager, Role.ROOM_LEADER)
    with pytest.raises(Invalid) as caught:
        people.add_cover(
            manager, leader.id, "nowhere", from_day=TODAY, until_day=TODAY - timedelta(days=1)
        )
    assert [each.field for each in caught.value.problems] == ["staff_id", "room_id", "until_day"]


def test_only_managers_manage_staff(leader: Session) -> None:
    someone = person(leader, Role.PRACTITIONER)
    for attempt in (
        lambda: people.list_staff(leader),
        lambda: add(leader),
        lambda: people.give_password(leader, someone.id, "x", cost=WEAK_COST),
        lambda: people.rename_staff(leader, someone.id, "X"),
        lambda: people.change_role(leader, leader.staff.id, Role.MANAGER),
        lambda: people.stop_staff(leader, someone.id),
        lambda: people.start_staff_again(leader, someone.id),
        lambda: people.add_cover(leader, someone.id, "r", from_day=TODAY, until_day=TODAY),
        lambda: people.end_cover(leader, "c"),
    ):
        with pytest.raises(Refused, match="role"):
            attempt()
    assert len(people.staff_choices(leader)) == 3
