"""Things side by side that go on in the next line where there is no room, as words do."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.theme import Space

_NOTO_HEIGHT = 1.362  # of Noto Sans: from ascent to descent, as a multiple of its size


class Flow(QWidget):
    """A few widgets in lines. `gap` is between them; the lines stand closer."""

    def __init__(self, items: Sequence[QWidget], gap: Space) -> None:
        super().__init__()
        self._items = tuple(items)
        self._gap, self._between = theme.of().space(gap), theme.of().space(Space.SMALL)
        for item in items:
            item.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Return that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        places = self._places(width)
        return max((each.bottom() + 1 for each in places), default=0)

    def sizeHint(self) -> QSize:
        """Return the size with everything in one line."""
        wide = sum(each.sizeHint().width() + self._gap for each in self._items)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Return the least size: one thing a line, cut to a modest width."""
        return QSize(self._gap * 4, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything in its place."""
        for item, place in zip(self._items, self._places(self.width()), strict=True):
            item.setGeometry(place)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def _places(self, width: int) -> list[QRect]:
        found: list[QRect] = []
        at, line_bottom = QPoint(0, 0), 0
        line_start = 0
        for item in self._items:
            hint = item.sizeHint()
            wide = min(hint.width(), max(width, 1))
            high = item.heightForWidth(wide) if item.hasHeightForWidth() else hint.height()
            if at.x() and at.x() + wide > width:
                self._settle(found, line_start)
                line_start = len(found)
                at = QPoint(0, line_bottom + self._between)
            found.append(QRect(at, QSize(wide, high)))
            line_bottom = max(line_bottom, at.y() + high)
            at = QPoint(at.x() + wide + self._gap, at.y())
        self._settle(found, line_start)
        return found

    def _settle(self, found: list[QRect], start: int) -> None:
        """Set the things of one line so that their last words stand on one line."""
        feet = [
            place.bottom() - _below(item, place.height())
            for item, place in zip(self._items[start:], found[start:], strict=False)
        ]
        for number, foot in enumerate(feet):
            found[start + number].translate(0, max(feet) - foot)


def _below(item: QWidget, height: int) -> int:
    """Return how far the line that words stand on is from a widget's lower edge."""
    metrics = item.fontMetrics()
    line = min(height, round(metrics.height() * theme.LINE_HEIGHT / _NOTO_HEIGHT))
    return (line - metrics.height()) // 2 + metrics.descent()
