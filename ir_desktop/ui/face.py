"""A circle with somebody's initials."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.theme import Edge, Type


class Face(QWidget):
    """The initials; the name stands beside it, so it has none for a screen reader."""

    def __init__(self, letters: str, size: int, role: Type) -> None:
        super().__init__()
        self._letters, self._role = letters, role
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        look = theme.of()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(look.colours.tint_line), Edge.LINE.value))
            painter.setBrush(QColor(look.colours.tint))
            painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setFont(look.font(self._role))
            painter.setPen(QColor(look.colours.accent))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._letters)
