"""Measures how long the Qt thread does not answer, and remembers what it was doing then.

A timer beats in the Qt thread. The time between two beats is the time in which a key or a click
would have had to wait. Other programs on the machine make that time longer at their pleasure: a
thread that is ready to run but has no processor is late through no fault of its own. Linux counts
that waiting for each thread, so it is taken off: what is left is what the thread itself did, or
waited for (a lock, the disk, another thread of the program), and that may not be over 100 ms. The
processor's time alone would be steadier still, but would not see a thread that sleeps on a lock,
which is the very fault to be found. Where the system does not count it, nothing is taken off.

What another thread does in C with Python's lock held counts too, as it should: the window does not
answer. But if that thread waits for a processor meanwhile, so does this one for the lock; so what
the program's other threads waited for a processor is taken off too, down to what this thread itself
did. On a machine with nothing else to do that is nothing, and every silence counts in full. The
wall clock is told beside it. What sharing a processor's caches costs no clock can take off: so a
test with a watchdog is marked ``alone``, and no other worker's test runs beside it. A silence is
told with the step of the test in which it was: the machine's own pauses, which no file of Linux
tells of inside a container, come at other steps each time (`tools.testing.slow`).
"""

import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QTimer

from tools.testing.slow import TooSlow

LIMIT = 0.1
"""The longest time, in seconds, for which the window may not answer."""

_BEAT_MS = 5
_SUSPECT = 0.06  # seconds of silence after which it is looked where the thread is
_DEEP = 14  # calls
_THREADS = Path("/proc/self/task")
_TESTS = Path(__file__).parents[1]


@dataclass(frozen=True)
class Silence:
    """A time without a beat: in all, less waiting for a processor, and of the processor's time.

    `step` is the line of the test, with those it calls, that was being done; `where` the stack.
    """

    wall: float = 0.0
    own: float = 0.0
    busy: float = 0.0
    where: str = ""
    step: str = ""

    def __str__(self) -> str:
        parts = (("own", self.own), ("wall", self.wall), ("busy", self.busy))
        told = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in parts)
        return f"{self.step}: {told}\n{self.where}"


@dataclass(frozen=True)
class _Moment:
    """The wall's time, this thread's on a processor, and each thread's wait for one so far."""

    wall: float
    busy: float
    queued: dict[str, int]


class Watchdog:
    """Inside a ``with`` block a timer beats in the Qt thread, in which it is made.

    `longest` is the longest silence in seconds that is the thread's own, `wall` by the clock on
    the wall, `where` the thread's stack in the longest; `blocks` are all over the limit.
    """

    def __init__(self) -> None:
        self.worst, self.wall = Silence(), 0.0
        self.blocks: list[Silence] = []
        self._last = _Moment(0.0, 0.0, {})
        self._stack: list[str] = []
        self._over = threading.Event()
        self._watched = threading.get_ident()
        self._resting = 0
        self._timer = QTimer()
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._alive)
        self._thread = threading.Thread(target=self._watch, daemon=True)

    @property
    def longest(self) -> float:
        return self.worst.own

    @property
    def where(self) -> str:
        return self.worst.where

    def __enter__(self) -> "Watchdog":
        self._thread.start()
        self._begin()
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._alive()
        self._timer.stop()
        self._over.set()
        self._thread.join()

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Look away while a test itself does something slow in the Qt thread."""
        self._alive()
        self._resting += 1
        try:
            yield
        finally:
            self._resting -= 1
            self._begin()

    def _begin(self) -> None:
        self._last, self._stack = self._now(), []

    def _alive(self) -> None:
        now = self._now()
        if not self._resting:
            wall, busy = now.wall - self._last.wall, now.busy - self._last.busy
            before = self._last.queued
            queued = sum(each - before.get(name, 0) for name, each in now.queued.items()) / 1e9
            where = "".join(self._stack)
            own = max(wall - queued, min(busy, wall))
            silence = Silence(wall, own, busy, where, _step() if own > LIMIT else "")
            if silence.own > self.worst.own:
                self.worst = silence
            if silence.own > LIMIT:
                self.blocks.append(silence)
            self.wall = max(self.wall, wall)
        self._last, self._stack = now, []

    def _now(self) -> _Moment:
        queued: dict[str, int] = {}
        for each in _THREADS.glob("*/schedstat"):
            if each.parent.name != str(self._thread.native_id):
                with suppress(OSError):  # the thread ended
                    queued[each.parent.name] = int(each.read_text("ascii").split()[1])
        return _Moment(time.perf_counter(), time.thread_time(), queued)

    def _watch(self) -> None:
        seen = 0.0
        while not self._over.wait(_BEAT_MS / 1000):
            begun = self._last.wall
            if time.perf_counter() - begun < _SUSPECT or seen == begun:
                continue
            seen = begun  # once in each silence: to look takes time from the thread looked at
            stack = traceback.StackSummary.from_list(_where(self._watched))
            if self._last.wall == begun:
                self._stack = stack.format()[::-1]


def _step() -> str:
    """Return which step of a test this is: the lines of tests that wait for the Qt thread."""
    frames = [each for each in traceback.extract_stack() if _TESTS in Path(each.filename).parents]
    steps = [f"{Path(each.filename).stem}:{each.lineno}" for each in frames]
    return " > ".join(each for each in steps if not each.startswith(f"{Path(__file__).stem}:"))


def _where(thread: int) -> list[tuple[str, int, str, None]]:
    """Return where a thread is. No frame is kept: that would keep what it paints with alive too."""
    found: list[tuple[str, int, str, None]] = []
    frame = sys._current_frames().get(thread)
    while frame is not None and len(found) < _DEEP:
        found.append((frame.f_code.co_filename, frame.f_lineno or 0, frame.f_code.co_name, None))
        frame = frame.f_back
    return found


@contextmanager
def never_blocked(record: Callable[[str, Any], None] | None = None) -> Iterator[Watchdog]:
    """Fail at the end of the block if the window ever did not answer for longer than the limit."""
    with Watchdog() as dog:
        yield dog
    if record is not None:
        record("qt_thread_longest_silence_ms", round(dog.longest * 1000))
        record("qt_thread_longest_silence_by_the_wall_ms", round(dog.wall * 1000))
    told = "\n".join(map(str, dog.blocks))
    if dog.blocks:
        raise TooSlow(
            f"the window did not answer {len(dog.blocks)} times:\n{told}",
            (each.step for each in dog.blocks),
        )
