"""The rooms of the setting: listing, adding, renaming and removing them."""

from collections import Counter
from dataclasses import dataclass, replace

from sqlalchemy import or_, select

from ir_desktop.domain.people import Child, Cover, Role, Room, Staff
from ir_desktop.domain.people_rules import checked_room
from ir_desktop.domain.plain import count
from ir_desktop.domain.roles import Act
from ir_desktop.domain.text import match_key
from ir_desktop.errors import Refused
from ir_desktop.services.children import has_left
from ir_desktop.services.session import Session, Work, acting, looking
from ir_desktop.storage.schema import child


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRow:
    """A room, how many children are in it now, and who leads it."""

    room: Room
    children: int
    leaders: tuple[str, ...]


def list_rooms(session: Session) -> list[RoomRow]:
    """Return every room, by name."""
    with looking(session, Act.SEE_LIST) as records:
        day = session.today.isoformat()
        here = Counter(
            records.connection.execute(
                select(child.c.room_id).where(
                    child.c.room_id.is_not(None),
                    or_(child.c.leaving_date.is_(None), child.c.leaving_date >= day),
                )
            ).scalars()
        )
        leaders = [
            each for each in records.find(Staff) if each.active and each.role is Role.ROOM_LEADER
        ]
        return [
            RoomRow(
                room=room,
                children=here[room.id],
                leaders=tuple(each.name for each in leaders if room.id in each.room_ids),
            )
            for room in sorted(records.find(Room), key=lambda each: match_key(each.name))
        ]


def add_room(session: Session, name: str) -> Room:
    """Add a room. Raises `Invalid` if the name is empty or taken."""
    with acting(session, Act.MANAGE_SETTING) as work:
        room = checked_room(work.build(Room, name=name), others=work.records.find(Room))
        return work.records.add(room)


def rename_room(session: Session, room_id: str, name: str) -> Room:
    """Rename a room. Raises `NotFound`, or `Invalid` if the name is empty or taken."""
    with acting(session, Act.MANAGE_SETTING) as work:
        room = replace(work.records.get(Room, room_id), name=name)
        others = [each for each in work.records.find(Room) if each.id != room_id]
        return work.save(checked_room(room, others=others))


def remove_room(session: Session, room_id: str) -> None:
    """Remove an empty room, with the cover access to it.

    Children who have left no longer name it afterwards.

    Raises:
        NotFound: there is no such room.
        Refused: there are children in it, or a room leader has no other room.
    """
    with acting(session, Act.MANAGE_SETTING) as work:
        room = work.records.get(Room, room_id)
        children = work.records.find(Child, room_id=room_id)
        here = sum(not has_left(each, work.today) for each in children)
        if here:
            raise Refused(
                f"There {'is' if here == 1 else 'are'} {count(here, 'child', 'children')} in this "
                "room. Move them to another room first."
            )
        _take_from_staff(work, room_id)
        for each in children:
            work.save(replace(each, room_id=None))
        for cover in work.records.find(Cover, room_id=room_id):
            work.records.remove(cover)
        work.records.remove(room)
        work.detail["room"] = room_id


def _take_from_staff(work: Work, room_id: str) -> None:
    for each in work.records.find(Staff):
        left = tuple(other for other in each.room_ids if other != room_id)
        if left == each.room_ids:
            continue
        if not left and each.active:
            raise Refused("A room leader has only this room. Give them another room first.")
        work.save(replace(each, room_ids=left))
