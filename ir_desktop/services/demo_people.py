"""The demo nursery's children and families: invented, in several scripts and shapes of name."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from ir_desktop import paths
from ir_desktop.domain.ages import add_months
from ir_desktop.domain.people import Carer, Child, FamilyLink, Room, Sex, Staff
from ir_desktop.domain.records import Source
from ir_desktop.domain.roles import Act
from ir_desktop.services.session import Session, Work, acting


@cache
def nursery_data() -> dict[str, Any]:
    """Return the invented nursery, as its file tells it."""
    return json.loads(paths.resource("demo", "nursery.json").read_text("utf-8"))


def demo_nhs_number(serial: int) -> str:
    """Return the serial-th valid NHS number of the 999 range, which is given to nobody.

    No two serials up to 800,000 give the same number.
    """
    # Of ten numbers that differ in the ninth digit alone, at most one has no check digit.
    tens, place = divmod(serial, 9)
    nines = (f"999{tens:05d}{last}" for last in range(10))
    valid = [nine + str(check % 11) for nine in nines if (check := _check(nine)) != 10]
    return valid[place]


def _check(nine: str) -> int:
    return 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11


def add_children(
    session: Session,
    number: int,
    dice: random.Random,
    today: date,
    rooms: list[Room],
    people: list[Staff],
) -> dict[str, Child]:
    """Store the children with their families; return those with a story, by given name."""
    with acting(session, Act.ADD_CHILD) as work:
        stories = nursery_data()["children"]
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
    nursery = nursery_data()
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
