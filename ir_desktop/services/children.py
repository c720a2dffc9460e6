"""Children and their families: adding, changing, listing, and all that a child's page shows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ir_desktop.domain.ages import Age, age_in_months_days
from ir_desktop.domain.child_rules import checked_carer, checked_child
from ir_desktop.domain.consent import Consent, Contact
from ir_desktop.domain.people import (
    Carer,
    Child,
    FamilyLink,
    HealthTeam,
    Room,
    Staff,
    is_removed,
)
from ir_desktop.domain.records import Source
from ir_desktop.domain.review import Review, ReviewVersion
from ir_desktop.domain.roles import Act, permits
from ir_desktop.domain.sharing import Export, Reply
from ir_desktop.domain.text import clean_line, match_key
from ir_desktop.errors import Invalid, Problem, Refused
from ir_desktop.services.history import viewed
from ir_desktop.services.session import Session, Work, about, acting, cover_rooms, looking
from ir_desktop.storage.repository import Repository


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """A carer and what they are to the child."""

    carer: Carer
    link: FamilyLink


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildPage:
    """Everything a child's page shows. `versions` and `exports` are newest first."""

    child: Child
    age: Age
    family: tuple[FamilyMember, ...]
    room: str
    key_person: str
    health_team: HealthTeam | None
    review: Review | None
    versions: tuple[ReviewVersion, ...]
    consents: tuple[Consent, ...]
    contacts: tuple[Contact, ...]
    exports: tuple[Export, ...]
    replies: tuple[Reply, ...]


def add_child(session: Session, **details: Any) -> Child:
    """Add a child; `details` are `Child`'s own fields.

    Raises `Invalid` with every problem; `Refused` if the child would be outside the person's
    own scope.
    """
    with acting(session, Act.ADD_CHILD) as work:
        child = prepared(work, details)
        staff = work.records.get(Staff, session.staff.id)
        if not permits(
            staff,
            Act.ADD_CHILD,
            about(child),
            cover_rooms=cover_rooms(work.records, staff, work.today),
        ):
            raise Invalid(
                [Problem("key_person_id", "Make yourself the key person, or choose your room.")]
            )
        work.child = child
        return work.records.add(child)


def prepared(work: Work, details: dict[str, Any]) -> Child:
    """Return a new child, checked but not stored. Raises `Invalid` with every problem."""
    if details.get("nhs_number") and not details.get("nhs_number_source"):
        details = details | {"nhs_number_source": Source.PARENT}
    child = checked_child(work.build(Child, **details), today=work.today)
    check_links(work.records, child)
    return child


def edit_child(session: Session, child_id: str, **changes: Any) -> Child:
    """Change some of a child's fields. Raises `Invalid` with every problem."""
    with acting(session, Act.EDIT_CHILD, child_id=child_id) as work:
        child = checked_child(replace(work.the_child, **changes), today=work.today)
        check_links(work.records, child)
        return work.save(child)


def check_links(records: Repository, child: Child) -> None:
    """Raise `Invalid` if the child's room, key person or health team is not in the store."""
    wanted = (
        ("room_id", Room, child.room_id, "Choose a room from the list."),
        ("key_person_id", Staff, child.key_person_id, "Choose a member of staff from the list."),
        ("health_team_id", HealthTeam, child.health_team_id, "Choose a team from the list."),
    )
    problems = [
        Problem(field, sentence)
        for field, kind, record_id, sentence in wanted
        if record_id is not None and records.find_one(kind, id=record_id) is None
    ]
    if problems:
        raise Invalid(problems)


def add_carer(
    session: Session,
    child_id: str,
    *,
    relationship: str,
    parental_responsibility: bool | None = None,
    carer_id: str | None = None,
    **details: Any,
) -> Carer:
    """Add a parent or carer to a child: a new one, or one there is already (`carer_id`).

    Raises `Invalid` with every problem; `Refused` if the carer is this child's already.
    """
    with acting(session, Act.EDIT_FAMILY, child_id=child_id) as work:
        relationship = clean_line(relationship, field="relationship")
        if carer_id is None:
            carer = work.records.add(checked_carer(work.build(Carer, **details)))
        else:
            carer = work.records.get(Carer, carer_id)
            if work.records.find_one(FamilyLink, child_id=child_id, carer_id=carer_id) is not None:
                raise Refused("This parent or carer is in the child’s list already.")
        work.new(
            FamilyLink,
            child_id=child_id,
            carer_id=carer.id,
            relationship=relationship,
            parental_responsibility=parental_responsibility,
        )
        return carer


def list_children(session: Session, *, include_left: bool = False) -> list[Child]:
    """Return the children this person may see, by name."""
    with looking(session, Act.SEE_LIST) as records:
        return sorted(
            (
                child
                for child in within(session, records, records.find(Child), Act.SEE_CHILD)
                if not is_removed(child) and (include_left or not has_left(child, session.today))
            ),
            key=lambda child: (match_key(child.family_name), match_key(child.given_name)),
        )


def has_left(child: Child, on: date) -> bool:
    """Return whether a child has left by a day."""
    return child.leaving_date is not None and child.leaving_date < on


def within(
    session: Session, records: Repository, children: Iterable[Child], act: Act
) -> list[Child]:
    """Return those of the children that the person may do an act to."""
    staff = records.get(Staff, session.staff.id)
    rooms = cover_rooms(records, staff, session.today)
    return [child for child in children if permits(staff, act, about(child), cover_rooms=rooms)]


def child_page(session: Session, child_id: str) -> ChildPage:
    """Return everything about one child; that it was looked at is an event."""
    viewed(session, child_id)
    with looking(session, Act.SEE_CHILD, child_id=child_id) as records:
        child = records.get(Child, child_id)
        review = records.find_one(Review, child_id=child_id)
        return ChildPage(
            child=child,
            age=age_in_months_days(child.date_of_birth, max(session.today, child.date_of_birth)),
            family=family_of(records, child_id),
            room=name_of(records, Room, child.room_id),
            key_person=name_of(records, Staff, child.key_person_id),
            health_team=records.find_one(HealthTeam, id=child.health_team_id),
            review=review,
            versions=tuple(reversed(records.find(ReviewVersion, child_id=child_id))),
            consents=tuple(records.find(Consent, child_id=child_id)),
            contacts=tuple(records.find(Contact, child_id=child_id)),
            exports=tuple(reversed(records.find(Export, child_id=child_id))),
            replies=tuple(reversed(records.find(Reply, child_id=child_id))),
        )


def family_of(records: Repository, child_id: str) -> tuple[FamilyMember, ...]:
    """Return the child's parents and carers, in the order they were added."""
    return tuple(
        FamilyMember(records.get(Carer, link.carer_id), link)
        for link in records.find(FamilyLink, child_id=child_id)
    )


def name_of(records: Repository, kind: type[Room] | type[Staff], record_id: str | None) -> str:
    """Return the name of a room or a member of staff, or an empty text for none."""
    if record_id is None:
        return ""
    found = records.find_one(kind, id=record_id)
    return "" if found is None else found.name
