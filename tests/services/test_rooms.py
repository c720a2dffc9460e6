"""The rooms of the setting."""

from datetime import timedelta

import pytest

from ir_desktop.domain.people import Child, Cover, Role, Room, Staff
from ir_desktop.errors import Invalid, NotFound, Refused
from ir_desktop.services import checking, children, people, rooms
from ir_desktop.services.session import Session
from tests.services.nursery import TODAY, acts


def room_named(session: Session, name: str) -> rooms.RoomRow:
    (row,) = [each for each in rooms.list_rooms(session) if each.room.name == name]
    return row


def test_rooms_are_listed_with_who_is_in_them(practitioner: Session) -> None:
    found = rooms.list_rooms(practitioner)
    assert [each.room.name for each in found] == ["Bumblebees", "Caterpillars", "Ladybirds"]
    with practitioner.store.reading() as records:
        here = [
            each
            for each in records.find(Child)
            if each.leaving_date is None or each.leaving_date >= TODAY
        ]
    assert sum(each.children for each in found) == len(here) < 20
    assert found[0].leaders == ("Grace Adeyemi",)
    assert found[1].leaders == ()


def test_a_room_is_added_and_renamed(manager: Session) -> None:
    before = len(acts(manager))
    room = rooms.add_room(manager, "  Butterflies ")
    assert rooms.rename_room(manager, room.id, "Butterflies!").name == "Butterflies!"
    assert room_named(manager, "Butterflies!").children == 0
    assert acts(manager, before) == ["manage_setting"] * 2
    with pytest.raises(Invalid, match="already"):
        rooms.add_room(manager, "LADYBIRDS")
    with pytest.raises(Invalid, match="already"):
        rooms.rename_room(manager, room.id, "ladybirds")
    with pytest.raises(Invalid, match="Type the name"):
        rooms.add_room(manager, " ")
    with pytest.raises(NotFound):
        rooms.rename_room(manager, "nowhere", "X")


def test_a_room_with_children_stays(manager: Session) -> None:
    room = room_named(manager, "Caterpillars").room
    with pytest.raises(Refused, match=r"There are \d+ children in this room"):
        rooms.remove_room(manager, room.id)
    only = rooms.add_room(manager, "Den")
    with manager.store.reading() as records:
        child = records.find(Child, room_id=room.id)[0]
    children.edit_child(manager, child.id, room_id=only.id)
    with pytest.raises(Refused, match="There is 1 child in this room"):
        rooms.remove_room(manager, only.id)


def test_removing_a_room_takes_its_cover_and_who_left_names_it_no_more(manager: Session) -> None:
    room = rooms.add_room(manager, "Den")
    with manager.store.reading() as records:
        left = next(
            each
            for each in records.find(Child)
            if each.leaving_date is not None and each.leaving_date < TODAY
        )
        (helper,) = records.find(Staff, role=Role.PRACTITIONER)
        (leader,) = records.find(Staff, role=Role.ROOM_LEADER)
    children.edit_child(manager, left.id, room_id=room.id)
    people.add_cover(
        manager, helper.id, room.id, from_day=TODAY, until_day=TODAY + timedelta(days=3)
    )
    people.change_role(manager, leader.id, Role.ROOM_LEADER, room_ids=(*leader.room_ids, room.id))
    rooms.remove_room(manager, room.id)
    with manager.store.reading() as records:
        assert records.find_one(Room, id=room.id) is None
        assert records.get(Child, left.id).room_id is None
        assert not records.find(Cover)
        assert records.get(Staff, leader.id).room_ids == leader.room_ids
    assert not checking.verify_audit(manager).findings


def test_a_room_leader_is_not_left_without_a_room(manager: Session) -> None:
    room = rooms.add_room(manager, "Den")
    with manager.store.reading() as records:
        (leader,) = records.find(Staff, role=Role.ROOM_LEADER)
    people.change_role(manager, leader.id, Role.ROOM_LEADER, room_ids=[room.id])
    with pytest.raises(Refused, match="only this room"):
        rooms.remove_room(manager, room.id)
    assert room_named(manager, "Den").leaders == (leader.name,)


def test_nobody_else_changes_rooms(leader: Session) -> None:
    room = rooms.list_rooms(leader)[0].room
    for attempt in (
        lambda: rooms.add_room(leader, "Mine"),
        lambda: rooms.rename_room(leader, room.id, "Mine"),
        lambda: rooms.remove_room(leader, room.id),
    ):
        with pytest.raises(Refused, match="role"):
            attempt()
