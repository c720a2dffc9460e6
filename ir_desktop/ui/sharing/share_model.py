"""The rows of Sharing's list, for Qt's screen readers and keys."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ir_desktop.ui.sharing.share_view import Item

_Index = QModelIndex | QPersistentModelIndex


class ShareModel(QAbstractTableModel):
    """Rows and, among them, headings, which cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Item] = ()

    def show_rows(self, rows: Sequence[Item]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    @property
    def rows(self) -> Sequence[Item]:
        """The rows shown."""
        return self._rows

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many rows there are, headings among them."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return that there is one column."""
        return 0 if parent is not None and parent.isValid() else 1

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return that rows can be chosen and headings cannot."""
        if index.isValid() and self._rows[index.row()].key:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a row's words, all of them."""
        told = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if index.isValid() and role in told:
            row = self._rows[index.row()]
            return ". ".join(each for each in (row.name, row.words) if each)
        return None
