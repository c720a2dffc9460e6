"""Controls side by side that go on in the next line, with room for the focus ring of each."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.fields.base import ROOM
from ir_desktop.ui.widgets.flow import Flow


class Across(Flow):
    """A `Flow` for what takes the keyboard's focus: nothing of the ring is clipped at its edges."""

    def __init__(self, items: Sequence[QWidget], gap: Space = Space.PAGE) -> None:
        super().__init__(items, gap)

    def sizeHint(self) -> QSize:
        """Return the size with everything in one line."""
        hint = super().sizeHint()
        return QSize(hint.width() + 2 * ROOM, self.heightForWidth(hint.width() + 2 * ROOM))

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        return super().heightForWidth(width) + ROOM

    def _places(self, width: int) -> list[QRect]:
        return [place.translated(ROOM, ROOM) for place in super()._places(width - 2 * ROOM)]
