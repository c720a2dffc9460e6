"""The quiet words that say whether what was typed is safe: at the left of the bottom bar."""

from datetime import datetime
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.buttons import link
from ir_desktop.ui.widgets.cards import IconWidget, column, row
from ir_desktop.ui.widgets.fields.base import ROOM


class Saving(Enum):
    """Where saving stands."""

    NOTHING = "nothing"
    WAITING = "waiting"
    SAVED = "saved"
    FAILED = "failed"


class SavedNote(QWidget):
    """A tick and "Saved as you type, 14:02", or why not, with a link to try again."""

    again = Signal()

    def __init__(
        self, saved: str = "Saved as you type", *, waiting: str = "Saving as you type…"
    ) -> None:
        super().__init__()
        self._saved_words, self._waiting_words = saved, waiting
        self.state = Saving.NOTHING
        self._tick = IconWidget("check", "good", Size.ICON)
        self._look = IconWidget("octagon-alert", "act", Size.ICON)
        self._words = Prose("", colour="soft")
        self._wrong = Prose("", Type.STRONG, colour="act")
        self.try_again = link("Try again", tells="Try to save again")
        self.try_again.clicked.connect(self._again)
        across = QHBoxLayout(self)
        across.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
        across.setSpacing(theme.of().space(Space.MEDIUM))
        middle = Qt.AlignmentFlag.AlignVCenter
        for icon in (self._tick, self._look):
            across.addWidget(icon, 0, middle)
        across.addWidget(self._words, 1, middle)
        # At big text the buttons beside the note leave no room for a link after the words.
        failed = (column if theme.of().stacked else row)(self._wrong, gap=Space.TINY)
        failed.addWidget(self.try_again)
        across.addLayout(failed, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._show(Saving.NOTHING, "")

    def text(self) -> str:
        """Return the words shown."""
        return self._wrong.text() if self.state is Saving.FAILED else self._words.text()

    def show_waiting(self) -> None:
        """Say that there is something to save.

        What was said before stays: it is still true, and words that change with every key are
        a trouble to the eye.
        """
        if self.state is Saving.NOTHING:
            self._show(Saving.WAITING, self._waiting_words)

    def show_doing(self, words: str) -> None:
        """Say what the person has to wait for; empty words end it."""
        self._show(Saving.WAITING if words else Saving.NOTHING, words)
        announce(self, words)

    def show_saved(self, at: datetime) -> None:
        """Say that everything is saved, and since when, by the clock on the wall."""
        self._show(Saving.SAVED, f"{self._saved_words}, {at:%H:%M}")

    def show_failed(self, sentence: str) -> None:
        """Say that saving failed and why; what was typed is still on the page."""
        words = f"Not saved yet. {sentence}"
        self._show(Saving.FAILED, words)
        announce(self, words)

    def _show(self, state: Saving, words: str) -> None:
        self.state = state
        failed = state is Saving.FAILED
        (self._wrong if failed else self._words).set_text(words)
        self._tick.setVisible(state is Saving.SAVED)
        self._look.setVisible(failed)
        self._words.setVisible(not failed)
        self._wrong.setVisible(failed)
        self.try_again.setVisible(failed)
        self.setAccessibleName(words)

    def _again(self) -> None:
        self.again.emit()
