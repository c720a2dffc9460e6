"""How the program ends: when the system asks it to, and as a fresh process after a lock."""

import os
import signal
import sys
from contextlib import suppress

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication


class QuittingOnSignals:
    """While inside, Ctrl-C and the system's request to end close the window in good order."""

    def __init__(self, qt: QApplication) -> None:
        self._qt = qt

    def __enter__(self) -> None:
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._writing, False)
        # Python runs its handlers between its own steps only, and Qt's loop takes none by itself.
        self._notifier = QSocketNotifier(self._reading, QSocketNotifier.Type.Read)
        self._notifier.activated.connect(lambda: os.read(self._reading, 64))
        self._wakeup = signal.set_wakeup_fd(self._writing)
        self._before = {
            number: signal.signal(number, self._quit) for number in (signal.SIGINT, signal.SIGTERM)
        }

    def _quit(self, number: int, frame: object) -> None:
        # From the event loop, once there is one: this may be in the middle of a widget's painting,
        # and quitting takes the window down on the spot.
        QTimer.singleShot(0, self._qt, self._qt.quit)

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup)
        self._notifier.setEnabled(False)
        for end in (self._reading, self._writing):
            os.close(end)


def vanish(qt: QApplication, status: int) -> None:
    """Take every window out of sight, dialogs too, and end the event loop with a status."""
    qt.exit(status)
    for each in qt.topLevelWidgets():
        each.hide()


def at_once(status: int) -> None:
    """End the process although a thread still works: what that makes is thrown away anyhow."""
    _flush()
    os._exit(status)


def restart(argv: list[str]) -> None:
    """Replace this process by a fresh one, so that keys and records leave with it."""
    given = sys.orig_argv[1 : len(sys.orig_argv) - len(sys.argv) + 1]
    command = [sys.executable, *given, *argv]
    if sys.platform == "win32":  # there, execv would leave the caller's console behind
        import subprocess

        start = subprocess.DETACHED_PROCESS
        subprocess.Popen(command, creationflags=start)  # noqa: S603 - ourselves, our own arguments
        return
    _flush()
    os.execv(sys.executable, command)  # noqa: S606 - ourselves, our own arguments


def _flush() -> None:
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:  # a program without a console has none
            with suppress(OSError):
                stream.flush()
