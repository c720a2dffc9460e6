"""What the import shows: columns, what would become of each row, and the end. Knows no Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ir_desktop.domain.importing import ImportField
from ir_desktop.domain.plain import count, date_words
from ir_desktop.errors import EnvironmentProblem, Invalid, Problem
from ir_desktop.services import importing, spreadsheets
from ir_desktop.services.importing import LARGEST, ImportReport, RowOutcome
from ir_desktop.services.session import Session
from ir_desktop.services.spreadsheets import FileLook
from ir_desktop.ui.looks import Cell, Column, Row

FIELD_WORDS: Mapping[ImportField, str] = {
    ImportField.NAME: "Whole name",
    ImportField.GIVEN_NAME: "First name",
    ImportField.FAMILY_NAME: "Family name",
    ImportField.KNOWN_AS: "Known as",
    ImportField.DATE_OF_BIRTH: "Date of birth",
    ImportField.WEEKS_EARLY: "Weeks born early",
    ImportField.SEX: "Sex",
    ImportField.ETHNIC_GROUP: "Ethnic group",
    ImportField.HOME_LANGUAGES: "Languages at home",
    ImportField.INTERPRETER_NEEDED: "Interpreter needed",
    ImportField.NHS_NUMBER: "NHS number",
    ImportField.POSTCODE: "Postcode",
    ImportField.ROOM: "Room",
    ImportField.KEY_PERSON: "Key person",
    ImportField.START_DATE: "Start date",
    ImportField.LEAVING_DATE: "Leaving date",
}
COLUMNS = (Column("Row", 2), Column("Child", 8), Column("Born", 5), Column("To know", 11))
FEW_COLUMNS = (Column("Child", 1),)
"""With big text: the rest stands under the name."""

NOT_READ = "Not read"
_MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A file that was read: its name, its bytes, and what is in it."""

    name: str
    data: bytes = field(repr=False)
    look: FileLook


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would happen. `problems` stop everything; with any the number to add is not final."""

    to_add: int
    here: int
    rows: tuple[Row, ...]
    here_rows: tuple[Row, ...]
    problems: tuple[str, ...]
    more: str = ""

    @property
    def ready(self) -> bool:
        """Whether pressing the button would add somebody."""
        return not self.problems and self.to_add > 0


def choose(session: Session, path: Path) -> Chosen:
    """Return a file of children, read and looked at.

    Raises `EnvironmentProblem` if it cannot be opened; `Invalid` if it is no table.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise Invalid([Problem("file", "This file is too large. Split it and try again.")])
        data = path.read_bytes()
    except OSError:
        raise EnvironmentProblem(
            "This file cannot be opened. Close it in other programs, and choose it again."
        ) from None
    return Chosen(name=path.name, data=data, look=spreadsheets.look_at(session, data))


def guesses(chosen: Chosen) -> list[ImportField | None]:
    """Return what each column seems to hold."""
    return [each.guess for each in chosen.look.columns]


def heading(chosen: Chosen, place: int) -> str:
    """Return a column's heading, or words for none."""
    return chosen.look.columns[place].heading or f"Column {place + 1}, no heading"


def mapping(
    chosen: Chosen, picked: Sequence[ImportField | None]
) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return the columns as the service takes them, and what is wrong with the choice."""
    found: dict[str, object] = {}
    problems: list[str] = []
    for place, each in enumerate(picked):
        if each is None:
            continue
        if each.value in found:
            problems.append(f"Two columns are chosen as “{FIELD_WORDS[each]}”. Choose one.")
        found[each.value] = chosen.look.columns[place].heading
    for each in ImportField:
        found.setdefault(each.value, None)
    return found, tuple(problems)


def preview(session: Session, chosen: Chosen, picked: Sequence[ImportField | None]) -> Preview:
    """Return what adding the children would do, without doing it."""
    columns, problems = mapping(chosen, picked)
    if problems:
        return Preview(to_add=0, here=0, rows=(), here_rows=(), problems=problems)
    try:
        report = importing.import_children(session, chosen.data, columns=columns, dry_run=True)
    except Invalid as error:
        told = tuple(each.sentence for each in error.problems)
        return Preview(to_add=0, here=0, rows=(), here_rows=(), problems=told)
    return Preview(
        to_add=len(report.added),
        here=len(report.matched),
        rows=tuple(_row(each) for each in report.added[:_MOST]),
        here_rows=tuple(_row(each) for each in report.matched[:_MOST]),
        problems=tuple(sentence(each) for each in report.refused),
        more=_more(report),
    )


def _more(report: ImportReport) -> str:
    left = len(report.added) - _MOST
    return f"And {count(left, 'more child', 'more children')} not shown here." if left > 0 else ""


def _row(each: RowOutcome) -> Row:
    born = "" if each.born is None else date_words(each.born)
    return Row(
        each.child_id,
        (
            Cell(str(each.row), soft=True),
            Cell(each.name, strong=True),
            Cell(born),
            Cell(each.note, soft=True),
        ),
    )


def narrow(row: Row) -> Row:
    """Return a row for `FEW_COLUMNS`."""
    number, name, born, note = row.cells
    second = ". ".join(part for part in (f"Row {number.words}, {born.words}", note.words) if part)
    return Row(row.key, (Cell(name.words, second, strong=True),))


def sentence(problem: Problem) -> str:
    """Return a problem with its row and column in words: ``Row 3, date of birth: …``."""
    place, _, name = problem.field.partition(", ")
    words = FIELD_WORDS[ImportField(name)].lower() if name in set(ImportField) else name
    words = words.replace("nhs", "NHS")
    where = ", ".join(part for part in (place[:1].upper() + place[1:], words) if part)
    return f"{where}: {problem.sentence}" if place.startswith("row") else problem.sentence


def act_words(found: Preview) -> str:
    """Return the words of the button that adds them, or that leads to what stops it."""
    if found.problems:
        return f"Mend {count(len(found.problems), 'problem')} first"
    return f"Add {count(found.to_add, 'child', 'children')}" if found.to_add else "Add the children"


def what_stops(found: Preview) -> list[str]:
    """Return why nothing can be added now."""
    if found.problems:
        return list(found.problems)
    if not found.to_add and found.here:
        return ["Every child in this file is here already. There is nobody to add."]
    return [] if found.to_add else ["There is nobody in this file to add."]


def done_words(report: ImportReport) -> tuple[str, str]:
    """Return what was done, and what else there is to know."""
    added = count(len(report.added), "child was", "children were")
    detail = ""
    if report.matched:
        here = count(len(report.matched), "child was", "children were")
        detail = f"{here} here already and left as they are."
    return f"{added} added", detail


def noted_rows(report: ImportReport) -> tuple[Row, ...]:
    """Return the rows that were added with something to look at."""
    return tuple(_row(each) for each in report.added if each.note)[:_MOST]
