"""Long work in the records' thread that tells how far it is and can be stopped."""

import threading
import time

from PySide6.QtCore import QObject, Signal

from ir_desktop.errors import Refused

_EVERY = 0.05  # seconds between two steps told: more often nobody sees


class Stopped(Refused):
    """The person stopped it; nothing was done."""


class LongWork(QObject):
    """`stepped` tells, on the Qt thread, how many are done and how many there are."""

    stepped = Signal(int, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._told = 0.0

    def stop(self) -> None:
        """Have the work stop at its next step."""
        self._stop.set()

    def stopping(self) -> bool:
        """Tell whether it is to stop. Asked in the other thread."""
        return self._stop.is_set()

    def step(self, done: int, whole: int) -> None:
        """Tell how far it is; raises `Stopped` where it is to stop. Called in the other thread."""
        if self._stop.is_set():
            raise Stopped("It was stopped. Nothing was added.")
        now = time.monotonic()
        if now - self._told >= _EVERY or done == whole:
            self._told = now
            self.stepped.emit(done, whole)
