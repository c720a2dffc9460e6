"""The demo nursery: an encrypted store of invented children, marked so that it never sends.

Everything in it is made by the same services as a real store's records, except the bulk of
children in a large demo, who are stored in one statement.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Contact, Decision, How
from ir_desktop.domain.people import (
    Carer,
    Child,
    FamilyLink,
    Role,
    Room,
    SettingType,
    Staff,
)
from ir_desktop.domain.roles import Act
from ir_desktop.services import consents, demo_sharing, review_file, reviews, sign_in
from ir_desktop.services.demo_people import add_children, nursery_data
from ir_desktop.services.session import Session, acting
from ir_desktop.storage import keys
from ir_desktop.storage.cost import WEAK_COST

_NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """A person of the demo nursery, with the password to sign in by."""

    name: str
    role: Role
    password: str


@dataclass(frozen=True, slots=True)
class DemoMade:
    """A demo store: its folder, who can sign in, and the recovery code."""

    store: Path
    staff: tuple[DemoStaff, ...]
    recovery_code: str


@dataclass(slots=True)
class _DemoClock:
    """A clock that the demo sets, so that its records have a past."""

    day: date

    def now(self) -> datetime:
        """Return noon of the demo's day."""
        return datetime.combine(self.day, _NOON)

    def today(self) -> date:
        """Return the demo's day."""
        return self.day


def make_demo(
    folder: Path,
    *,
    children: int = 30,
    seed: int = 1,
    today: date,
    sharing: bool = False,
    progress: Callable[[str], None] | None = None,
) -> DemoMade:
    """Make a demo store in an empty or new folder; the same seed and day give the same people.

    With `sharing` it also has an agreement with an invented health team, a copy that was
    answered, one that waits and one that is held, so that a window has them to show. `progress`
    is told what is being done, in words. Raises `StoreExists` if the folder is not empty.
    """
    tell = progress or _say_nothing
    nursery, dice = nursery_data(), random.Random(seed)  # noqa: S311 - invented names, no secret
    passwords = ["-".join(dice.sample(nursery["password_words"], 3)) for _ in nursery["staff"]]
    tell("Making the demo nursery")
    clock = _DemoClock(today - timedelta(days=60))
    manager, *others = nursery["staff"]
    first = nursery["setting"] | {"setting_type": SettingType(nursery["setting"]["setting_type"])}
    begun = sign_in.begin(
        folder,
        sign_in.FirstRun(manager_name=manager["name"], password=passwords[0], **first),
        clock=clock,
        demo=True,
        cost=WEAK_COST,
        use_keyring=False,
    )
    session = begun.session
    try:
        rooms, people = _staff(session, others, passwords[1:])
        tell("Adding the children")
        made = add_children(session, children, dice, today, rooms, people)
        tell("Writing their reviews")
        _reviews(session, clock, made, today)
        if sharing:
            tell("Asking the invented health team")
            demo_sharing.share(session, clock, made, nursery["sharing"], today=today)
    finally:
        session.close()
    return DemoMade(
        folder,
        tuple(
            DemoStaff(each["name"], Role(each["role"]), password)
            for each, password in zip(nursery["staff"], passwords, strict=True)
        ),
        begun.recovery_code,
    )


def _staff(
    session: Session, others: list[dict[str, Any]], passwords: list[str]
) -> tuple[list[Room], list[Staff]]:
    """Store the rooms and the staff but the manager, and let them sign in."""
    with acting(session, Act.MANAGE_STAFF) as work:
        rooms = {name: work.new(Room, name=name) for name in nursery_data()["rooms"]}
        people = [
            work.new(
                Staff,
                name=each["name"],
                role=Role(each["role"]),
                room_ids=tuple(rooms[name].id for name in each["rooms"]),
            )
            for each in others
        ]
    for person, password in zip(people, passwords, strict=True):
        slot = keys.NewSlot(person.id, person.name, password)
        session.store.add_slot(slot, cost=WEAK_COST)
    return list(rooms.values()), [session.staff, *people]


def _say_nothing(words: str) -> None:
    """Where nobody wants to be told of progress."""


def _reviews(session: Session, clock: _DemoClock, made: dict[str, Child], today: date) -> None:
    for name, contacts in nursery_data()["contacts"].items():
        if name in made:
            for how, about, outcome, days_ago in contacts:
                clock.day = today - timedelta(days=days_ago)
                _contact(session, made[name], How(how), about, outcome)
    for name, story in nursery_data()["reviews"].items():
        if name not in made:
            continue
        child = made[name]
        clock.day = today - timedelta(days=story["days_ago"])
        content = review_file.read_content(_dated(story["content"], clock.day))
        if story["consent"]:
            by_name, relationship = _first_carer(session, child)
            consents.record_consent(
                session,
                child.id,
                decision=Decision.GIVEN,
                by_name=by_name,
                by_relationship=relationship,
                how=How.IN_PERSON,
                occurred_on=clock.day,
                categories=tuple(Category),
            )
        reviews.save_draft(session, child.id, content)
        if story["state"] == "signed":
            _sign(session, child.id)
    clock.day = today


def _dated(content: dict[str, Any], day: date) -> dict[str, Any]:
    again = day + timedelta(weeks=12)
    dated = content | {"held_on": day.isoformat(), "follow_up_on": again.isoformat()}
    dated["progress_check"] = content["progress_check"] | {"observed_on": day.isoformat()}
    if "asq3" in content:
        dated["asq3"] = content["asq3"] | {"completed_on": (day - timedelta(days=1)).isoformat()}
    return dated


def _sign(session: Session, child_id: str) -> None:
    found = reviews.check(session, child_id)
    answers = {each.code: "We talked about this with the family." for each in found.open_questions}
    draft = found.review.draft
    reviews.save_draft(session, child_id, replace(draft, moderation=answers))
    reviews.sign_off(session, child_id)


def _contact(session: Session, child: Child, how: How, about: str, outcome: str) -> Contact:
    return consents.record_contact(
        session,
        child.id,
        how=how,
        about=about,
        outcome=outcome,
        occurred_on=session.clock.today(),
    )


def _first_carer(session: Session, child: Child) -> tuple[str, str]:
    with session.store.reading() as records:
        link = records.find(FamilyLink, child_id=child.id)[0]
        return records.get(Carer, link.carer_id).name, link.relationship
