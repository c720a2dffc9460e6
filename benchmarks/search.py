"""Typing in the children's search, key to repaint, beside a bare table view on the same names."""

import time
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, QEvent, QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QVBoxLayout, QWidget

from benchmarks.figures import Figure, median_of
from ir_desktop.services.session import Session
from ir_desktop.ui import theme
from ir_desktop.ui.children.list_page import ChildrenPage
from ir_desktop.ui.children.list_presenter import ChildrenView, children_view
from ir_desktop.ui.looks import Row

_TYPED = ("a", "am", "ami", "am", "a", "", "o", "ol", "oli", "")


def measure(session: Session, runs: int) -> Figure:
    qt = cast(QApplication, QApplication.instance() or QApplication([]))
    theme.apply(qt, theme.Theme(theme.LIGHT))
    view = children_view(session)
    bare, ours = _Bare(view.rows), _Ours(view)
    for each in (bare, ours):
        each.window.resize(*theme.WINDOW)
        each.window.show()
        qt.processEvents()
    floor, mine = median_of(runs, lambda: bare.type(qt), lambda: ours.type(qt))
    for each in (bare, ours):
        each.window.close()
        each.window.deleteLater()
    # Now, while the application is there: what is left to the end of Python goes in any order.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return Figure(
        name=f"a key in the search of {len(view.rows):,} children, to repaint",
        ours=mine,
        floor=floor,
        target=3,
        runs=runs * len(_TYPED),
        what="mean over typing and deleting; floor: QTableView on QSortFilterProxyModel",
    )


class _Typing:
    window: QWidget
    field: QLineEdit
    table: QTableView

    def type(self, qt: QApplication) -> float:
        begin = time.perf_counter()
        for typed in _TYPED:
            self.field.setText(typed)
            self.table.viewport().repaint()
            qt.processEvents()
        return (time.perf_counter() - begin) / len(_TYPED)


class _Bare(_Typing):
    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.model = QStandardItemModel(0, len(rows[0].cells))
        for row in rows:
            self.model.appendRow([QStandardItem(cell.words) for cell in row.cells])
        self.proxy = QSortFilterProxyModel()
        self.proxy.setSourceModel(self.model)
        self.proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.window, self.field, self.table = QWidget(), QLineEdit(), QTableView()
        self.table.setModel(self.proxy)
        self.field.textChanged.connect(self.proxy.setFilterFixedString)
        column = QVBoxLayout(self.window)
        column.addWidget(self.field)
        column.addWidget(self.table)


class _Ours(_Typing):
    def __init__(self, view: ChildrenView) -> None:
        page = ChildrenPage(cast(Any, _Nobody()), cast(Any, _Nobody()))
        page._show(view)
        assert page.search is not None
        assert page.list is not None
        self.window, self.field, self.table = page, page.search, page.list


class _Nobody:
    """Stands for the parts of the program that typing does not reach."""

    def ask(self, *given: Any, **named: Any) -> None:
        pass

    def show_child(self, child_id: str) -> None:
        pass
