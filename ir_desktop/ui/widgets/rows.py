"""Lists of rows. A row is one target: click it, or press Enter on it, and it opens.

The whole view is painted in one go from Python data. Were each cell painted through Qt's
model and delegate calls, every one of them would wait for the interpreter while a service works
in the other thread, and the window would stall; the model is there for screen readers and keys.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
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

from ir_desktop.ui import theme
from ir_desktop.ui.looks import Cell, Column, Row
from ir_desktop.ui.plain import draw_line
from ir_desktop.ui.theme import Edge, Size, Space, Type
from ir_desktop.ui.widgets import cut_cells, ring, sight, tags
from ir_desktop.ui.widgets.row_model import RowModel

_Index = QModelIndex | QPersistentModelIndex


class RowList(QTableView):
    """A list of rows with heads over its columns.

    `opened` gives the key of a row that was clicked or entered; where the list is for `choosing`,
    `current` gives the key of the row moved to, which stays marked.
    """

    opened = Signal(str)
    current = Signal(str)

    def __init__(
        self, columns: Sequence[Column], name: str, *, heads: bool = True, wide: bool = True
    ) -> None:
        """Make a list; a `wide` one reaches to the edges of its card."""
        super().__init__()
        self.choosing = False  # whether the row moved to is marked as chosen
        self._chosen = ""
        self.rows_model = RowModel(columns)
        self.setModel(self.rows_model)
        self.setAccessibleName(name)
        look = theme.of()
        self._fonts = {role: look.font(role) for role in (Type.STRONG, Type.BODY, Type.SMALL)}
        self._hovered = -1
        self._side = look.space(Space.CARD if wide else Space.SMALL)
        self._fitting = [0] * len(columns)
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
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(look.size(Size.ROW))
        across.setVisible(heads)
        across.setStyleSheet(f"QHeaderView::section:first {{ padding-left: {self._side}px; }}")
        across.setSectionsClickable(False)
        across.setHighlightSections(False)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setFont(look.font(Type.SMALL))
        across.setFixedHeight(look.size(Size.ROW) * 3 // 4)
        across.setMinimumSectionSize(look.space(Space.SMALL))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; where one opens a row, the first becomes the current one."""
        self._hovered = -1
        self._chosen = ""
        self.rows_model.show_rows(rows)
        self._fitting = self._fit(rows)
        two = any(cell.second for row in rows[:1] for cell in row.cells)
        high = theme.of().size(Size.ROW_TWO if two else Size.ROW)
        self.verticalHeader().setDefaultSectionSize(high)
        self._share_room()
        if rows and not self.choosing:
            self.setCurrentIndex(self.rows_model.index(0, 0))

    def choose(self, key: str) -> None:
        """Mark the row with a key as chosen."""
        for place, row in enumerate(self.rows_model.rows):
            if row.key == key:
                self.setCurrentIndex(self.rows_model.index(place, 0))

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Mark the row moved to."""
        super().currentChanged(current, previous)
        if self.choosing and current.isValid():
            self._chosen = self.rows_model.rows[current.row()].key
            self.current.emit(self._chosen)
        if self.hasFocus():
            sight.keep(self)
        self.viewport().update()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Move to the row that was chosen, also where a screen reader chose it and no key did."""
        super().selectionChanged(selected, deselected)
        chosen = selected.indexes()
        if self.choosing and chosen and chosen[0].row() != self.currentIndex().row():
            self.setCurrentIndex(chosen[0])

    def height_of(self, rows: int) -> int:
        """Return how high the list is with so many rows and no scroll bar."""
        head = 0 if self.horizontalHeader().isHidden() else self.horizontalHeader().height()
        return head + rows * self.verticalHeader().defaultSectionSize() + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room among the columns."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        columns = self.rows_model.columns
        shares = sum(column.share for column in columns)
        left = room = self.viewport().width() - sum(self._fitting)
        growing = [place for place, column in enumerate(columns) if column.share]
        for place, column in enumerate(columns):
            width = self._fitting[place]
            if column.share:
                last = place == growing[-1]
                width = max(left if last else room * column.share // shares, 1)
                left -= width
            self.setColumnWidth(place, width)

    def _fit(self, rows: Sequence[Row]) -> list[int]:
        """Return how wide each column is that has no share: as its widest words."""
        widths: list[int] = []
        head = QFontMetrics(theme.of().font(Type.SMALL))
        gap = theme.of().space(Space.NORMAL)
        for place, column in enumerate(self.rows_model.columns):
            wide = 0
            if not column.share:
                wide = head.horizontalAdvance(column.title)
                for cell in {row.cells[place] for row in rows}:
                    wide = max(wide, cut_cells.wide(cell))
                first, last = place == 0, place == len(self.rows_model.columns) - 1
                wide += self._side if first or last else 0
                wide += Edge.FIRM.value if last else gap
            widths.append(wide)
        return widths

    def cut(self, index: _Index) -> str:
        """Return the words of a cell if some do not show, or nothing."""
        place = index.column()
        room = QRect(0, 0, self.columnWidth(place), 1).adjusted(*self._around(place))
        return cut_cells.cut(self.rows_model.rows[index.row()].cells[place], room.width())

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell words that are cut where the pointer rests."""
        return cut_cells.tell(self, event, self.cut) or super().viewportEvent(event)

    def _around(self, place: int) -> tuple[int, int, int, int]:
        """Return what is kept free around the words of a column."""
        last = place == len(self.rows_model.columns) - 1
        after = self._side if last else theme.of().space(Space.NORMAL)
        return self._side if place == 0 else 0, 0, -after, 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row on Enter; leave other keys to Qt."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the row that was clicked."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._open(self.rowAt(event.position().toPoint().y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which row is under the pointer."""
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: Any) -> None:
        """Show no row as under the pointer."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.rows_model.rows):
            self.opened.emit(self.rows_model.rows[row].key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows in sight."""
        with QPainter(self.viewport()) as painter:
            rows, view = self.rows_model.rows, self.viewport()
            high = self.verticalHeader().defaultSectionSize()
            first = max(self.rowAt(0), 0)
            top = self.rowViewportPosition(first) if rows else 0
            places = [
                (self.columnViewportPosition(place), self.columnWidth(place), column.right)
                for place, column in enumerate(self.rows_model.columns)
            ]
            for number in range(first, min(len(rows), first + view.height() // high + 2)):
                self._draw_row(painter, number, QRect(0, top, view.width(), high), places)
                top += high

    def _draw_row(
        self, painter: QPainter, number: int, rect: QRect, places: list[tuple[int, int, bool]]
    ) -> None:
        c = theme.of().colours
        row = self.rows_model.rows[number]
        if number == self._hovered:
            painter.fillRect(rect, QColor(c.hover))
        if self.choosing and row.key == self._chosen:
            painter.fillRect(rect, QColor(c.tint))
            bar = QRect(rect.left(), rect.top(), Edge.BAR.value, rect.height())
            painter.fillRect(bar, QColor(c.accent))
        in_from = self._side if self.horizontalHeader().isVisible() or not self.choosing else 0
        line = rect.adjusted(in_from, rect.height() - Edge.LINE.value, -in_from, 0)
        if number + 1 < len(self.rows_model.rows):
            painter.fillRect(line, QColor(c.line))
        for place, (cell, (left, width, right)) in enumerate(zip(row.cells, places, strict=True)):
            inside = QRect(left, rect.top(), width, rect.height())
            self._draw_cell(painter, cell, inside.adjusted(*self._around(place)), right)
        if self.hasFocus() and number == self.currentIndex().row():
            ring.draw(painter, rect.toRectF())

    def _draw_cell(self, painter: QPainter, cell: Cell, rect: QRect, right: bool) -> None:
        c = theme.of().colours
        if cell.tag is not None:
            tags.draw(painter, cell.tag, rect.toRectF())
            return
        if cell.second:
            half = rect.height() // 2
            below = rect.adjusted(0, half, 0, -theme.of().space(Space.TINY))
            rect = rect.adjusted(0, theme.of().space(Space.TINY), 0, -half)
            painter.setFont(self._fonts[Type.SMALL])
            painter.setPen(QColor(c.soft))
            draw_line(painter, below, cell.second, right=right)
        painter.setFont(self._fonts[Type.STRONG if cell.strong else Type.BODY])
        painter.setPen(QColor(c.accent if cell.act else c.soft if cell.soft else c.ink))
        draw_line(painter, rect, cell.words, right=right)
        if cell.act:
            metrics = QFontMetrics(painter.font())
            wide = min(metrics.horizontalAdvance(cell.words), rect.width())
            base = rect.center().y() + (metrics.ascent() - metrics.descent()) // 2 + 3
            left = rect.right() + 1 - wide if right else rect.left()
            painter.fillRect(left, base, wide, Edge.LINE.value, QColor(c.accent))
