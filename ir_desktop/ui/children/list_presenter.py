"""What the children's list shows, and its search, filters and orders. Knows no Qt."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ir_desktop.domain.ages import age_in_months_days
from ir_desktop.domain.people import Child, Room, Staff
from ir_desktop.domain.plain import age_words, count, date_words
from ir_desktop.domain.roles import Act, Scope, scope_of
from ir_desktop.domain.text import match_key
from ir_desktop.services import children
from ir_desktop.services.session import Session, looking
from ir_desktop.ui.looks import Cell, Column, Row

COLUMNS = (
    Column("Name", 38),
    Column("Age", 20),
    Column("Born", 18),
    Column("Room", 17),
    Column("Key person", 22),
    Column("", right=True),
)

FEW_COLUMNS = (Column("Name", 1), Column("", right=True))
"""With big text: the rest stands under the name."""

FAMILY_NAME, FIRST_NAME, YOUNGEST, OLDEST, BY_ROOM, BY_KEY_PERSON = range(6)
ORDERS = ("Family name", "First name", "Youngest first", "Oldest first", "Room", "Key person")
"""The orders of the list, as they are chosen."""

_BY_COLUMN = (
    (FAMILY_NAME, FIRST_NAME),
    (YOUNGEST, OLDEST),
    (YOUNGEST, OLDEST),
    (BY_ROOM,),
    (BY_KEY_PERSON,),
    (),
)

EVERY_ROOM, NO_ROOM = "", "-"
"""Choices of a room that are no room's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a child is filtered and ordered by."""

    family: str
    given: str
    born: date
    room_id: str
    room: str
    key_person: str
    mine: bool


@dataclass(frozen=True, slots=True)
class ChildrenView:
    """The rows, and beside each the letters that a search looks in and its facts.

    `rooms` are the ids and names to choose from; `may_import` is whether this person may add
    children from a spreadsheet.
    """

    rows: tuple[Row, ...]
    keys: tuple[str, ...]
    facts: tuple[Facts, ...] = ()
    rooms: tuple[tuple[str, str], ...] = ()
    may_import: bool = False
    any_mine: bool = False

    def search(
        self,
        typed: str,
        *,
        room_id: str = EVERY_ROOM,
        mine: bool = False,
        order: int = FAMILY_NAME,
    ) -> Sequence[Row]:
        """Return the rows whose names hold every word typed, accents and case aside, in order."""
        words = search_key(typed).split()
        found: Sequence[int] = range(len(self.keys))
        for word in words:
            found = [place for place in found if word in self.keys[place]]
        if room_id:
            wanted = "" if room_id == NO_ROOM else room_id
            found = [place for place in found if self.facts[place].room_id == wanted]
        if mine:
            found = [place for place in found if self.facts[place].mine]
        if order != FAMILY_NAME:
            found = sorted(found, key=lambda place: _key(self.facts[place], order))
        if len(found) == len(self.rows) and order == FAMILY_NAME:
            return self.rows
        return [self.rows[place] for place in found]

    def told(self, shown: int) -> str:
        """Return how many are shown, in words."""
        everyone = count(len(self.rows), "child", "children")
        return everyone if shown == len(self.rows) else f"{shown} of {everyone}"


def narrow(row: Row) -> Row:
    """Return a row for `FEW_COLUMNS`."""
    name, age, _, room, _, act = row.cells
    second = ", ".join(part for part in (age.words, room.words) if part)
    return Row(row.key, (Cell(name.words, second, strong=True), act))


def next_order(column: int, order: int) -> int:
    """Return the order after a column's head was clicked: its first one, or its other one."""
    orders = _BY_COLUMN[column]
    if not orders:
        return order
    return orders[(orders.index(order) + 1) % len(orders)] if order in orders else orders[0]


def _key(facts: Facts, order: int) -> Any:
    name = (facts.family, facts.given)
    if order == FIRST_NAME:
        return facts.given, facts.family
    if order in (YOUNGEST, OLDEST):
        days = facts.born.toordinal()
        return (-days if order == YOUNGEST else days), name
    words = match_key(facts.room if order == BY_ROOM else facts.key_person)
    return not words, words, name  # those without come last


def children_view(session: Session, *, include_left: bool = False) -> ChildrenView:
    """Return the children this person may see."""
    found = children.list_children(session, include_left=include_left)
    with looking(session, Act.SEE_LIST) as records:
        rooms = {room.id: room.name for room in records.find(Room)}
        staff = {each.id: each.name for each in records.find(Staff)}
    facts = tuple(_facts(session, child, rooms, staff) for child in found)
    here = {each.room_id for each in facts}
    choices = [(key, name) for key, name in rooms.items() if key in here]
    choices.sort(key=lambda pair: match_key(pair[1]))
    if "" in here and choices:
        choices.append((NO_ROOM, "No room"))
    return ChildrenView(
        tuple(_row(session, *pair) for pair in zip(found, facts, strict=True)),
        tuple(search_key(f"{child.full_name} {child.known_as}") for child in found),
        facts,
        tuple(choices),
        scope_of(session.staff.role, Act.IMPORT_CHILDREN) is not Scope.NONE,
        any(each.mine for each in facts),
    )


def search_key(text: str) -> str:
    """Return a text as the search compares it: no accents, no capitals."""
    if text.isascii():
        return match_key(text)
    letters = unicodedata.normalize("NFD", match_key(text))
    return "".join(each for each in letters if not unicodedata.combining(each))


def _facts(
    session: Session, child: Child, rooms: Mapping[str, str], staff: Mapping[str, str]
) -> Facts:
    return Facts(
        family=match_key(child.family_name),
        given=match_key(child.given_name),
        born=child.date_of_birth,
        room_id=child.room_id or "",
        room=rooms.get(child.room_id or "", ""),
        key_person=staff.get(child.key_person_id or "", ""),
        mine=child.key_person_id == session.staff.id,
    )


def _row(session: Session, child: Child, facts: Facts) -> Row:
    age = age_in_months_days(child.date_of_birth, max(session.today, child.date_of_birth))
    name = child.full_name
    if child.known_as and child.known_as != child.given_name:
        name = f"{name} ({child.known_as})"
    told = age_words(age)
    if children.has_left(child, session.today):
        told = "Has left"
    return Row(
        child.id,
        (
            Cell(name, strong=True),
            Cell(told),
            Cell(date_words(child.date_of_birth), soft=True),
            Cell(facts.room, soft=True),
            Cell(facts.key_person, soft=True),
            Cell("Open", act=True),
        ),
    )
