"""The bar at the foot of a page that is worked through: saved, back, and on."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.theme import Edge, Size, Space
from ir_desktop.ui.widgets.buttons import Button
from ir_desktop.ui.widgets.fields.base import ROOM


class BottomBar(QWidget):
    """Stays while the page above it scrolls: the note at the left, the buttons at the right."""

    def __init__(
        self, primary: Button | None, *, back: Button | None = None, note: QWidget | None = None
    ) -> None:
        super().__init__()
        look = theme.of()
        across = QHBoxLayout(self)
        side = look.space(Space.LARGE)
        across.setContentsMargins(side, Edge.LINE.value + ROOM, side, ROOM)
        across.setSpacing(look.space(Space.MEDIUM))
        if note is None:
            across.addStretch(1)
        else:
            across.addWidget(note, 1)
        for button in (back, primary):
            if button is not None:
                across.addWidget(button)
        self.setMinimumHeight(look.space(Space.LARGE) + look.size(Size.BUTTON))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the paper and the hairline above it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.of().colour("paper"))
        painter.fillRect(0, 0, self.width(), Edge.LINE.value, theme.of().colour("line"))
