"""How often somebody tried a password here: at most ten wrong ones in five minutes.

Each try is written to a small file in the store's folder *before* the password is looked at, so
neither ending the program nor pulling the plug makes a try free. Times are seconds since this
computer started, which no change of its clock moves; after a restart an earlier try counts as made
at the start. So a try is never believed to be older than it is.

What is promised: this many tries *through the program*. Whoever can remove this file can also copy
the whole folder and try elsewhere; there each try costs Argon2id, and the device secret is missing.
A file that cannot be read counts as ten tries made now.
"""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ir_desktop.storage.atomic import replace_file
from ir_desktop.storage.problems import TooManyTries, disk_problem
from ir_desktop.uptime import since_start

TRIES_FILE = ".tries"
MOST_TRIES = 10
SECONDS = 300.0
_MOST_BYTES = 100_000

Seconds = Callable[[], float]


@dataclass(frozen=True, slots=True)
class _Try:
    slot: str
    at: float

    def age(self, now: float) -> float:
        """Return how long ago it was at least: from before a restart, since that."""
        return now - self.at if self.at <= now else now


@dataclass(frozen=True, slots=True)
class Counted:
    """A try that was written down."""

    folder: Path
    slot: str

    def was_right(self) -> None:
        """Forget the tries of this person, whose password was right; other people's stay."""
        left = [each for each in _read(self.folder, since_start()) if each.slot != self.slot]
        _write(self.folder, left)


def count(folder: Path, slot: str, *, now: Seconds = since_start) -> Counted:
    """Write down one more try for a slot; call it with the store held, before looking.

    Raises:
        TooManyTries: there were too many; nothing may be looked at.
        EnvironmentProblem: it cannot be written down; nothing may be looked at.
    """
    moment = now()
    recent = [each for each in _read(folder, moment) if each.age(moment) < SECONDS]
    if len(recent) >= MOST_TRIES:
        # The tenth from the end has to be old enough.
        ages = sorted(each.age(moment) for each in recent)
        raise TooManyTries(math.ceil(SECONDS - ages[MOST_TRIES - 1]))
    # One from before a restart gets the age it has for certain, which from here on can grow.
    kept = [_Try(each.slot, moment - each.age(moment)) for each in recent]
    _write(folder, [*kept, _Try(slot, moment)])
    return Counted(folder, slot)


def _read(folder: Path, moment: float) -> list[_Try]:
    try:
        with (folder / TRIES_FILE).open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise disk_problem(error) from None
    try:
        body: Any = json.loads(raw if len(raw) <= _MOST_BYTES else b"")
        found = [_Try(_slot(each[0]), _seconds(each[1])) for each in cast(list[Any], body["tries"])]
    except (ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError):
        return [_Try("", moment)] * MOST_TRIES
    return found


def _slot(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError
    return float(value)


def _write(folder: Path, found: list[_Try]) -> None:
    # Not rounded: a try rounded up would seem to lie before a restart.
    body = {"tries": [[each.slot, each.at] for each in found]}
    replace_file(folder / TRIES_FILE, json.dumps(body).encode("ascii"))
