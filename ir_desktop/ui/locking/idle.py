"""When the window has been left alone long enough to lock. Knows no Qt and no clock.

Times are seconds of a clock that sleep does not stop.
"""

from enum import Enum

NEAR = 30.0
"""So many seconds before it locks, the window says so."""

EVERY = 5.0
"""The longest time between two looks, in seconds."""

STOOD_STILL = 30.0
"""Nobody looked for so long: the computer slept, whatever else told of it."""


class Sign(Enum):
    """What a look finds."""

    QUIET = "quiet"
    NEAR = "near"
    LOCK = "lock"


class Idle:
    """Counts the seconds since a person last did something."""

    def __init__(self, now: float) -> None:
        self._touched = self._looked = now

    def touch(self, now: float) -> None:
        """Take note that a person did something. It does not make a sleep undone."""
        self._touched = now

    def look(self, now: float, limit: float) -> Sign:
        """Return how it stands, with `limit` seconds allowed; looks come `EVERY` few seconds."""
        slept = now - self._looked >= STOOD_STILL
        self._looked = now
        alone = now - self._touched
        if slept or alone >= limit:
            return Sign.LOCK
        return Sign.NEAR if alone >= limit - NEAR else Sign.QUIET

    def wait(self, now: float, limit: float) -> float:
        """Return after how many seconds to look again: sooner where something is about to be."""
        alone = now - self._touched
        ahead = [each - alone for each in (limit - NEAR, limit) if each > alone]
        return min(EVERY, *ahead) if ahead else 0.0
