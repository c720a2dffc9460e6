"""What staff, rooms and cover must satisfy before they are stored."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from ir_desktop.domain.child_rules import Checks
from ir_desktop.domain.people import Cover, Role, Room, Staff
from ir_desktop.domain.text import has_letter, match_key


def checked_staff(staff: Staff, *, others: Iterable[Staff], rooms: Collection[str]) -> Staff:
    """Return the member of staff with a clean name, and rooms only where the role has them.

    `others` are the other members, of whom no active one may have the same name, since people
    sign in by name; `rooms` are the ids of the rooms there are. Raises `Invalid` with every
    problem.
    """
    checks = Checks()
    cleaned = replace(
        staff,
        name=checks.line(staff.name, "name"),
        room_ids=tuple(dict.fromkeys(staff.room_ids)) if staff.role is Role.ROOM_LEADER else (),
    )
    same = match_key(cleaned.name)
    if not has_letter(cleaned.name):
        checks.add("name", "Type the person’s name.")
    elif any(each.active and match_key(each.name) == same for each in others):
        checks.add("name", "Somebody has this name already. Add a second name or an initial.")
    if cleaned.role is Role.ROOM_LEADER and not cleaned.room_ids:
        checks.add("room_ids", "Choose at least one room for a room leader.")
    if any(each not in rooms for each in cleaned.room_ids):
        checks.add("room_ids", "Choose rooms from the list.")
    checks.done()
    return cleaned


def those_who_sign_in(everyone: Iterable[Staff], can_sign_in: Collection[str]) -> list[Staff]:
    """Return who works here now and can sign in: `can_sign_in` are the ids of whose password opens.

    Somebody without a password on this computer can neither come in nor let anybody in.
    """
    return [each for each in everyone if each.active and each.id in can_sign_in]


def is_last_manager(staff: Staff, everyone: Iterable[Staff], can_sign_in: Collection[str]) -> bool:
    """Return whether nobody else is a manager who can sign in."""
    others = (each for each in those_who_sign_in(everyone, can_sign_in) if each.id != staff.id)
    return not any(each.role is Role.MANAGER for each in others)


def checked_room(room: Room, *, others: Iterable[Room]) -> Room:
    """Return the room with a clean name; raises `Invalid` if it has none or another has it."""
    checks = Checks()
    cleaned = replace(room, name=checks.line(room.name, "name"))
    if not cleaned.name:
        checks.add("name", "Type the name of the room.")
    elif any(match_key(each.name) == match_key(cleaned.name) for each in others):
        checks.add("name", "There is a room with this name already.")
    checks.done()
    return cleaned


def checked_cover(cover: Cover, staff: Staff, *, rooms: Collection[str], today: date) -> Cover:
    """Return the cover as it is; raises `Invalid` with every problem.

    A room leader's scope is rooms of their own and a manager sees all, so cover is for
    practitioners (DESIGN "Roles").
    """
    checks = Checks()
    if staff.role is not Role.PRACTITIONER or not staff.active:
        checks.add("staff_id", "Cover is for practitioners who work here now.")
    if cover.room_id not in rooms:
        checks.add("room_id", "Choose a room from the list.")
    if cover.until_day < cover.from_day:
        checks.add("until_day", "The last day is before the first. Check both dates.")
    elif cover.until_day < today:
        checks.add("until_day", "The last day is past already. Check the date.")
    checks.done()
    return cover
