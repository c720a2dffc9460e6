"""What the commands' parsers have in common, and how an option's text becomes a value."""

import argparse
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    Subparsers: TypeAlias = argparse._SubParsersAction[Any]  # pyright: ignore[reportPrivateUsage] - argparse has no public name for it
else:
    Subparsers: TypeAlias = Any


DEFAULT_PORT: Final = 8443
DEFAULT_PURPOSE: Final = (
    "To carry out the integrated review of a child at age two together with the family, and to "
    "answer the setting about it."
)
DEFAULT_LAWFUL_BASIS: Final = (
    "Public task (UK GDPR Article 6(1)(e)); provision of health care (Article 9(2)(h)). Consent "
    "to share is asked for under the EYFS and the duty of confidentiality."
)


def add_text(parser: argparse.ArgumentParser) -> None:
    """Add ``--text``."""
    parser.add_argument("--text", action="store_true", help="plain lines instead of JSON")


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add ``--data``."""
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="the receiver's data folder"
    )


def day(text: str) -> date:
    """Return a day written YYYY-MM-DD; for `type=` of an argument."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError("this must be a day such as 2026-05-03")


def port(text: str) -> int:
    """Return a port from 0 to 65535; for `type=` of an argument."""
    if text.isdecimal() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError("this must be a port, a number up to 65535")


def first_moment(of: date) -> datetime:
    """Return the first second of a day, UTC."""
    return datetime.combine(of, time.min, UTC)


def last_moment(of: date) -> datetime:
    """Return the last second of a day, UTC."""
    return datetime.combine(of, time(23, 59, 59), UTC)


def later(module: str, name: str) -> Callable[[Any], Any]:
    """Return a function that is loaded when first called: databases and keys take long to load."""

    def call(value: Any) -> Any:
        return getattr(import_module(f"ir_desktop.receiver.{module}"), name)(value)

    return call


LINES: Final = later("command_text", "lines")
"""Shows any value as plain lines."""
