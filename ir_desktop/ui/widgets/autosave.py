"""Saving as the person types: soon after the last keystroke, and never more than one at a time."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from ir_desktop.errors import IrError
from ir_desktop.ui.widgets.saved_note import SavedNote

Done = Callable[[], None]
Failed = Callable[[IrError], None]
Save = Callable[[Done, Failed], None]

QUIET_MS = 800
"""How long nobody types before what they typed is saved: well within the promised 2 s."""

LONGEST_MS = 5000
"""How long typing without a pause can put saving off."""


class Alarm(Protocol):
    """A timer that goes off once; `QTimer` is one."""

    timeout: ClassVar[Any]

    def start(self, msec: int, /) -> None:
        """Go off after some milliseconds, counted from now."""

    def stop(self) -> None:
        """Do not go off."""

    def isActive(self) -> bool:
        """Tell whether it will go off."""
        ...


def _once() -> Alarm:
    timer = QTimer()
    timer.setSingleShot(True)
    return timer


class Autosave(QObject):
    """Calls `save` when there is something to save, and tells the note how it went.

    `save` starts the saving, takes what stands in the fields at that moment, and later calls
    `done` or `failed` on the Qt thread, each at most once. `now` is the clock on the wall.
    """

    saved = Signal()

    def __init__(
        self,
        save: Save,
        note: SavedNote,
        now: Callable[[], datetime],
        *,
        alarm: Callable[[], Alarm] = _once,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._save, self._note, self._now = save, note, now
        self._quiet, self._longest = alarm(), alarm()
        for each in (self._quiet, self._longest):
            each.timeout.connect(self._go)
        self._changed = False  # since the newest save began
        self._running = False
        self._then: list[Callable[[], None]] = []
        note.again.connect(self._go)

    @property
    def pending(self) -> bool:
        """Whether anything is not saved yet."""
        return self._changed or self._running

    def touch(self, _: str = "") -> None:
        """Take note that the person changed something. Connect a form's `changed` to this."""
        self._changed = True
        self._note.show_waiting()
        self._quiet.start(QUIET_MS)
        if not self._longest.isActive():
            self._longest.start(LONGEST_MS)

    def flush(self, then: Callable[[], None] | None = None) -> None:
        """Save at once what is not saved; `then` is called when everything is.

        Where saving fails `then` is not called: the page stays, with what was typed.
        """
        if then is not None:
            self._then.append(then)
        if self.pending:
            self._go()
        else:
            self._finish()

    def _go(self) -> None:
        self._quiet.stop()
        self._longest.stop()
        if self._running or not self._changed:
            return
        self._changed, self._running = False, True
        self._save(self._done, self._failed)

    def _done(self) -> None:
        self._running = False
        if not self._changed:
            self._note.show_saved(self._now())
            self.saved.emit()
            self._finish()
        elif self._then or not self._quiet.isActive():
            self._go()

    def _failed(self, error: IrError) -> None:
        self._running = False
        self._changed = True  # what was typed is still to be saved
        self._then.clear()
        self._note.show_failed(error.sentence)

    def _finish(self) -> None:
        waiting, self._then = self._then, []
        for each in waiting:
            each()
