"""What lies over the page: Escape closes it, and the focus goes back to where it was."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from walk_controls import controls

from ir_desktop.ui.settings import presenter
from ir_desktop.ui.shell import Shell
from tools.tour.guide import Guide

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _signed_in(guide: Guide) -> None:
    if not isinstance(guide.app.window.page, Shell):
        guide.sign_in()


def named(guide: Guide, name: str) -> QWidget:
    """A control, once it is there."""

    def there() -> QWidget | None:
        found = (each for each in controls(guide.top()) if each.accessibleName().startswith(name))
        return next(found, None)

    return guide.until(there)


def tab_to(guide: Guide, name: str) -> QWidget:
    wanted = named(guide, name)
    for _ in range(200):
        focus: Any = QApplication.focusWidget()
        if focus is wanted:
            return wanted
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    raise AssertionError(name)


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus: Any = QApplication.focusWidget()
    QTest.keyClick(focus, key, held)


def test_a_dialog_keeps_the_focus_inside_and_gives_it_back(guide: Guide) -> None:
    guide.go("settings", part=presenter.ROOMS)
    link = tab_to(guide, "Remove ")
    press(Qt.Key.Key_Space)
    guide.until(lambda: isinstance(guide.top(), QDialog))
    dialog: Any = guide.top()
    guide.until(lambda: dialog.safe.hasFocus())
    seen: list[QWidget | None] = []
    for _ in range(6):
        press(Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert set(seen) == {dialog.safe, dialog.act}
    press(Qt.Key.Key_Escape)
    guide.until(lambda: guide.top() is guide.app.window)
    guide.app.window.activateWindow()  # this screen has nobody to do so
    guide.until(link.hasFocus)


@pytest.mark.parametrize(
    ("key", "held", "is_open"),
    [
        (Qt.Key.Key_K, CTRL, lambda guide: guide.shell.finder.isVisible()),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, lambda guide: guide.shell._under),
    ],
    ids=["finder", "help"],
)
def test_finder_and_help_close_and_give_the_focus_back(
    guide: Guide, key: Qt.Key, held: Qt.KeyboardModifier, is_open: Callable[[Guide], object]
) -> None:
    guide.go("children")
    before = tab_to(guide, "Add a child")
    press(key, held)
    guide.until(lambda: is_open(guide))
    over: QWidget = guide.shell.finder if guide.shell.finder.isVisible() else guide.page
    guide.until(lambda: over.isAncestorOf(QApplication.focusWidget() or guide.shell))
    press(Qt.Key.Key_Escape)
    guide.until(lambda: not is_open(guide))
    guide.until(before.hasFocus)


def test_a_list_of_choices_closes_on_escape(guide: Guide) -> None:
    guide.go("children")
    tab_to(guide, "Room")
    press(Qt.Key.Key_Space)
    popup = guide.until(QApplication.activePopupWidget)
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    guide.until(lambda: QApplication.activePopupWidget() is None)
    guide.app.window.activateWindow()
    guide.until(lambda: QApplication.focusWidget() is not None)
