"""Commands that make a backup and put one back."""

import argparse
from pathlib import Path

from ir_desktop.cli.opening import opened
from ir_desktop.cli.register import Subparsers, add_command
from ir_desktop.cli.result import Failed


def register(commands: Subparsers) -> None:
    """Add `backup`."""
    backup = add_command(commands, "backup", _backup, "write an encrypted backup and check it")
    backup.add_argument("--to", metavar="DIR", type=Path, required=True, help="a folder or stick")


def _backup(args: argparse.Namespace) -> object:
    from ir_desktop.services.backups import back_up

    with opened(args) as session:
        made = back_up(session, args.to)
    value = {
        "backup": str(made.path),
        "made_at": made.at.isoformat(),
        "bytes": made.bytes,
        "events": made.events,
        "verified": True,
        "findings": made.findings,
        "removed": made.removed,
    }
    if made.older:
        return Failed(
            value,
            "A backup was made, but an older one knows of more than these records: they may have "
            "been put back. No older backup was removed.",
        )
    if made.findings:
        return Failed(
            value,
            "A backup was made, but the records in it were changed by something else than this "
            "program. No older backup was removed. Look with: audit verify.",
        )
    return value
