"""Staff, rooms and cover."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ir_desktop.domain.people import Cover, Role, Room, Staff
from ir_desktop.domain.people_rules import (
    checked_cover,
    checked_room,
    checked_staff,
    is_last_manager,
)
from ir_desktop.errors import Invalid

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
STAMP: dict[str, Any] = {
    "created_at": NOW,
    "created_by": "m",
    "changed_at": NOW,
    "changed_by": "m",
}
MANAGER = Staff(id="m", name="Mo Hale", role=Role.MANAGER, **STAMP)
LEADER = Staff(id="l", name="Lu Day", role=Role.ROOM_LEADER, room_ids=("r", "r"), **STAMP)
HELPER = Staff(id="p", name="Pia Ode", role=Role.PRACTITIONER, room_ids=("r",), **STAMP)


def fields(error: Invalid) -> list[str]:
    return [each.field for each in error.problems]


def test_names_are_cleaned_and_rooms_belong_to_room_leaders() -> None:
    changed = replace(LEADER, name="  Lu \t Day ")
    done = checked_staff(changed, others=[MANAGER, HELPER], rooms={"r"})
    assert (done.name, done.room_ids) == ("Lu Day", ("r",))
    assert checked_staff(HELPER, others=[MANAGER], rooms={"r"}).room_ids == ()


@pytest.mark.parametrize("name", ["", " ", "7", "\ud800"])
def test_a_name_needs_letters(name: str) -> None:
    with pytest.raises(Invalid) as caught:
        checked_staff(replace(HELPER, name=name), others=[], rooms=())
    assert set(fields(caught.value)) == {"name"}


def test_two_who_work_here_cannot_have_one_name() -> None:
    same = replace(HELPER, name="MO  hale")
    with pytest.raises(Invalid, match="already"):
        checked_staff(same, others=[MANAGER], rooms=())
    assert checked_staff(same, others=[replace(MANAGER, active=False)], rooms=()).active


def test_a_room_leader_needs_a_room_that_there_is() -> None:
    with pytest.raises(Invalid) as caught:
        checked_staff(replace(LEADER, room_ids=(), name=""), others=[], rooms={"r"})
    assert fields(caught.value) == ["name", "room_ids"]
    with pytest.raises(Invalid, match="from the list"):
        checked_staff(LEADER, others=[], rooms={"other"})


def test_the_last_manager() -> None:
    second = replace(MANAGER, id="n")
    both = {"m", "n", "l"}
    assert is_last_manager(MANAGER, [MANAGER, LEADER, replace(second, active=False)], both)
    assert not is_last_manager(MANAGER, [MANAGER, second], both)
    assert is_last_manager(MANAGER, [MANAGER, second, LEADER], {"m", "l"})
    assert not is_last_manager(second, [MANAGER, second], {"m"})


def test_rooms_have_names_of_their_own() -> None:
    room = Room(id="r", name=" Ladybirds ", **STAMP)
    assert checked_room(room, others=[]).name == "Ladybirds"
    with pytest.raises(Invalid, match="already"):
        checked_room(room, others=[replace(room, id="s", name="LADYBIRDS")])
    with pytest.raises(Invalid, match="Type the name"):
        checked_room(replace(room, name=" "), others=[])


def test_cover() -> None:
    cover = Cover(id="c", staff_id="p", room_id="r", from_day=TODAY, until_day=TODAY, **STAMP)
    assert checked_cover(cover, HELPER, rooms={"r"}, today=TODAY) == cover
    with pytest.raises(Invalid) as caught:
        early = replace(cover, until_day=TODAY - timedelta(days=1), room_id="x")
        checked_cover(early, LEADER, rooms={"r"}, today=TODAY)
    assert fields(caught.value) == ["staff_id", "room_id", "until_day"]
    past = replace(cover, from_day=TODAY - timedelta(days=9), until_day=TODAY - timedelta(days=1))
    with pytest.raises(Invalid, match="past"):
        checked_cover(past, HELPER, rooms={"r"}, today=TODAY)
    with pytest.raises(Invalid, match="work here now"):
        checked_cover(cover, replace(HELPER, active=False), rooms={"r"}, today=TODAY)
