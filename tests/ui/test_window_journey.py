"""Sign-in, Today, a child's page and a preview in a real window."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from conftest import MARKUP, RIGHT_TO_LEFT, Driver
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QLabel, QLineEdit
from watchdog import Watchdog

from ir_desktop.services import due
from ir_desktop.services.session import Session
from ir_desktop.storage.database import Database
from ir_desktop.ui.links import parts_of
from ir_desktop.ui.today.page import TodayPage
from ir_desktop.ui.today.rows import item_words


def colours(image: QImage) -> set[int]:
    return {
        image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    }


def test_a_wrong_password_is_told_and_the_right_one_opens_today(window: Driver) -> None:
    page = window.sign_in_page
    page.names.setFocus()
    window.qtbot.keyClick(page.names, Qt.Key.Key_Down)
    window.qtbot.keyClick(page.names, Qt.Key.Key_Return)
    window.until(page.password.hasFocus)
    window.qtbot.keyClicks(page.password, "not the password")
    window.qtbot.keyClick(page.password, Qt.Key.Key_Return)
    assert page.busy.text() == "Opening the records…"
    window.until(lambda: page.password_error.isVisible())
    assert "password is not right" in page.password_error.text()
    assert not page.problems.isVisible()  # once is enough
    assert page.password.text() == "not the password"  # what was typed is never lost
    assert page.busy.text() == ""
    assert window.app.session is None

    shell = window.sign_in()
    assert isinstance(shell.screen_shown, TodayPage)
    assert shell.rail["Today"].is_here()


def test_nothing_is_tried_before_a_name_and_a_password_are_there(window: Driver) -> None:
    page = window.sign_in_page
    page.names.clearSelection()
    page.submit()
    assert page.password_error.text() == "Type your password."
    assert not page.busy.text()


def test_the_password_can_be_shown_and_caps_lock_is_noticed(window: Driver) -> None:
    page = window.sign_in_page
    page.show_button.click()
    assert page.password.echoMode() is QLineEdit.EchoMode.Normal
    assert page.show_button.accessibleName() == "Hide password"
    page.show_button.click()
    assert page.password.echoMode() is QLineEdit.EchoMode.Password
    assert not page.caps_note.isVisible()
    window.qtbot.keyClick(page.password, "A")  # a capital without Shift
    assert page.caps_note.isVisible()
    window.qtbot.keyClick(page.password, "a")
    assert not page.caps_note.isVisible()


def test_today_shows_the_due_list_and_opens_a_child_by_keyboard(window: Driver) -> None:
    window.sign_in()
    page = window.loaded()
    assert window.app.session is not None
    told: list[Any] = [(row.key, row.cells[1].words) for row in page.due.rows_model.rows]
    found: list[list[Any]] = []
    session = window.app.session
    window.app.records.submit(
        lambda: due.list_due(session), found.append, told.append, owner=window.app
    )
    window.until(lambda: found)
    pressing = found[0][: len(told)]
    assert [(parts_of(key)[1], words) for key, words in told] == [
        (each.child_id, item_words(each)) for each in pressing
    ]
    assert told
    window.qtbot.keyClick(page.due, Qt.Key.Key_Down)
    window.qtbot.keyClick(page.due, Qt.Key.Key_Return)
    review = window.loaded()
    assert pressing[1].name in review.accessibleName()


def test_a_row_opens_with_the_mouse_too(window: Driver) -> None:
    window.sign_in()
    page = window.loaded()
    first = page.due.rows_model.rows[0].cells[0].words
    middle = page.due.visualRect(page.due.rows_model.index(0, 0)).center()
    window.qtbot.mouseClick(page.due.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert first in window.loaded().accessibleName()


def test_the_childs_page_shows_review_papers_and_sharing(window: Driver) -> None:
    window.sign_in()
    page = window.open_child("Zofia Kowalska", "Papers")
    papers = page.papers
    window.until(lambda: papers.document.status() is QPdfDocument.Status.Ready)
    assert papers.document.pageCount() == 2
    window.until(lambda: len(colours(papers.preview.viewport().grab().toImage())) > 20)
    assert "What you see is what is printed" in papers.told.text()
    assert papers.print_button.isVisible()
    for place in range(page.tabs.count()):
        page.tabs.setCurrentIndex(place)
        assert page.pages.page(place).isVisible()
    papers.show_paper("invitation")
    window.until(lambda: papers.told.text().startswith("Invitation letter"))


@pytest.mark.parametrize("name", [f"{MARKUP} O<i>x", RIGHT_TO_LEFT])
def test_names_are_shown_as_they_are_typed(window: Driver, name: str) -> None:
    window.sign_in()
    page = window.open_child(name)
    assert page.name == name
    labels = window.app.window.findChildren(QLabel)
    assert labels
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    assert name in {label.text() for label in labels}  # the header's place
    tips = {widget.toolTip() for widget in labels}
    assert not any("<b>" in tip for tip in tips)


@contextmanager
def threads_of_the_store(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[int]]:
    """Note every thread that a transaction is begun in; the real one still runs."""
    seen: set[int] = set()
    real: Callable[..., Any] = Database.exclusive

    def noting(self: Database, **given: Any) -> Any:
        seen.add(threading.get_ident())
        return real(self, **given)

    monkeypatch.setattr(Database, "exclusive", noting)
    yield seen


@pytest.mark.alone
def test_the_qt_thread_never_touches_the_store(
    window: Driver, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, Any], None]
) -> None:
    with threads_of_the_store(monkeypatch) as seen, Watchdog() as dog:
        window.sign_in()
        page = window.open_child("Zofia Kowalska", "Papers")
        window.until(lambda: page.papers.document.status() is QPdfDocument.Status.Ready)
        window.shell.show_today()
        window.loaded()
    assert seen == {window.app.records.thread_id}
    assert threading.get_ident() not in seen
    # Recorded, never judged: the machine that runs this may be busy.
    record_property("qt_thread_longest_silence_ms", round(dog.longest * 1000))
    record_property("qt_thread_was_in", dog.where)


def test_searching_the_children(window: Driver, session_names: list[str]) -> None:
    window.sign_in()
    window.shell.show_children()
    page = window.loaded()
    window.qtbot.keyClicks(page.search, "ZOF")
    assert [row.cells[0].words for row in page.list.rows_model.rows] == ["Zofia Kowalska"]
    assert page.told.text() == f"1 of {len(session_names)} children"
    page.search.setText("no such name")
    assert page.list.isHidden()
    assert "No child here has a name like this" in page.nobody.text()
    page.search.setText("zof")
    window.qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert page.list.hasFocus()
    window.qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert window.loaded().name == "Zofia Kowalska"


@pytest.fixture
def session_names(session: Session) -> list[str]:
    from ir_desktop.services import children

    names = [child.full_name for child in children.list_children(session)]
    session.close()
    return names


def test_a_practitioner_sees_key_children_only(window: Driver) -> None:
    window.sign_in(2)
    window.shell.show_children()
    seen = window.loaded().list.rows_model.rows
    assert 0 < len(seen) < 20


def test_a_store_in_use_is_told_in_words(window: Driver, session: Session) -> None:
    page = window.sign_in_page
    page.names.choose(session.staff.id)
    page.password.setText(window.made.staff[0].password)
    page.submit()
    window.until(lambda: page.problems.isVisible())
    assert "already open in another window" in page.problems.accessibleDescription()
    assert not page.password_error.isVisible()
