"""A table of children becomes children to add, or sentences about what is wrong, row by row.

Nothing is matched with children already here and nothing is saved: that is a service's work. The
steps, in order: `read_table`, `guess_columns` or `chosen_columns`, `parse_table`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ir_desktop.domain.ethnic_groups import EthnicGroups
from ir_desktop.domain.importing_cells import is_month_first
from ir_desktop.domain.importing_columns import (
    ColumnMap,
    ImportField,
    chosen_columns,
    guess_columns,
    parse_map,
)
from ir_desktop.domain.importing_rows import ImportRow, parse_row
from ir_desktop.domain.importing_table import Table, TableRow, build_table, read_table
from ir_desktop.domain.text import match_key
from ir_desktop.errors import Invalid, Problem

__all__ = [
    "ColumnMap",
    "ImportField",
    "ImportRow",
    "ParsedTable",
    "Table",
    "TableRow",
    "build_table",
    "chosen_columns",
    "find_duplicates",
    "guess_columns",
    "parse_map",
    "parse_row",
    "parse_table",
    "read_table",
]

_DATES = (ImportField.DATE_OF_BIRTH, ImportField.START_DATE, ImportField.LEAVING_DATE)


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """All rows of a table: those that can be imported, and what is wrong with the others."""

    rows: tuple[ImportRow, ...]
    problems: tuple[Problem, ...]


def parse_table(table: Table, columns: ColumnMap, today: date, groups: EthnicGroups) -> ParsedTable:
    """Return every row read, with every problem of every row at once, duplicates included.

    Where one row of a column of dates has the month first, the dates of that column that could be
    read two ways are refused too. Raises `errors.Invalid` if `columns` has problems.
    """
    if columns.problems:
        raise Invalid(columns.problems)
    unsure = frozenset(
        field
        for field in _DATES
        if field in columns.columns
        and any(is_month_first(row.cells[columns.columns[field]]) for row in table.rows)
    )
    rows: list[ImportRow] = []
    problems = list(table.problems)
    for each in table.rows:
        found = parse_row(
            each.cells, columns.columns, today, each.number, groups=groups, month_first=unsure
        )
        if isinstance(found, ImportRow):
            rows.append(found)
        else:
            problems.extend(found)
    problems.extend(find_duplicates(rows))
    return ParsedTable(tuple(rows), tuple(sorted(problems, key=_row_number)))


def find_duplicates(rows: Sequence[ImportRow]) -> list[Problem]:
    """Return a problem for each row that has an earlier row's name and birth date or NHS number."""
    seen: dict[tuple[object, ...], int] = {}
    problems: list[Problem] = []
    for row in rows:
        name = (match_key(row.given_name), match_key(row.family_name), row.date_of_birth)
        first = seen.setdefault(name, row.row)
        if first != row.row:
            sentence = f"Row {first} has the same name and date of birth."
            problems.append(Problem(f"row {row.row}", sentence))
        elif row.nhs_number:
            first = seen.setdefault((row.nhs_number,), row.row)
            if first != row.row:
                sentence = f"Row {first} has the same NHS number."
                problems.append(Problem(f"row {row.row}, nhs_number", sentence))
    return problems


def _row_number(problem: Problem) -> int:
    return int(problem.field.split()[1].rstrip(","))
