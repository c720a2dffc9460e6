"""How a command is added to the parser."""

import argparse
from collections.abc import Callable
from typing import Any

from ir_desktop.cli.opening import add_store_arguments
from ir_desktop.cli.result import as_table

Handler = Callable[[argparse.Namespace], object]
Subparsers = Any  # argparse's own class for this is private


def add_command(
    commands: Subparsers, name: str, handler: Handler, help_text: str, *, store: bool = True
) -> argparse.ArgumentParser:
    """Add a command and return its parser; with `store` it takes the store's arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=help_text, description=help_text, allow_abbrev=False
    )
    parser.add_argument("--text", action="store_true", help="print a plain table, not JSON")
    if store:
        add_store_arguments(parser)
    parser.set_defaults(handler=handler, as_text=as_table)
    return parser


def add_group(commands: Subparsers, name: str, help_text: str) -> Subparsers:
    """Add a command that has commands of its own."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=help_text, description=help_text, allow_abbrev=False
    )
    return parser.add_subparsers(dest=f"{name}_command", metavar="COMMAND", required=True)
