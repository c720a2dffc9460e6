"""How much work one guess at a password costs (Argon2id, RFC 9106)."""

import time
from collections.abc import Callable
from dataclasses import dataclass

MINIMUM_MEMORY_KIB = 64 * 1024
_MOST_MEMORY_KIB = 256 * 1024  # a modest laptop must still be able to sign in
_MOST_ITERATIONS = 16


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

# For tests and throw-away demo stores only: `create` and `add_slot` refuse it unless told.
WEAK_COST = KdfCost(memory_kib=64, iterations=1, lanes=1)


def measure_cost(
    target_seconds: float = 0.6,
    *,
    clock: Callable[[], float] = time.perf_counter,
) -> KdfCost:
    """Return the cost that takes about `target_seconds` here, never below `DEFAULT_COST`.

    One derivation at `DEFAULT_COST` is timed with `clock` (seconds); what time is left over goes
    first into memory, which hurts a guesser most, then into passes.
    """
    from ir_desktop.storage.wrapping import stretch

    begun = clock()
    stretch(b"measure", b"0123456789abcdef", DEFAULT_COST)
    room = max(1, int(target_seconds / max(clock() - begun, 0.001)))
    memory = min(DEFAULT_COST.memory_kib * room, _MOST_MEMORY_KIB)
    room = max(1, room * DEFAULT_COST.memory_kib // memory)
    iterations = min(DEFAULT_COST.iterations * room, _MOST_ITERATIONS)
    return KdfCost(memory, iterations, DEFAULT_COST.lanes)
