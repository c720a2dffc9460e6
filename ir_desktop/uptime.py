"""The seconds since this computer started: a clock that nobody sets, and that sleep does not stop.

On Linux and macOS the system has such a clock by name; on Windows Python's own counts sleep too.
"""

import sys
import time


def since_start() -> float:
    """Return the seconds since this computer started, asleep or awake."""
    if sys.platform == "darwin":  # there `time.monotonic` stands still in sleep, and this does not
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    boot = getattr(time, "CLOCK_BOOTTIME", None)  # Linux
    return time.monotonic() if boot is None else time.clock_gettime(boot)
