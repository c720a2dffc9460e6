"""What ``--text`` shows instead of JSON: plain lines for a person.

Much of it was written elsewhere, so everything that could steer a terminal is taken out.
"""

from collections.abc import Mapping, Sequence
from typing import Final, cast

from ir_desktop.domain.text import clean_line
from ir_desktop.errors import Invalid

_WIDEST: Final = 60
_COLUMNS: Final = (
    ("questions", "Questions first"),
    ("setting", "Setting"),
    ("child", "Child"),
    ("date_of_birth", "Born"),
    ("received_at", "Received"),
    ("review_version", "Version"),
    ("replies", "Replies"),
    ("notes", "Notes"),
    ("id", "Id"),
)


def _shown(value: object) -> str:
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " / ".join(_shown(each) for each in cast("list[object]", value)) or "-"
    try:
        return clean_line(str(value), limit=100_000) or "-"
    except Invalid:
        return "(cannot be shown)"


def lines(value: object, indent: str = "") -> str:
    """Return any value as indented lines, a name before each."""
    return "".join(f"{line}\n" for line in _lines(value, indent))


def _lines(value: object, indent: str) -> list[str]:
    if isinstance(value, Mapping):
        found: list[str] = []
        for name, each in cast("Mapping[str, object]", value).items():
            title = str(name).replace("_", " ").capitalize()
            if isinstance(each, (Mapping, list)) and each:
                found += [f"{indent}{title}:", *_lines(cast("object", each), indent + "  ")]
            else:
                found.append(f"{indent}{title}: {_shown(cast('object', each))}")
        return found
    if isinstance(value, list):
        found = []
        for each in cast("list[object]", value):
            inner = _lines(each, indent + "  ")
            found += [f"{indent}- {inner[0].strip()}", *inner[1:]] if inner else []
        return found
    return [indent + _shown(value)]


def inbox_table(value: object) -> str:
    """Return the inbox as a table; one package with all it holds as lines."""
    if not isinstance(value, list):
        return lines(value)
    rows = cast("Sequence[Mapping[str, object]]", value)
    if not rows:
        return "Nothing has come.\n"
    table = [[title for _, title in _COLUMNS]]
    for row in rows:
        cells = [_shown(row[name]) for name, _ in _COLUMNS]
        if row["problem"]:
            cells[0] = _shown(row["problem"])
        table.append(
            [cell if len(cell) <= _WIDEST else cell[: _WIDEST - 1] + "…" for cell in cells]
        )
    widths = [max(len(row[column]) for row in table) for column in range(len(_COLUMNS))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        + "\n"
        for row in table
    )
