"""A list that is searched and put in order."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from ir_desktop.ui.looks import Cell, Column, Row, Tag, Tone
from ir_desktop.ui.widgets.data_table import DataTable

COLUMNS = (Column("Child", 1), Column("Due"), Column("State"), Column(""))


def row(name: str, due: str, state: str = "Done") -> Row:
    tag = Tag(state, "circle-check", Tone.GOOD)
    return Row(name, (Cell(name), Cell(due), Cell(tag=tag), Cell("Open", act=True)))


ROWS = (row("Zoë Åberg", "3 May"), row("amina", "10 May", "Overdue"), row("<b>Bo</b>", "1 June"))
ORDER = {"3 May": 1, "10 May": 2, "1 June": 3}


@pytest.fixture
def table(look) -> Iterator[DataTable]:
    made = DataTable(
        COLUMNS,
        "Children",
        empty="No children yet.",
        keys={1: lambda each: ORDER[each.cells[1].words]},
    )
    tester = QAbstractItemModelTester(
        made.rows.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    made.show_rows(ROWS)
    yield made
    assert tester.model() is made.rows.rows_model


def names(table: DataTable) -> list[str]:
    return [each.key for each in table.shown()]


def test_searching_knows_no_case_and_no_accents(table, show, qtbot) -> None:
    show(table)
    table.line.setFocus()
    qtbot.keyClicks(table.line, "ABERG")
    assert names(table) == ["Zoë Åberg"]
    assert table.text() == "1 of 3 shown"
    table.line.setText("overdue ami")
    assert names(table) == ["amina"]
    table.line.setText("<b>")
    assert names(table) == ["<b>Bo</b>"]
    table.line.setText("<i>zz")
    assert names(table) == []
    assert table.text() == "Nothing here matches \u201c<i>zz\u201d."
    assert not table.rows.isVisible()
    table.line.clear()
    assert len(names(table)) == 3


def test_order_by_keyboard_and_by_head(table, show, qtbot) -> None:
    show(table)
    table.order.setFocus()
    qtbot.keyClicks(table.order, "ch")
    assert names(table) == ["<b>Bo</b>", "amina", "Zoë Åberg"]
    qtbot.keyClick(table.turn, Qt.Key.Key_Space)
    assert names(table) == ["Zoë Åberg", "amina", "<b>Bo</b>"]
    table.rows.horizontalHeader().sectionClicked.emit(1)
    assert names(table) == ["Zoë Åberg", "amina", "<b>Bo</b>"]
    assert table.order.currentText() == "Due"
    table.rows.horizontalHeader().sectionClicked.emit(1)
    assert names(table) == ["<b>Bo</b>", "amina", "Zoë Åberg"]
    table.order_by(3)  # the acts have no head
    assert table.order.currentText() == "Due"
    qtbot.keyClick(table.order, Qt.Key.Key_Home)
    assert names(table) == [each.key for each in ROWS]
    qtbot.keyClick(table.turn, Qt.Key.Key_Space)
    assert names(table) == [each.key for each in reversed(ROWS)]


def test_enter_opens_a_row(table, show, qtbot) -> None:
    show(table)
    table.rows.setFocus()
    qtbot.keyClick(table.rows, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table.rows, Qt.Key.Key_Return)
    assert opened.args == ["amina"]


def test_empty_is_a_friendly_sentence(table, show) -> None:
    show(table)
    table.show_rows(())
    assert table.text() == "No children yet."
    assert not table.line.isVisible()
    assert not table.rows.isVisible()


def test_names_for_a_screen_reader(table, told) -> None:
    assert table.line.accessibleName() == "Find in children"
    assert table.order.accessibleName() == "Order by"
    assert table.turn.accessibleName() == "Reverse the order"
    assert table.rows.accessibleName() == "Children"


@given(
    st.lists(st.sampled_from(["Ann", "bo", "Çem", "dee"]), max_size=6),
    st.text("abcçdn ", max_size=3),
    st.integers(0, 2),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_no_row_is_lost_or_made_up(table, given_names, sought, column) -> None:
    table.line.clear()
    table.show_rows([row(name, "3 May") for name in given_names])
    table.order_by(column)
    assert sorted(names(table)) == sorted(given_names)
    table.line.setText(sought)
    assert set(names(table)) <= set(given_names)
    if not sought.strip():
        assert sorted(names(table)) == sorted(given_names)
