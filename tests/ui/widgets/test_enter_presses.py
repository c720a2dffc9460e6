"""Enter presses whatever button has the focus, and leaves everything else as it was."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from ir_desktop.ui.looks import Tone
from ir_desktop.ui.rail_button import RailButton
from ir_desktop.ui.today.note_row import NoteRow
from ir_desktop.ui.today.notes import Note
from ir_desktop.ui.widgets.buttons import link, primary, secondary
from ir_desktop.ui.widgets.step_button import StepButton, StepLook

KEY = Qt.Key


def _holding(*widgets: QWidget) -> QWidget:
    made = QWidget()
    down = QVBoxLayout(made)
    for each in widgets:
        down.addWidget(each)
    return made


def _note() -> NoteRow:
    return NoteRow(Note("a", "Ring the family", "today", "Ring", "info", Tone.CALM), last=True)


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Enter, KEY.Key_Space])
@pytest.mark.parametrize(
    "make",
    [
        lambda: primary("Save"),
        lambda: secondary("Cancel"),
        lambda: link("Change"),
        lambda: RailButton("Today", "sun"),
        lambda: StepButton(StepLook("a", "Invite"), 0, 2),
        _note,
    ],
)
def test_enter_presses_like_space(show, qtbot, make, key) -> None:
    button, line = make(), QLineEdit()
    show(_holding(line, button))
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(QApplication.focusWidget(), key)


def test_a_held_enter_presses_once_and_a_chord_is_somebody_elses(show, qtbot) -> None:
    button, chords, pressed = secondary("Add"), [], []
    window = show(_holding(button))
    button.clicked.connect(lambda: pressed.append(1))
    QShortcut(QKeySequence("Ctrl+Return"), window).activated.connect(lambda: chords.append(1))
    button.setFocus()
    for again in (False, True, True):
        held = QKeyEvent(
            QEvent.Type.KeyPress, KEY.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", again
        )
        QApplication.sendEvent(button, held)
        assert held.isAccepted()  # the page around it never sees it either
    assert pressed == [1]
    qtbot.keyClick(button, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(button, KEY.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert (pressed, chords) == ([1], [1])
    button.setEnabled(False)
    qtbot.keyClick(button, KEY.Key_Return)
    assert pressed == [1]


def test_enter_in_a_line_presses_no_button(show, qtbot) -> None:
    line, button, pressed = QLineEdit(), primary("Save"), []
    show(_holding(line, button))
    button.clicked.connect(lambda: pressed.append(1))
    line.setFocus()
    with qtbot.waitSignal(line.returnPressed):
        qtbot.keyClick(line, KEY.Key_Return)
    assert pressed == []
