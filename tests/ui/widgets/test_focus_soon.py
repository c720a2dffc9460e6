"""The keyboard's place on something that was only just put on a page."""

from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ir_desktop.ui.widgets.focus import focus_soon


def page(qtbot: QtBot) -> tuple[QWidget, QVBoxLayout, QPushButton]:
    shown = QWidget()
    down = QVBoxLayout(shown)
    first = QPushButton("First")
    down.addWidget(first)
    qtbot.addWidget(shown)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    return shown, down, first


def test_what_is_seen_has_the_focus_at_once(qtbot: QtBot) -> None:
    _, down, first = page(qtbot)
    focus_soon(first)
    assert first.hasFocus()
    assert down.count() == 1


def test_what_is_new_has_it_although_the_window_becomes_active_meanwhile(qtbot: QtBot) -> None:
    shown, down, first = page(qtbot)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    new = QLineEdit()
    down.addWidget(new)
    focus_soon(new)
    assert not new.isVisible()  # else this tries nothing
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    qtbot.waitUntil(new.hasFocus)
    assert not first.hasFocus()
