"""A line of one of Today's small boxes, as one target: its act stands at the right."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ir_desktop.ui import icons, theme
from ir_desktop.ui.plain import draw_line, tool_tip
from ir_desktop.ui.theme import Corner, Edge, Size, Space, Type
from ir_desktop.ui.today.notes import Note
from ir_desktop.ui.widgets import ring
from ir_desktop.ui.widgets.buttons import pressed_by


class NoteRow(QAbstractButton):
    """The line. Long words end in …; the tool tip and a screen reader have them all."""

    def __init__(self, note: Note, *, last: bool) -> None:
        super().__init__()
        self.note, self._last = note, last
        self.setAccessibleName(note.told)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        ring.inset(self)

    def sizeHint(self) -> QSize:
        """Return the line's size."""
        look = theme.of()
        # As high as its two lines: `Size.ROW_TWO`, whatever the text size.
        return QSize(look.size(Size.LIST), look.size(Size.ROW_TWO))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter as on Space."""
        if not pressed_by(event, self):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the date or the shape, the words and the act."""
        look = theme.of()
        side, gap = look.space(Space.CARD), look.space(Space.MEDIUM)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse():
                painter.fillRect(self.rect(), look.colour("hover"))
            rect = self.rect().adjusted(side, 0, -side, 0)
            if not self._last:
                at = rect.bottom() + 1 - Edge.LINE.value
                painter.fillRect(
                    rect.left(), at, rect.width(), Edge.LINE.value, look.colour("line")
                )
            left = rect.left() + self._draw_sign(painter, rect) + gap
            act = self._draw_act(painter, rect)
            self._draw_words(painter, QRect(left, rect.top(), act - gap - left, rect.height()))

    def _draw_sign(self, painter: QPainter, rect: QRect) -> int:
        """Draw the shape or the day at the left and return its width."""
        look = theme.of()
        if not self.note.day[0]:
            size = look.size(Size.ICON)
            top = (rect.height() - size) / 2
            colours = look.colours.tone(self.note.tone)
            icons.draw(painter, self.note.shape, QColor(colours.ink), rect.left(), top, size)
            return size
        side = look.size(Size.BUTTON)
        box = QRectF(rect.left() + 0.5, (rect.height() - side) / 2 + 0.5, side - 1, side - 1)
        c = look.colours
        painter.setPen(QPen(QColor(c.tint_line), Edge.LINE.value))
        painter.setBrush(QColor(c.tint))
        painter.drawRoundedRect(box, Corner.CONTROL.value, Corner.CONTROL.value)
        half = box.height() / 2
        painter.setPen(QColor(c.accent))
        for words, role, top in (
            (self.note.day[0], Type.SMALL, box.top() + Edge.LINE.value),
            (self.note.day[1], Type.STRONG, box.top() + half - Edge.FIRM.value),
        ):
            painter.setFont(look.font(role))
            line = QRectF(box.left(), top, box.width(), half)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)
        return side

    def _draw_act(self, painter: QPainter, rect: QRect) -> int:
        """Draw the act as a link at the right and return where it begins."""
        look = theme.of()
        font = look.font(Type.BODY)
        metrics = QFontMetrics(font)
        wide = metrics.horizontalAdvance(self.note.act)
        left = rect.right() + 1 - wide
        painter.setFont(font)
        accent = look.colour("accent")
        painter.setPen(accent)
        draw_line(painter, QRect(left, rect.top(), wide + 1, rect.height()), self.note.act)
        base = rect.center().y() + (metrics.ascent() - metrics.descent()) // 2 + 3
        thick = Edge.FIRM.value if self.underMouse() else Edge.LINE.value
        if not self.underMouse():
            accent.setAlphaF(0.55)
        painter.fillRect(left, base, wide, thick, accent)
        return left

    def _draw_words(self, painter: QPainter, rect: QRect) -> None:
        look = theme.of()
        inset = look.space(Space.TINY) + Edge.FIRM.value
        half = rect.height() // 2
        upper = rect.adjusted(0, inset, 0, inset - half)
        lower = rect.adjusted(0, half - inset // 2, 0, -inset)
        cut = False
        for words, role, colour, where in (
            (self.note.name, Type.STRONG, "ink", upper),
            (self.note.words, Type.SMALL, "soft", lower),
        ):
            painter.setFont(look.font(role))
            painter.setPen(look.colour(colour))
            draw_line(painter, where, words)
            cut |= painter.fontMetrics().horizontalAdvance(words) > where.width()
        tool_tip(self, f"{self.note.name}. {self.note.words}" if cut else "")
