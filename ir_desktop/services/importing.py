"""Importing children from a spreadsheet's CSV: look first, then all or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from ir_desktop import paths
from ir_desktop.domain import ethnic_groups
from ir_desktop.domain.ethnic_groups import EthnicGroups, parse_ethnic_groups
from ir_desktop.domain.importing import (
    ImportRow,
    chosen_columns,
    guess_columns,
    parse_table,
)
from ir_desktop.domain.people import Child, Room, Sex, Staff
from ir_desktop.domain.records import Source
from ir_desktop.domain.roles import Act
from ir_desktop.domain.text import match_key
from ir_desktop.errors import Invalid, Problem, invalid
from ir_desktop.services.children import prepared
from ir_desktop.services.session import Session, Work, acting
from ir_desktop.services.spreadsheets import read_file
from ir_desktop.storage.repository import Repository

LARGEST = 20_000_000
"""The most bytes of a file of children."""

_ANOTHER_CHILDS = "Another child who is here already has this NHS number. Check which is right."


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What becomes of one row: the child's name, and a sentence where there is one to say."""

    row: int
    name: str
    note: str = ""
    child_id: str = ""
    born: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do. With any row in `refused` nothing is saved.

    `matched` rows are children who are here already; they are left as they are. `columns` says
    which column was read as what.
    """

    read: int
    added: tuple[RowOutcome, ...]
    matched: tuple[RowOutcome, ...]
    refused: tuple[Problem, ...]
    notes: tuple[str, ...]
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    saved: bool


@cache
def groups() -> EthnicGroups:
    """Return the ethnic groups' codes and names."""
    return parse_ethnic_groups(paths.resource("instruments", ethnic_groups.FILE).read_text("utf-8"))


def import_children(
    session: Session,
    data: bytes,
    *,
    columns: Mapping[str, object] | None = None,
    dry_run: bool = False,
    step: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Add the children of a CSV file or a workbook, or with `dry_run` only say what would be added.

    `columns` maps field names to headings; without it, or for fields it leaves out, headings
    are guessed. Any refused row stops the whole: all rows are saved, or none. Children who are
    here already are not added again. `step` is told, before each row, how many are done and how
    many there are; what it raises stops the whole, and nothing is saved.

    Raises `Invalid` if the file or the columns cannot be understood.
    """
    if len(data) > LARGEST:
        raise Invalid([Problem("file", "This file is too large. Split it and try again.")])
    with acting(session, Act.IMPORT_CHILDREN) as work:
        table = read_file(data)
        mapped = (
            guess_columns(table.header)
            if columns is None
            else chosen_columns(table.header, columns)
        )
        parsed = parse_table(table, mapped, work.today, groups())
        refused = list(parsed.problems)
        known = _Known(work.records)
        matched: list[RowOutcome] = []
        found: list[tuple[ImportRow, Child]] = []
        for number, row in enumerate(parsed.rows):
            if step is not None:
                step(number, len(parsed.rows))
            name = f"{row.given_name} {row.family_name}".strip()
            try:
                here = known.match(row)
                if here is not None:
                    matched.append(
                        RowOutcome(row.row, name, "Is here already", here.id, row.date_of_birth)
                    )
                    continue
                found.append((row, _child(work, row, known)))
            except Invalid as error:
                refused += [
                    Problem(f"row {row.row}, {each.field}", each.sentence)
                    for each in error.problems
                ]
        wrong = {each.field.split(",")[0] for each in refused}
        found = [each for each in found if f"row {each[0].row}" not in wrong]
        save = not (dry_run or refused)
        if save:
            if step is not None:
                step(len(parsed.rows), len(parsed.rows))  # the last moment to stop
            _save(work, found, known)
        work.detail |= {"added": str(len(found) if save else 0), "refused": str(len(refused))}
        return ImportReport(
            read=len(table.rows) + len(table.problems),
            added=tuple(
                RowOutcome(
                    row.row,
                    child.full_name,
                    " ".join((*row.notes, *known.notes(row))),
                    child.id if save else "",
                    child.date_of_birth,
                )
                for row, child in found
            ),
            matched=tuple(matched),
            refused=tuple(refused),
            notes=table.notes,
            columns={field.value: table.header[place] for field, place in mapped.columns.items()},
            unused=tuple(table.header[place] for place in mapped.unused),
            saved=save,
        )


class _Known:
    """What the store knows already: children, rooms and staff, by how their names compare."""

    def __init__(self, records: Repository) -> None:
        children = records.find(Child)
        self._by_name = {_name_key(each): each for each in children}
        self._by_number = {each.nhs_number: each for each in children if each.nhs_number}
        self._rooms = {match_key(each.name): each.id for each in records.find(Room)}
        self._staff: dict[str, str | None] = {}
        for each in records.find(Staff):
            key = match_key(each.name)
            self._staff[key] = None if key in self._staff else each.id
        self.new_rooms: dict[str, str] = {}

    def match(self, row: ImportRow) -> Child | None:
        """Return the child who is here already: by NHS number, or by name and date of birth.

        Raises `Invalid` if the number is that of somebody else who is here.
        """
        by_number = self._by_number.get(row.nhs_number) if row.nhs_number else None
        key = (match_key(row.given_name), match_key(row.family_name), row.date_of_birth)
        by_name = self._by_name.get(key)
        if by_number is None or by_number is by_name:
            return by_name
        if by_name is not None or by_number.date_of_birth != row.date_of_birth:
            raise invalid("nhs_number", _ANOTHER_CHILDS)
        return by_number

    def room_id(self, name: str) -> str | None:
        """Return a room's id, if it is here already."""
        return self._rooms.get(match_key(name)) if name else None

    def room_is_new(self, name: str) -> bool:
        """Return whether a room has to be added."""
        return bool(name) and match_key(name) not in self._rooms

    def staff_id(self, name: str) -> str | None:
        """Return the id of the one member of staff of this name, or None."""
        return self._staff.get(match_key(name)) if name else None

    def notes(self, row: ImportRow) -> Sequence[str]:
        """Return what a person should know about how a row was understood."""
        if row.key_person and self.staff_id(row.key_person) is None:
            return ("The key person is not in the list of staff, so none is set.",)
        return ()


def _name_key(child: Child) -> tuple[str, str, object]:
    return match_key(child.given_name), match_key(child.family_name), child.date_of_birth


def _child(work: Work, row: ImportRow, known: _Known) -> Child:
    details: dict[str, Any] = {
        "given_name": row.given_name,
        "family_name": row.family_name,
        "date_of_birth": row.date_of_birth,
        "known_as": row.known_as,
        "weeks_early": row.weeks_early or 0,
        "sex": row.sex or Sex.UNKNOWN,
        "ethnic_group": row.ethnic_group,
        "home_languages": row.home_languages,
        "interpreter_needed": row.interpreter_needed,
        "nhs_number": row.nhs_number,
        "nhs_number_source": Source.IMPORT if row.nhs_number else None,
        "postcode": row.postcode,
        "room_id": known.room_id(row.room),
        "key_person_id": known.staff_id(row.key_person),
        "start_date": row.start_date,
        "leaving_date": row.leaving_date,
        "blanks": dict(row.blanks),
    }
    return prepared(work, details)


def _save(work: Work, found: Sequence[tuple[ImportRow, Child]], known: _Known) -> None:
    rooms: dict[str, str] = {}
    children: list[Child] = []
    for row, child in found:
        if known.room_is_new(row.room):
            key = match_key(row.room)
            if key not in rooms:
                rooms[key] = work.new(Room, name=row.room).id
            children.append(replace(child, room_id=rooms[key]))
        else:
            children.append(child)
    work.records.add_many(children)
