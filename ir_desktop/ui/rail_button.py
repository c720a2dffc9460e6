"""An entry of the rail."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ir_desktop.ui import icons, theme
from ir_desktop.ui.plain import tool_tip
from ir_desktop.ui.theme import Corner, Edge, Size, Space, Type
from ir_desktop.ui.widgets import ring
from ir_desktop.ui.widgets.buttons import pressed_by

WORDS_ONLY_FROM = 1.75
"""The text size from which eight entries with icons are higher than the smallest laptop."""


class RailButton(QAbstractButton):
    """An entry of the rail: icon and word; with big text the word stands below, or alone."""

    def __init__(self, words: str, icon: str, *, tells: str = "") -> None:
        super().__init__()
        self._words, self._icon, self._tells = words, icon, tells or words
        self._badge = self._short = ""
        self._here = False
        self.setText(words)
        self.setAccessibleName(self._tells)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if theme.of().stacked:
            ring.inset(self)  # there is no room around it

    def is_here(self) -> bool:
        """Return whether the person is there."""
        return self._here

    def set_here(self, here: bool) -> None:
        """Mark the entry as where the person is, or no longer."""
        # Not by Qt's own check mark: a screen reader would call the entry a check box.
        self._here = here
        self.setAccessibleDescription("You are here" if here else "")
        self.update()

    def badge(self) -> str:
        """Return the words of the badge."""
        return self._badge

    def set_badge(self, words: str, short: str = "") -> None:
        """Show a badge such as "2 held"; `short` is shown where there is room for a figure only."""
        self._badge, self._short = words, short
        self.setAccessibleName(f"{self._tells}, {words}" if words else self._tells)
        tool_tip(self, words)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the entry's size."""
        look = theme.of()
        wide = look.size(Size.RAIL) // 2
        if not look.stacked:
            return QSize(wide, look.size(Size.ROW))
        line = QFontMetrics(look.font(Type.STRONG)).height()
        if look.scale >= WORDS_ONLY_FROM:
            return QSize(wide, line + look.space(Space.NORMAL))
        return QSize(wide, look.size(Size.ICON) + line + look.space(Space.NORMAL))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter as on Space."""
        if not pressed_by(event, self):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, the chosen one with a bar and bold."""
        look = theme.of()
        c = look.colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            chosen = self._here
            if chosen or self.underMouse():
                painter.setPen(QPen(QColor(c.line), Edge.LINE.value))
                painter.setBrush(QColor(c.sheet if chosen else c.hover))
                painter.drawRoundedRect(rect, Corner.ITEM.value, Corner.ITEM.value)
            if chosen:
                bar, gap = Edge.BAR.value, look.space(Space.SMALL)
                painter.fillRect(QRectF(0, gap, bar, self.height() - 2 * gap), QColor(c.accent))
            ink = QColor(c.accent if chosen else c.ink)
            painter.setFont(look.font(Type.STRONG if chosen else Type.BODY))
            painter.setPen(ink)
            if look.stacked:
                self._draw_stacked(painter, ink, rect)
            else:
                self._draw_beside(painter, ink, rect)

    def _draw_stacked(self, painter: QPainter, ink: QColor, rect: QRectF) -> None:
        look = theme.of()
        size, pad = look.size(Size.ICON), look.space(Space.SMALL)
        if look.scale < WORDS_ONLY_FROM:
            icons.draw(painter, self._icon, ink, (self.width() - size) / 2, pad, size)
            rect = rect.adjusted(0, pad + size, 0, -pad / 2)
        elif self._short:
            rect = rect.adjusted(Edge.BAR.value, 0, -self._pill_wide(self._short), 0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._words)
        if self._short:
            self._draw_badge(painter, self._short, self.width(), pad + size / 2)

    def _draw_beside(self, painter: QPainter, ink: QColor, rect: QRectF) -> None:
        look = theme.of()
        size, left = look.size(Size.ICON), look.space(Space.NORMAL)
        icons.draw(painter, self._icon, ink, left, (self.height() - size) / 2, size)
        beside = rect.adjusted(left + size + look.space(Space.MEDIUM), 0, 0, 0)
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, self._words)
        if self._badge:
            right = self.width() - look.space(Space.SMALL)
            self._draw_badge(painter, self._badge, right, self.height() / 2)

    def _draw_badge(self, painter: QPainter, words: str, right: float, middle: float) -> None:
        """Draw a pill that ends at `right`."""
        look = theme.of()
        font = look.font(Type.SMALL_STRONG)
        high, wide = QFontMetrics(font).height() + 2, self._pill_wide(words)
        pill = QRectF(right - wide, max(middle - high / 2, 1), wide - 1, high - 1)
        tint = look.colours.calm
        painter.setPen(QPen(QColor(tint.line), Edge.LINE.value))
        painter.setBrush(QColor(look.colours.sheet))
        painter.drawRoundedRect(pill, high / 2, high / 2)
        painter.setFont(font)
        painter.setPen(QColor(tint.ink))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)

    @staticmethod
    def _pill_wide(words: str) -> int:
        look = theme.of()
        metrics = QFontMetrics(look.font(Type.SMALL_STRONG))
        return max(
            metrics.horizontalAdvance(words) + look.space(Space.NORMAL), metrics.height() + 2
        )
