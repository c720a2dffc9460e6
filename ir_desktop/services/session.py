"""Who is signed in, and the one way in which services act on the records."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol, TypeVar

from ir_desktop.domain.asq3_data import Instrument
from ir_desktop.domain.people import Child, Cover, Role, Staff
from ir_desktop.domain.profile import Profile
from ir_desktop.domain.records import THIS_LAPTOP, Record
from ir_desktop.domain.roles import About, Act, permits
from ir_desktop.errors import Refused, present
from ir_desktop.ids import new_id
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.store import Store

_NOT_THEIR_ROLE = "Your role does not allow this. Ask a manager."
_NOT_THEIRS = (
    "This child is not one of yours. You can open the records of your key children and of your "
    "rooms. Are you to look after this child? Ask a manager."
)

R = TypeVar("R", bound=Record)

_DRIFT = timedelta(minutes=10)
"""So far what was written may lie ahead of the clock: clocks are set right by themselves."""

WAYS_IN = (Act.SIGN_IN.value, Act.RECOVER.value)
"""The events of somebody coming in."""


class Clock(Protocol):
    """Where today and now come from."""

    def now(self) -> datetime:
        """Return the moment, aware, in UTC."""
        ...

    def today(self) -> date:
        """Return the day here."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """Return the moment, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the day here."""
        return datetime.now().astimezone().date()


@dataclass(frozen=True, slots=True)
class Session:
    """A person signed in to an open store. `last_sign_in` is the time before this one, to show."""

    store: Store
    staff: Staff
    clock: Clock
    profile: Profile
    instrument: Instrument
    last_sign_in: datetime | None = None

    @property
    def today(self) -> date:
        """The day here."""
        return self.clock.today()

    def is_ahead(self, moment: datetime) -> bool:
        """Return whether a moment is still to come: the clock was wrong then, or is wrong now."""
        return moment > self.clock.now() + _DRIFT

    def close(self) -> None:
        """Sign out: close the store."""
        self.store.close()


@dataclass(slots=True)
class Work:
    """One transaction of one act: the records, who acts and when.

    `detail` goes into the audit event: codes and ids only, never record content. `told` is false
    only where nothing was done that the chain follows: then no event is written.
    """

    records: Repository
    session: Session
    now: datetime
    actor: str
    child: Child | None = None
    detail: dict[str, str] = field(default_factory=dict[str, str])
    told: bool = True

    @property
    def today(self) -> date:
        """The day here."""
        return self.session.clock.today()

    @property
    def the_child(self) -> Child:
        """The child it is about, where `acting` was given one."""
        return present(self.child)

    def new(self, kind: type[R], **fields: Any) -> R:
        """Store and return a new record of a kind, stamped with who and when."""
        return self.records.add(self.build(kind, **fields))

    def build(self, kind: type[R], **fields: Any) -> R:
        """Return a new record of a kind, stamped, without storing it. `id` may be given."""
        given: dict[str, Any] = {
            "id": new_id(),
            "created_at": self.now,
            "created_by": self.actor,
            "changed_at": self.now,
            "changed_by": self.actor,
        }
        return kind(**(given | fields))

    def save(self, record: R) -> R:
        """Store a changed record, stamped with who and when, and return it."""
        return self.records.change(replace(record, changed_at=self.now, changed_by=self.actor))


def about(child: Child) -> About:
    """Return what decides in whose scope a child is."""
    return About(room_id=child.room_id, key_person_id=child.key_person_id)


@contextmanager
def acting(session: Session, act: Act, *, child_id: str | None = None) -> Generator[Work]:
    """Yield the work of one act in one transaction, after checking that the person may do it.

    The audit event is written at the end, with the digest of every row. A refused act is
    itself written to the chain.

    Raises:
        Refused: the role does not allow it, or not for this child.
        NotFound: there is no such child.
    """
    with session.store.transaction() as records:
        child = None if child_id is None else records.get(Child, child_id)
        work = Work(records, session, session.clock.now(), session.staff.id, child)
        allowed, for_others = may(session, records, act, child), False
        if allowed:
            yield work
            if work.told:
                _append(work, act.value)
        else:
            _append(work, f"refused:{act.value}")
            for_others = child is not None and may(session, records, act, None)
    if not allowed:
        raise Refused(_NOT_THEIRS if for_others else _NOT_THEIR_ROLE)


@contextmanager
def looking(session: Session, act: Act, *, child_id: str | None = None) -> Generator[Repository]:
    """Yield the records for reading, after checking that the person may see them.

    Raises:
        Refused: the role does not allow it, or not for this child.
        NotFound: there is no such child.
    """
    with session.store.reading() as records:
        child = None if child_id is None else records.get(Child, child_id)
        allowed = may(session, records, act, child)
        if allowed:
            yield records
    if not allowed:
        with acting(session, act, child_id=child_id):  # writes the refusal, and raises
            raise AssertionError("what was refused a moment ago is allowed now")


def may(session: Session, records: Repository, act: Act, child: Child | None) -> bool:
    """Return whether the person signed in may do an act, to a child if one is given.

    The role is read from the records, not from the sign-in: it may have changed since.
    """
    staff = records.find_one(Staff, id=session.staff.id)
    if staff is None:
        return False
    return permits(
        staff,
        act,
        None if child is None else about(child),
        cover_rooms=cover_rooms(records, staff, session.today),
        room_leader_may_send=session.profile.room_leader_may_send,
    )


def cover_rooms(records: Repository, staff: Staff, on: date) -> frozenset[str]:
    """Return the rooms that somebody has cover access to on a day: only practitioners have any."""
    if staff.role is not Role.PRACTITIONER:
        return frozenset()
    return frozenset(
        each.room_id
        for each in records.find(Cover, staff_id=staff.id)
        if each.from_day <= on <= each.until_day
    )


@contextmanager
def by_itself(session: Session, act: str, *, child_id: str | None = None) -> Generator[Work]:
    """Yield the work of something the program does by itself, in one transaction.

    For what a person approved earlier, such as sending: nobody's role is asked again, and the
    audit event names this laptop as the actor.
    """
    with session.store.transaction() as records:
        child = None if child_id is None else records.get(Child, child_id)
        work = Work(records, session, session.clock.now(), THIS_LAPTOP, child)
        yield work
        _append(work, act)


def _append(work: Work, act: str) -> None:
    work.session.store.append_event(
        work.records,
        at=work.now,
        staff_id=work.actor,
        act=act,
        child_id=None if work.child is None else work.child.id,
        detail=work.detail,
    )
