"""What commands give back and how it is printed: one JSON value, or a table with ``--text``."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TextIO, cast


@dataclass(frozen=True, slots=True)
class Failed:
    """A result to print although the command did not do what was asked; exit status 1."""

    value: object
    sentence: str


def print_result(value: object, stdout: TextIO, *, text: bool) -> None:
    """Print a command's result as one line of JSON, or as a plain table."""
    if text:
        stdout.write(as_table(value))
    else:
        stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def as_table(value: object) -> str:
    """Return a result for reading: rows as columns, an object as one line a field."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        rows = cast(Sequence[object], value)
        if rows and all(isinstance(row, dict) for row in rows):
            return _columns(cast(Sequence[dict[str, Any]], rows))
        return "".join(f"{word_of(row)}\n" for row in rows) or "Nothing.\n"
    if isinstance(value, Mapping):
        fields = cast(Mapping[str, object], value)
        return "".join(_field(name, each) for name, each in fields.items())
    return f"{word_of(value)}\n"


def _field(name: str, value: object) -> str:
    if isinstance(value, list):
        rows = cast(list[object], value)
        if rows and isinstance(rows[0], dict):
            return f"{name}:\n{as_table(rows)}"
        return f"{name}: {word_of(rows)}\n"
    return f"{name}: {word_of(value)}\n"


def _columns(rows: Sequence[Mapping[str, object]]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [names, *([word_of(row.get(name, "")) for name in names] for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(names))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        + "\n"
        for row in cells
    )


def word_of(value: object) -> str:
    """Return a value on one line, as a person reads it."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(word_of(each) for each in cast(Sequence[object], value)) or "-"
    if isinstance(value, dict):
        fields = cast(dict[str, object], value)
        return "; ".join(f"{name} {word_of(each)}" for name, each in fields.items())
    # A line break or a control character inside a cell would forge the table's own lines.
    return "".join(each if each.isprintable() else " " for each in str(value))
