"""Commands on children: lists, the due list, and importing."""

import argparse
from pathlib import Path

from ir_desktop.cli.files import read_file
from ir_desktop.cli.opening import opened, read_day
from ir_desktop.cli.register import Subparsers, add_command
from ir_desktop.cli.result import Failed
from ir_desktop.domain.people import Child
from ir_desktop.errors import Invalid, Problem


def register(commands: Subparsers) -> None:
    """Add `children`, `due` and `import-children`."""
    children = add_command(commands, "children", _children, "list the children")
    children.add_argument("--include-left", action="store_true", help="those who left as well")
    due = add_command(commands, "due", _due, "list who is due for what")
    due.add_argument("--on", metavar="DATE", help="on this day instead of today")
    importing = add_command(
        commands, "import-children", _import, "add children from a CSV file, all or nothing"
    )
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.add_argument(
        "--map", type=Path, metavar="MAP.json", help="a JSON object: field name to heading"
    )
    importing.add_argument("--dry-run", action="store_true", help="only say what would be done")


def _children(args: argparse.Namespace) -> object:
    from ir_desktop.services.children import list_children

    with opened(args) as session:
        return [_row(each) for each in list_children(session, include_left=args.include_left)]


def _row(child: Child) -> dict[str, object]:
    return {
        "id": child.id,
        "given_name": child.given_name,
        "family_name": child.family_name,
        "known_as": child.known_as,
        "date_of_birth": child.date_of_birth.isoformat(),
        "weeks_early": child.weeks_early,
        "nhs_number": child.nhs_number or None,
        "leaving_date": None if child.leaving_date is None else child.leaving_date.isoformat(),
    }


def _due(args: argparse.Namespace) -> object:
    from ir_desktop.services.due import list_due

    on = None if args.on is None else read_day(args.on, "on")
    with opened(args) as session:
        return [
            {
                "child": each.child_id,
                "name": each.name,
                "item": each.item.value,
                "state": each.state.value,
                "from": each.opens.isoformat(),
                "by": each.closes.isoformat(),
                "form": each.form,
            }
            for each in list_due(session, on=on)
        ]


def _import(args: argparse.Namespace) -> object:
    from ir_desktop.domain.importing import parse_map
    from ir_desktop.services.importing import import_children

    data = read_file(args.file)
    columns = None
    if args.map is not None:
        try:
            columns = parse_map(read_file(args.map, field="map").decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise Invalid([Problem("map", "This is not a text file in UTF-8.")]) from None
    with opened(args) as session:
        report = import_children(session, data, columns=columns, dry_run=args.dry_run)
    value = {
        "saved": report.saved,
        "read": report.read,
        "added": [
            {"row": each.row, "name": each.name, "id": each.child_id or None, "note": each.note}
            for each in report.added
        ],
        "matched": [
            {"row": each.row, "name": each.name, "id": each.child_id, "note": each.note}
            for each in report.matched
        ],
        "refused": [{"where": each.field, "why": each.sentence} for each in report.refused],
        "notes": list(report.notes),
        "columns": dict(report.columns),
        "unused_columns": list(report.unused),
    }
    if report.refused and not args.dry_run:
        problems = "\n".join(str(each) for each in report.refused)
        return Failed(value, f"Nothing was saved, because of these:\n{problems}")
    return value
