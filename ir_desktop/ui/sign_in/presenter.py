"""What the first pages show. Knows no Qt, and loads nothing slow."""

from dataclasses import dataclass, field

from ir_desktop.errors import EnvironmentProblem, IrError, NotFound
from ir_desktop.ui.looks import Cell, Column, Row

COLUMNS = (Column("Name", 1), Column("", right=True))
DEMO_MARK = "Demo nursery: invented children"

NO_STORE_TITLE = "These records cannot be opened"
NO_STORE_ADVICE = "What to do"
NO_STORE_COPY = (
    "Ask whoever looks after this computer to put the whole folder of your records back from a "
    "copy (a backup). Keep the folder as it is until then, and delete nothing in it: what you "
    "wrote may still be whole."
)
NO_STORE_ELSEWHERE = "Are your records in another folder?"
NO_STORE_MEANWHILE = "Look round meanwhile"
NO_STORE_DEMO = (
    "Everybody in the demo nursery is invented, nothing in it is ever sent, and it is removed when "
    "you close the window."
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in; role and password are known beforehand in a demo only."""

    slot_id: str
    name: str
    role: str = ""
    password: str = field(default="", repr=False)


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
