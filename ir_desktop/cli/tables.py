"""Tables for ``--text`` that fit a terminal: chosen columns, long cells on several lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from unicodedata import combining, east_asian_width

from ir_desktop.cli.result import word_of

WIDEST = 100
"""Letters in a line; two columns of a terminal for a letter of East Asia."""

_GAP = "  "
_MOST_LINES = 6
_DAY = len("2026-11-20")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: which field of a row, how wide at most, and its heading.

    `day` shows only the day of a moment.
    """

    field: str
    width: int
    title: str
    day: bool = False


def table(value: object, columns: Sequence[Column]) -> str:
    """Return rows as a table no wider than its columns; longer words end in an ellipsis."""
    rows = cast("Sequence[Mapping[str, object]]", value)
    if not rows:
        return "Nothing.\n"
    head = [[each.title] for each in columns]
    cells = [[_lines(row.get(each.field), each) for each in columns] for row in rows]
    widths = [
        max(_wide(line) for row in (head, *cells) for line in row[place])
        for place in range(len(columns))
    ]
    return "".join(_row(row, widths) for row in (head, *cells))


def _row(cells: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    text = ""
    for place in range(max(len(lines) for lines in cells)):
        parts = [
            _padded(lines[place] if place < len(lines) else "", width)
            for lines, width in zip(cells, widths, strict=True)
        ]
        text += _GAP.join(parts).rstrip() + "\n"
    return text


def _lines(value: object, column: Column) -> list[str]:
    told = word_of(value)
    if column.day and value is not None:
        told = told[:_DAY]
    found = [""]
    for word in told.split():
        joined = f"{found[-1]} {word}".strip()
        if _wide(joined) <= column.width:
            found[-1] = joined
        elif found[-1]:
            found.append(_cut(word, column.width))
        else:
            found[-1] = _cut(word, column.width)
    if len(found) > _MOST_LINES:
        found = [*found[: _MOST_LINES - 1], _cut(f"{found[_MOST_LINES - 1]} …", column.width)]
    return found


def _cut(word: str, width: int) -> str:
    if _wide(word) <= width:
        return word
    kept = ""
    for letter in word:
        if _wide(kept + letter) >= width:
            break
        kept += letter
    return f"{kept.rstrip()}…"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _wide(text))


def _wide(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text
    )
