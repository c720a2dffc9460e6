"""Every model of ours keeps Qt's promises, with the rows that the program fills it with."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

import ir_desktop.ui
from ir_desktop.services.demo import DemoMade
from ir_desktop.services.session import Session
from ir_desktop.services.sign_in import find_slot, sign_in
from ir_desktop.ui import theme
from ir_desktop.ui.sharing import list_presenter as sharing
from ir_desktop.ui.sharing.share_list import ShareList
from ir_desktop.ui.sharing.share_model import ShareModel
from ir_desktop.ui.today import list_presenter as lists
from ir_desktop.ui.widgets.data_table import DataTable
from ir_desktop.ui.widgets.row_model import RowModel
from ir_desktop.ui.widgets.rows import RowList
from tools.tour.prepared import Prepared, prepare

HELD = {"RowModel", "ShareModel"}
KINDS = ("due", "chase", "follow_ups", "meetings", "health", "held")


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(tmp_path_factory.mktemp("models"), hard_names=True)


@pytest.fixture
def session(nursery: Prepared) -> Iterator[Session]:
    made: DemoMade = nursery.made
    manager = made.staff[0]
    opened = sign_in(made.store, find_slot(made.store, manager.name), manager.password)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _theme(qapp: QApplication) -> None:
    theme.apply(qapp, theme.Theme(theme.LIGHT))


def held_to(tester: ModelTester, model: Any, show: Callable[[Any], None], rows: Any) -> None:
    """Empty, one row, all, none again, all again: checked at each, and watched all the while."""
    tester.check(model)
    for shown in (rows[:1], rows, (), rows, tuple(reversed(rows))):
        show(shown)
        assert model.rowCount() == len(shown)
        tester.check(model)


def test_every_model_is_held_to_it() -> None:
    for found in pkgutil.walk_packages(ir_desktop.ui.__path__, "ir_desktop.ui."):
        importlib.import_module(found.name)
    assert below(QAbstractItemModel) == HELD


def below(kind: type) -> set[str]:
    found: set[str] = set()
    for each in kind.__subclasses__():
        found |= below(each)
        if each.__module__.startswith("ir_desktop"):
            found.add(each.__name__)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_a_list(qtmodeltester: ModelTester, session: Session, kind: str) -> None:
    view = lists.list_view(session, kind)
    model = RowModel(view.columns)
    held_to(qtmodeltester, model, model.show_rows, view.rows)
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(len(view.columns))]
    assert heads == [each.title for each in view.columns]
    words = [model.data(model.index(at, 0)) for at in range(len(view.rows))]
    assert words == [each.cells[0].told for each in reversed(view.rows)]  # they were turned round
    for at in range(len(view.rows)):  # rows have none below them
        assert model.rowCount(model.index(at, 0)) == model.columnCount(model.index(at, 0)) == 0
    assert model.data(QModelIndex()) is None  # never the last row's words


def test_rows_that_are_searched_and_put_in_order(
    qtmodeltester: ModelTester, qtbot: QtBot, session: Session
) -> None:
    view = lists.list_view(session, "due")
    table = DataTable(view.columns, "Checks due", empty=view.nothing)
    qtbot.addWidget(table)
    model = table.rows.rows_model
    qtmodeltester.check(model)
    table.show_rows(view.rows)
    everything = model.rowCount()
    assert everything == len(view.rows) > 5
    for column, head in enumerate(view.columns):
        if head.title:
            for _ in range(2):
                table.order_by(column)
                assert model.rowCount() == everything
                qtmodeltester.check(model)
    first = view.rows[0].cells[0].words.split()[0]
    for typed in (first, "nobody of this name", ""):
        table.line.setText(typed)
        qtmodeltester.check(model)
    assert model.rowCount() == everything


def test_a_list_keeps_its_place_among_rows_that_come_and_go(
    qtmodeltester: ModelTester, qtbot: QtBot, session: Session
) -> None:
    view = lists.list_view(session, "due")
    rows = RowList(view.columns, "Checks due")
    qtbot.addWidget(rows)
    qtmodeltester.check(rows.rows_model)
    for shown in (view.rows, view.rows[:1], (), view.rows):
        rows.show_rows(shown)
        rows.selectionModel().setCurrentIndex(
            rows.rows_model.index(len(shown) - 1, 0), QItemSelectionModel.SelectionFlag.Select
        )
        assert rows.currentIndex().isValid() == bool(shown)
    qtmodeltester.check(rows.rows_model)


def test_rows_of_sharing_with_headings_among_them(
    qtmodeltester: ModelTester, session: Session
) -> None:
    rows = sharing.list_view(session).rows
    model = ShareModel()
    held_to(qtmodeltester, model, model.show_rows, rows)
    model.show_rows(rows)
    chosen = [each.key for at, each in enumerate(rows) if model.flags(model.index(at, 0)).value]
    assert chosen == [each.key for each in rows if each.key]
    assert len(chosen) < len(rows)
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.data(model.index(0, 0), Qt.ItemDataRole.EditRole) is None
    assert model.data(QModelIndex()) is None


def test_the_list_of_sharing_keeps_what_was_chosen(
    qtmodeltester: ModelTester, qtbot: QtBot, session: Session
) -> None:
    rows = sharing.list_view(session).rows
    made = ShareList()
    qtbot.addWidget(made)
    qtmodeltester.check(made.rows_model)
    made.show_rows(rows)
    made.choose(made.keys()[-1])
    made.show_rows(rows[-1:])
    assert made.key() == rows[-1].key
    made.show_rows(())
    assert made.currentIndex() == QModelIndex()
    qtmodeltester.check(made.rows_model)
