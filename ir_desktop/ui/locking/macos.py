"""On macOS: what the system tells every program when the screen locks.

NOT RUN YET: written from the reference of CoreFoundation's distributed notifications. Sleep is
noticed by the gap that it leaves, as the screen locks with it anyway.
"""

import ctypes
import ctypes.util
from typing import Any

from PySide6.QtCore import QObject, Signal

_LOCKED = b"com.apple.screenIsLocked"
_UTF8 = 0x08000100
_AT_ONCE = 4  # CFNotificationSuspensionBehaviorDeliverImmediately
_CALLBACK = ctypes.CFUNCTYPE(
    None,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
)


class Signs(QObject):
    """`asked` when the screen locks. It comes on the window's own thread, whose loop calls it."""

    asked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._heard = _CALLBACK(self._told)  # the system keeps no hold of it
        library = ctypes.util.find_library("CoreFoundation")
        if library is not None:
            self._listen(ctypes.CDLL(library))

    def _listen(self, system: Any) -> None:
        system.CFNotificationCenterGetDistributedCenter.restype = ctypes.c_void_p
        system.CFStringCreateWithCString.restype = ctypes.c_void_p
        name = system.CFStringCreateWithCString(None, _LOCKED, _UTF8)
        system.CFNotificationCenterAddObserver(
            ctypes.c_void_p(system.CFNotificationCenterGetDistributedCenter()),
            None,
            self._heard,
            ctypes.c_void_p(name),
            None,
            ctypes.c_long(_AT_ONCE),
        )

    def _told(self, *_: object) -> None:
        self.asked.emit()
