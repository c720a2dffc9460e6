"""Reading the program's own data files (CSV texts) row by row, naming what is wrong where."""

import csv
import io
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from ir_desktop.errors import Invalid, Problem, invalid

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_WHOLE = re.compile(r"[0-9]{1,6}")
_DECIMAL = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class DataRow:
    """One row of a data file; `number` counts as a spreadsheet does, the heading being row 1."""

    file: str
    number: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """Return a cell that must not be empty."""
        value = self.cells[column].strip()
        if not value:
            raise self.wrong(column, "This is empty.")
        return value

    def whole(self, column: str, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`."""
        value = self.cells[column].strip()
        if not _WHOLE.fullmatch(value) or not low <= int(value) <= high:
            raise self.wrong(column, f"This must be a whole number from {low} to {high}.")
        return int(value)

    def decimal(self, column: str, low: int, high: int) -> Decimal:
        """Return a number from `low` to `high`, exactly as written."""
        value = self.cells[column].strip()
        if not _DECIMAL.fullmatch(value) or not low <= Decimal(value) <= high:
            raise self.wrong(column, f"This must be a number from {low} to {high}.")
        return Decimal(value)

    def one_of(self, column: str, kind: type[E]) -> E:
        """Return the member of an enumeration whose value the cell holds."""
        try:
            return kind(self.cells[column].strip())
        except ValueError:
            raise self.wrong(column, f"This must be one of {', '.join(kind)}.") from None

    def wrong(self, column: str, sentence: str) -> Invalid:
        """Return the error that names this row and a column."""
        return invalid(f"{self.file} row {self.number}, {column}", sentence)


def read_rows(
    file: str,
    text: str,
    columns: tuple[str, ...],
    make: Callable[[DataRow], T],
    problems: list[Problem],
    *,
    key: Callable[[T], Hashable],
) -> list[T]:
    """Return what `make` makes of each row, adding every problem found to `problems`.

    The heading must be exactly `columns`; two rows may not have the same `key`; an empty file is
    a problem. What could be read is returned even when there are problems.
    """
    made: list[T] = []
    seen: set[Hashable] = set()
    try:
        for row in _rows(file, text, columns):
            try:
                item = make(row)
                if key(item) in seen:
                    raise row.wrong(columns[0], "This row is there twice.")
            except Invalid as error:
                problems.extend(error.problems)
                continue
            seen.add(key(item))
            made.append(item)
    except Invalid as error:
        problems.extend(error.problems)
    return made


def _rows(file: str, text: str, columns: tuple[str, ...]) -> Iterator[DataRow]:
    records = _records(file, text)
    if next(records, None) != list(columns):
        raise invalid(f"{file} row 1", f"The headings must be {', '.join(columns)}.")
    number = 1
    for number, record in enumerate(records, start=2):
        if len(record) != len(columns):
            raise invalid(f"{file} row {number}", f"This row must have {len(columns)} cells.")
        yield DataRow(file, number, dict(zip(columns, record, strict=True)))
    if number == 1:
        raise invalid(file, "There are no rows under the headings.")


def _records(file: str, text: str) -> Iterator[list[str]]:
    reader: Iterable[list[str]] = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error:
        raise invalid(file, "This is not a well-made CSV file.") from None
