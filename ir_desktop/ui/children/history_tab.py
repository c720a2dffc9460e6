"""The history of a child: who did what and when, read when it is first shown."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ir_desktop.errors import IrError
from ir_desktop.ui import theme
from ir_desktop.ui.children.history_presenter import COLUMNS, FEW_COLUMNS, history_rows, narrow
from ir_desktop.ui.context import Context
from ir_desktop.ui.looks import Row
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.widgets.cards import Card, column
from ir_desktop.ui.widgets.rows import RowList

_MOST = 400
"""Rows shown: the list is as high as they are, and the page around it scrolls."""


class HistoryTab(QWidget):
    """The rows, or words while they are read."""

    def __init__(self, context: Context, child_id: str) -> None:
        super().__init__()
        self._context, self._child_id = context, child_id
        self._asked = False
        self.told = Prose("Reading…", colour="soft")
        self._few = theme.of().stacked
        self.list = RowList(FEW_COLUMNS if self._few else COLUMNS, "History")
        self.list.hide()
        self._card = Card("History", icon="history")
        self._card.add(self.told)
        self._card.add_wide(self.list)
        self.setLayout(column(self._card))

    def read(self) -> None:
        """Read the history, once."""
        if self._asked:
            return
        self._asked = True
        self._context.ask(
            lambda session: history_rows(session, self._child_id),
            self._show,
            self._fail,
            owner=self,
        )

    def _show(self, rows: Sequence[Row]) -> None:
        told = "Everything that was done for this child here, newest first. It cannot be changed."
        if len(rows) > _MOST:
            told += f" The newest {_MOST} of {len(rows)} are shown."
        self.told.set_text(told if rows else "Nothing was done yet.")
        shown = rows[:_MOST]
        self.list.show_rows([narrow(each) for each in shown] if self._few else shown)
        self.list.setFixedHeight(self.list.height_of(max(len(shown), 1)))
        self.list.setVisible(bool(shown))

    def _fail(self, error: IrError) -> None:
        self._asked = False
        self.told.set_text(error.sentence)
