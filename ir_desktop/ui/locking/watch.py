"""Notices keys, clicks and the wheel in the program's windows, and when none came for long."""

import math
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from ir_desktop.ui.locking.idle import Idle, Sign
from ir_desktop.uptime import since_start

_DONE_BY_A_PERSON = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,  # of a shortcut, only this one comes
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    )
)
_WATCHED = "ir_watched"


class IdleWatch(QObject):
    """From `start` on: `near` says that it locks soon or no longer does; `left` that it is time.

    Windows are listened to, not every widget in them: what a person does passes through its
    window first, and little else does. `limit` gives the seconds allowed, and is asked each time;
    `now` is a clock that sleep does not stop.
    """

    near = Signal(bool)
    left = Signal()

    def __init__(
        self,
        limit: Callable[[], float],
        parent: QObject,
        *,
        now: Callable[[], float] = since_start,
    ) -> None:
        super().__init__(parent)
        self.now, self._limit = now, limit
        self._idle = Idle(now())
        self._is_near = self._running = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        app = cast(QGuiApplication, QGuiApplication.instance())
        app.focusWindowChanged.connect(self._listen)
        # What an input method or a voice types reaches no window as a key, but moves the cursor.
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self.touch)

    def start(self) -> None:
        """Begin to count, from now."""
        self._running = True
        self._idle = Idle(self.now())
        self._listen()
        self.look()

    def stop(self) -> None:
        """Count no more."""
        self._running = False
        self._timer.stop()
        self._tell(False)

    def touch(self) -> None:
        """Take note that a person did something."""
        self._idle.touch(self.now())
        if self._is_near:
            self.look()

    def look(self) -> None:
        """Look how long nothing was done."""
        if not self._running:
            return
        now, limit = self.now(), self._limit()
        sign = self._idle.look(now, limit)
        if sign is Sign.LOCK:
            self.stop()
            self.left.emit()
            return
        self._tell(sign is Sign.NEAR)
        self._timer.start(math.ceil(self._idle.wait(now, limit) * 1000) + 1)

    def _tell(self, near: bool) -> None:
        if near is not self._is_near:
            self._is_near = near
            self.near.emit(near)

    def _listen(self, window: QWindow | None = None) -> None:
        """Listen to a window from the moment it gets the keyboard for the first time."""
        for each in (window, *QGuiApplication.topLevelWindows()):
            if each is not None and not each.property(_WATCHED):
                each.setProperty(_WATCHED, True)
                each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice what a person does; it goes on to where it was meant for."""
        if event.type() in _DONE_BY_A_PERSON:
            self.touch()
        return False
