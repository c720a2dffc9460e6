"""What was just taken away, with the way to have it back."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Size, Space
from ir_desktop.ui.widgets.buttons import link
from ir_desktop.ui.widgets.cards import IconWidget
from ir_desktop.ui.widgets.fields.base import ROOM


class Removed(QWidget):
    """A line that stays until the next one, or until the page is left. Nothing when hidden."""

    def __init__(self) -> None:
        super().__init__()
        self._back: Callable[[], None] | None = None
        self._words = Prose("", colour="soft")
        self.undo = link("Undo", tells="Undo: put back what was removed")
        self.undo.clicked.connect(self._put_back)
        across = QHBoxLayout(self)
        across.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
        across.setSpacing(theme.of().space(Space.MEDIUM))
        across.addWidget(IconWidget("undo-2", "soft", Size.ICON), 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self._words, 1)
        across.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def offer(self, what: str, back: Callable[[], None]) -> None:
        """Say what was removed, and offer to put it back; the focus goes there."""
        self._back = back
        self._words.set_text(f"Removed: {what}")
        self.undo.setAccessibleName(f"Undo: put back {what}")
        self.show()
        self.undo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_back(self) -> None:
        back, self._back = self._back, None
        self.hide()
        if back is not None:
            back()
