"""The coloured grounds of the frame: the rail's and the header's."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.theme import Edge


class Band(QWidget):
    """A coloured ground with a hairline below it, or else at its right."""

    def __init__(self, colour: str, *, below: bool) -> None:
        super().__init__()
        self._colour, self._below = colour, below

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        look = theme.of()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), look.colour(self._colour))
            one = Edge.LINE.value
            edge = self.rect().adjusted(0, self.height() - one, 0, 0)
            if not self._below:
                edge = self.rect().adjusted(self.width() - one, 0, 0, 0)
            painter.fillRect(edge, look.colour("line"))
