"""On Windows: what the system tells a window of sleep and of the locked screen.

NOT RUN YET: written from the system's own reference for WM_POWERBROADCAST and
WM_WTSSESSION_CHANGE. Without it idle time, and the gap that sleep leaves, lock all the same.
"""

import ctypes
import sys

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal

_POWER, _SUSPEND = 0x0218, 0x0004  # WM_POWERBROADCAST, PBT_APMSUSPEND
_SESSION, _LOCKED = 0x02B1, 0x7  # WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK
_THIS_SESSION = 0


class _Message(ctypes.Structure):
    """The first three fields of MSG; the others are not read."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wparam", ctypes.c_size_t),
    )


def asks(message: int, wparam: int) -> bool:
    """Return whether a window's message means that it is time to lock."""
    return (message, wparam) in ((_POWER, _SUSPEND), (_SESSION, _LOCKED))


class Signs(QObject):
    """`asked` when the computer goes to sleep or its screen locks."""

    asked = Signal()

    def __init__(self, parent: QObject, window_id: int) -> None:
        super().__init__(parent)
        self._filter = _Filter(self)
        app = QCoreApplication.instance()
        if app is not None:
            app.installNativeEventFilter(self._filter)
        if sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(window_id, _THIS_SESSION)


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, signs: Signs) -> None:
        super().__init__()
        self._signs = signs

    def nativeEventFilter(
        self, eventType: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        """Look at each message to a window; it goes on."""
        found = _Message.from_address(int(message))
        if asks(found.message, found.wparam):
            self._signs.asked.emit()
        return False, 0
