"""The command that makes papers."""

import argparse
from pathlib import Path

from ir_desktop.cli.files import write_file
from ir_desktop.cli.opening import opened
from ir_desktop.cli.register import Subparsers, add_command


def register(commands: Subparsers) -> None:
    """Add `documents`."""
    parser = add_command(commands, "documents", _documents, "make every paper this child has")
    parser.add_argument("--child", metavar="ID", required=True)
    parser.add_argument("--out", type=Path, metavar="DIR", required=True)


def _documents(args: argparse.Namespace) -> object:
    from ir_desktop.services.papers import print_all

    with opened(args) as session:
        printed = print_all(session, args.child)
    made: list[dict[str, object]] = []
    for each in printed:
        # A file name carries no name, date or number of a child: only the end of the random id.
        path = args.out / f"{each.kind}-{args.child[-12:]}.pdf"
        write_file(path, each.pdf)
        made.append({"kind": each.kind, "file": str(path), "pages": each.pages})
    return made
