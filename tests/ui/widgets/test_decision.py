"""Decisions: plain words, and a safe start."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ir_desktop.ui.plain import Prose
from ir_desktop.ui.widgets.dialog import DangerButton, Decision


@pytest.fixture
def ask(show, qtbot):
    window = show(QWidget())

    def asked(**more) -> Decision:
        made = Decision(window, "Delete <b>this</b> draft?", "Delete draft", **more)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(made)
        made.open()
        qtbot.waitUntil(lambda: made.safe.hasFocus())
        return made

    return asked


def test_the_focus_starts_on_the_safe_button(ask, qtbot) -> None:
    made = ask(safe="Keep it", goes=("Two letters",), danger=True)
    assert QApplication.focusWidget() is made.safe
    with qtbot.waitSignal(made.decided) as decided:
        qtbot.keyClick(made.safe, Qt.Key.Key_Return)
    assert decided.args == [False]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_act_by_keyboard(ask, qtbot, key) -> None:
    made = ask(danger=True)
    assert isinstance(made.act, DangerButton)
    qtbot.keyClick(made.safe, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is made.act
    with qtbot.waitSignal(made.decided) as decided:
        qtbot.keyClick(made.act, key)
    assert decided.args == [True]


def test_escape_and_closing_mean_no(ask, qtbot) -> None:
    for close in (lambda made: qtbot.keyClick(made, Qt.Key.Key_Escape), lambda made: made.close()):
        made = ask()
        assert not isinstance(made.act, DangerButton)
        with qtbot.waitSignal(made.decided) as decided:
            close(made)
        assert decided.args == [False]


def test_once_closed_it_is_gone_and_the_focus_goes_on(show, qtbot) -> None:
    line = QLineEdit()
    window = show(line)
    line.setFocus()
    made = Decision(window, "Send it?", "Send")
    made.open()
    qtbot.waitUntil(lambda: made.safe.hasFocus())
    with qtbot.waitSignal(made.destroyed):
        qtbot.keyClick(made.safe, Qt.Key.Key_Space)
    window.activateWindow()  # which a desktop does by itself
    qtbot.waitUntil(line.hasFocus)
    line.clearFocus()
    line.setFocus()
    assert not window.findChildren(Decision)


def test_what_goes_is_told_as_typed(ask, odd_texts) -> None:
    made = ask(detail="This can be taken back.", goes=odd_texts)
    shown = [prose.text() for prose in made.findChildren(Prose)]
    for text in ("Delete <b>this</b> draft?", "This can be taken back.", *odd_texts):
        assert text in shown
        assert text in (made.accessibleName() + made.accessibleDescription())


@pytest.mark.parametrize("look", [2.0], indirect=True)
def test_big_text_fits_the_screen(ask, look, odd_texts) -> None:
    made = ask(goes=odd_texts, safe="Keep it for now")
    room = made.screen().availableGeometry()
    assert made.width() <= room.width()
    assert made.act.geometry().right() <= made.width()
    assert made.act.width() >= made.act.sizeHint().width()
