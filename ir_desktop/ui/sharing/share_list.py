"""The list of Sharing: rows under headings, each with a shape, a name, how it stands, a link.

Painted in one go from Python data, for the same reason as `widgets.rows`.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ir_desktop.ui import icons, theme
from ir_desktop.ui.looks import Cell
from ir_desktop.ui.plain import draw_line
from ir_desktop.ui.sharing.share_model import ShareModel
from ir_desktop.ui.sharing.share_view import Item
from ir_desktop.ui.theme import Edge, Size, Space, Type
from ir_desktop.ui.widgets import cut_cells, ring

_Index = QModelIndex | QPersistentModelIndex
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class ShareList(QTableView):
    """`chosen` gives the key of the row moved to, `entered` of one that was clicked or entered.

    `acted` gives the key of a row whose link was clicked.
    """

    chosen = Signal(str)
    entered = Signal(str)
    acted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows_model = ShareModel()
        self.setModel(self.rows_model)
        self.setAccessibleName("Reviews to share")
        look = theme.of()
        self._fonts = {
            role: look.font(role)
            for role in (Type.STRONG, Type.BODY, Type.SMALL, Type.SMALL_STRONG)
        }
        self._hovered, self._key = -1, ""
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        ring.none(self)
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.hide()
        across.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(look.size(Size.ROW_TWO))
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Return a small size: the list scrolls."""
        return QSize(theme.of().size(Size.ROW) * 3, theme.of().size(Size.ROW_TWO) * 2)

    def show_rows(self, rows: Sequence[Item]) -> None:
        """Show these rows; the one that was chosen stays so, if it is still there."""
        kept, place = self._key, self.verticalScrollBar().value()
        self._hovered = -1
        self.rows_model.show_rows(rows)
        high = theme.of().size(Size.BUTTON) * 9 // 10
        for number, row in enumerate(rows):
            if not row.key:
                self.setRowHeight(number, high)
        self._key = ""
        self._move_to(next((n for n, row in enumerate(rows) if row.key and row.key == kept), -1))
        self.verticalScrollBar().setValue(place)

    def key(self) -> str:
        """Return the key of the chosen row, or nothing."""
        return self._key

    def keys(self) -> list[str]:
        """Return the keys of all rows, first to last."""
        return [row.key for row in self.rows_model.rows if row.key]

    def choose(self, key: str) -> None:
        """Choose the row with a key, if there is one."""
        self._move_to(next((n for n, row in enumerate(self.rows_model.rows) if row.key == key), -1))

    def _move_to(self, number: int) -> None:
        if number >= 0:
            self.setCurrentIndex(self.rows_model.index(number, 0))

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Mark the row moved to as chosen."""
        super().currentChanged(current, previous)
        if current.isValid():
            key = self.rows_model.rows[current.row()].key
            if key and key != self._key:
                self._key = key
                self.chosen.emit(key)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move over headings with the arrows; go into the row on Enter or Space."""
        key = Qt.Key(event.key())
        places = [number for number, row in enumerate(self.rows_model.rows) if row.key]
        now = self.currentIndex().row()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self._key:
                self.entered.emit(self._key)
        elif places and key in _ENDS:
            self._move_to(places[_ENDS[key]])
        elif places and key in _STEPS:
            at = places.index(now) if now in places else -1
            self._move_to(places[min(max(at + _STEPS[key], 0), len(places) - 1)])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the pointer; a heading is none."""
        number = self.rowAt(round(event.position().y()))
        if 0 <= number < len(self.rows_model.rows) and self.rows_model.rows[number].key:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._move_to(number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go into the row, or do what its link says where that was clicked."""
        number = self.rowAt(round(event.position().y()))
        if event.button() is not Qt.MouseButton.LeftButton or number < 0:
            return
        row = self.rows_model.rows[number]
        if row.act and event.position().x() >= self._act_rect(row, self._rect(number)).left():
            self.acted.emit(row.key)
        elif row.key:
            self.entered.emit(row.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which row is under the pointer."""
        self._hover(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: Any) -> None:
        """Show no row as under the pointer."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the one column all the room."""
        super().resizeEvent(event)
        self.setColumnWidth(0, self.viewport().width())

    def _rect(self, number: int) -> QRect:
        top, high = self.rowViewportPosition(number), self.rowHeight(number)
        return QRect(0, top, self.viewport().width(), high)

    def _act_rect(self, row: Item, rect: QRect) -> QRect:
        wide = QFontMetrics(self._fonts[Type.BODY]).horizontalAdvance(row.act) if row.act else 0
        wide += Edge.BAR.value if row.act else 0  # a line cut by half a pixel would lose letters
        side = theme.of().space(Space.CARD)
        return QRect(rect.right() + 1 - side - wide, rect.top(), wide, rect.height())

    def _words_rect(self, row: Item, rect: QRect) -> QRect:
        look = theme.of()
        side, size, gap = look.space(Space.CARD), look.size(Size.ICON), look.space(Space.MEDIUM)
        inside = rect.adjusted(side + size + gap, 0, -side, 0)
        if row.act:
            inside.setRight(self._act_rect(row, rect).left() - gap)
        elif row.key == self._key:
            inside.setRight(rect.right() - side - size)
        return inside

    def cut(self, index: _Index) -> str:
        """Return a row's words if some do not show, or nothing."""
        row, rect = self.rows_model.rows[index.row()], self._rect(index.row())
        if not row.key:
            return ""
        cell = Cell(row.name, row.words, strong=True)
        cut = cut_cells.cut(cell, self._words_rect(row, rect).width())
        return str(self.rows_model.data(index)) if cut else ""

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell words that are cut where the pointer rests."""
        return cut_cells.tell(self, event, self.cut) or super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows in sight."""
        with QPainter(self.viewport()) as painter:
            rows = self.rows_model.rows
            bottom = self.viewport().height()
            for number in range(max(self.rowAt(0), 0), len(rows)):
                rect = self._rect(number)
                if rect.top() > bottom:
                    break
                if rows[number].key:
                    self._draw_row(painter, number, rect)
                else:
                    self._draw_heading(painter, rows[number], rect, first=number == 0)

    def _draw_heading(self, painter: QPainter, row: Item, rect: QRect, *, first: bool) -> None:
        c, side = theme.of().colours, theme.of().space(Space.CARD)
        if not first:
            painter.fillRect(
                rect.adjusted(0, 0, 0, Edge.LINE.value - rect.height()), QColor(c.line)
            )
        painter.setFont(self._fonts[Type.SMALL_STRONG])
        painter.setPen(QColor(c.soft))
        draw_line(painter, rect.adjusted(side, Edge.BAR.value, -side, 0), row.name)

    def _draw_row(self, painter: QPainter, number: int, rect: QRect) -> None:
        look = theme.of()
        c, rows = look.colours, self.rows_model.rows
        row, side, tiny = rows[number], look.space(Space.CARD), look.space(Space.TINY)
        chosen = row.key == self._key
        if chosen or number == self._hovered:
            painter.fillRect(rect, QColor(c.tint if chosen else c.hover))
        if chosen:
            bar = QRect(rect.left(), rect.top(), Edge.BAR.value, rect.height())
            painter.fillRect(bar, QColor(c.accent))
        if number + 1 < len(rows) and rows[number + 1].key:
            foot = rect.adjusted(side, rect.height() - Edge.LINE.value, -side, 0)
            painter.fillRect(foot, QColor(c.line))
        size = look.size(Size.ICON)
        middle = rect.center().y() - size / 2
        icons.draw(painter, row.icon, look.colour(row.colour), side, middle, size)
        inside = self._words_rect(row, rect)
        if row.act:
            self._draw_act(painter, row.act, self._act_rect(row, rect))
        elif chosen:
            at = rect.right() - side - size + tiny
            icons.draw(painter, "chevron-right", look.colour("accent"), at, middle, size)
        half = rect.height() // 2
        painter.setFont(self._fonts[Type.STRONG])
        painter.setPen(QColor(c.ink))
        draw_line(painter, inside.adjusted(0, tiny, 0, -half), row.name)
        painter.setFont(self._fonts[Type.SMALL])
        painter.setPen(QColor(c.soft))
        draw_line(painter, inside.adjusted(0, half, 0, -tiny), row.words)
        if self.hasFocus() and chosen:
            ring.draw(painter, rect.toRectF())

    def _draw_act(self, painter: QPainter, words: str, rect: QRect) -> None:
        accent = QColor(theme.of().colours.accent)
        painter.setFont(self._fonts[Type.BODY])
        painter.setPen(accent)
        draw_line(painter, rect, words)
        metrics = painter.fontMetrics()
        base = rect.center().y() + (metrics.ascent() - metrics.descent()) // 2 + Edge.RING.value
        wide = metrics.horizontalAdvance(words)
        painter.fillRect(rect.left(), base, wide, Edge.LINE.value, accent)
