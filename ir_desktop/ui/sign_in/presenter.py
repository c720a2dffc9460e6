"""What the first pages show. Knows no Qt, and loads nothing slow."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ir_desktop.errors import EnvironmentProblem, IrError, NotFound
from ir_desktop.ui.looks import Cell, Column, Row

if TYPE_CHECKING:
    from ir_desktop.services.sign_in_file import SlotName

COLUMNS = (Column("Name", 1), Column("", right=True))
DEMO_MARK = "Demo nursery: invented children"

NO_STORE_TITLE = "These records cannot be opened"
FILE_FROM_BACKUP = (
    "Every backup holds a copy of the sign-in file. Put it back from the newest one: then "
    "everybody signs in as always, and nothing that you wrote is lost."
)
NO_STORE_NO_BACKUP = "Do you have no backup?"
NO_STORE_COPY = (
    "Ask whoever looks after this computer for another copy of the whole folder of your records. "
    "Keep the folder as it is until then, and delete nothing in it: what you wrote may still be "
    "whole."
)
FROM_BACKUP = (
    "With a backup and the recovery sheet the records come back as they were when it was made. The "
    "folder that cannot be opened is kept aside under another name."
)
NO_STORE_BACKUP = "Do you have a backup?"
NO_STORE_OTHERWISE = "If that does not help"
NO_STORE_ELSEWHERE = "Are your records in another folder?"
NO_STORE_MEANWHILE = "Look round meanwhile"
NO_STORE_DEMO = (
    "Everybody in the demo nursery is invented, nothing in it is ever sent, and it is removed when "
    "you close the window."
)


def backup_title(put_back: bool) -> str:
    """Return what stands over restoring everything, which comes second to the sign-in file."""
    return NO_STORE_OTHERWISE if put_back else NO_STORE_BACKUP


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in; role and password are known beforehand in a demo only."""

    slot_id: str
    name: str
    role: str = ""
    password: str = field(default="", repr=False)


def people_of(slots: Iterable["SlotName"]) -> tuple[Person, ...]:
    """Return who can sign in by a sign-in file."""
    return tuple(Person(each.id, each.name) for each in slots)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, and at which field: ``name``, ``password`` or neither.

    `seconds` is how long no more passwords are looked at.
    """

    field: str
    sentence: str
    seconds: int = 0


def rows(people: tuple[Person, ...]) -> list[Row]:
    """Return the list of names."""
    return [
        Row(each.slot_id, (Cell(each.name, strong=True), Cell(each.role, soft=True)))
        for each in people
    ]


def check(slot_id: str, password: str) -> list[Wrong]:
    """Return what is missing before anything is tried."""
    found: list[Wrong] = []
    if not slot_id:
        found.append(Wrong("name", "Choose your name."))
    if not password:
        found.append(Wrong("password", "Type your password."))
    return found


def wrong(error: IrError) -> Wrong:
    """Return where an error of signing in belongs on the page."""
    from ir_desktop.services.ways_in import seconds_to_wait  # not on the way to the first page

    if isinstance(error, NotFound):
        return Wrong("name", error.sentence)
    at_the_field = not isinstance(error, EnvironmentProblem)
    field = "password" if at_the_field else ""
    return Wrong(field, error.sentence, seconds_to_wait(error))
