"""A cell of the answer grid, and the buttons under the grid.

A cell is a read-only line whose text is the answer in words, so that every screen reader says its
name and its value; to the eye it is a painted square with a letter.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from ir_desktop.domain.asq3 import Answer
from ir_desktop.ui import theme
from ir_desktop.ui.theme import Corner, Edge, Size, Space, Type
from ir_desktop.ui.widgets.buttons import Button

LETTERS = {"Y": "Yes", "S": "Sometimes", "N": "Not yet", "-": "Left blank"}
"""What can stand in a cell, in words; nothing is "Not answered"."""


def answer_of(letter: str) -> Answer | None:
    """Return the answer of a letter; None where it is left blank or not given yet."""
    return Answer(letter) if letter in ("Y", "S", "N") else None


_DASH = "\u2013"
_HALF, _FOOT = 0.5, 0.2
"""How much of the square is filled for S, from below."""


def cell_side() -> int:
    """Return how wide and high a cell is: it grows half as fast as the text."""
    return round(Size.BUTTON.value * (1 + theme.of().scale) / 2)


class AnswerCell(QLineEdit):
    """One item's answer. `pressed` gives a key typed on it, `entered` tells that it was gone to."""

    pressed = Signal(int, str)
    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.letter = ""
        self._current = False
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setStyleSheet("QLineEdit { border: none; padding: 0; min-height: 0; }")
        side = cell_side()
        self.setFixedSize(side, side)
        self.show_letter("")
        self.show_current(False)

    def show_letter(self, letter: str) -> None:
        """Show an answer: Y, S, N, - or nothing."""
        self.letter = letter
        self.setText(LETTERS.get(letter, "Not answered"))
        self.update()

    def show_current(self, current: bool) -> None:
        """Show whether this is the cell that the keys fill; only that one is a stop for Tab."""
        self._current = current
        policy = Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square."""
        return QSize(cell_side(), cell_side())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass every key on but those that move the focus or belong to the window."""
        chord = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if chord or event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape):
            event.ignore()
        else:
            self.pressed.emit(event.key(), event.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Become the current cell."""
        super().focusInEvent(event)
        self.deselect()
        self.entered.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select nothing."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select nothing."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the square: full for Y, its lower half for S, empty for N, dashed for nothing."""
        look = theme.of()
        c = look.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = self._current and not self.hasFocus()
        edge = Edge.FIRM.value if marked else Edge.LINE.value
        box = QRectF(self.rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
        radius = Corner.CONTROL.value
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.sheet))
        painter.drawRoundedRect(box, radius, radius)
        filled = self._filled(box)
        if filled is not None:
            painter.save()
            painter.setClipRect(filled)
            painter.setBrush(QColor(c.fill))
            painter.drawRoundedRect(box, radius, radius)
            painter.restore()
        pen = QPen(QColor(c.ink if marked else c.control), edge)
        if not self.letter and not self._current:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, radius, radius)
        if self.letter:
            painter.setFont(look.font(Type.CARD_TITLE))
            shown = _DASH if self.letter == "-" else self.letter
            painter.setPen(QColor(c.ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
            if filled is not None and c.fill == c.ink:
                # In high contrast there is no shade between: the letter turns on the fill.
                painter.setClipRect(filled)
                painter.setPen(QColor(c.sheet))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
        elif self.hasFocus():  # where the next key goes, as in any field; it does not blink
            middle, reach = box.center(), box.height() * 0.22
            painter.setPen(QPen(QColor(c.ink), Edge.FIRM.value))
            painter.drawLine(middle - QPointF(0, reach), middle + QPointF(0, reach))

    def _filled(self, box: QRectF) -> QRectF | None:
        if self.letter not in ("Y", "S"):
            return None
        c = theme.of().colours
        # In high contrast half a letter in black and half in white is hard to read.
        part = _HALF if c.fill != c.ink else _FOOT
        top = box.top() if self.letter == "Y" else box.bottom() - box.height() * part
        return QRectF(box.left(), top, box.width(), box.bottom() - top)


class AnswerButton(Button):
    """An answer for the pointer: the key that gives it, as a key cap, and its words."""

    def __init__(self, letter: str) -> None:
        super().__init__(LETTERS[letter])
        self.letter = letter
        # A click leaves the focus in its cell, so that keys go on working.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _cap(self) -> int:
        return theme.of().size(Size.TAG)

    def sizeHint(self) -> QSize:
        """Return the size that fits key cap and words."""
        look = theme.of()
        words = self.fontMetrics().horizontalAdvance(self.words())
        around = 2 * look.space(Space.SMALL) + look.space(Space.SMALL)
        return QSize(self._cap() + words + around + look.space(Space.TINY), look.size(Size.TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the face, the key cap and the words."""
        look = theme.of()
        c = look.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, _ = self._face(painter)
        cap, left = self._cap(), look.space(Space.SMALL)
        box = QRectF(left + 0.5, (self.height() - cap) / 2 + 0.5, cap - 1, cap - 1)
        painter.setPen(QPen(QColor(c.control), Edge.LINE.value))
        painter.setBrush(QColor(c.well))
        painter.drawRoundedRect(box, Corner.TAG.value, Corner.TAG.value)
        painter.setFont(look.font(Type.SMALL_STRONG))
        painter.setPen(ink)
        shown = _DASH if self.letter == "-" else self.letter
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
        painter.setFont(self.font())
        room = QRectF(self.rect()).adjusted(left + cap + look.space(Space.SMALL), 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.words())
