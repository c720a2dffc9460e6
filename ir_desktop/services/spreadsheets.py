"""Reading a file of children, CSV or a workbook, as a table of text."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ir_desktop.domain.importing import ImportField, Table, build_table, guess_columns, read_table
from ir_desktop.domain.importing_table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from ir_desktop.domain.roles import Act
from ir_desktop.errors import Invalid, invalid
from ir_desktop.services.session import Session, looking

_ZIP = b"PK\x03\x04"
_LARGEST_INSIDE = 200_000_000
"""Bytes that a workbook may unpack to: far more than its limits of rows and cells ever need."""

_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """One column of a file: its heading, a few of its cells, and what it seems to hold."""

    heading: str
    samples: tuple[str, ...]
    guess: ImportField | None


@dataclass(frozen=True, slots=True)
class FileLook:
    """What is in a file before anything is understood: its columns, its rows, and notes."""

    columns: tuple[ColumnLook, ...]
    rows: int
    notes: tuple[str, ...]


def look_at(session: Session, data: bytes) -> FileLook:
    """Return the columns of a file of children, each with what it seems to hold.

    Raises `Invalid` if the file cannot be read as a table.
    """
    with looking(session, Act.IMPORT_CHILDREN):
        table = read_file(data)
    guessed: Mapping[int, ImportField] = {
        place: field for field, place in guess_columns(table.header).columns.items()
    }
    return FileLook(
        tuple(
            ColumnLook(heading, _samples(table, place), guessed.get(place))
            for place, heading in enumerate(table.header)
        ),
        len(table.rows) + len(table.problems),
        table.notes,
    )


def _samples(table: Table, place: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in table.rows:
        if row.cells[place]:
            found[row.cells[place]] = None
        if len(found) == _SAMPLES:
            break
    return tuple(found)


def read_file(data: bytes) -> Table:
    """Return the table of a CSV file's bytes, or of the first sheet of a workbook (XLSX).

    Raises `Invalid` if it cannot be read as one table.
    """
    if not data.startswith(_ZIP):
        return read_table(data)
    if len(data) > MAX_BYTES:
        raise invalid("file", f"The file is too big: at most {MAX_BYTES // 1_000_000} MB.")
    sheets, rows = _first_sheet(data)
    notes = () if sheets == 1 else ("Only the first sheet of the workbook is read.",)
    return build_table(rows, encoding="workbook", notes=notes)


def _first_sheet(data: bytes) -> tuple[int, list[tuple[str, ...]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > _LARGEST_INSIDE:
                raise invalid("file", "This workbook is too big. Save it as CSV and try again.")
        from openpyxl import load_workbook  # slow to load, and most files are CSV

        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            return len(book.sheetnames), list(_rows(book.worksheets[0]))
        finally:
            book.close()
    except Invalid:
        raise
    except Exception:  # whatever a damaged or hostile workbook brings a foreign library to
        raise invalid(
            "file", "This workbook cannot be read. Save it as CSV (UTF-8) and try again."
        ) from None


def _rows(sheet: Any) -> Iterator[tuple[str, ...]]:
    """Yield every row, as long as the longest: a sheet has no short rows as a CSV file has."""
    wide = MAX_COLUMNS + 1  # one more than allowed is refused, not cut off
    rows: list[list[str]] = []
    for row in sheet.iter_rows(max_row=2 * MAX_ROWS, max_col=wide, values_only=True):
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        rows.append(cells)
    longest = max(map(len, rows), default=0)
    for cells in rows:
        yield (*cells, *[""] * (longest - len(cells)))


def _text(value: Any) -> str:
    """Return a cell as it would stand in a CSV file: days in ISO, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
