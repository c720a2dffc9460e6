"""Before anybody signs in: who can, or why the records in a folder cannot be opened.

Loads nothing slow: the first page waits for it.
"""

import time
from dataclasses import dataclass
from pathlib import Path

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage import keys
from ir_desktop.storage.keys import SlotName
from ir_desktop.storage.problems import KeysDamaged, KeysMissing, StoreMissing

_A_MOMENT = 0.3  # seconds


@dataclass(frozen=True, slots=True)
class Look:
    """What a folder holds: who can sign in there, or the problem."""

    slots: tuple[SlotName, ...] = ()
    problem: EnvironmentProblem | None = None

    @property
    def missing(self) -> bool:
        """Whether there are no records in the folder, or no folder."""
        return isinstance(self.problem, StoreMissing)

    @property
    def put_back(self) -> bool:
        """Whether the sign-in file, put back from a backup, would mend it."""
        return isinstance(self.problem, KeysMissing | KeysDamaged)


def look(folder: Path) -> Look:
    """Return what a folder holds."""
    try:
        return Look(keys.staff_slots(folder))
    except EnvironmentProblem as problem:
        return Look(problem=problem)


def note(folder: Path, problem: EnvironmentProblem) -> None:
    """Write to the log of a folder's records, by its kind alone, why they cannot be opened."""
    from ir_desktop import log  # not on the way to the first page

    log.start(folder)
    log.not_opened(problem)


def hindrance(folder: Path) -> EnvironmentProblem | None:
    """Return what will keep the records in a folder from being opened now, whoever signs in.

    Another window may have them open, or the folder may not be written to. Waits a moment where
    another window only looks, as this does.
    """
    from ir_desktop.storage.lock import lock_store  # not on the way to the first page

    found: EnvironmentProblem | None = None
    for wait in (0.0, _A_MOMENT):
        time.sleep(wait)
        try:
            lock_store(folder).release()
        except EnvironmentProblem as problem:
            found = problem
        else:
            return None
    return found
