"""Letters in a real window: choose, see, print, mark as given."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication
from watchdog import never_blocked

from ir_desktop.domain.consent import How
from ir_desktop.services import letters
from ir_desktop.ui.importing.long_work import LongWork
from tests.ui.children.family_hands import ARABIC, MARKUP, Room, texts
from tests.ui.counted import promised

KEY = Qt.Key


def listed(room: Room) -> Any:
    page = room.go("letters")
    room.until(lambda: page.lists)
    return page


def ready(room: Room, page: Any) -> None:
    room.until(
        lambda: (
            page.paper is not None
            and page.paper.document.status() is QPdfDocument.Status.Ready
            and page.paper.print_button.isVisible()
        )
    )


def printable(page: Any) -> list[str]:
    return [
        key
        for key, box in page.lists[0].boxes.items()
        if all(ord(letter) < 0x250 and letter != "<" for letter in box.accessibleName())
    ]


def test_letters_are_made_seen_and_marked_as_given(room: Room) -> None:
    page = listed(room)
    chosen = printable(page)[:3]
    page.lists[0].choose(chosen)
    assert page.make.words() == "Make 3 letters"
    assert page.make.accessibleName() == "Make 3 letters"
    page.make_them()
    ready(room, page)
    assert page.paper.document.pageCount() == 3
    assert "What you see is what is printed" in page.paper.told.text()
    page.mark_given()
    assert page.given.field("how").problem()
    page.given.field("how").set_value(How.IN_PERSON)
    page.given.field("on").set_value(date.today() + timedelta(1))
    page.mark_given()
    room.until(lambda: page.given.field("on").problem())
    page.given.field("on").set_value(date.today())
    page.mark_given()
    room.until(lambda: "3 letters are marked as given" in texts(page))
    assert not set(chosen) & set(page.lists[0].boxes)
    for child_id in chosen:
        assert room.page_of(child_id).contacts[-1].how is How.IN_PERSON


@pytest.mark.alone
def test_by_keyboard_from_the_list_to_marked(room: Room, record_property: Any) -> None:
    with never_blocked(record_property):
        page = listed(room)
        page.lists[0].choose(printable(page))
        before = room.keys
        room.until(lambda: QApplication.focusWidget() in page.lists[0].boxes.values())
        room.key(KEY.Key_Return, ctrl=True)
        ready(room, page)
        room.until(page.paper.print_button.hasFocus)
        room.tab_to(lambda now: page.given.isAncestorOf(now))
        room.key(KEY.Key_Space)
        assert page.given.value("how") is How.IN_PERSON
        room.key(KEY.Key_Return, ctrl=True)
        room.until(lambda: "marked as given" in texts(page))
    # Ctrl+Enter; Tab, Space for the first way; Ctrl+Enter. Printing would add its own dialog.
    assert room.keys - before == promised("Smaller ones")["letters"]


def test_nobody_chosen_is_told(room: Room) -> None:
    page = listed(room)
    for each in page.lists:
        each.choose(())
    page.make_them()
    assert page.problem.isVisible()
    assert "Choose at least one family" in page.problem.accessibleName()


def test_names_that_cannot_be_printed_are_left_out_and_told(room: Room) -> None:
    page = listed(room)
    first = page.lists
    words = texts(first[0])
    assert f"{MARKUP[0]} {MARKUP[1]}" in words
    assert ARABIC in words
    page.make_them()
    room.until(lambda: page.lists is not first and page.lists)
    assert "cannot be printed" in texts(page)
    assert ARABIC in texts(page)
    assert set(printable(page)) <= set(page.chosen())
    assert f"{MARKUP[0]} {MARKUP[1]}" in {
        box.accessibleName() for box in page.lists[0].boxes.values() if box.isChecked()
    }
    page.make_them()
    ready(room, page)


def test_cancelling_makes_nothing_and_keeps_the_choice(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = listed(room)
    chosen = printable(page)[:3]
    page.lists[0].choose(chosen)
    first = page.lists
    reached, go_on = threading.Event(), threading.Event()
    real = LongWork.stopping

    def slowly(self: LongWork) -> bool:
        reached.set()
        go_on.wait(20)
        return real(self)

    monkeypatch.setattr(LongWork, "stopping", slowly)
    page.make_them()
    room.until(reached.is_set)
    page.work.stop()
    go_on.set()
    room.until(lambda: page.lists is not first and page.lists)
    assert "Stopped. No letter was made." in texts(page)
    assert page.chosen() == chosen
    assert room.do(letters.to_invite)


@pytest.mark.parametrize("room", [2.0], indirect=True)
def test_with_big_text_every_family_is_reached(room: Room) -> None:
    page = listed(room)
    for box in page.lists[0].boxes.values():
        assert box.accessibleName()
        assert box.accessibleDescription()
        assert box.width() <= page.width()
