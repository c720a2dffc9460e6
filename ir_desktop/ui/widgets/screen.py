"""What every screen of the shell shares: loading in words, and a problem in words."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.errors import IrError
from ir_desktop.ui import theme
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, clear, row


class Screen(QWidget):
    """A screen that is filled when its records have been read; `loaded` is true from then on.

    `named` gives the name of what it shows, where that is only known from the records; `filled`
    comes each time it is filled. `gone` says that another screen has taken its place: what it asked
    for may still come, and leads nowhere.
    """

    named = Signal(str)
    filled = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.loaded = self.gone = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.wait()

    def leave(self) -> None:
        """Have what was typed saved: the person goes elsewhere, or locks. By default nothing."""

    def part_shown(self) -> str | None:
        """Return which part of the place is shown now, where a person can turn to another."""
        return None

    def again(self) -> bool:
        """Read the records anew in place, keeping what was chosen; False to be made anew."""
        return False

    def wait(self) -> None:
        """Say that the records are being read."""
        self._alone(Prose("Opening…", colour="soft"))

    def fill(self, content: QWidget) -> None:
        """Show the content in place of whatever is there."""
        clear(self._column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(content)
        self.loaded = True
        self.filled.emit()

    def fail(self, error: IrError, again: Callable[[], None]) -> None:
        """Say what is wrong, and offer to try again."""
        card = Card(
            "There is a problem", icon="octagon-alert", colour="act", edge=Tone.ACT, bar=Tone.ACT
        )
        card.add(Prose(error.sentence))
        button = secondary("Try again")
        button.clicked.connect(again)
        card.body.addLayout(row(button, None))
        self._alone(card)
        button.setFocus()

    def _alone(self, widget: QWidget) -> None:
        clear(self._column)
        side = theme.of().space(Space.PAGE)
        self._column.setContentsMargins(side, side, side, side)
        self._column.addWidget(widget)
        self._column.addStretch(1)
