"""The staff: who works here, in what role, with which rooms and dated cover."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from ir_desktop.domain.people import Cover, Role, Room, Staff
from ir_desktop.domain.people_rules import checked_cover, checked_staff, is_last_manager
from ir_desktop.domain.roles import Act
from ir_desktop.domain.text import match_key
from ir_desktop.errors import Invalid, Problem, Refused
from ir_desktop.services.key_changes import changing, has_slot, let_in, rename, signs_in_here
from ir_desktop.services.leaving import hand_over
from ir_desktop.services.passwords import first_password_problems
from ir_desktop.services.session import Session, Work, acting, looking
from ir_desktop.storage.cost import KdfCost
from ir_desktop.storage.key_edits import without_staff
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.schema import child

_LAST = (
    "This is the only manager who can sign in here. First make somebody else a manager, or give "
    "another manager a password."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    """A member of staff as the list shows them.

    `covers` are the ones not over yet, with their rooms' names; `key_children` counts children
    who are here now; `can_sign_in` is whether there is a password for them on this computer.
    """

    staff: Staff
    rooms: tuple[str, ...]
    covers: tuple[tuple[Cover, str], ...]
    key_children: int
    can_sign_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What is given to add a member of staff."""

    name: str
    role: Role
    password: str = field(repr=False)
    room_ids: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list to choose from: an id and a name."""

    id: str
    name: str


def staff_choices(session: Session) -> list[Choice]:
    """Return who works here now, by name, to choose a key person from."""
    with looking(session, Act.SEE_LIST) as records:
        here = [each for each in records.find(Staff) if each.active]
        return [Choice(each.id, each.name) for each in sorted(here, key=_by_name)]


def list_staff(session: Session) -> list[StaffRow]:
    """Return everybody who works or worked here, by name, those who work here first."""
    with looking(session, Act.MANAGE_STAFF) as records:
        known = signs_in_here(session)
        rooms = {each.id: each.name for each in records.find(Room)}
        covers = [each for each in records.find(Cover) if each.until_day >= session.today]
        children = _key_children(records, session.today)
        everyone = sorted(records.find(Staff), key=lambda each: (not each.active, _by_name(each)))
        return [
            StaffRow(
                staff=each,
                rooms=tuple(rooms[room] for room in each.room_ids if room in rooms),
                covers=tuple((c, rooms[c.room_id]) for c in covers if c.staff_id == each.id),
                key_children=children.get(each.id, 0),
                can_sign_in=each.active and each.id in known,
            )
            for each in everyone
        ]


def _by_name(staff: Staff) -> str:
    return match_key(staff.name)


def _key_children(records: Repository, today: date) -> dict[str, int]:
    rows = records.connection.execute(
        select(child.c.key_person_id, func.count())
        .where(or_(child.c.leaving_date.is_(None), child.c.leaving_date >= today.isoformat()))
        .group_by(child.c.key_person_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def add_staff(session: Session, new: NewPerson, *, cost: KdfCost | None = None) -> Staff:
    """Add a member of staff who can sign in with a first password.

    `cost` None is this computer's measured one (a demo's is fixed).

    Raises:
        Invalid: with every problem, of the password too.
        EnvironmentProblem: the file of keys or the keyring cannot be used; nobody was added.
    """
    with changing(session, Act.MANAGE_STAFF) as (work, change):
        built = work.build(Staff, name=new.name, role=new.role, room_ids=tuple(new.room_ids))
        weak = first_password_problems(session, work.records, new.password, new.name)
        staff = work.records.add(_checked(work, built, weak))
        work.detail["staff"] = staff.id
        let_in(work, change, staff, new.password, cost)
    return staff


def give_password(
    session: Session, staff_id: str, password: str, *, cost: KdfCost | None = None
) -> None:
    """Let somebody sign in who works here and has no password yet.

    One that belongs to another computer goes, and the records get a new key.

    Raises `Invalid` if the password is weak; `Refused` if they have one or work here no more.
    """
    with looking(session, Act.MANAGE_STAFF) as records:
        staff = records.get(Staff, staff_id)
        if not staff.active:
            raise Refused("This person does not work here now.")
        if staff_id in signs_in_here(session):
            raise Refused("This person has a password already.")
        if weak := first_password_problems(session, records, password, staff.name):
            raise Invalid(weak)
    renewed = has_slot(session, staff_id)
    with changing(session, Act.MANAGE_STAFF, new_data_key=renewed) as (work, change):
        work.detail["staff"] = staff_id
        let_in(work, change, staff, password, cost)


def _checked(work: Work, staff: Staff, problems: Sequence[Problem] = ()) -> Staff:
    others = [each for each in work.records.find(Staff) if each.id != staff.id]
    rooms = {each.id for each in work.records.find(Room)}
    found = list(problems)
    try:
        staff = checked_staff(staff, others=others, rooms=rooms)
    except Invalid as error:
        found = [*error.problems, *found]
    if found:
        raise Invalid(found)
    return staff


def rename_staff(session: Session, staff_id: str, name: str) -> Staff:
    """Rename a member of staff, on the sign-in screen too.

    Raises `Invalid` if the name is empty or taken.
    """
    with changing(session, Act.MANAGE_STAFF) as (work, change):
        named = replace(work.records.get(Staff, staff_id), name=name)
        staff = work.save(_checked(work, named))
        rename(work, change, staff)
        return staff


def change_role(
    session: Session, staff_id: str, role: Role, *, room_ids: Sequence[str] | None = None
) -> Staff:
    """Change somebody's role, and a room leader's rooms; None leaves the rooms as they are.

    Cover that only a practitioner can have ends with the role.

    Raises:
        Refused: this is the last manager who can sign in.
        Invalid: a room leader has no room, or one that is not in the store.
    """
    with acting(session, Act.MANAGE_STAFF) as work:
        staff = work.records.get(Staff, staff_id)
        if role is not Role.MANAGER:
            _refuse_last_manager(work, staff)
        rooms = staff.room_ids if room_ids is None else tuple(room_ids)
        changed = work.save(_checked(work, replace(staff, role=role, room_ids=rooms)))
        if role is not Role.PRACTITIONER:
            _end_covers(work, staff_id)
        return changed


def stop_staff(session: Session, staff_id: str, *, hand_over_to: str | None = None) -> Staff:
    """Note that somebody works here no more: they can no longer sign in.

    Their key children who are here now, and agreed actions that name them, go to `hand_over_to`.
    Their slot is removed and the records go under a new data key, so that what they know opens
    nothing written from now on.

    Raises:
        Refused: this is the last manager who can sign in, or oneself.
        Invalid: there is something to hand over, and nobody who works here to hand it to.
    """
    with changing(session, Act.MANAGE_STAFF, new_data_key=True) as (work, change):
        staff = work.records.get(Staff, staff_id)
        _refuse_last_manager(work, staff)
        if staff_id == session.staff.id:
            raise Refused("You cannot stop your own sign-in. Ask another manager to.")
        next_one = work.records.find_one(Staff, id=hand_over_to)
        if problems := hand_over(work, staff, next_one):
            raise Invalid(problems)
        _end_covers(work, staff_id)
        work.detail.update(staff=staff_id, what="stop")
        stopped = work.save(replace(staff, active=False))
        change.stage(work.records.connection, without_staff(change.keys, staff_id))
        return stopped


def start_staff_again(session: Session, staff_id: str) -> Staff:
    """Let somebody who stopped work here again; they need a new first password to sign in.

    Raises `Invalid` if somebody else has the name now, or a room leader's rooms are gone.
    """
    with acting(session, Act.MANAGE_STAFF) as work:
        staff = replace(work.records.get(Staff, staff_id), active=True)
        return work.save(_checked(work, staff))


def _refuse_last_manager(work: Work, staff: Staff) -> None:
    manages = staff.active and staff.role is Role.MANAGER
    can_sign_in = signs_in_here(work.session)
    if manages and is_last_manager(staff, work.records.find(Staff), can_sign_in):
        raise Refused(_LAST)


def _end_covers(work: Work, staff_id: str) -> None:
    for cover in work.records.find(Cover, staff_id=staff_id):
        _end_cover(work, cover)


def _end_cover(work: Work, cover: Cover) -> None:
    """End cover yesterday, or take it away where it has not begun before today."""
    if cover.from_day >= work.today:
        work.records.remove(cover)
    elif cover.until_day >= work.today:
        work.save(replace(cover, until_day=work.today - timedelta(days=1)))


def add_cover(
    session: Session, staff_id: str, room_id: str, *, from_day: date, until_day: date
) -> Cover:
    """Give a practitioner access to the children of a room, from one day to another, both in.

    Raises `Invalid` with every problem.
    """
    with acting(session, Act.MANAGE_STAFF) as work:
        staff = work.records.get(Staff, staff_id)
        cover = work.build(
            Cover, staff_id=staff_id, room_id=room_id, from_day=from_day, until_day=until_day
        )
        rooms = {each.id for each in work.records.find(Room)}
        return work.records.add(checked_cover(cover, staff, rooms=rooms, today=work.today))


def end_cover(session: Session, cover_id: str) -> None:
    """End cover now. Raises `NotFound` if there is none."""
    with acting(session, Act.MANAGE_STAFF) as work:
        _end_cover(work, work.records.get(Cover, cover_id))
