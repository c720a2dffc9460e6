"""Ctrl+K in a real window: children, things to do and help pages, by a few letters and Enter."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ir_desktop.ui.context import Place
from tests.ui.children.family_hands import ARABIC, LONG_NAME, MARKUP, Room, texts

KEY = Qt.Key


def open_finder(room: Room) -> Any:
    room.until(lambda: QApplication.focusWidget() is not None)
    room.key(KEY.Key_K, ctrl=True)
    finder = room.shell.finder
    room.until(finder.isVisible)
    room.until(finder.line.hasFocus)
    return finder


def found(room: Room, typed: str) -> Any:
    """Type in the finder, and wait until what it found is what was typed."""
    finder = open_finder(room)
    finder.line.clear()
    room.type(typed)
    return settled(room, finder)


def settled(room: Room, finder: Any) -> Any:
    room.qtbot.wait(200)  # the pause after the last letter
    room.do(lambda session: session.today)  # behind what was asked of the records' thread
    room.settle()
    return finder


def names(finder: Any) -> list[str]:
    return [row.cells[0].words for row in finder.rows.rows_model.rows]


def test_a_child_is_three_letters_and_enter_away(room: Room) -> None:
    before = room.keys
    assert names(found(room, "zof"))[0] == "Zofia Kowalska"
    room.key(KEY.Key_Return)
    room.arrive("ChildPage")
    assert room.shell.trail.here == Place("child", room.child_id("Zofia"))
    assert room.keys - before == 5
    assert not room.shell.finder.isVisible()


def test_with_nothing_typed_it_shows_where_to_go_and_what_to_do(room: Room) -> None:
    shown = names(settled(room, open_finder(room)))
    assert {"Today", "Children", "Letters", "Sharing", "Settings", "Start a review", "Lock"} <= set(
        shown
    )
    assert room.shell.finder.line.accessibleDescription()


@pytest.mark.parametrize(
    ("typed", "first", "place"),
    [
        ("settings", "Settings", "settings"),
        ("add a child", "Add a child", "child_form"),
        ("import", "Import children", "import"),
        ("share a rev", "Share a review with the health team", "sharing"),
    ],
)
def test_places_and_acts_are_found_by_their_words(
    room: Room, typed: str, first: str, place: str
) -> None:
    assert first in names(found(room, typed))
    while names(room.shell.finder)[room.shell.finder.rows.currentIndex().row()] != first:
        room.key(KEY.Key_Down)
    room.key(KEY.Key_Return)
    assert room.shell.trail.here.kind == place
    room.loaded()


def test_help_pages_and_terms_are_found_and_lie_over_the_page(room: Room) -> None:
    under = room.screen
    assert any(row.cells[1].words == "Help" for row in found(room, "letters").rows.rows_model.rows)
    rows = room.shell.finder.rows.rows_model.rows
    page = next(row for row in rows if row.cells[1].words == "Help")
    room.shell.finder.rows.choose(page.key)
    room.key(KEY.Key_Return)
    room.until(lambda: room.screen is not under)
    assert room.screen.accessibleName() == f"Help: {page.cells[0].words}"
    room.key(KEY.Key_Escape)
    room.until(lambda: room.screen is under)


def test_nothing_found_is_said_and_enter_does_nothing(room: Room) -> None:
    finder = found(room, "qqxyzzy")
    assert names(finder) == []
    assert finder.text() == "Nothing here is called that."
    here = room.shell.trail.here
    room.key(KEY.Key_Return)
    assert finder.isVisible()
    room.key(KEY.Key_Escape)
    assert not finder.isVisible()
    assert room.shell.trail.here == here


@pytest.mark.parametrize("name", [MARKUP[0], ARABIC, LONG_NAME])
def test_any_name_is_found_and_shown_as_it_is_typed(room: Room, name: str) -> None:
    finder = open_finder(room)
    finder.line.setText(name)
    settled(room, finder)
    assert any(name in each for each in names(finder))
    assert finder.rows.width() <= room.app.window.width()
    room.key(KEY.Key_Return)
    page = room.arrive("ChildPage")
    assert name in page.name
    assert name in texts(page)


def test_the_arrows_choose_while_the_letters_stay_in_the_line(room: Room) -> None:
    finder = found(room, "a")
    assert len(names(finder)) > 3
    for place in (1, 2, 1):
        room.key(KEY.Key_Down if place > finder.rows.currentIndex().row() else KEY.Key_Up)
        assert finder.rows.currentIndex().row() == place
        assert finder.line.hasFocus()
    assert finder.line.text() == "a"


def test_a_review_is_started_from_the_finder(room: Room) -> None:
    found(room, "start a")
    assert names(room.shell.finder)[0] == "Start a review"
    room.key(KEY.Key_Return)
    starter = room.shell.starter
    room.until(starter.line.hasFocus)
    settled(room, starter)
    due = [row.cells[1].words for row in starter.rows.rows_model.rows]
    assert due
    assert set(due) == {"Is due"}
    room.type("amina")
    settled(room, starter)
    assert names(starter) == ["Amina Rahman"]
    room.key(KEY.Key_Return)
    room.arrive("ReviewWorkspace")
    assert room.shell.trail.here == Place("review", room.child_id("Amina"))
