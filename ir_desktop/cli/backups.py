"""Commands that make a backup and put one back."""

import argparse
from pathlib import Path

from ir_desktop.cli.opening import opened, read_secret
from ir_desktop.cli.register import Subparsers, add_command
from ir_desktop.cli.result import Failed
from ir_desktop.domain.plain import count


def register(commands: Subparsers) -> None:
    """Add `backup` and `restore`."""
    backup = add_command(commands, "backup", _backup, "write an encrypted backup and check it")
    backup.add_argument("--to", metavar="DIR", type=Path, required=True, help="a folder or stick")
    restore = add_command(
        commands,
        "restore",
        _restore,
        "put records back from a backup, on any computer",
        store=False,
    )
    restore.add_argument("file", metavar="FILE", type=Path, help="the backup")
    restore.add_argument("--to", metavar="DIR", type=Path, required=True, help="an empty folder")
    restore.add_argument(
        "--recovery-code-stdin",
        action="store_true",
        help="read the recovery code from standard input instead of asking for it",
    )
    restore.add_argument(
        "--newer-code",
        action="store_true",
        help="ask for the code of a newer recovery sheet too, which opens newer copies; on "
        "standard input it is the second line",
    )
    restore.add_argument(
        "--in-use",
        metavar="DIR",
        type=Path,
        help="the records that were in use, if they are still there: removals made and copies "
        "sent since the backup are taken over from them",
    )


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


def _restore(args: argparse.Namespace) -> object:
    from ir_desktop.services.restoring import restore

    given, option = args.recovery_code_stdin, "--recovery-code-stdin"
    code = read_secret("recovery code", option, given=given)
    newer = read_secret("newer recovery code", option, given=given) if args.newer_code else ""
    done = restore(args.file, args.to, code, newer_code=newer, in_use=args.in_use)
    value = {
        "store": str(done.folder),
        "made_at": done.made_at.isoformat(),
        "epoch": done.epoch,
        "events": done.events,
        "findings": [{"where": each.where, "what": each.sentence} for each in done.findings],
        "newer_copies": done.newer_copies,
        "removed_again": done.removed_again,
        "sent_since": done.sent_since,
        "sent_lost": done.sent_lost,
        "set_aside": done.set_aside,
        "newer_not_opened": done.closed_copies,
    }
    if done.findings:
        return Failed(
            value,
            "The records were put back, but they had been changed by something else than this "
            "program before the backup was made.",
        )
    if done.closed_copies:
        many = count(done.closed_copies, "newer copy does", "newer copies do")
        return Failed(
            value,
            f"The records were put back, but {many} not open with this recovery code: who was "
            "removed and what was sent since is not known. Look, and remove those children again; "
            "or put the records back once more with --newer-code.",
        )
    return value
