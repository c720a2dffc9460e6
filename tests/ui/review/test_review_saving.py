"""What is typed is safe: saved as typed, on leaving, and found again after a kill."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from review_hands import TODAY

from ir_desktop.domain.date_boxes import Box
from ir_desktop.domain.progress import Step
from ir_desktop.services import children, drafts
from ir_desktop.services.demo import DemoMade
from ir_desktop.services.sign_in import find_slot, sign_in
from ir_desktop.ui.context import Place
from ir_desktop.ui.widgets.saved_note import Saving
from ir_desktop.ui.widgets.step_button import StepMark

TYPIST = Path(__file__).with_name("typist.py")
PROMISED = 2.0  # seconds after the last key


def strengths(page: Any) -> Any:
    return next(iter(page.areas.values())).texts["strengths"]


def test_what_is_typed_is_saved_within_two_seconds(room: Any) -> None:
    child = room.child("Ines", "Quick")
    workspace = room.review(child, Step.PROGRESS_CHECK)
    strengths(workspace.page).focus_field()
    room.hands.write("She names the cat")
    typed = time.monotonic()
    room.until(lambda: workspace.note.state is Saving.SAVED)
    assert time.monotonic() - typed < PROMISED
    assert workspace.note.text().startswith("Saved as you type, ")
    check = room.stored(child).draft.progress_check
    assert next(iter(check.areas.values())).strengths == "She names the cat"
    assert workspace.stepper.buttons[2].step.mark is StepMark.IN_PROGRESS


def test_going_elsewhere_at_once_loses_nothing(room: Any) -> None:
    child = room.child("Ines", "Away")
    workspace = room.review(child, Step.PROGRESS_CHECK)
    strengths(workspace.page).focus_field()
    room.hands.write("Half a sent")
    room.shell.go(Place("today"))
    check = room.stored(child).draft.progress_check
    assert next(iter(check.areas.values())).strengths == "Half a sent"


def test_going_elsewhere_behind_a_save_that_is_under_way_loses_nothing(room: Any) -> None:
    child = room.child("Ines", "Busy")
    workspace = room.review(child, Step.PROGRESS_CHECK)
    strengths(workspace.page).focus_field()
    room.hands.write("One")
    workspace.saved(lambda: None)  # under way, not done
    strengths(workspace.page).box.insertPlainText(" two")
    room.shell.go(Place("today"))
    check = room.stored(child).draft.progress_check
    assert next(iter(check.areas.values())).strengths == "One two"


def test_closing_the_window_at_once_loses_nothing(room: Any) -> None:
    child = room.child("Ines", "Closed")
    workspace = room.review(child, Step.PROGRESS_CHECK)
    strengths(workspace.page).focus_field()
    room.hands.write("Typed and closed")
    room.app.window.close()
    check = room.stored(child).draft.progress_check
    assert next(iter(check.areas.values())).strengths == "Typed and closed"


def test_what_cannot_be_stored_is_said_and_stays_on_the_page(room: Any) -> None:
    child = room.child("Ines", "Long")
    workspace = room.review(child, Step.CONCLUSIONS)
    long = "x" * 10_001
    workspace.page.discrepancies.box.setPlainText(long)
    workspace.page.place.focus_field()
    room.hands.write("Quiet room")
    room.until(lambda: workspace.note.state is Saving.FAILED)
    assert "too long" in workspace.note.text()
    assert workspace.page.discrepancies.value() == long
    assert room.stored(child).draft.place == "Quiet room"  # the rest is kept
    workspace.page.discrepancies.box.setPlainText("Short")
    room.until(lambda: workspace.note.state is Saving.SAVED)
    assert room.stored(child).draft.discrepancies == "Short"


def test_two_steps_write_their_own_fields_only(room: Any) -> None:
    child = room.child("Ines", "Both")
    workspace = room.review(child, Step.HEALTH)
    room.hands.write("All done")
    room.hands.key(Qt.Key.Key_Return, ctrl=True)
    room.until(lambda: workspace.step is Step.CONCLUSIONS)
    room.do(lambda session: drafts.save_step(session, child, {"discrepancies": "From elsewhere"}))
    workspace.page.place.focus_field()
    workspace.go_to(Step.PROGRESS_CHECK)
    strengths(workspace.page).focus_field()
    room.hands.write("She runs")
    room.saved(workspace)
    draft = room.stored(child).draft
    assert draft.discrepancies == "From elsewhere"
    assert draft.health["immunisations"].note == "All done"


def test_an_unreadable_date_stops_next_once_with_the_way_to_it(room: Any) -> None:
    child = room.child("Ines", "Dated")
    workspace = room.review(child, Step.CONCLUSIONS)
    page = workspace.page
    room.hands.type("31")
    room.hands.tab()
    room.hands.type("4")
    room.hands.tab()
    room.hands.type(str(TODAY.year - 1))
    room.hands.key(Qt.Key.Key_Return, ctrl=True)
    assert workspace.step is Step.CONCLUSIONS
    assert page.summary.hasFocus()
    assert "30 days" in page.held_on.problem()
    page.summary.chosen.emit(page.held_on.name())
    assert page.held_on.boxes[Box.DAY].hasFocus()
    workspace.go_to(Step.PLAN)  # the stepper goes anywhere
    workspace.go_to(Step.CONCLUSIONS)
    assert page.held_on.typed().day == "31"  # what was typed is never lost
    page.held_on.boxes[Box.DAY].setFocus()
    room.hands.key(Qt.Key.Key_A, ctrl=True)
    room.hands.type("30")
    room.hands.key(Qt.Key.Key_Return, ctrl=True)
    room.until(lambda: workspace.step is Step.PLAN)
    assert room.stored(child).draft.held_on.day == 30


def test_a_killed_program_finds_the_draft_again(tmp_path: Path, nursery: DemoMade) -> None:
    store = tmp_path / "killed"
    shutil.copytree(nursery.store, store)
    person = nursery.staff[0]
    child_id, first = "", 0.0
    with subprocess.Popen(
        [sys.executable, str(TYPIST), str(store), person.name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as typist:
        assert typist.stdin is not None
        assert typist.stdout is not None
        typist.stdin.write(person.password + "\n")
        typist.stdin.flush()
        for line in typist.stdout:  # what was typed, word by word
            kind, _, rest = line.rstrip("\n").partition(" ")
            if kind == "child":
                child_id = rest
            elif kind == "first":
                first = time.monotonic()
            elif kind == "typing" and time.monotonic() - first > PROMISED:
                break
        typist.send_signal(signal.SIGKILL)  # in the middle of typing
    assert typist.returncode == -signal.SIGKILL
    session = sign_in(store, find_slot(store, person.name), person.password)
    try:
        review = children.child_page(session, child_id).review
    finally:
        session.close()
    assert review is not None
    assert review.draft.progress_check is not None
    note = next(iter(review.draft.progress_check.areas.values()))
    assert note.strengths.startswith("The first sentence is whole.")
