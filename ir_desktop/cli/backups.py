"""Commands that make a backup, put one back, and put back its sign-in file alone."""

import argparse
from pathlib import Path

from ir_desktop.cli.opening import opened, read_password, read_secret
from ir_desktop.cli.register import Subparsers, add_command
from ir_desktop.cli.result import Failed
from ir_desktop.domain.plain import count


def register(commands: Subparsers) -> None:
    """Add `backup`, `restore` and `sign-in-file`."""
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
    sign_in = add_command(
        commands,
        "sign-in-file",
        _sign_in_file,
        "put the sign-in file of these records back from a backup; the records stay as they are",
        store=False,
    )
    sign_in.add_argument("file", metavar="FILE", type=Path, help="the newest backup")
    sign_in.add_argument("--store", metavar="DIR", type=Path, required=True, help="the store")
    sign_in.add_argument(
        "--staff",
        metavar="NAME",
        default="",
        help="the name of a person whose password proves it; without it the recovery code does",
    )
    for what in ("password", "recovery-code"):
        sign_in.add_argument(
            f"--{what}-stdin",
            action="store_true",
            help=f"read the {what.replace('-', ' ')} from standard input instead of asking for it",
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
        "newer_not_read": done.unreadable_copies,
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
    if done.unreadable_copies:
        many = count(done.unreadable_copies, "copy", "copies")
        return Failed(
            value,
            f"The records were put back, but {many} that may be newer cannot be read: who was "
            "removed and what was sent since is not known. Look, and remove those children again.",
        )
    return value


def _sign_in_file(args: argparse.Namespace) -> object:
    from ir_desktop.services import sign_in, sign_in_file

    found = sign_in_file.look_into(args.file, args.store)
    if args.staff:
        slot = sign_in.find_slot(args.store, args.staff, using=found)
        sign_in.sign_in(args.store, slot, read_password(args), using=found).close()
        is_newest = True  # nobody gets in with another
    else:
        given, option = args.recovery_code_stdin, "--recovery-code-stdin"
        code = read_secret("recovery code", option, given=given)
        is_newest = sign_in_file.put_back(args.store, found, code)
    value = {
        "store": str(args.store),
        "backup_made_at": found.made_at.isoformat(),
        "newest": is_newest,
    }
    if not is_newest:
        return Failed(
            value,
            "The sign-in file of these records is an older one still, so no password in it counts. "
            "Take a newer backup. If there is none, open the window, choose “Forgot your "
            "password?” and use the recovery code.",
        )
    return value
