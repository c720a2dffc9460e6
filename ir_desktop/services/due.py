"""The due list: who needs a check, a health review or an ASQ-3 form, and by when."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import exists, select, true

from ir_desktop.domain.due import (
    Due,
    DueFacts,
    DueItem,
    birth_dates_of_interest,
    due_for,
    due_order,
)
from ir_desktop.domain.people import Staff
from ir_desktop.domain.review import ReviewStatus
from ir_desktop.domain.roles import About, Act, permits
from ir_desktop.errors import invalid
from ir_desktop.services.session import Session, cover_rooms, looking
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.schema import child, review, review_version

_FAR = 50


def list_due(session: Session, *, on: date | None = None) -> list[Due]:
    """Return what is due on a day for the children this person may see, most pressing first.

    Raises `Invalid` for a day so far away that it is surely a slip.
    """
    day = on or session.today
    if abs(day.year - session.today.year) > _FAR:
        raise invalid("on", f"Choose a day within {_FAR} years of today.")
    with looking(session, Act.SEE_LIST) as records:
        return sorted(due_among(session, records, day), key=due_order)


def due_among(
    session: Session, records: Repository, on: date, *, child_id: str | None = None
) -> Iterator[Due]:
    """Yield what is due among the children this person may see, inside an open reading.

    With `child_id` for that child alone.
    """
    staff = records.get(Staff, session.staff.id)
    rooms = cover_rooms(records, staff, session.today)
    earliest, latest = birth_dates_of_interest(session.profile, on)
    # Only the columns the rules need, and only children for whom something can be due: building
    # whole records of everybody would make this list slow in a large group.
    scored = exists().where(
        review_version.c.child_id == child.c.id, review_version.c.scores.is_not(None)
    )
    rows = records.connection.execute(
        select(
            child.c.id,
            child.c.given_name,
            child.c.family_name,
            child.c.date_of_birth,
            child.c.weeks_early,
            child.c.start_date,
            child.c.leaving_date,
            child.c.check_elsewhere,
            child.c.health_review_on,
            child.c.room_id,
            child.c.key_person_id,
            review.c.status,
            review.c.latest_version,
            scored.label("scored"),
        )
        .outerjoin_from(child, review, review.c.child_id == child.c.id)
        .where(
            child.c.date_of_birth.between(earliest.isoformat(), latest.isoformat()),
            true() if child_id is None else child.c.id == child_id,
        )
    )
    for row in rows:
        scope = About(room_id=row.room_id, key_person_id=row.key_person_id)
        if permits(staff, Act.SEE_CHILD, scope, cover_rooms=rooms):
            yield from due_for(
                _facts(row, on), on=on, profile=session.profile, instrument=session.instrument
            )


def _facts(row: Any, on: date) -> DueFacts:
    return DueFacts(
        child_id=row.id,
        name=f"{row.given_name} {row.family_name}".strip(),
        date_of_birth=date.fromisoformat(row.date_of_birth),
        weeks_early=row.weeks_early,
        start_date=None if row.start_date is None else date.fromisoformat(row.start_date),
        leaving_date=None if row.leaving_date is None else date.fromisoformat(row.leaving_date),
        check_elsewhere=bool(row.check_elsewhere),
        done=_done(row, on),
    )


def _done(row: Any, on: date) -> frozenset[DueItem]:
    done: set[DueItem] = set()
    if row.latest_version:
        done.add(DueItem.PROGRESS_CHECK)
    if row.scored or row.status == ReviewStatus.DECLINED:
        done.add(DueItem.ASQ3)  # declining the review never takes away the progress check
    if row.health_review_on is not None:  # its date is known: what is chased is "date unknown"
        done.add(DueItem.HEALTH_REVIEW)
    return frozenset(done)
