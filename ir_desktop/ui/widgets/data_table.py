"""A longer list that can be searched and put in another order, with words where it is empty."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.looks import Column, Row
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import row
from ir_desktop.ui.widgets.fields.base import ROOM, Label, LineBox
from ir_desktop.ui.widgets.fields.selects import SelectBox
from ir_desktop.ui.widgets.rows import RowList

SortKey = Callable[[Row], Any]


class DataTable(QWidget):
    """Rows with a line to find some of them, and a choice of order. `opened` gives a row's key.

    `keys` says what a column is ordered by where its words do not say it, such as a date.
    """

    opened = Signal(str)

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        *,
        empty: str,
        keys: Mapping[int, SortKey] | None = None,
    ) -> None:
        super().__init__()
        self._columns, self._empty = tuple(columns), empty
        self._keys = dict(keys or {})
        self._all: tuple[Row, ...] = ()
        self._by, self._down = -1, False
        self.line = LineBox()
        self.line.setClearButtonEnabled(False)
        self.line.textChanged.connect(self._refresh)
        self._orders = [place for place, column in enumerate(columns) if column.title]
        titles = (self._columns[place].title for place in self._orders)
        self.order = SelectBox(("As given", *titles))
        self.order.activated.connect(self._ordered)
        self.turn = secondary("Reverse", tells="Reverse the order")
        self.turn.clicked.connect(self._turned)
        self.rows = RowList(columns, name)
        self.rows.opened.connect(self.opened)
        heads = self.rows.horizontalHeader()
        heads.setSectionsClickable(True)
        heads.sectionClicked.connect(self.order_by)
        heads.setCursor(Qt.CursorShape.PointingHandCursor)
        self._count = Prose("", Type.SMALL, colour="soft")
        self._none = Prose("", colour="soft")
        self._lay_out(name)
        self.show_rows(())

    def _lay_out(self, name: str) -> None:
        look = theme.of()
        find, order = Label(f"Find in {name.lower()}"), Label("Order by")
        for words in (find, order):
            words.setWordWrap(False)
        find.setBuddy(self.line)
        order.setBuddy(self.order)
        self.line.setAccessibleName(find.label())
        self.order.setAccessibleName(order.label())
        side = look.space(Space.CARD)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, ROOM, 0, ROOM)
        whole.setSpacing(look.space(Space.SMALL))
        left, right = QVBoxLayout(), QVBoxLayout()
        for part in (left, right):
            part.setSpacing(look.space(Space.TINY))
        left.addWidget(find)
        left.addWidget(self.line)
        right.addWidget(order)
        right.addLayout(row(self.order, self.turn, gap=Space.MEDIUM))
        self._tools = QWidget()
        across = row(left, right, None, gap=Space.LARGE)
        across.setContentsMargins(side, ROOM, side, ROOM)
        self._tools.setLayout(across)
        whole.addWidget(self._tools)
        for words in (self._count, self._none):
            words.setContentsMargins(side, 0, side, 0)
            holder = QVBoxLayout()
            holder.setContentsMargins(side, 0, side, 0)
            holder.addWidget(words)
            whole.addLayout(holder)
        whole.addWidget(self.rows, 1)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows, in the chosen order and as far as they are looked for."""
        self._all = tuple(rows)
        self._refresh()

    def order_by(self, column: int) -> None:
        """Order by a column; again turns the order round."""
        if column not in self._orders:
            return
        self._down = not self._down if column == self._by else False
        self._by = column
        self.order.setCurrentIndex(self._orders.index(column) + 1)
        self._refresh()

    def shown(self) -> tuple[Row, ...]:
        """Return the rows shown, in their order."""
        return tuple(self.rows.rows_model.rows)

    def text(self) -> str:
        """Return the words that stand in place of the rows, or how many are shown."""
        return self._none.text() or self._count.text()

    def _ordered(self, place: int) -> None:
        self._by, self._down = (self._orders[place - 1] if place else -1), False
        self._refresh()

    def _turned(self) -> None:
        self._down = not self._down
        self._refresh()

    def _refresh(self) -> None:
        wanted = _folded(self.line.text()).split()
        found = [each for each in self._all if _holds(each, wanted)]
        if self._by >= 0:
            found.sort(key=self._key(self._by), reverse=self._down)
        elif self._down:
            found.reverse()
        self.rows.show_rows(found)
        nothing = "" if found else self._empty if not self._all else self._no_match()
        count = f"{len(found)} of {len(self._all)} shown" if wanted and found else ""
        self._none.set_text(nothing)
        self._count.set_text(count)
        self._none.setVisible(bool(nothing))
        self._count.setVisible(bool(count))
        self.rows.setVisible(bool(found))
        self._tools.setVisible(bool(self._all))
        if wanted:
            announce(self.line, count or nothing)

    def _no_match(self) -> str:
        return f"Nothing here matches \u201c{self.line.text().strip()}\u201d."

    def _key(self, column: int) -> SortKey:
        return self._keys.get(column) or (lambda each: _folded(each.cells[column].told))


def _folded(text: str) -> str:
    """Return a text without case and accents, as people search."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def _holds(each: Row, wanted: Sequence[str]) -> bool:
    text = _folded(" ".join(cell.told for cell in each.cells))
    return all(word in text for word in wanted)
