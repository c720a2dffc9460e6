"""The whole of one of Today's lists, to search and to put in order."""

from PySide6.QtCore import Qt

from ir_desktop.ui import theme
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.links import parts_of
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.today.list_presenter import KEYS, ListView, folded_columns, list_view
from ir_desktop.ui.today.rows import FOLDED_FROM, folded
from ir_desktop.ui.widgets.cards import Card, ScrollPage, column
from ir_desktop.ui.widgets.data_table import DataTable
from ir_desktop.ui.widgets.screen import Screen

_LEAST_ROWS = 8


class ListPage(Screen):
    """One list; `part` is its kind: due, chase, follow_ups, meetings, health or held."""

    def __init__(self, context: Context, places: Places, part: str) -> None:
        super().__init__("Today")
        self._context, self._places, self._part = context, places, part or "due"
        self.table: DataTable | None = None
        self.load()

    def load(self) -> None:
        """Read the list."""
        self._context.ask(
            lambda session: list_view(session, self._part),
            self._show,
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _show(self, view: ListView) -> None:
        self.named.emit(view.title)
        self.setAccessibleName(view.title)
        page = ScrollPage()
        title = Words(view.title, Type.TITLE)
        page.body.addLayout(column(title, Prose(view.told, colour="soft"), gap=Space.TINY))
        columns, rows = view.columns, view.rows
        if not rows:  # the sentence under the title says it all
            page.body.addStretch(1)
            self.fill(page)
            title.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if theme.of().scale >= FOLDED_FROM:
            columns, rows = folded_columns(columns), tuple(folded(each) for each in rows)
        keys = {place: KEYS[each.title] for place, each in enumerate(columns) if each.title in KEYS}
        self.table = DataTable(columns, view.title, empty=view.nothing, keys=keys)
        self.table.show_rows(rows)
        self.table.opened.connect(self._go)
        self.table.rows.setMinimumHeight(self.table.rows.height_of(_LEAST_ROWS))
        card = Card()
        card.add_wide(self.table)
        page.body.addWidget(card, 1)
        self.fill(page)
        self.table.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, key: str) -> None:
        self._places.go(Place(*parts_of(key)))
