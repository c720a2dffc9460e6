"""Tags: a state as a shape and a word on a tinted ground."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ir_desktop.ui import icons, theme
from ir_desktop.ui.looks import Tag
from ir_desktop.ui.theme import Corner, Edge, Size, Space, Type


def width(tag: Tag) -> int:
    """Return how wide a tag is."""
    look = theme.of()
    words = QFontMetrics(look.font(Type.SMALL_STRONG)).horizontalAdvance(tag.words)
    return words + look.size(Size.ICON_SMALL) + 2 * look.space(Space.SMALL) + _gap()


def draw(painter: QPainter, tag: Tag, rect: QRectF) -> None:
    """Draw a tag at the left of a rectangle, in the middle of its height."""
    look = theme.of()
    tint = look.colours.tone(tag.tone)
    high = look.size(Size.TAG)
    wide = min(width(tag), int(rect.width()))
    box = QRectF(rect.left() + 0.5, rect.center().y() - high / 2 + 0.5, wide - 1, high - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tint.line), Edge.LINE.value))
    painter.setBrush(QColor(tint.ground))
    painter.drawRoundedRect(box, Corner.TAG.value, Corner.TAG.value)
    size = look.size(Size.ICON_SMALL)
    left = box.left() + look.space(Space.SMALL)
    icons.draw(painter, tag.shape, QColor(tint.ink), left, box.center().y() - size / 2, size)
    painter.setFont(look.font(Type.SMALL_STRONG))
    painter.setPen(QColor(tint.ink))
    left += size + _gap()
    words = QRectF(left, box.top(), box.right() - left, box.height())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, tag.words)


def _gap() -> int:
    return theme.of().space(Space.TINY) + 2


class TagWidget(QWidget):
    """A tag by itself, on a page."""

    def __init__(self, tag: Tag) -> None:
        super().__init__()
        self._tag = tag
        self.setAccessibleName(tag.words)
        self.setFont(theme.of().font(Type.SMALL_STRONG))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the tag's size."""
        return QSize(width(self._tag), theme.of().size(Size.TAG))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tag."""
        with QPainter(self) as painter:
            draw(painter, self._tag, QRectF(self.rect()))
