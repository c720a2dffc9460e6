"""What this program put on the clipboard does not stay there: half a minute, or until it ends.

Only what is still ours is taken away. What another program put there, such as a password to paste
here, is left alone.
"""

from typing import cast

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

SECONDS = 30
"""How long what was copied here can be pasted."""

# Programs that keep a history of the clipboard leave out what says so, each in its own words.
_KEEP_OUT = {
    "x-kde-passwordManagerHint": b"secret",
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "application/x-nspasteboard-concealed-type": b"1",
}
_OURS = next(iter(_KEEP_OUT))


class ClipboardGuard(QObject):
    """Clears what was copied here. The mouse's own selection, where there is one, likewise."""

    def __init__(self, parent: QObject, *, seconds: float = SECONDS) -> None:
        super().__init__(parent)
        self._board = cast(QGuiApplication, QGuiApplication.instance()).clipboard()
        self._timers: dict[QClipboard.Mode, QTimer] = {}
        for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
            timer = QTimer(self, singleShot=True, interval=round(seconds * 1000))
            timer.timeout.connect(lambda mode=mode: self._clear(mode))
            self._timers[mode] = timer
        self._board.changed.connect(self._changed)

    def forget(self) -> None:
        """Clear at once what is still ours: the program locks or ends."""
        for mode in self._timers:
            self._clear(mode)

    def _changed(self, mode: QClipboard.Mode) -> None:
        timer = self._timers.get(mode)
        if timer is None:
            return
        timer.stop()
        if not self._is_ours(mode):
            return
        held = self._board.mimeData(mode)
        if not held or not held.formats():  # Qt gives None for nothing
            return
        timer.start()
        if mode is QClipboard.Mode.Clipboard and not held.hasFormat(_OURS):
            # The same again, marked; it comes back here once, and is marked then.
            self._board.setMimeData(_marked(held), mode)

    def _clear(self, mode: QClipboard.Mode) -> None:
        self._timers[mode].stop()
        if self._is_ours(mode):
            self._board.clear(mode)

    def _is_ours(self, mode: QClipboard.Mode) -> bool:
        if mode is QClipboard.Mode.Selection:
            return self._board.supportsSelection() and self._board.ownsSelection()
        return self._board.ownsClipboard()


def _marked(held: QMimeData) -> QMimeData:
    """Return the same content, marked to be kept out of histories."""
    copy = QMimeData()
    for name in held.formats():
        copy.setData(name, held.data(name))
    for name, value in _KEEP_OUT.items():
        copy.setData(name, value)
    return copy
