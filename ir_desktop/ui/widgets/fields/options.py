"""Radio buttons and check boxes, painted: a firm mark, words that wrap, and a roomy target."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy

from ir_desktop.ui import theme
from ir_desktop.ui.theme import Corner, Edge, Size, Space, Type

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_HUGE = 10_000


class _Look:
    """How an option is measured and painted, whichever kind it is."""

    def __init__(self, button: QAbstractButton, words: str, hint: str) -> None:
        look = theme.of()
        self._button, self._words, self._hint = button, words, hint
        self._fonts = (look.font(Type.BODY), look.font(Type.SMALL))
        self._mark = look.size(Size.ICON_BOX)
        self._gap = look.space(Space.MEDIUM)
        # Air between what is drawn and the focus ring.
        self._before, self._after = Edge.FIRM.value, look.space(Space.TINY)
        self._most = look.size(Size.PAPER)
        self._width: int | None = None
        self._heights: dict[int, int] = {}  # by width: a layout asks for the same again and again
        button.setText(words.replace("&", "&&"))  # a single & would make a keyboard shortcut
        button.setAccessibleName(words)
        button.setAccessibleDescription(hint)
        button.setFont(self._fonts[0])
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        button.setSizePolicy(policy)

    def _texts(self, width: int) -> list[tuple[str, int, QRect]]:
        """Return each text, its font's place, and its room when this wide."""
        left = self._before + self._mark + self._gap
        width -= self._after
        found: list[tuple[str, int, QRect]] = []
        top = 0
        for place, text in enumerate((self._words, self._hint)):
            if text:
                metrics = QFontMetrics(self._fonts[place])
                room = QRect(left, 0, max(width - left, 1), _HUGE)
                high = metrics.boundingRect(room, _WRAP, text).height()
                found.append((text, place, QRect(left, top, max(width - left, 1), high)))
                top += high
        return found

    def _wide(self) -> int:
        if self._width is None:
            wide = max(
                QFontMetrics(self._fonts[place]).horizontalAdvance(text)
                for place, text in enumerate((self._words, self._hint))
            )
            around = self._before + self._mark + self._gap + Edge.FIRM.value + self._after
            self._width = min(wide + around, self._most)
        return self._width

    def size_hint(self) -> QSize:
        wide = self._wide()
        return QSize(wide, self.height_for(wide))

    def height_for(self, width: int) -> int:
        # A layout asks for the whole width of the page; the option is never wider than its hint.
        width = min(width, self._wide())
        known = self._heights.get(width)
        if known is None:
            look = theme.of()
            high = self._texts(width)[-1][2].bottom() + 1
            known = max(look.size(Size.TARGET), high + look.space(Space.SMALL))
            self._heights[width] = known
        return known

    def least(self) -> QSize:
        look = theme.of()
        wide = self._mark + self._gap + look.size(Size.ROW) * 2
        return QSize(min(wide, self._wide()), look.size(Size.TARGET))

    def paint(self, painter: QPainter) -> QRectF:
        """Draw the words; return where the mark goes."""
        look = theme.of()
        on = self._button.isEnabled()
        texts = self._texts(self._button.width())
        high = texts[-1][2].bottom() + 1
        top = (self._button.height() - high) // 2
        for text, place, room in texts:
            painter.setFont(self._fonts[place])
            painter.setPen(look.colour("ink" if on and place == 0 else "soft"))
            painter.drawText(room.translated(0, top), _WRAP, text)
        first = QFontMetrics(self._fonts[0]).height()
        return QRectF(self._before, top + (first - self._mark) / 2, self._mark, self._mark)

    def edge(self, painter: QPainter) -> None:
        """Take the pen and brush of the mark's box."""
        c = theme.of().colours
        on = self._button.isEnabled()
        hot = on and (self._button.underMouse() or self._button.isDown())
        wrong = bool(self._button.property("wrong"))
        colour = c.act.ink if wrong else c.accent if hot else c.control if on else c.line
        painter.setPen(QPen(QColor(colour), Edge.FIRM.value))
        painter.setBrush(QColor(c.hover if hot else c.sheet if on else c.calm.ground))

    def ink(self) -> QColor:
        """Return the colour of what stands in the mark's box."""
        return theme.of().colour("accent" if self._button.isEnabled() else "soft")


class Radio(QRadioButton):
    """One of several, of which one holds. Arrow keys move between them."""

    def __init__(self, words: str, hint: str = "") -> None:
        super().__init__()
        self._look = _Look(self, words, hint)

    def sizeHint(self) -> QSize:
        """Return the size with the words in one line."""
        return self._look.size_hint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size: the words wrap."""
        return self._look.least()

    def hasHeightForWidth(self) -> bool:
        """Return that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at which every word shows."""
        return self._look.height_for(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that this width needs, also where no layout asks."""
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click anywhere on the mark and the words."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle, its dot and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._look.paint(painter).adjusted(1, 1, -1, -1)
        self._look.edge(painter)
        painter.drawEllipse(box)
        if self.isChecked():
            inside = box.width() * 0.24
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.ink())
            painter.drawEllipse(box.adjusted(inside, inside, -inside, -inside))


class Check(QCheckBox):
    """One of several, each of which may hold."""

    def __init__(self, words: str, hint: str = "") -> None:
        super().__init__()
        self._look = _Look(self, words, hint)

    def sizeHint(self) -> QSize:
        """Return the size with the words in one line."""
        return self._look.size_hint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size: the words wrap."""
        return self._look.least()

    def hasHeightForWidth(self) -> bool:
        """Return that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at which every word shows."""
        return self._look.height_for(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that this width needs, also where no layout asks."""
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click anywhere on the mark and the words."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, its tick and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._look.paint(painter).adjusted(1, 1, -1, -1)
        self._look.edge(painter)
        painter.drawRoundedRect(box, Corner.TAG.value, Corner.TAG.value)
        if self.isChecked():
            size = box.width()
            pen = QPen(self._look.ink(), size * 0.14)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            corners = ((0.24, 0.53), (0.43, 0.72), (0.77, 0.30))
            tick = [box.topLeft() + QPointF(x * size, y * size) for x, y in corners]
            painter.drawPolyline(QPolygonF(tick))
