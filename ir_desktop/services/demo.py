"""The demo nursery: an encrypted store of invented children, marked so that it never sends.

Everything in it is made by the same services as a real store's records, except the bulk of
children in a large demo, who are stored in one statement.
"""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from ir_desktop import paths
from ir_desktop.domain.ages import add_months
from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Contact, Decision, How
from ir_desktop.domain.people import (
    Carer,
    Child,
    FamilyLink,
    HealthTeam,
    Role,
    Room,
    SettingType,
    Sex,
    Staff,
)
from ir_desktop.domain.records import Source
from ir_desktop.domain.roles import Act
from ir_desktop.services import consents, demo_sharing, review_file, reviews, sign_in
from ir_desktop.services.session import Session, Work, acting
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


@cache
def _nursery() -> dict[str, Any]:
    return json.loads(paths.resource("demo", "nursery.json").read_text("utf-8"))


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
    nursery, dice = _nursery(), random.Random(seed)  # noqa: S311 - invented names, no secret
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
        made = _children(session, children, dice, today, rooms, people)
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
        rooms = {name: work.new(Room, name=name) for name in _nursery()["rooms"]}
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


def demo_nhs_number(serial: int) -> str:
    """Return the serial-th valid NHS number of the 999 range, which is given to nobody.

    No two serials up to 899,999 give the same number.
    """
    # Of ten numbers that differ in the ninth digit alone, at most one has no check digit.
    tens, place = divmod(serial, 9)
    nines = (f"999{tens:05d}{last}" for last in range(10))
    valid = [nine + str(check % 11) for nine in nines if (check := _check(nine)) != 10]
    return valid[place]


def _check(nine: str) -> int:
    return 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11


def _children(
    session: Session,
    number: int,
    dice: random.Random,
    today: date,
    rooms: list[Room],
    people: list[Staff],
) -> dict[str, Child]:
    """Store the children with their families; return those with a story, by given name."""
    with acting(session, Act.ADD_CHILD) as work:
        # In the list to choose from; no child is theirs until somebody says so.
        work.new(HealthTeam, **_nursery()["health_team"])
        stories = _nursery()["children"]
        made: list[Child] = []
        carers: list[Carer] = []
        links: list[FamilyLink] = []
        for place, details in enumerate(_people(number, dice, stories)):
            child = _child(work, details, place, dice, today, rooms, people)
            made.append(child)
            if "shares_family_with" in details:
                twin = made[int(details["shares_family_with"])]
                mine = [link for link in links if link.child_id == twin.id]
                links += [work.build(FamilyLink, **_link(child, each)) for each in mine]
                continue
            for name, relationship in details["carers"]:
                carer = work.build(Carer, name=name, phone=f"01632 960 {place % 1000:03d}")
                carers.append(carer)
                links.append(
                    work.build(
                        FamilyLink,
                        child_id=child.id,
                        carer_id=carer.id,
                        relationship=relationship,
                        parental_responsibility=relationship in ("mother", "father"),
                    )
                )
        work.records.add_many(made)
        work.records.add_many(carers)
        work.records.add_many(links)
        return {child.given_name: child for child in made[: len(stories) + 1]}


def _link(child: Child, link: FamilyLink) -> dict[str, Any]:
    return {
        "child_id": child.id,
        "carer_id": link.carer_id,
        "relationship": link.relationship,
        "parental_responsibility": link.parental_responsibility,
    }


def _people(
    number: int, dice: random.Random, stories: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield so many children: those with a story first, twins together, then invented ones."""
    place = 0
    for story in stories:
        for details in _with_twin(story, place):
            if place == number:
                return
            yield details
            place += 1
    nursery = _nursery()
    while place < number:
        sex = dice.choice(("female", "male"))
        family = dice.choice(nursery["family_names"])
        parent = dice.choice(nursery["given_names"]["female"])
        yield {
            "given_name": dice.choice(nursery["given_names"][sex]),
            "family_name": family,
            "sex": sex,
            "home_languages": ["English"],
            "carers": [[f"{parent} {family}", "mother"]],
            "weeks_early": dice.choice((0, 0, 0, 0, 0, 0, 0, 0, 4)),
            # Most are of nursery age; a large demo also has years of children behind it.
            "months": dice.randint(8, 48) if number <= 200 else dice.randint(6, 126),
        }
        place += 1


def _with_twin(story: dict[str, Any], place: int) -> Iterator[dict[str, Any]]:
    yield story
    if "twin" in story:
        yield story | story["twin"] | {"shares_family_with": place}


def _child(
    work: Work,
    details: dict[str, Any],
    place: int,
    dice: random.Random,
    today: date,
    rooms: list[Room],
    people: list[Staff],
) -> Child:
    if "shares_family_with" in details:
        dice = random.Random(details["shares_family_with"])  # noqa: S311 - a twin: the same day
    elif "twin" in details:
        dice = random.Random(place)  # noqa: S311 - see above
    born = add_months(today, -details["months"]) - timedelta(days=dice.randint(0, 13))
    start = max(born + timedelta(days=200), today - timedelta(days=dice.randint(70, 420)))
    return work.build(
        Child,
        given_name=details["given_name"],
        family_name=details["family_name"],
        known_as=details.get("known_as", ""),
        date_of_birth=born,
        weeks_early=details.get("weeks_early", 0),
        sex=Sex(details["sex"]),
        home_languages=tuple(details["home_languages"]),
        interpreter_needed=details.get("interpreter_needed", False),
        nhs_number=demo_nhs_number(place),
        nhs_number_source=Source.PARENT,
        address=f"{place % 90 + 1} Orchard Road\nEastfield",
        postcode="EA1 9ZZ",
        room_id=rooms[place % len(rooms)].id,
        key_person_id=people[place % len(people)].id,
        start_date=start,
        leaving_date=today - timedelta(days=20) if details.get("left") else None,
        other_settings=tuple(details.get("other_settings", ())),
        check_elsewhere=details.get("check_elsewhere", ""),
    )


def _reviews(session: Session, clock: _DemoClock, made: dict[str, Child], today: date) -> None:
    for name, contacts in _nursery()["contacts"].items():
        if name in made:
            for how, about, outcome, days_ago in contacts:
                clock.day = today - timedelta(days=days_ago)
                _contact(session, made[name], How(how), about, outcome)
    for name, story in _nursery()["reviews"].items():
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
