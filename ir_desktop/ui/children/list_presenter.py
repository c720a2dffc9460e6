"""What the children's list shows, and its search. Knows no Qt."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ir_desktop.domain.ages import age_in_months_days
from ir_desktop.domain.people import Child, Room
from ir_desktop.domain.plain import age_words, count, date_words
from ir_desktop.domain.roles import Act
from ir_desktop.domain.text import match_key
from ir_desktop.services import children
from ir_desktop.services.session import Session, looking
from ir_desktop.ui.looks import Cell, Column, Row

COLUMNS = (
    Column("Name", 40),
    Column("Age", 20),
    Column("Born", 20),
    Column("Room", 20),
    Column("", right=True),
)


@dataclass(frozen=True, slots=True)
class ChildrenView:
    """The rows, and beside each the letters that a search looks in."""

    rows: tuple[Row, ...]
    keys: tuple[str, ...]

    def search(self, typed: str) -> Sequence[Row]:
        """Return the rows whose names hold every word typed, accents and case aside."""
        words = search_key(typed).split()
        if not words:
            return self.rows
        found: Sequence[int] = range(len(self.keys))
        for word in words:
            found = [place for place in found if word in self.keys[place]]
        return [self.rows[place] for place in found]

    def told(self, shown: int) -> str:
        """Return how many are shown, in words."""
        everyone = count(len(self.rows), "child", "children")
        return everyone if shown == len(self.rows) else f"{shown} of {everyone}"


def children_view(session: Session) -> ChildrenView:
    """Return the children this person may see."""
    found = children.list_children(session)
    with looking(session, Act.SEE_LIST) as records:
        rooms = {room.id: room.name for room in records.find(Room)}
    return ChildrenView(
        tuple(_row(session, child, rooms) for child in found),
        tuple(search_key(f"{child.full_name} {child.known_as}") for child in found),
    )


def search_key(text: str) -> str:
    """Return a text as the search compares it: no accents, no capitals."""
    if text.isascii():
        return match_key(text)
    letters = unicodedata.normalize("NFD", match_key(text))
    return "".join(each for each in letters if not unicodedata.combining(each))


def _row(session: Session, child: Child, rooms: Mapping[str, str]) -> Row:
    age = age_in_months_days(child.date_of_birth, max(session.today, child.date_of_birth))
    name = child.full_name
    if child.known_as and child.known_as != child.given_name:
        name = f"{name} ({child.known_as})"
    return Row(
        child.id,
        (
            Cell(name, strong=True),
            Cell(age_words(age)),
            Cell(date_words(child.date_of_birth), soft=True),
            Cell(rooms.get(child.room_id or "", ""), soft=True),
            Cell("Open", act=True),
        ),
    )
