"""The names of those children, of a few, whom a person may see: for lists that cross children."""

from collections.abc import Iterable

from sqlalchemy import select

from ir_desktop.domain.people import Staff
from ir_desktop.domain.roles import About, Act, permits
from ir_desktop.services.session import Session, cover_rooms
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.schema import child

CHUNK = 500
"""Ids in one statement; SQLite allows so many in every build."""


def visible_names(
    session: Session, records: Repository, child_ids: Iterable[str]
) -> dict[str, str]:
    """Return, by id, the full names of those of the children whom this person may see."""
    staff = records.get(Staff, session.staff.id)
    rooms = cover_rooms(records, staff, session.today)
    found: dict[str, str] = {}
    for ids in chunks(child_ids):
        rows = records.connection.execute(
            select(
                child.c.id,
                child.c.given_name,
                child.c.family_name,
                child.c.room_id,
                child.c.key_person_id,
            ).where(child.c.id.in_(ids))
        )
        for row in rows:
            scope = About(room_id=row.room_id, key_person_id=row.key_person_id)
            if permits(staff, Act.SEE_CHILD, scope, cover_rooms=rooms):
                found[row.id] = f"{row.given_name} {row.family_name}".strip()
    return found


def chunks(ids: Iterable[str]) -> list[list[str]]:
    """Return the ids, each once, in lists short enough for one statement."""
    every = list(dict.fromkeys(ids))
    return [every[start : start + CHUNK] for start in range(0, len(every), CHUNK)]
