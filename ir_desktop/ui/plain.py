"""The one place that gives a text to Qt's widgets: always as plain text, never as mark-up.

Qt's labels, tool tips and message boxes guess whether a text is HTML; a child's name must be shown
as it was typed.
"""

import unicodedata

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QMessageBox, QSizePolicy, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.theme import Type

_TOLD_BY_TIP = "told_by_tip"
_TITLES = frozenset({Type.TITLE, Type.SECOND_TITLE, Type.CARD_TITLE})


class Words(QLabel):
    """A label of one line, or of a few that wrap, shown exactly as given.

    Words in a title's type are a heading for screen readers; set `told_as` for other words.
    """

    def __init__(
        self,
        text: str = "",
        role: Type = Type.BODY,
        *,
        colour: str = "ink",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        # Other labels are best told by Qt, which knows what they are the label of.
        self.told_as = QAccessible.Role.Heading if role in _TITLES else None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.of().font(role))
        self.set_colour(colour)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show other words."""
        super().setText(text)
        if self.told_as is not None:
            self.setAccessibleName(text)

    def set_colour(self, colour: str) -> None:
        """Colour the words by the name of a theme colour, or of a tone: ``act``, ``good``."""
        self._colour = colour
        palette = self.palette()
        palette.setColor(self.foregroundRole(), theme.of().colour(colour))
        self.setPalette(palette)

    def look_changed(self) -> None:
        """Take the colour from the new theme."""
        self.set_colour(self._colour)


class Heading(Words):
    """A heading in any type. Words and prose in a title's type are headings without this."""

    def __init__(self, text: str, role: Type = Type.STRONG, *, colour: str = "ink") -> None:
        super().__init__("", role, colour=colour)
        self.told_as = QAccessible.Role.Heading
        self.setText(text)


class Elided(Words):
    """A line that may be too long for its place: then it ends in … and its tool tip has it all."""

    def __init__(self, text: str = "", role: Type = Type.BODY, *, colour: str = "ink") -> None:
        super().__init__(text, role, colour=colour)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 8)

    def sizeHint(self) -> QSize:
        """Return the size that shows every word."""
        width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(width, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            metrics = self.fontMetrics()
            shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
            draw_line(painter, self.rect(), shown)
            tool_tip(self, self.text() if shown != self.text() else "")


class Prose(QWidget):
    """Running text: wraps, keeps line ends, and has the theme's line height."""

    def __init__(self, text: str = "", role: Type = Type.BODY, *, colour: str = "ink") -> None:
        super().__init__()
        self._text, self._role, self._colour = text, role, colour
        heading = role in _TITLES
        self.told_as = QAccessible.Role.Heading if heading else QAccessible.Role.StaticText
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFont(theme.of().font(role))
        self.setAccessibleName(text)

    def text(self) -> str:
        """Return the text as it was given."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Return that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that shows every line."""
        lines = sum(len(lines) for lines in self._lines(width))
        return round(lines * self._line() + self._below())

    def sizeHint(self) -> QSize:
        """Return a comfortable measure: about sixty letters a line."""
        metrics = self.fontMetrics()
        longest = max(metrics.horizontalAdvance(line) for line in self._text.split("\n"))
        width = min(longest + 2, metrics.averageCharWidth() * 60)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least size: one short word a line."""
        return QSize(self.fontMetrics().averageCharWidth() * 12, round(self._line()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that this width needs, also where no layout asks."""
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        with QPainter(self) as painter:
            painter.setPen(theme.of().colour(self._colour))
            top = max((self._line() - self.fontMetrics().height()) / 2, 0)
            for lines in self._lines(self.width()):
                for layout, number in lines:
                    line = layout.lineAt(number)
                    line.draw(painter, QPointF(0, top - line.y()))
                    top += self._line()

    def _line(self) -> float:
        return theme.of().line(self._role)

    def _below(self) -> float:
        """How far the last line reaches below its place: titles stand closer than letters are."""
        return max(self.fontMetrics().height() - self._line(), 0)

    def _lines(self, width: int) -> list[list[tuple[QTextLayout, int]]]:
        """Return, for each paragraph, its laid-out lines."""
        found: list[list[tuple[QTextLayout, int]]] = []
        for paragraph in self._text.split("\n"):
            layout = QTextLayout(paragraph, self.font())
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            option.setTextDirection(direction(paragraph))
            layout.setTextOption(option)
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(width, 1))
            layout.endLayout()
            found.append([(layout, number) for number in range(max(layout.lineCount(), 0))])
        return found


def direction(text: str) -> Qt.LayoutDirection:
    """Return the direction in which a text is read, by its first strong letter."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL", "L"):
            left = kind == "L"
            return Qt.LayoutDirection.LeftToRight if left else Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight


def draw_line(painter: QPainter, rect: QRect, text: str, *, right: bool = False) -> None:
    """Draw one line of plain text in a rectangle, ending in … if it is too long."""
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(rect, int(flags | Qt.TextFlag.TextSingleLine), shown)


def tool_tip(widget: QWidget, text: str) -> None:
    """Set a tool tip that is shown as it is typed."""
    # A tool tip has no plain format: what could be taken for mark-up is escaped instead.
    shown = text
    if "<" in text or "&" in text:
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        shown = f"<span>{escaped}</span>"
    if widget.toolTip() == shown:
        return
    # Without a description of its own a widget tells screen readers its tip, the escapes too.
    before = widget.property(_TOLD_BY_TIP)
    if widget.accessibleDescription() in ("", before):
        widget.setAccessibleDescription(text if shown != text else "")
        widget.setProperty(_TOLD_BY_TIP, widget.accessibleDescription())
    widget.setToolTip(shown)


def message(parent: QWidget, title: str, text: str) -> QMessageBox:
    """Open a box that tells something and waits for no answer; returns it."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(text)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box
