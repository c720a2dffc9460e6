"""Tabs over the parts of a page: the chosen one is bold, with a bar beneath."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar

from ir_desktop.ui import theme
from ir_desktop.ui.theme import Edge, Size, Space, Type
from ir_desktop.ui.widgets import ring

_CLOSE_FROM = 1.75
"""The text size from which tabs stand close."""


class Tabs(QTabBar):
    """A bar of tabs; arrow keys move between them."""

    def __init__(self, names: Sequence[str], tells: str) -> None:
        super().__init__()
        self._names = tuple(names)
        self.setAccessibleName(tells)
        self.setFont(theme.of().font(Type.STRONG))  # wide enough for the chosen one
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        ring.none(self)
        for name in names:
            self.addTab(name.replace("&", "&&"))

    def tabSizeHint(self, index: int) -> QSize:
        """Return a tab's size."""
        look = theme.of()
        wide = self.fontMetrics().horizontalAdvance(self._names[index])
        # With the biggest text as many tabs as can be stay in sight.
        beside = look.space(Space.NORMAL if look.scale < _CLOSE_FROM else Space.SMALL)
        return QSize(wide + 2 * beside, look.size(Size.BUTTON))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return a tab's least size: no word is cut."""
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, the bar under the chosen one, and the focus."""
        look = theme.of()
        with QPainter(self) as painter:
            bottom = self.height() - Edge.LINE.value
            painter.fillRect(0, bottom, self.width(), Edge.LINE.value, look.colour("line"))
            for place, name in enumerate(self._names):
                rect = self.tabRect(place)
                chosen = place == self.currentIndex()
                painter.setFont(look.font(Type.STRONG if chosen else Type.BODY))
                painter.setPen(look.colour("ink" if chosen else "accent"))
                painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), name)
                if chosen:
                    bar = Edge.BAR.value
                    inside = rect.adjusted(look.space(Space.SMALL), 0, -look.space(Space.SMALL), 0)
                    top = self.height() - bar
                    painter.fillRect(inside.left(), top, inside.width(), bar, look.colour("accent"))
                if chosen and self.hasFocus():
                    ring.draw(painter, rect.toRectF())
