"""One step of a stepper: its mark, its name and how far it has come."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ir_desktop.ui import icons, theme
from ir_desktop.ui.plain import draw_line
from ir_desktop.ui.theme import Corner, Edge, Size, Space, Type
from ir_desktop.ui.widgets.buttons import pressed_by


class StepMark(Enum):
    """How far a step has come. Each has a shape and words."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    NEEDS_A_LOOK = "needs_a_look"

    @property
    def words(self) -> str:
        """The state in words."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class StepLook:
    """A step: the key its click gives, its name, and how far it has come."""

    key: str
    words: str
    mark: StepMark = StepMark.NOT_STARTED


def draw_mark(painter: QPainter, mark: StepMark, middle: QPointF, ground: QColor) -> None:
    """Draw a step's shape around a point: tick, half circle, triangle or open circle."""
    look = theme.of()
    c = look.colours
    out = look.size(Size.ICON) * 0.52
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    circle = QRectF(middle.x() - out, middle.y() - out, 2 * out, 2 * out)
    if mark is StepMark.NEEDS_A_LOOK:
        size = look.size(Size.ICON_BOX)
        corner = middle - QPointF(size / 2, size / 2 + Edge.LINE.value)
        icons.draw(painter, "triangle-alert", QColor(c.watch.ink), corner.x(), corner.y(), size)
        return
    if mark is StepMark.DONE:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.good.ink))
        painter.drawEllipse(circle)
        size = round(out * 1.35)
        corner = middle - QPointF(size / 2, size / 2)
        icons.draw(painter, "check", QColor(c.sheet), corner.x(), corner.y(), size)
        return
    begun = mark is StepMark.IN_PROGRESS
    pen = QPen(QColor(c.accent if begun else c.control), Edge.FIRM.value)
    painter.setPen(pen)
    painter.setBrush(ground)
    painter.drawEllipse(circle)
    if begun:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.accent))
        inner = circle.adjusted(out * 0.3, out * 0.3, -out * 0.3, -out * 0.3)
        painter.drawPie(inner, -90 * 16, 180 * 16)


class StepButton(QAbstractButton):
    """A step as a button. `moved` asks for another step by its place, with the arrow keys."""

    moved = Signal(int)

    def __init__(self, step: StepLook, place: int, count: int) -> None:
        super().__init__()
        look = theme.of()
        self.step, self._place, self._count = step, place, count
        self.current = False
        self.setText(step.words.replace("&", "&&"))
        self.setFont(look.font(Type.STRONG))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_step(step, current=False)

    def show_step(self, step: StepLook, *, current: bool) -> None:
        """Show how far the step has come, and whether it is the one on the page."""
        self.step, self.current = step, current
        where = f"step {self._place + 1} of {self._count}"
        here = ", this page" if current else ""
        self.setAccessibleName(f"{step.words}, {where}")
        self.setAccessibleDescription(f"{step.mark.words}{here}")
        # One stop for the Tab key in the whole stepper; arrows move inside it.
        tab = Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(tab)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that fits the name."""
        look = theme.of()
        wide = self.fontMetrics().horizontalAdvance(self.step.words)
        return QSize(self._left() + wide + look.space(Space.SMALL), look.size(Size.ROW_TWO) - 2)

    def minimumSizeHint(self) -> QSize:
        """Return the least size: the name may be cut with …."""
        return QSize(self._left() * 2, self.sizeHint().height())

    def _left(self) -> int:
        return theme.of().space(Space.CARD) + theme.of().size(Size.ICON) + Edge.FIRM.value

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows; open on Enter as on Space."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self.moved.emit(self._place + step)
        elif not pressed_by(event, self):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box of the current step, the line between marks, the mark and the words."""
        look = theme.of()
        c = look.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self._ground(painter)
        x = look.space(Space.SMALL) + look.size(Size.ICON) / 2
        middle = QPointF(x, self.height() / 2)
        reach = look.size(Size.ICON) * 0.52 + Edge.FIRM.value
        painter.setPen(QPen(QColor(c.calm.line), Edge.FIRM.value))
        if self._place:
            painter.drawLine(QPointF(x, 0), middle - QPointF(0, reach))
        if self._place + 1 < self._count:
            painter.drawLine(middle + QPointF(0, reach), QPointF(x, self.height()))
        draw_mark(painter, self.step.mark, middle, ground)
        self._words(painter)

    def _ground(self, painter: QPainter) -> QColor:
        c = theme.of().colours
        if not self.current and not self.underMouse():
            return QColor(c.paper)
        ground = QColor(c.sheet if self.current else c.hover)
        gap = Edge.FIRM.value
        box = QRectF(self.rect()).adjusted(0.5, gap + 0.5, -0.5, -gap - 0.5)
        painter.setPen(QPen(QColor(c.line), Edge.LINE.value))
        painter.setBrush(ground)
        painter.drawRoundedRect(box, Corner.ITEM.value, Corner.ITEM.value)
        if self.current:
            bar = box.adjusted(0, box.height() * 0.16, 0, -box.height() * 0.16)
            bar.setWidth(Edge.BAR.value)
            painter.fillRect(bar, QColor(c.accent))
        return ground

    def _words(self, painter: QPainter) -> None:
        look = theme.of()
        c = look.colours
        half = self.height() // 2
        left, wide = self._left(), self.width() - self._left() - Edge.FIRM.value
        name = QRect(left, Edge.BAR.value, wide, half - Edge.FIRM.value)
        painter.setFont(look.font(Type.STRONG if self.current else Type.BODY))
        painter.setPen(QColor(c.accent if self.current else c.ink))
        draw_line(painter, name, self.step.words)
        painter.setFont(look.font(Type.SMALL))
        wants = self.step.mark is StepMark.NEEDS_A_LOOK
        painter.setPen(QColor(c.watch.ink if wants else c.soft))
        below = QRect(left, half - Edge.FIRM.value, wide, half - Edge.BAR.value)
        draw_line(painter, below, self.step.mark.words)
