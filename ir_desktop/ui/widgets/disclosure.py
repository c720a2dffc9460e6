"""Words that open what is under them, for what few people need."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.theme import Edge, Size, Space, Type
from ir_desktop.ui.widgets.fields.base import ROOM


class _Head(QAbstractButton):
    """The words with a triangle that points to them, or down to what is open.

    A button that is not checkable: Qt would tell it to a screen reader as a check box.
    """

    turned = Signal(bool)

    def __init__(self, words: str, role: Type) -> None:
        super().__init__()
        self._words, self.is_open = words, False
        self.clicked.connect(lambda: self.turn(not self.is_open))
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.setFont(theme.of().font(role))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def turn(self, is_open: bool) -> None:
        """Point down, or at the words."""
        if is_open != self.is_open:
            self.is_open = is_open
            self.update()
            self.turned.emit(is_open)

    def sizeHint(self) -> QSize:
        """Return the size that fits the words."""
        look = theme.of()
        wide = self.fontMetrics().horizontalAdvance(self._words) + self._before()
        return QSize(wide + Edge.FIRM.value, look.size(Size.TARGET))

    def _before(self) -> int:
        return theme.of().size(Size.ICON_SMALL) + theme.of().space(Space.TINY)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter as on Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the triangle and the underlined words."""
        look = theme.of()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = look.colour("accent_hover" if self.underMouse() else "accent")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        reach = look.size(Size.ICON_SMALL) * 0.32
        middle = QPointF(look.size(Size.ICON_SMALL) / 2, self.height() / 2 + Edge.LINE.value)
        corners = ((-0.7, -1.0), (0.9, 0.0), (-0.7, 1.0))
        if self.is_open:
            corners = ((-1.0, -0.7), (1.0, -0.7), (0.0, 0.9))
        shape = [middle + QPointF(x * reach, y * reach) for x, y in corners]
        painter.drawPolygon(QPolygonF(shape))
        metrics = self.fontMetrics()
        base = round(self.height() / 2 + (metrics.ascent() - metrics.descent()) / 2)
        painter.setFont(self.font())
        painter.setPen(ink)
        painter.drawText(self._before(), base, self._words)
        thick = Edge.FIRM.value if self.underMouse() else Edge.LINE.value
        wide = metrics.horizontalAdvance(self._words)
        painter.fillRect(self._before(), base + Edge.RING.value, wide, thick, ink)


class Disclosure(QWidget):
    """A head and a `body` that it shows and hides. `toggled` tells which."""

    toggled = Signal(bool)

    def __init__(self, words: str, *, role: Type = Type.BODY) -> None:
        super().__init__()
        self.head = _Head(words, role)
        self.head.turned.connect(self._turn)
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        look = theme.of()
        self.body.setContentsMargins(
            ROOM + look.space(Space.NORMAL), look.space(Space.SMALL), ROOM, look.space(Space.SMALL)
        )
        self.body.setSpacing(look.space(Space.SMALL))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, Edge.FIRM.value, 0, Edge.FIRM.value)
        whole.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(ROOM, 0, ROOM, 0)
        top.addWidget(self.head)
        top.addStretch(1)
        whole.addLayout(top)
        whole.addWidget(self._inside)
        self._turn(False)

    def is_open(self) -> bool:
        """Tell whether the body is shown."""
        return self.head.is_open

    def set_open(self, shown: bool) -> None:
        """Show or hide the body."""
        self.head.turn(shown)

    def _turn(self, shown: bool) -> None:
        self._inside.setVisible(shown)
        self.head.setAccessibleDescription("Shown" if shown else "Hidden")
        self.toggled.emit(shown)
