"""Before anybody signs in: who can, or why the records in a folder cannot be opened.

Loads nothing slow: the first page waits for it.
"""

from dataclasses import dataclass
from pathlib import Path

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage import keys
from ir_desktop.storage.keys import SlotName
from ir_desktop.storage.problems import KeysDamaged, KeysMissing, StoreMissing


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
        """Whether a copy of the folder, put back, would mend it."""
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
