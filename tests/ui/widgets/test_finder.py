"""Finding from anywhere, by keyboard."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ir_desktop.ui.looks import Cell, Column, Row
from ir_desktop.ui.widgets.finder import Finder

NAMES = ("Amina Rahman", "Amir Shah", "Mei Chen", "<b>Bo</b> & Söhne")


def rows_of(text: str) -> list[Row]:
    found = [name for name in NAMES if text.casefold() in name.casefold()]
    return [Row(name, (Cell(name, strong=True), Cell("2 years"))) for name in found]


class Searching:
    """A search that answers when the test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Callable[[Sequence[Row]], None]]] = []
        self.at_once = True

    def __call__(self, text: str, deliver: Callable[[Sequence[Row]], None]) -> None:
        self.asked.append((text, deliver))
        if self.at_once:
            deliver(rows_of(text))


@pytest.fixture
def searching() -> Searching:
    return Searching()


@pytest.fixture
def page(show) -> QWidget:
    line = QLineEdit()
    window = show(line)
    line.setFocus()
    window.line = line
    return window


@pytest.fixture
def finder(page, searching) -> Finder:
    return Finder(page, (Column("Name", 1), Column("Age")), searching)


def shown(finder: Finder) -> list[str]:
    return [row.key for row in finder.rows.rows_model.rows]


def test_keys_find_choose_and_open(finder, page, qtbot) -> None:
    finder.on_shortcut()
    qtbot.keyClick(page.line, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert finder.isVisible()
    assert QApplication.focusWidget() is finder.line
    qtbot.keyClicks(finder.line, "ami")
    qtbot.waitUntil(lambda: len(shown(finder)) == 2)
    qtbot.keyClick(finder.line, Qt.Key.Key_Down)
    qtbot.keyClick(finder.line, Qt.Key.Key_Down)
    qtbot.keyClick(finder.line, Qt.Key.Key_PageUp)
    qtbot.keyClick(finder.line, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is finder.line
    with qtbot.waitSignal(finder.opened) as opened:
        qtbot.keyClick(finder.line, Qt.Key.Key_Return)
    assert opened.args == ["Amir Shah"]
    assert not finder.isVisible()
    assert QApplication.focusWidget() is page.line


def test_escape_closes_and_gives_the_focus_back(finder, page, qtbot) -> None:
    finder.open_up()
    finder.open_up()
    qtbot.keyClicks(finder.line, "me")
    qtbot.keyClick(finder.line, Qt.Key.Key_Escape)
    assert not finder.isVisible()
    assert QApplication.focusWidget() is page.line
    finder.open_up()
    assert finder.line.text() == ""
    assert shown(finder) == []


def test_late_answers_are_dropped(finder, searching, qtbot) -> None:
    searching.at_once = False
    finder.open_up()
    qtbot.keyClicks(finder.line, "a")
    qtbot.waitUntil(lambda: len(searching.asked) == 1)
    qtbot.keyClicks(finder.line, "mir")
    qtbot.waitUntil(lambda: len(searching.asked) == 2)
    searching.asked[1][1](rows_of("amir"))
    searching.asked[0][1](rows_of("a"))
    assert shown(finder) == ["Amir Shah"]
    finder.close_down()
    searching.asked[1][1](rows_of("a"))
    assert shown(finder) == ["Amir Shah"]


def test_words_where_nothing_is_found(finder, qtbot) -> None:
    finder.open_up()
    assert finder.text() == "Type a part of a name."
    qtbot.keyClicks(finder.line, "zz")
    qtbot.waitUntil(lambda: finder.text() == "Nobody here is called that.")
    qtbot.keyClick(finder.line, Qt.Key.Key_Down)
    qtbot.keyClick(finder.line, Qt.Key.Key_Return)
    assert finder.isVisible()
    finder.line.clear()
    assert finder.text() == "Type a part of a name."


def test_going_elsewhere_closes_it(finder, page, qtbot) -> None:
    finder.open_up()
    page.line.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not finder.isVisible()
    assert QApplication.focusWidget() is page.line


def test_a_page_that_fills_itself_beneath_takes_no_letters(finder, page, qtbot) -> None:
    finder.open_up()
    qtbot.keyClicks(finder.line, "am")
    page.line.setFocus()  # as a page does whose records have come
    assert finder.isVisible()
    qtbot.keyClicks(QApplication.focusWidget(), "ir")
    assert finder.line.text() == "amir"
    qtbot.keyClick(finder.line, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.line


def test_enter_before_the_answer_opens_what_was_typed(finder, searching, qtbot) -> None:
    searching.at_once = False
    finder.open_up()
    qtbot.keyClicks(finder.line, "a")
    qtbot.waitUntil(lambda: len(searching.asked) == 1)
    searching.asked[0][1](rows_of("a"))
    opened: list[str] = []
    finder.opened.connect(opened.append)
    qtbot.keyClicks(finder.line, "mir")
    qtbot.keyClick(finder.line, Qt.Key.Key_Return)
    assert opened == []  # what is in the list answers "a", not "amir"
    qtbot.waitUntil(lambda: len(searching.asked) == 2)
    searching.asked[1][1](rows_of("amir"))
    assert opened == [rows_of("amir")[0].key]


def test_it_stays_inside_the_window(finder, page, qtbot) -> None:
    finder.open_up()
    qtbot.keyClicks(finder.line, "a")
    qtbot.waitUntil(lambda: bool(shown(finder)))
    QApplication.processEvents()
    assert page.rect().contains(finder.geometry())
    assert finder.rows.geometry().bottom() <= finder.height()
    view = finder.rows.viewport()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.rect().topLeft())
    assert not finder.isVisible()
