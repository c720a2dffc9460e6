"""Measures how long the Qt thread does not answer, and remembers what it was doing then."""

import sys
import threading
import time
import traceback
from types import TracebackType

from PySide6.QtCore import QTimer

_BEAT_MS = 5


class Watchdog:
    """Inside a ``with`` block a timer beats in the Qt thread; another thread looks how late it is.

    `longest` is the longest silence in seconds, `where` the Qt thread's stack at that time.
    """

    def __init__(self) -> None:
        self.longest, self.where = 0.0, ""
        self._beat = time.perf_counter()
        self._over = threading.Event()
        self._watched = threading.get_ident()
        self._timer = QTimer()
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._alive)
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Watchdog":
        self._beat = time.perf_counter()
        self._timer.start()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.stop()
        self._over.set()
        self._thread.join()

    def _alive(self) -> None:
        self._beat = time.perf_counter()

    def _watch(self) -> None:
        while not self._over.wait(_BEAT_MS / 1000):
            silence = time.perf_counter() - self._beat
            if silence > self.longest:
                self.longest = silence
                frame = sys._current_frames().get(self._watched)
                self.where = "".join(traceback.format_stack(frame)[-4:])
