"""The stepper: down the side, and in one line."""

import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from ir_desktop.domain.progress import STEP_STATE_WORDS, StepState
from ir_desktop.ui.gallery_parts import STEPS
from ir_desktop.ui.widgets.stepper import StepLine, StepLook, StepMark, Stepper, stepper


def test_the_marks_are_the_states_of_a_review() -> None:
    for state in StepState:
        assert StepMark(state.value).words == STEP_STATE_WORDS[state]


def test_arrows_move_and_enter_chooses(show, qtbot, told) -> None:
    made = Stepper(STEPS, "asq3")
    show(made, scrolls=False)
    made.buttons[1].setFocus()
    qtbot.keyClick(made.buttons[1], Qt.Key.Key_Up)
    qtbot.keyClick(made.buttons[0], Qt.Key.Key_Up)
    assert QApplication.focusWidget() is made.buttons[0]
    for place in range(4):
        qtbot.keyClick(made.buttons[place], Qt.Key.Key_Down)
    with qtbot.waitSignal(made.chosen) as chosen:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert chosen.args == ["meeting"]
    name, words = QAccessible.Text.Name, QAccessible.Text.Description
    assert told(made.buttons[4]).role() == QAccessible.Role.Button
    assert told(made.buttons[4]).text(name) == "Meeting & conclusions, step 5 of 8"
    assert told(made.buttons[1]).text(words) == "In progress, this page"
    assert told(made.buttons[3]).text(words) == "Needs a look"


def test_only_the_current_step_is_a_stop_for_tab(show) -> None:
    made = Stepper(STEPS, "asq3")
    show(made, scrolls=False)
    stops = [b.step.key for b in made.buttons if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["asq3"]
    made.show_steps([StepLook(s.key, s.words, StepMark.DONE) for s in STEPS], "plan")
    stops = [b.step.key for b in made.buttons if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["plan"]
    assert made.buttons[5].accessibleDescription() == "Done, this page"


@pytest.mark.parametrize("look", [1.5, 2.0], indirect=True)
def test_one_line_lists_all_steps(show, qtbot, look) -> None:
    made = stepper(STEPS, "asq3")
    assert isinstance(made, StepLine)
    show(made, scrolls=False, width=760)
    assert made.text() == "Step 2 of 8: ASQ-3"
    qtbot.mouseClick(made.all_steps, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made.buttons[1].hasFocus())
    room = made.screen().availableGeometry()
    assert made.sheet.height() <= room.height()
    assert made.sheet.geometry().right() <= room.right()
    for place in range(1, 7):
        qtbot.keyClick(made.buttons[place], Qt.Key.Key_Down)
    last = made.buttons[7]
    assert last.hasFocus()
    assert made.sheet.rect().contains(last.mapTo(made.sheet, last.rect().bottomRight()))
    made.buttons[1].setFocus()
    qtbot.keyClick(made.buttons[1], Qt.Key.Key_Down)
    with qtbot.waitSignal(made.chosen) as chosen:
        qtbot.keyClick(made.buttons[2], Qt.Key.Key_Space)
    assert chosen.args == ["check"]
    assert not made.sheet.isVisible()
    made.open_list()
    qtbot.waitUntil(made.sheet.isVisible)
    qtbot.keyClick(made.sheet, Qt.Key.Key_Escape)
    assert not made.sheet.isVisible()
    made.show_steps(STEPS, "share")
    assert made.text() == "Step 8 of 8: Share"


def test_at_usual_text_the_steps_stand_at_the_side(look) -> None:
    assert isinstance(stepper(STEPS, "asq3"), Stepper)


@pytest.mark.parametrize("look", [1.5], indirect=True)
def test_a_line_that_is_garbage_while_it_is_shown_goes_quietly(show, look) -> None:
    made = StepLine(STEPS, "asq3")
    made.circle = made  # type: ignore[attr-defined] - Python alone finds out that it is unused
    window = show(made, scrolls=False, width=760)
    made.__dict__.pop("sheet")  # as Python does it, before Qt hides what is deleted
    window.hide()
    window.show()
    made.setParent(None)
    del made
    gc.collect()
