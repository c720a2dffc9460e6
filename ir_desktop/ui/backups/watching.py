"""What is watched while somebody is signed in: backups, on closing too, and the records file."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ir_desktop.ui import damage
from ir_desktop.ui.backups.care import Care
from ir_desktop.ui.backups.leaving import Leaving
from ir_desktop.ui.context import Context, Place
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.widgets.buttons import link
from ir_desktop.ui.window import Window

if TYPE_CHECKING:
    from ir_desktop.services.audits import Alarm

NOT_MADE = "No backup was made"
OLDER = "These records are older than they were"


class Watching(QObject):
    """Joins `Care`, `Leaving` and `FileWatch` with the window, while somebody is signed in."""

    def __init__(self, window: Window, context: Context, leave: Callable[[], None]) -> None:
        """Begin; `leave` has what was typed saved."""
        super().__init__(context.records)
        self._window = window
        self._alarm: QWidget | None = None
        self.care = Care.of(context)
        self.care.failed.connect(self._tell_failed)
        self.care.alarmed.connect(self._tell_alarm)
        self.care.start()
        self.leaving = Leaving(context, leave, window.show_page)
        self.leaving.over.connect(window.close)
        window.may_close = self.leaving.may_close
        self.file = damage.FileWatch(context)
        self.file.damaged.connect(lambda: window.show_notice(Tone.ACT, damage.TITLE, damage.DETAIL))

    def stop(self) -> None:
        """Stop: the window closes or locks now."""
        self._window.may_close = None
        self.care.stop()
        self.file.stop()

    def _tell_failed(self, sentence: str) -> None:
        self._window.show_notice(Tone.WATCH, NOT_MADE, sentence)

    def _tell_alarm(self, alarm: "Alarm | None") -> None:
        if self._alarm is not None:
            self._alarm.hide()
            self._alarm.deleteLater()
            self._alarm = None
        if alarm is not None:
            act = link("What to do", tells=f"What to do: {OLDER}")
            act.clicked.connect(self._show_alarm)
            self._alarm = self._window.show_notice(Tone.ACT, OLDER, alarm.sentence, act)

    def _show_alarm(self) -> None:
        from ir_desktop.ui.shell import Shell

        if isinstance(self._window.page, Shell):
            self._window.page.go(Place("backup", part="alarm"))
