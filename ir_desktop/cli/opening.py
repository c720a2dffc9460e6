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
    return read_secret("password", "--password-stdin", given=args.password_stdin)


def read_secret(what: str, option: str, *, given: bool) -> str:
    """Return a secret from a line of standard input if it is `given` there, or from a prompt.

    `what` it is and the `option` that has it read stand in the sentences. Raises `Refused` if
    there is none.
    """
    if given:
        try:
            secret = sys.stdin.readline().rstrip("\r\n")
        except UnicodeDecodeError:
            raise Refused(f"The {what} cannot be read: it is not text in UTF-8.") from None
    elif sys.stdin.isatty():
        secret = getpass.getpass(f"{what.capitalize()}: ", stream=sys.stderr)
    else:
        raise Refused(f"There is no keyboard to ask for the {what}. Use {option}.")
    if not secret:
        raise Refused(f"No {what} was given.")
    return secret


def read_day(text: str, field: str) -> date:
    """Return a day written year-month-day; raises `Invalid`, naming `field`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise invalid(field, "Write a date as year-month-day, like 2026-09-10.") from None
