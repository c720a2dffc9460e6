"""Finding a child from anywhere: by any name, NHS number or date of birth."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import select

from ir_desktop.domain.finding import Wanted, name_rank, search_key, wanted
from ir_desktop.domain.people import REMOVED_NAME, Staff
from ir_desktop.domain.roles import About, Act, permits
from ir_desktop.services.session import Session, cover_rooms, looking
from ir_desktop.storage.schema import child

MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A child that was found; `known_as` only where it is another name."""

    child_id: str
    name: str
    known_as: str
    date_of_birth: date
    left: bool


def find_children(session: Session, typed: str, *, most: int = MOST) -> list[Found]:
    """Return the children this person may see whom the text could mean, the likeliest first.

    Nothing typed finds nobody. Children who have left come after those who are here.
    """
    want = wanted(typed, today=session.today)
    if not want.words:
        return []
    with looking(session, Act.SEE_LIST) as records:
        staff = records.get(Staff, session.staff.id)
        rooms = cover_rooms(records, staff, session.today)
        # Only what is searched: building whole records of everybody would be felt at each key.
        rows = records.connection.execute(
            select(
                child.c.id,
                child.c.given_name,
                child.c.family_name,
                child.c.known_as,
                child.c.date_of_birth,
                child.c.nhs_number,
                child.c.room_id,
                child.c.key_person_id,
                child.c.leaving_date,
            )
        ).all()
        day = session.today.isoformat()
        fitting = sorted(
            _ranked(want, rows),
            key=lambda pair: (_left(pair[1], day), pair[0], pair[1][2], pair[1][1]),
        )
        seen = (
            row
            for _, row in fitting
            if permits(
                staff,
                Act.SEE_CHILD,
                About(room_id=row.room_id, key_person_id=row.key_person_id),
                cover_rooms=rooms,
            )
        )
        return [_found(row, day) for row in islice(seen, most)]


def _ranked(want: Wanted, rows: Any) -> Iterator[tuple[int, Any]]:
    born = None if want.born is None else want.born.isoformat()
    for row in rows:
        _, given, family, known_as, birth, nhs_number, *_ = row
        if (given, family) == REMOVED_NAME:
            continue
        if birth == born:
            yield 0, row
        elif want.digits and want.digits in nhs_number:
            yield 0 if nhs_number.startswith(want.digits) else 1, row
        else:
            rank = name_rank(want, search_key(f"{given} {family} {known_as}"))
            if rank is not None:
                yield rank, row


def _left(row: Any, day: str) -> bool:
    leaving: str | None = row[8]  # by place: this is asked of every row that fits
    return leaving is not None and leaving < day


def _found(row: Any, day: str) -> Found:
    return Found(
        child_id=row.id,
        name=f"{row.given_name} {row.family_name}".strip(),
        known_as="" if row.known_as == row.given_name else row.known_as,
        date_of_birth=date.fromisoformat(row.date_of_birth),
        left=_left(row, day),
    )
