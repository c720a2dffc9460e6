"""How much work one guess at a password costs (Argon2id, RFC 9106)."""

import time
from collections.abc import Callable
from dataclasses import dataclass

MINIMUM_MEMORY_KIB = 64 * 1024
_MOST_MEMORY_KIB = 256 * 1024  # a modest laptop must still be able to sign in
_MOST_ITERATIONS = 16
_MOST_SECONDS = 1.0
_LONG = 3600.0


@dataclass(frozen=True, slots=True)
class KdfCost:
    """Argon2id parameters: memory in KiB, number of passes, number of lanes."""

    memory_kib: int
    iterations: int
    lanes: int

    def is_weak(self) -> bool:
        """Whether this is below the floor for a store with real records."""
        return self.memory_kib < MINIMUM_MEMORY_KIB


# The second recommended option of RFC 9106, section 4.
DEFAULT_COST = KdfCost(memory_kib=MINIMUM_MEMORY_KIB, iterations=3, lanes=4)

# For tests and throw-away demo stores only: refused for real records.
WEAK_COST = KdfCost(memory_kib=64, iterations=1, lanes=1)


def measure_cost(
    target_seconds: float = 0.6,
    *,
    clock: Callable[[], float] = time.perf_counter,
) -> KdfCost:
    """Return the cost that takes about `target_seconds` here, never below 64 MiB of memory.

    Deriving at `DEFAULT_COST` is timed twice with `clock` (seconds), and the quicker counts: the
    first one of a program is slow. What time is left over goes first into memory, which hurts a
    guesser most, then into passes. A computer so slow that `DEFAULT_COST` takes over a second
    gets fewer passes: nobody waits longer than that gladly, and the memory stays.
    """
    from ir_desktop.storage.wrapping import stretch

    seconds = _LONG
    for _ in range(2):
        begun = clock()
        stretch(b"measure", b"0123456789abcdef", DEFAULT_COST)
        seconds = min(seconds, max(clock() - begun, 0.001))
    if seconds > _MOST_SECONDS:
        passes = int(DEFAULT_COST.iterations * target_seconds / seconds)
        return KdfCost(DEFAULT_COST.memory_kib, max(1, passes), DEFAULT_COST.lanes)
    room = max(1, int(target_seconds / seconds))
    memory = min(DEFAULT_COST.memory_kib * room, _MOST_MEMORY_KIB)
    room = max(1, room * DEFAULT_COST.memory_kib // memory)
    iterations = min(DEFAULT_COST.iterations * room, _MOST_ITERATIONS)
    return KdfCost(memory, iterations, DEFAULT_COST.lanes)
