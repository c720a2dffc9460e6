"""Reading a table of children from the bytes of a CSV file, whatever program wrote it.

Tells encodings and separators apart, keeps to limits, and names rows as a spreadsheet numbers them.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ir_desktop.domain.importing_columns import column_letters, recognised
from ir_desktop.domain.text import match_key
from ir_desktop.errors import Invalid, Problem, invalid

MAX_BYTES = 20_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 5_000
"""Limits: bytes of the file, rows under the heading, columns, characters in a cell."""

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
"""The separators that are tried, with their names."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row with something in it; `number` counts as a spreadsheet does, the heading being 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read, nothing yet understood.

    Each row has as many cells as `header`. Rows that do not are left out and told in `problems`.
    `notes` are sentences to show beside what was read.
    """

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    encoding: str
    delimiter: str
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_table(data: bytes) -> Table:
    """Return the table in a CSV file's bytes.

    UTF-8 with or without a byte-order mark, UTF-16 with one, else Windows-1252 with a note; comma,
    semicolon or tab. Raises `errors.Invalid` if it cannot be read as one table, naming the row.
    """
    text, encoding, notes = _decode(data)
    hint = _SEPARATOR_HINT.match(text)  # a first line that Excel writes and reads
    delimiter = hint[1] if hint else _delimiter(text)
    return build_table(
        _records(text[hint.end() :] if hint else text, delimiter),
        encoding=encoding,
        delimiter=DELIMITERS[delimiter],
        notes=notes,
    )


def build_table(
    records: Iterable[Sequence[str]],
    *,
    encoding: str = "",
    delimiter: str = "",
    notes: tuple[str, ...] = (),
) -> Table:
    """Return the table in a run of rows, the first with anything in it being the headings.

    For every kind of file once it is rows of text; empty rows count but are left out. Raises
    `errors.Invalid` for a limit passed, a heading given twice, or no rows.
    """
    header: tuple[str, ...] = ()
    rows: list[TableRow] = []
    problems: list[Problem] = []
    for number, record in enumerate(records, start=1):
        cells = _trimmed(record, number)
        if not cells:
            continue
        if not header:
            header = _checked_header(cells)
        elif len(cells) > len(header):
            problems.append(Problem(f"row {number}", "It has more cells than there are headings."))
        elif len(record) < len(header):
            problems.append(Problem(f"row {number}", "It has fewer cells than there are headings."))
        else:
            rows.append(TableRow(number, cells + ("",) * (len(header) - len(cells))))
        if len(rows) + len(problems) > MAX_ROWS:
            raise invalid("file", f"There are too many rows: at most {MAX_ROWS:,}. Use two files.")
    if not header:
        raise invalid("file", "The file is empty.")
    if not rows and not problems:
        raise invalid("file", "There are headings but no rows under them.")
    return Table(header, tuple(rows), encoding, delimiter, notes, tuple(problems))


def _trimmed(record: Sequence[str], number: int) -> tuple[str, ...]:
    if len(record) > MAX_COLUMNS:
        raise invalid(f"row {number}", f"It has too many cells: at most {MAX_COLUMNS}.")
    cells = [cell.strip() for cell in record]
    if any(len(cell) > MAX_CELL for cell in cells):
        raise invalid(f"row {number}", f"A cell is too long: at most {MAX_CELL:,} characters.")
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _checked_header(header: tuple[str, ...]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    problems: list[Problem] = []
    for place, heading in enumerate(header):
        key = match_key(heading)
        if key and key in seen:
            letters = f"{column_letters(seen[key])} and {column_letters(place)}"
            problems.append(Problem("headings", f"Columns {letters} have the same heading."))
        seen.setdefault(key, place)
    if problems:
        raise Invalid(problems)
    return header


def _decode(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    if len(data) > MAX_BYTES:
        raise invalid("file", f"The file is too big: at most {MAX_BYTES // 1_000_000} MB.")
    if data.startswith(_WORKBOOKS):
        raise invalid("file", "This is a workbook, not a CSV file. Save it as CSV (UTF-8).")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        choices = ("utf-16",)
    else:
        choices = ("utf-8-sig", "cp1252")
    for encoding in choices:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        notes = (_OLD_ENCODING,) if encoding == "cp1252" else ()
        return text, encoding.removesuffix("-sig"), notes
    raise invalid("file", "This does not read as text. Save it as CSV (UTF-8) and try again.")


def _delimiter(text: str) -> str:
    """Return the separator that makes most sense of the first row, a comma if none does."""

    def sense(delimiter: str) -> tuple[int, int]:
        try:
            first = next(filter(any, _records(text, delimiter)), None) or []
        except Invalid:
            return (0, 0)
        return (recognised(first), len(first) if len(first) > 1 else 0)

    return max(DELIMITERS, key=sense)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    number = 1
    try:
        for number, record in enumerate(reader, start=2):  # noqa: B007 - the error below names the row
            yield record
    except csv.Error:
        raise invalid(f"row {number}", _BAD_QUOTES) from None


_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # the first bytes of XLSX and ODS, and of XLS
_SEPARATOR_HINT = re.compile(r'"?sep=([,;\t])"?[ ]*(?:\r\n|[\r\n])', re.IGNORECASE)
_BAD_QUOTES = "It cannot be read: a quotation mark is not closed or is in the wrong place."
_OLD_ENCODING = (
    "The file is in an old Windows encoding. Check the names that have accents, or save the file "
    "as CSV (UTF-8) and try again."
)
