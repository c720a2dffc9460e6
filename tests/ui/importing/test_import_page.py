"""Importing children in a real window: by keyboard from the file to the due list, and back out."""

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from watchdog import never_blocked

from ir_desktop.domain.importing import ImportField
from ir_desktop.services import children
from ir_desktop.services.due import list_due
from ir_desktop.ui.importing import import_presenter
from ir_desktop.ui.importing.long_work import LongWork
from ir_desktop.ui.widgets.finder import Finder
from ir_desktop.ui.widgets.rows import RowList
from tests.ui.children.family_hands import ARABIC, LONG_NAME, MARKUP, Room, texts
from tests.ui.counted import promised, with_total

KEY = Qt.Key
TWO = date(date.today().year - 2, 1, 1)


def sheet(folder: Path, *rows: str, head: str = "First name,Surname,DOB,Room") -> Path:
    path = folder / "children.csv"
    path.write_text("\n".join((head, *rows)) + "\n", "utf-8")
    return path


def looked(room: Room, path: Path) -> Any:
    page = room.go("import")
    page.read(str(path))
    room.until(lambda: page._preview)
    return page


def first_found(room: Room) -> str:
    """Return the first line that the finder offers."""
    for each in room.app.window.findChildren(Finder):
        rows = each.findChild(RowList)
        if each.isVisible() and rows is not None and rows.rows_model.rows:
            return rows.rows_model.rows[0].cells[0].words
    return ""


def names(room: Room) -> set[str]:
    return {each.full_name for each in room.do(lambda session: children.list_children(session))}


@pytest.mark.alone
def test_from_the_file_to_the_due_list_by_keyboard(
    room: Room, tmp_path: Path, record_property: Any
) -> None:
    path = sheet(
        tmp_path,
        f"Wren,Hartley,{TWO:%d/%m/%Y},Ladybirds",
        f"{MARKUP[0]},{LONG_NAME},{TWO:%d/%m/%Y},Owls",
        f"{ARABIC},Ek,{TWO:%d/%m/%Y},",
    )
    with never_blocked(record_property):
        room.shell.setFocus()
        room.key(KEY.Key_K, ctrl=True)
        room.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
        room.type("imp")
        room.until(lambda: first_found(room) == "Import children")
        room.key(KEY.Key_Return)
        page = room.arrive("ImportPage")
        room.until(page.choose.hasFocus)
        room.key(KEY.Key_Space)
        dialog = room.until(lambda: page.findChild(QFileDialog))
        room.until(dialog.isVisible)
        line = dialog.findChild(QLineEdit)
        room.until(line.hasFocus)
        before = room.keys
        room.type(str(path))
        typed = room.keys - before
        room.key(KEY.Key_Return)
        room.until(lambda: page._preview)
        assert page._preview.to_add == 3
        assert page.add.words() == "Add 3 children"
        for name in (f"{MARKUP[0]} {LONG_NAME}", f"{ARABIC} Ek"):
            assert name in {row.cells[1].words for row in page.card.list.rows_model.rows}
        room.until(room.app.window.isActiveWindow)
        room.until(page.columns.boxes[0].hasFocus)
        room.key(KEY.Key_Return, ctrl=True)
        room.until(lambda: "3 children were added" in texts(page))
        room.settle()
        room.key(KEY.Key_Space)
        today = room.arrive("TodayPage")
        assert today.accessibleName() == "Today"
        due = {each.name for each in room.do(list_due)}
        assert {"Wren Hartley", f"{ARABIC} Ek"} <= due
        assert {"Wren Hartley", f"{MARKUP[0]} {LONG_NAME}", f"{ARABIC} Ek"} <= names(room)
    # Ctrl+K, three letters, Enter; Space; the path, Enter; Ctrl+Enter; Space on "See who is due".
    counted = {"import to due": room.keys - typed}
    assert promised("From a spreadsheet to who is due") == with_total(counted)


def test_rows_with_a_problem_stop_everything_and_are_told_by_row(
    room: Room, tmp_path: Path
) -> None:
    before = names(room)
    path = sheet(tmp_path, "Wren,Hartley,03/05/2024,", "Zed,Bad,31/02/2024,", ",Nobody,01/01/2024,")
    page = looked(room, path)
    assert page._preview.to_add == 1
    page.add_them()
    assert page.summary.isVisible()
    room.until(page.summary.hasFocus)
    told = page.summary.accessibleDescription()
    assert "Row 3, date of birth: There is no such day" in told
    assert "Row 4, first name: This is empty." in told
    assert names(room) == before


def test_columns_are_told_apart_by_hand(room: Room, tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        f"Hartley,x,Wren,{TWO.isoformat()}",
        head=f"One,{MARKUP[0]},Three,Four",
    )
    page = looked(room, path)
    assert "No column has the date of birth." in page._preview.problems
    assert MARKUP[0] in texts(page.columns)
    boxes = page.columns.boxes
    assert boxes[1].accessibleName() == f"{MARKUP[0]} holds"
    wanted = (ImportField.FAMILY_NAME, None, ImportField.GIVEN_NAME, ImportField.DATE_OF_BIRTH)
    for box, field in zip(boxes, wanted, strict=True):
        if field is not None:
            place = 1 + list(ImportField).index(field)
            box.setCurrentIndex(place)
            box.activated.emit(place)
    room.until(lambda: page._preview is not None and page._preview.ready)
    # The newest choice counts: another column lets go of what it held.
    place = 1 + list(ImportField).index(ImportField.GIVEN_NAME)
    boxes[1].setCurrentIndex(place)
    boxes[1].activated.emit(place)
    assert boxes[2].currentIndex() == 0
    room.until(lambda: page._preview is not None)
    assert page._preview.rows[0].cells[1].words == "x Hartley"
    page.add_them()
    room.until(lambda: "1 child was added" in texts(page))
    assert "x Hartley" in names(room)


def test_children_who_are_here_already_are_left_as_they_are(room: Room, tmp_path: Path) -> None:
    path = sheet(tmp_path, f"Wren,Hartley,{TWO:%d/%m/%Y},")
    page = looked(room, path)
    page.add_them()
    room.until(lambda: "1 child was added" in texts(page))
    again = looked(room, path)
    assert (again._preview.to_add, again._preview.here) == (0, 1)
    again.add_them()
    assert "Every child in this file is here already" in again.summary.accessibleDescription()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"\0\0\0\0", "does not read as text"),
        (b"PK\x03\x04nonsense", "This workbook cannot be read"),
        (None, "This file cannot be opened"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_words(
    room: Room, tmp_path: Path, data: bytes | None, words: str
) -> None:
    path = tmp_path / "file.csv"
    if data is not None:
        path.write_bytes(data)
    page = room.go("import")
    page.read(str(path))
    room.until(lambda: page.summary.isVisible())
    assert words in page.summary.accessibleDescription()
    assert str(tmp_path) not in texts(page)


def test_cancelling_adds_nobody(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = names(room)
    path = sheet(tmp_path, *(f"Wren{n},Hartley,03/05/2024," for n in range(40)))
    page = looked(room, path)
    reached, go_on = threading.Event(), threading.Event()
    real = LongWork.step

    def slowly(self: LongWork, done: int, whole: int) -> None:
        if done == 5:
            reached.set()
            go_on.wait(20)
        real(self, done, whole)

    monkeypatch.setattr(LongWork, "step", slowly)
    page.add_them()
    room.until(reached.is_set)
    page.work.stop()
    go_on.set()
    room.until(lambda: "Stopped. Nobody was added." in texts(page))
    assert names(room) == before
    assert page.columns.picked()[0] is ImportField.GIVEN_NAME


def test_problems_name_rows_and_columns_in_words() -> None:
    from ir_desktop.errors import Problem

    tell = import_presenter.sentence
    assert tell(Problem("row 3, nhs_number", "It is wrong.")) == "Row 3, NHS number: It is wrong."
    assert tell(Problem("row 3", "It is short.")) == "Row 3: It is short."
    assert tell(Problem("file", "The file is empty.")) == "The file is empty."


def pick(room: Room, page: Any, path: Path) -> None:
    """Choose a file in the dialog, by keyboard."""
    page.ask_file()
    dialog = room.until(lambda: page.findChildren(QFileDialog)[-1:])[0]
    room.until(dialog.isVisible)
    line = dialog.findChild(QLineEdit)
    room.until(line.hasFocus)
    room.type(str(path))
    room.key(KEY.Key_Return)


def test_after_each_choice_of_a_file_the_focus_is_on_the_page(room: Room, tmp_path: Path) -> None:
    good, bad = sheet(tmp_path, f"Wren,Hartley,{TWO:%d/%m/%Y},"), tmp_path / "bad.csv"
    bad.write_bytes(b"\0\0\0\0")
    page = room.go("import")
    for path in (good, good, bad, bad, good, bad, good):
        before = page.columns, page.summary
        pick(room, page, path)
        if path is good:
            room.until(lambda old=before[0]: page.columns is not old and page._preview)
        else:
            room.until(lambda old=before[1]: page.summary is not old and page.summary.isVisible())
        room.until(room.app.window.isActiveWindow)
        room.qtbot.wait(200)  # whatever else moves the focus has done so by now
        wanted = page.columns.boxes[0] if path is good else page.summary
        assert QApplication.focusWidget() is wanted


def test_with_problems_the_button_leads_to_them_and_adds_nobody(room: Room, tmp_path: Path) -> None:
    page = looked(room, sheet(tmp_path, "Wren,Hartley,03/05/2024,", "Zed,Bad,31/02/2024,"))
    assert page.add.words() == "Mend 1 problem first"
    assert "to add" not in page.card.told
    page.add.click()
    room.until(page.summary.hasFocus)


def test_reading_anew_keeps_the_file_and_what_its_columns_hold(room: Room, tmp_path: Path) -> None:
    page = looked(room, sheet(tmp_path, f"Wren,Hartley,{TWO:%d/%m/%Y},"))
    box = page.columns.boxes[3]
    box.setCurrentIndex(0)
    box.activated.emit(0)
    room.until(lambda: page._preview)
    box.setFocus()
    room.do(
        lambda session: children.add_child(
            session, given_name="Wren", family_name="Hartley", date_of_birth=TWO
        )
    )
    room.key(KEY.Key_F5)
    room.until(lambda: page._preview and page._preview.here)
    assert room.screen is page
    assert page.columns.boxes[3] is box
    assert box.hasFocus()
    assert page.columns.picked()[3] is None


def test_a_name_with_hidden_marks_is_told_before_it_is_added(room: Room, tmp_path: Path) -> None:
    page = looked(
        room, sheet(tmp_path, f"W\u202eren,Hartley,{TWO:%d/%m/%Y},", "Jo,Field,1/5/2024,")
    )
    marked, plain = (row.cells[3].words for row in page._preview.rows)
    assert "hidden marks" in marked
    assert "hidden marks" not in plain
