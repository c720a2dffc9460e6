"""A field whose answer is one of a list too long for radio buttons."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.plain import draw_line
from ir_desktop.ui.theme import Corner, Edge, Size, Space, Type
from ir_desktop.ui.widgets.fields.base import Field
from ir_desktop.ui.widgets.fields.choices import Option

V = TypeVar("V")

_MOST_SHOWN = 9


class SelectBox(QComboBox):
    """A list that opens. Letters typed find a row; arrows choose; the wheel leaves it alone."""

    def __init__(self, words: Iterable[str], *, first_is_none: bool = False) -> None:
        """Make a list of these words; where the first means nothing chosen, it is told softly."""
        super().__init__()
        self._none = 0 if first_is_none else -1
        look = theme.of()
        self.setFont(look.font(Type.BODY))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(_MOST_SHOWN)
        self._edge = look.space(Space.MEDIUM)
        self._arrow = look.size(Size.ICON)
        metrics, high = self.fontMetrics(), look.size(Size.TARGET)
        for place, each in enumerate(words):
            self.addItem(each)
            wide = metrics.horizontalAdvance(each) + 2 * self._edge
            self.setItemData(place, QSize(wide, high), Qt.ItemDataRole.SizeHintRole)

    def sizeHint(self) -> QSize:
        """Return the size that shows the longest row, within reason."""
        look, metrics = theme.of(), self.fontMetrics()
        widths = (metrics.horizontalAdvance(self.itemText(n)) for n in range(self.count()))
        # Letters may end between two pixels: the longest row must not be cut for that.
        wide = max(widths, default=0) + Edge.FIRM.value + 3 * self._edge + self._arrow
        most = look.size(Size.PAPER)
        return QSize(min(max(wide, look.size(Size.LIST) // 2), most), look.size(Size.BUTTON))

    def minimumSizeHint(self) -> QSize:
        """Return a width that a narrow page still has room for."""
        look = theme.of()
        least = min(self.sizeHint().width(), look.size(Size.ROW) * 3)
        return QSize(least, look.size(Size.BUTTON))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll: a wheel must never change an answer in passing."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the chosen words and the arrow."""
        c = theme.of().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wrong, on = bool(self.property("wrong")), self.isEnabled()
        edge = Edge.FIRM.value if wrong else Edge.LINE.value
        painter.setPen(QPen(QColor(c.act.ink if wrong else c.control if on else c.line), edge))
        ground = c.hover if on and self.underMouse() else c.sheet if on else c.calm.ground
        painter.setBrush(QColor(ground))
        half = edge / 2
        radius = Corner.CONTROL.value
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius
        )
        painter.setFont(self.font())
        painter.setPen(QColor(c.ink if on and self.currentIndex() > self._none else c.soft))
        room = self.rect().adjusted(self._edge, 0, -2 * self._edge - self._arrow, 0)
        draw_line(painter, room, self.currentText())
        middle = QPointF(self.width() - self._edge - self._arrow / 2, self.height() / 2)
        reach = self._arrow * 0.28
        pen = QPen(QColor(c.ink if on else c.soft), Edge.FIRM.value)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        corners = (QPointF(-reach, -reach / 2), QPointF(0, reach / 2), QPointF(reach, -reach / 2))
        painter.drawPolyline(QPolygonF([middle + corner for corner in corners]))


class SelectField(Field[V | None]):
    """One of a list. The first row, `none`, chooses nothing."""

    def __init__(
        self,
        label: str,
        options: Iterable[Option[V]],
        hint: str = "",
        *,
        optional: bool = False,
        none: str = "Choose one",
    ) -> None:
        super().__init__(label, hint, optional=optional)
        self._options = tuple(options)
        self.box = SelectBox((none, *(each.words for each in self._options)), first_is_none=True)
        self.box.activated.connect(self._chosen)
        self._before = 0
        self.take(self.box)
        self.tie(self.box)

    def value(self) -> V | None:
        """Return the value chosen, or None."""
        place = self.box.currentIndex()
        return self._options[place - 1].value if place > 0 else None

    def set_value(self, value: V | None) -> None:
        """Choose a value, or none; also one that is not in the list is none."""
        places = (n for n, each in enumerate(self._options, 1) if each.value == value)
        self._before = next(places, 0) if value is not None else 0
        self.box.setCurrentIndex(self._before)

    def is_empty(self) -> bool:
        """Tell whether nothing is chosen."""
        return self.box.currentIndex() <= 0

    def targets(self) -> Sequence[QWidget]:
        """Return the list."""
        return (self.box,)

    def _chosen(self, place: int) -> None:
        if place != self._before:
            self._before = place
            self.changed.emit()
