"""Buttons, painted: primary with its firm lower edge, secondary, and links."""

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ir_desktop.ui import icons, theme
from ir_desktop.ui.theme import Corner, Edge, Size, Space, Type
from ir_desktop.ui.widgets import ring


class Kind(Enum):
    """How a button looks. One primary a page."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    LINK = "link"


class Button(QAbstractButton):
    """A button with words, and an icon before them if one is named."""

    def __init__(
        self, words: str, kind: Kind = Kind.SECONDARY, *, icon: str = "", tells: str = ""
    ) -> None:
        """Make a button; `tells` is its name for a screen reader where the words are too short."""
        super().__init__()
        self._kind, self._icon = kind, icon
        self._words = words
        self.setText(words.replace("&", "&&"))  # a single & would make a keyboard shortcut
        self.setAccessibleName(tells or words)
        self.setFont(theme.of().font(Type.STRONG if kind is Kind.PRIMARY else Type.BODY))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if kind is Kind.LINK:
            ring.airy(self)

    def words(self) -> str:
        """Return the words on it."""
        return self._words

    def set_words(self, words: str, *, icon: str | None = None) -> None:
        """Change the words on it, and the icon where one is given."""
        self._words = words
        self._icon = self._icon if icon is None else icon
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that fits the words."""
        look = theme.of()
        width = self.fontMetrics().horizontalAdvance(self._words)
        if self._icon:
            width += look.size(Size.ICON) + look.space(Space.SMALL)
        if self._kind is Kind.LINK:
            return QSize(width + 2, look.size(Size.TARGET) * 3 // 4)
        return QSize(width + 2 * look.space(Space.CARD), look.size(Size.BUTTON))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter as on Space."""
        if not pressed_by(event, self):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the face, the icon and the words."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            ink, down = self._face(painter)
            look = theme.of()
            width = self.fontMetrics().horizontalAdvance(self._words)
            icon_width = look.size(Size.ICON) + look.space(Space.SMALL) if self._icon else 0
            left = (self.width() - width - icon_width) // 2
            if self._kind is Kind.LINK:
                left = 0
            middle = self.height() / 2 + down
            if self._icon:
                size = look.size(Size.ICON)
                icons.draw(painter, self._icon, ink, left, middle - size / 2, size)
                left += icon_width
            painter.setPen(ink)
            metrics = self.fontMetrics()
            base = middle + (metrics.ascent() - metrics.descent()) / 2
            painter.drawText(left, round(base), self._words)
            if self._kind is Kind.LINK:
                self._underline(painter, ink, left, round(base) + 3, width)

    def _face(self, painter: QPainter) -> tuple[QColor, float]:
        """Draw the face and return the colour of the words and how far down they stand."""
        look = theme.of()
        c = look.colours
        if self._kind is Kind.LINK:
            return QColor(c.accent), 0
        radius = Corner.CONTROL.value
        rect = QRectF(self.rect())
        if not self.isEnabled():
            painter.setPen(QPen(QColor(c.line), Edge.LINE.value))
            painter.setBrush(QColor(c.calm.ground))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            return QColor(c.soft), 0
        if self._kind is Kind.SECONDARY:
            painter.setPen(QPen(QColor(c.control), Edge.LINE.value))
            painter.setBrush(QColor(c.hover if self.underMouse() else c.sheet))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            return QColor(c.ink), 0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.accent_edge))
        painter.drawRoundedRect(rect, radius, radius)
        pressed = Edge.FIRM.value if self.isDown() else 0
        painter.setBrush(QColor(c.accent_hover if self.underMouse() else c.accent))
        face = rect.adjusted(0, pressed, 0, pressed - Edge.RING.value)
        painter.drawRoundedRect(face, radius, radius)
        return QColor(c.on_accent), pressed - Edge.RING.value / 2

    def _underline(self, painter: QPainter, ink: QColor, left: int, y: int, width: int) -> None:
        hot = self.underMouse()
        colour = QColor(ink)
        colour.setAlphaF(1.0 if hot else 0.55)
        painter.fillRect(left, y, width, 2 if hot else 1, colour)


def pressed_by(event: QKeyEvent, button: QAbstractButton) -> bool:
    """Click a button in focus if the key is Enter, and return whether it was.

    Qt itself does so in dialogs only. A key held down presses once.
    """
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    chord = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if chord != Qt.KeyboardModifier.NoModifier:
        return False  # somebody else's shortcut
    event.accept()
    if not event.isAutoRepeat():
        button.click()
    return True


def primary(words: str, *, icon: str = "", tells: str = "") -> Button:
    """Return the page's one primary button."""
    return Button(words, Kind.PRIMARY, icon=icon, tells=tells)


def secondary(words: str, *, icon: str = "", tells: str = "") -> Button:
    """Return a secondary button."""
    return Button(words, Kind.SECONDARY, icon=icon, tells=tells)


def link(words: str, *, tells: str = "", parent: QWidget | None = None) -> Button:
    """Return a link: words that name the act."""
    made = Button(words, Kind.LINK, tells=tells)
    made.setParent(parent)
    return made
