"""How long until passwords are looked at again: told in minutes, going down."""

import math
import time

from PySide6.QtCore import QObject, QTimer, Signal

from ir_desktop.ui.sign_in.recover_words import wait_sentence

_LOOK_MS = 1000


class Waiting(QObject):
    """Goes down by itself. `told` gives the sentence each time that it is another.

    The words only tell: whether a try is looked at is decided, and counted, with the records.
    """

    told = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._until, self._said = 0.0, ""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def begin(self, seconds: int) -> None:
        """Begin to tell; 0 seconds ends it."""
        self._said = ""
        if seconds <= 0:
            self._timer.stop()
            return
        self._until = time.monotonic() + seconds
        self._timer.start()
        self._look()

    def _look(self) -> None:
        left = math.ceil(self._until - time.monotonic())
        sentence = wait_sentence(left)
        if left <= 0:
            self._timer.stop()
        if sentence != self._said:
            self._said = sentence
            self.told.emit(sentence)
