"""Lists across children of what is to come: families to chase, meetings and follow-ups."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, exists, func, or_, select

from ir_desktop.domain import inviting
from ir_desktop.domain.consent import Contact
from ir_desktop.domain.due import birth_dates_of_interest
from ir_desktop.domain.inviting import Silence
from ir_desktop.domain.plain import weekday_date
from ir_desktop.domain.review import Review, ReviewStatus
from ir_desktop.domain.roles import Act
from ir_desktop.services.session import Session, looking
from ir_desktop.services.visible import chunks, visible_names
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.schema import child, contact, review

MEETING_DAYS = 7
"""Today and the six days after it are "this week", so that Friday also shows Monday's."""

_FORGOTTEN_DAYS = 28
"""So long a meeting that nobody wrote down stays on the list."""

_FOLLOW_UP_AHEAD, _FOLLOW_UP_BEHIND = 14, 180
"""Days before its day from which a follow-up is listed, and after it until which it is."""

_OVER = (ReviewStatus.SIGNED_OFF, ReviewStatus.DECLINED, ReviewStatus.CHILD_LEFT)
_HELD_ON, _FOLLOW_UP_ON = "$.held_on", "$.follow_up_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chase:
    """A family to chase, and since when it is silent."""

    child_id: str
    name: str
    silence: Silence


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting; `words` are its time and place. `past`: it is over and nobody wrote it down."""

    child_id: str
    name: str
    on: date
    words: str
    past: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A follow-up; `days` until its day, less than 0 when that is past."""

    child_id: str
    name: str
    on: date
    days: int


def to_chase(session: Session) -> list[Chase]:
    """Return the families who have not answered or asked for another date, longest first."""
    with looking(session, Act.SEE_LIST) as records:
        return chase_among(session, records)


def meetings(session: Session) -> list[Meeting]:
    """Return the meetings of this week, and past ones that nobody wrote down, by day."""
    with looking(session, Act.SEE_LIST) as records:
        return meetings_among(session, records)


def follow_ups(session: Session) -> list[FollowUp]:
    """Return the follow-ups that are near or overdue and not held yet, by day."""
    with looking(session, Act.SEE_LIST) as records:
        return follow_ups_among(session, records)


def chase_among(session: Session, records: Repository) -> list[Chase]:
    """As `to_chase`, in a transaction there is."""
    today = session.today
    earliest, latest = birth_dates_of_interest(session.profile, today)
    asked = exists().where(
        contact.c.child_id == child.c.id,
        contact.c.about.in_((inviting.INVITATION, inviting.REMINDER)),
    )
    rows = records.connection.execute(
        select(child.c.id)
        .outerjoin_from(child, review, review.c.child_id == child.c.id)
        .where(
            child.c.date_of_birth.between(earliest.isoformat(), latest.isoformat()),
            or_(child.c.leaving_date.is_(None), child.c.leaving_date >= today.isoformat()),
            or_(
                review.c.id.is_(None),
                and_(review.c.status.not_in(_OVER), review.c.planned_on.is_(None)),
            ),
            asked,
        )
    )
    names = visible_names(session, records, rows.scalars())
    contacts = _contacts(records, names)
    reviews: dict[str, Review] = {}
    for ids in chunks(names):
        reviews |= {each.child_id: each for each in records.find_in(Review, "child_id", ids)}
    found = [
        Chase(child_id=child_id, name=name, silence=silence)
        for child_id, name in names.items()
        if (
            silence := inviting.silence(
                inviting.standing(contacts[child_id]),
                reviews.get(child_id),
                on=today,
                no_answer_days=session.profile.no_answer_days,
            )
        )
    ]
    return sorted(found, key=lambda each: (-each.silence.days, each.name))


def meetings_among(session: Session, records: Repository) -> list[Meeting]:
    """As `meetings`, in a transaction there is."""
    today = session.today
    first, last = today - timedelta(days=_FORGOTTEN_DAYS), today + timedelta(days=MEETING_DAYS - 1)
    held_on = func.json_extract(review.c.draft, _HELD_ON)
    rows = records.connection.execute(
        select(review.c.child_id, review.c.planned_on).where(
            review.c.planned_on.between(first.isoformat(), last.isoformat()),
            review.c.status.not_in((ReviewStatus.DECLINED, ReviewStatus.CHILD_LEFT)),
            or_(
                review.c.planned_on >= today.isoformat(),
                and_(review.c.status != ReviewStatus.SIGNED_OFF, held_on.is_(None)),
            ),
        )
    )
    planned = {row.child_id: date.fromisoformat(row.planned_on) for row in rows}
    names = visible_names(session, records, planned)
    contacts = _contacts(records, names)
    found = [
        Meeting(
            child_id=child_id,
            name=name,
            on=planned[child_id],
            words=meeting_words(contacts[child_id], planned[child_id]),
            past=planned[child_id] < today,
        )
        for child_id, name in names.items()
    ]
    return sorted(found, key=lambda each: (each.on, each.words, each.name))


def meeting_words(contacts: Iterable[Contact], planned_on: date) -> str:
    """Return the time and place in words of the meeting booked for a day, or an empty text."""
    start = f"{weekday_date(planned_on)}, "
    booked = [
        each.outcome.removeprefix(start)
        for each in sorted(contacts, key=lambda each: each.created_at)
        if each.about == inviting.MEETING and each.outcome.startswith(start)
    ]
    return booked[-1] if booked else ""


def follow_ups_among(session: Session, records: Repository) -> list[FollowUp]:
    """As `follow_ups`, in a transaction there is."""
    today = session.today
    earliest, latest = birth_dates_of_interest(session.profile, today)
    first, last = (
        today - timedelta(days=_FOLLOW_UP_BEHIND),
        today + timedelta(days=_FOLLOW_UP_AHEAD),
    )
    day = func.json_extract(review.c.draft, _FOLLOW_UP_ON)
    rows = records.connection.execute(
        select(review.c.child_id, day.label("day"))
        .join_from(review, child, child.c.id == review.c.child_id)
        .where(
            review.c.latest_version > 0,
            review.c.status != ReviewStatus.CHILD_LEFT,
            child.c.date_of_birth.between(earliest.isoformat(), latest.isoformat()),
            or_(child.c.leaving_date.is_(None), child.c.leaving_date >= today.isoformat()),
            day.between(first.isoformat(), last.isoformat()),
        )
    )
    days = {row.child_id: date.fromisoformat(row.day) for row in rows}
    names = visible_names(session, records, days)
    contacts = _contacts(records, names)
    found = [
        FollowUp(
            child_id=child_id, name=name, on=days[child_id], days=(days[child_id] - today).days
        )
        for child_id, name in names.items()
        if not _followed_up(contacts[child_id], days[child_id])
    ]
    return sorted(found, key=lambda each: (each.on, each.name))


def _followed_up(contacts: Iterable[Contact], day: date) -> bool:
    # Held a little early is held too; an earlier one belongs to the review before.
    since = day - timedelta(days=_FOLLOW_UP_AHEAD)
    return any(each.about == inviting.FOLLOW_UP and each.occurred_on >= since for each in contacts)


def _contacts(records: Repository, child_ids: Iterable[str]) -> dict[str, list[Contact]]:
    found: dict[str, list[Contact]] = defaultdict(list)
    for ids in chunks(child_ids):
        for each in records.find_in(Contact, "child_id", ids):
            found[each.child_id].append(each)
    return found
