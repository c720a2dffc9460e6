"""On Linux: what the log-in service and the desktop say over D-Bus of sleep and of the screen.

Where there is no bus, nothing is heard, and only idle time and the gap that sleep leaves lock.
"""

from typing import cast

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

_LOGIN = "org.freedesktop.login1"
_LOGIN_PATH = "/org/freedesktop/login1"
_MANAGER = "org.freedesktop.login1.Manager"
_SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
)
# Bytes by their declared type; what takes them takes text alone.
_ON_SLEEP = cast(bytes, SLOT("on_sleep(bool)"))
_ON_LOCK = cast(bytes, SLOT("on_lock()"))
_ON_SCREEN = cast(bytes, SLOT("on_screen(bool)"))
_WHO, _WHY = "Integrated Review", "Lock the records before sleep"


class Signs(QObject):
    """`asked` when the computer goes to sleep or its screen locks."""

    asked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held: QDBusMessage | None = None
        self._asking: QDBusPendingCallWatcher | None = None
        system = QDBusConnection.systemBus()
        if system.isConnected():
            system.connect(_LOGIN, _LOGIN_PATH, _MANAGER, "PrepareForSleep", self, _ON_SLEEP)
            # Any session's: where another person's is locked, locking this too does no harm.
            system.connect(_LOGIN, "", "org.freedesktop.login1.Session", "Lock", self, _ON_LOCK)
            self._hold_sleep(system)
        desktop = QDBusConnection.sessionBus()
        if desktop.isConnected():
            for name in _SCREEN_SAVERS:
                # From whoever says so: desktops name the service differently, the bus is one's own.
                desktop.connect("", "", name, "ActiveChanged", self, _ON_SCREEN)

    def _hold_sleep(self, system: QDBusConnection) -> None:
        """Have sleep wait a moment for the lock: the system lets go by itself after seconds.

        What is held ends with the process, which locking replaces.
        """
        call = QDBusMessage.createMethodCall(_LOGIN, _LOGIN_PATH, _MANAGER, "Inhibit")
        call.setArguments(["sleep", _WHO, _WHY, "delay"])
        self._asking = QDBusPendingCallWatcher(system.asyncCall(call), self)
        self._asking.finished.connect(self._answered)

    def _answered(self, watcher: QDBusPendingCallWatcher) -> None:
        self._held = None if watcher.isError() else watcher.reply()

    @Slot(bool)
    def on_sleep(self, beginning: bool) -> None:
        """Lock as sleep begins."""
        if beginning:
            self.asked.emit()

    @Slot()
    def on_lock(self) -> None:
        """Lock with the session."""
        self.asked.emit()

    @Slot(bool)
    def on_screen(self, locked: bool) -> None:
        """Lock with the screen."""
        if locked:
            self.asked.emit()
