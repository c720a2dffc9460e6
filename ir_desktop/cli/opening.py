"""Opening a store for a command: who, and the password from a prompt or standard input."""

import argparse
import getpass
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ir_desktop.errors import Refused, invalid
from ir_desktop.services.session import Session


def add_store_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what every command on a store takes."""
    parser.add_argument("--store", metavar="DIR", type=Path, required=True, help="the store")
    parser.add_argument(
        "--staff", metavar="NAME", required=True, help="the name of the person signing in"
    )
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password from standard input instead of asking for it",
    )


@contextmanager
def opened(args: argparse.Namespace) -> Generator[Session]:
    """Yield the session of the person named, signed in with their password."""
    from ir_desktop.services import sign_in

    slot = sign_in.find_slot(args.store, args.staff)
    session = sign_in.sign_in(args.store, slot, read_password(args))
    try:
        yield session
    finally:
        session.close()


def read_password(args: argparse.Namespace) -> str:
    """Return the password, from standard input or a prompt; never from an argument.

    Raises `Refused` if there is none.
    """
    if args.password_stdin:
        try:
            password = sys.stdin.readline().rstrip("\r\n")
        except UnicodeDecodeError:
            raise Refused("The password cannot be read: it is not text in UTF-8.") from None
    elif sys.stdin.isatty():
        password = getpass.getpass("Password: ", stream=sys.stderr)
    else:
        raise Refused("There is no keyboard to ask for a password. Use --password-stdin.")
    if not password:
        raise Refused("No password was given.")
    return password


def read_day(text: str, field: str) -> date:
    """Return a day written year-month-day; raises `Invalid`, naming `field`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise invalid(field, "Write a date as year-month-day, like 2026-09-10.") from None
