"""Locks by itself, while somebody is signed in: the one place that knows every reason to."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ir_desktop import config
from ir_desktop.ui.locking.notice import LockNotice
from ir_desktop.ui.locking.watch import IdleWatch


class Guard(QObject):
    """From `start` on, has the window locked when it is time, once."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._lock: Callable[[], None] | None = None
        self._signs: QObject | None = None
        self.notice = LockNotice(window)
        self.watch = IdleWatch(_allowed, self)
        self.watch.near.connect(self.notice.show)
        self.watch.left.connect(self._ask)

    def start(self, lock: Callable[[], None]) -> None:
        """Begin: somebody has signed in. `lock` locks; another one takes its place."""
        self._lock = lock
        if self._signs is None:
            self._signs = self._listen()
            self.watch.start()

    def stop(self) -> None:
        """Lock no more: the program ends."""
        self._lock = None
        self.watch.stop()

    def _listen(self) -> QObject:
        # Each system's own module, loaded nowhere else, and not on the way to the first page.
        if sys.platform == "win32":
            from ir_desktop.ui.locking import windows

            signs = windows.Signs(self, int(self._window.winId()))
        elif sys.platform == "darwin":
            from ir_desktop.ui.locking import macos

            signs = macos.Signs(self)
        else:
            from ir_desktop.ui.locking import linux

            signs = linux.Signs(self)
        signs.asked.connect(self._ask)
        return signs

    def _ask(self) -> None:
        lock = self._lock
        if lock is not None:
            self.stop()
            lock()


def _allowed() -> float:
    """Return the seconds that the window may be left alone, as chosen on this computer now."""
    return config.load().lock_minutes * 60.0
