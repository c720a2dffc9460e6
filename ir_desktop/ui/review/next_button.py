"""The button that goes on: its words, then an arrow."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent

from ir_desktop.ui import icons, theme
from ir_desktop.ui.theme import Size, Space
from ir_desktop.ui.widgets.buttons import Button, Kind


class NextButton(Button):
    """A primary button whose arrow stands after its words, as it points on."""

    def __init__(self, words: str) -> None:
        super().__init__(words, Kind.PRIMARY)
        self.arrow = True

    def show_words(self, words: str, *, arrow: bool) -> None:
        """Show other words, with or without the arrow."""
        self.arrow = arrow
        self.set_words(words)

    def sizeHint(self) -> QSize:
        """Return the size that fits words and arrow."""
        hint = super().sizeHint()
        if not self.arrow:
            return hint
        look = theme.of()
        return QSize(hint.width() + look.size(Size.ICON) + look.space(Space.SMALL), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the face, the words and the arrow."""
        if not self.arrow:
            super().paintEvent(event)
            return
        look = theme.of()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            ink, down = self._face(painter)
            metrics = self.fontMetrics()
            size, gap = look.size(Size.ICON), look.space(Space.SMALL)
            wide = metrics.horizontalAdvance(self.words())
            left = (self.width() - wide - gap - size) // 2
            middle = self.height() / 2 + down
            painter.setPen(ink)
            base = middle + (metrics.ascent() - metrics.descent()) / 2
            painter.drawText(left, round(base), self.words())
            icons.draw(painter, "arrow-right", ink, left + wide + gap, middle - size / 2, size)
