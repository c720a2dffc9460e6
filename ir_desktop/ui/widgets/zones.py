"""The zone bar: where a score of 0 to 60 stands beside the cut-off."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.theme import Edge, Size, Space, Type

_HIGHEST = 60.0
_ROWS, _DOT, _INK = 3, 0.9, 0.5
"""Rows of dots in the monitoring zone, a dot's radius in pixels, and how strong patterns are."""


class ZoneBar(QWidget):
    """Below is hatched, monitoring dotted, on schedule plain; a diamond marks the score."""

    def __init__(
        self, score: float | None, cutoff: float, upper: float, confirmed: bool, tells: str
    ) -> None:
        super().__init__()
        self._score, self._cutoff, self._upper = score, cutoff, upper
        self._confirmed = confirmed
        self.setAccessibleName(tells)
        self.setFont(theme.of().font(Type.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a bar with room for the figure under it."""
        look = theme.of()
        high = look.size(Size.ICON) + self.fontMetrics().height() + look.space(Space.TINY)
        return QSize(look.size(Size.LIST), high)

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which the parts can be told apart."""
        return QSize(theme.of().size(Size.LIST) // 2, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the zones, the cut-off with its figure, and the score."""
        look = theme.of()
        c = look.colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            thick = look.size(Size.ICON)
            room = thick / 2
            bar = QRectF(room, thick / 4, self.width() - 2 * room, thick * 0.7)
            self._zones(painter, bar)
            painter.setPen(QPen(QColor(c.control), Edge.LINE.value))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(bar)
            cut = self._at(bar, self._cutoff)
            painter.fillRect(QRectF(cut - 1, 0, Edge.FIRM.value, thick * 1.2), QColor(c.ink))
            painter.setPen(QColor(c.soft))
            painter.setFont(self.font())
            figure = f"{self._cutoff:.2f}"
            wide = self.fontMetrics().horizontalAdvance(figure)
            left = min(max(cut - wide / 2, 0), self.width() - wide)
            painter.drawText(QPointF(left, thick * 1.2 + self.fontMetrics().ascent()), figure)
            if self._score is not None:
                self._diamond(painter, QPointF(self._at(bar, self._score), bar.center().y()))

    def _at(self, bar: QRectF, value: float) -> float:
        return bar.left() + bar.width() * min(max(value, 0), _HIGHEST) / _HIGHEST

    def _zones(self, painter: QPainter, bar: QRectF) -> None:
        c = theme.of().colours
        cut, upper = self._at(bar, self._cutoff), self._at(bar, self._upper)
        below = QRectF(bar.left(), bar.top(), cut - bar.left(), bar.height())
        between = QRectF(cut, bar.top(), upper - cut, bar.height())
        above = QRectF(upper, bar.top(), bar.right() - upper, bar.height())
        for part, ground in ((below, c.z_below), (between, c.z_mon), (above, c.z_on)):
            painter.fillRect(part, QColor(ground))
        painter.fillRect(below, QBrush(_faint("act"), Qt.BrushStyle.BDiagPattern))
        self._dots(painter, between)
        if not self._confirmed:
            painter.setPen(QPen(QColor(c.ink), Edge.LINE.value, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(upper, bar.top()), QPointF(upper, bar.bottom()))

    @staticmethod
    def _dots(painter: QPainter, part: QRectF) -> None:
        """Dot the monitoring zone, so that it is told from the others without its colour."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_faint("watch"))
        step = part.height() / _ROWS
        for row in range(_ROWS):
            at = part.left() + step * (
                1.4 if row % 2 else 0.6
            )  # each row stands in the last's gaps
            while at + _DOT < part.right():
                painter.drawEllipse(QPointF(at, part.top() + (row + 0.5) * step), _DOT, _DOT)
                at += 1.6 * step

    def _diamond(self, painter: QPainter, middle: QPointF) -> None:
        c = theme.of().colours
        out = theme.of().size(Size.ICON) * 0.42
        corners = (QPointF(0, -out), QPointF(out, 0), QPointF(0, out), QPointF(-out, 0))
        painter.setPen(QPen(QColor(c.sheet), Edge.FIRM.value))
        painter.setBrush(QColor(c.ink))
        painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))


def _faint(tone: str) -> QColor:
    """Return a tone's ink as its zone's pattern has it: to be seen on light and on dark."""
    ink = theme.of().colour(tone)
    ink.setAlphaF(_INK)
    return ink
