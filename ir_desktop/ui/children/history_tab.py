"""The history of a child: who did what and when, read when it is first shown, a part at a time."""

from PySide6.QtWidgets import QWidget

from ir_desktop.errors import IrError
from ir_desktop.ui import theme
from ir_desktop.ui.children.history_presenter import (
    COLUMNS,
    FEW_COLUMNS,
    HistoryRows,
    history_rows,
    narrow,
)
from ir_desktop.ui.context import Context
from ir_desktop.ui.looks import Row
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, column, row
from ir_desktop.ui.widgets.rows import RowList

_TOLD = (
    "Everything that was done for this child here, newest first: looking, printing and sending "
    "too, and what somebody tried and was not allowed. It cannot be changed."
)


class HistoryTab(QWidget):
    """The rows, or words while they are read; a button brings earlier ones."""

    def __init__(self, context: Context, child_id: str) -> None:
        super().__init__()
        self._context, self._child_id = context, child_id
        self._asked = False
        self._rows: tuple[Row, ...] = ()
        self._before: int | None = None
        self.told = Prose("Reading…", colour="soft")
        self._few = theme.of().stacked
        self.list = RowList(FEW_COLUMNS if self._few else COLUMNS, "History")
        self.list.hide()
        self.earlier = secondary("Show earlier", icon="history")
        self.earlier.clicked.connect(self.read_earlier)
        self.earlier.hide()
        self._card = Card("History", icon="history")
        self._card.add(self.told)
        self._card.add_wide(self.list)
        self.setLayout(column(self._card, row(self.earlier, None)))

    def read(self) -> None:
        """Read the newest of it, once."""
        if not self._asked:
            self._asked = True
            self._ask(None)

    def read_earlier(self) -> None:
        """Read what came before the rows that are shown, and show it below them."""
        if self._before is not None:
            self.earlier.setEnabled(False)
            self._ask(self._before)

    def _ask(self, before: int | None) -> None:
        self._context.ask(
            lambda session: history_rows(session, self._child_id, before),
            self._show,
            self._fail,
            owner=self,
        )

    def _show(self, found: HistoryRows) -> None:
        more = bool(self._rows)
        self._rows, self._before = (*self._rows, *found.rows), found.earlier
        rows = self._rows
        self.told.set_text(_TOLD if rows else "Nothing was done yet.")
        self.list.show_rows([narrow(each) for each in rows] if self._few else rows)
        self.list.setFixedHeight(self.list.height_of(max(len(rows), 1)))
        self.list.setVisible(bool(rows))
        self.earlier.setEnabled(True)
        self.earlier.setVisible(found.earlier is not None)
        if more:
            announce(self.list, f"{len(found.rows)} earlier lines are below.")

    def _fail(self, error: IrError) -> None:
        self._asked = bool(self._rows)
        self.earlier.setEnabled(True)
        self.told.set_text(error.sentence)
