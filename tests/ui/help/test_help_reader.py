"""F1 in a real window: the right page for what is shown, read by keyboard, at any text size."""

from typing import Any

import pytest
from conftest import Driver
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ir_desktop.domain.progress import Step
from ir_desktop.ui.children.child_page import TABS
from ir_desktop.ui.context import Place
from ir_desktop.ui.help import pages
from ir_desktop.ui.help.page import HelpPage
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.settings import presenter as settings
from ir_desktop.ui.widgets.buttons import Button


def press(window: Driver, key: Qt.Key, how: Qt.KeyboardModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window.app.window, key, how)


PLAIN = Qt.KeyboardModifier.NoModifier


def opened(window: Driver) -> HelpPage:
    """Press F1 and return the page that opens over the screen."""
    press(window, Qt.Key.Key_F1, PLAIN)
    page = window.until(lambda: shown(window))
    assert isinstance(page, HelpPage)
    return page


def shown(window: Driver) -> HelpPage | None:
    found = [each for each in window.shell.findChildren(HelpPage) if each.isVisible()]
    return found[0] if found else None


def id_of(page: HelpPage) -> str:
    return pages.GLOSSARY if page.page is None else page.page.id


def closed(window: Driver) -> None:
    press(window, Qt.Key.Key_F1, PLAIN)
    window.until(lambda: shown(window) is None)


def go(window: Driver, place: Place) -> Any:
    window.shell.go(place)
    return window.loaded()


def child_id(window: Driver, name: str) -> str:
    window.shell.show_children()
    page = window.loaded()
    return next(each.key for each in page.list.rows_model.rows if each.cells[0].words == name)


def test_f1_opens_the_page_of_each_place_and_closes_it_again(window: Driver) -> None:
    window.sign_in()
    wanted = {
        Place("today"): "today",
        Place("due", part="chase"): "today",
        Place("children"): "children",
        Place("letters"): "letters",
        Place("import"): "import",
        Place("child_form"): "children",
        Place("sharing"): "sharing",
        Place("sharing", part="agreements"): "agreements",
        Place("sharing", part="introduce"): "agreements",
        Place("sharing", part="add"): "agreements",
        Place("settings_form", part="room"): "settings",
        Place("settings_form", part="staff"): "staff",
    }
    for place, page_id in wanted.items():
        under = go(window, place)
        assert id_of(opened(window)) == page_id, place
        closed(window)
        assert window.shell.screen_shown is under  # it was left as it was
        assert under.isVisible()


def test_f1_opens_the_page_of_a_tab_and_of_a_step(window: Driver) -> None:
    window.sign_in()
    amina = child_id(window, "Amina Rahman")
    page = go(window, Place("child", amina))
    for name in TABS:
        page.show_tab(name)
        assert id_of(opened(window)) == pages.page_for("child", name) != pages.FIRST
        closed(window)
    for form, page_id in (("carer", "family"), ("contact", "family"), ("consent", "consent")):
        go(window, Place("child_form", amina, form))
        assert id_of(opened(window)) == page_id
        closed(window)
    review = go(window, Place("review", amina))
    for step in Step:
        review.go_to(step)
        assert id_of(opened(window)) == pages.page_for("review", step.value) != pages.FIRST
        closed(window)
    page = go(window, Place("settings"))
    for place in range(page.tabs.count()):
        page.tabs.setCurrentIndex(place)
        name = page.tabs.tabText(place)
        assert id_of(opened(window)) == pages.page_for("settings", name) != pages.FIRST
        closed(window)
    assert page.tabs.tabText(2) == settings.STAFF


def headings(page: HelpPage) -> list[str]:
    found: list[str] = []
    for each in page.findChildren(QWidget):
        told = QAccessible.queryAccessibleInterface(each)
        if told.role() == QAccessible.Role.Heading:
            found.append(told.text(QAccessible.Text.Name))
    return found


def test_headings_are_told_as_headings(window: Driver) -> None:
    window.sign_in()
    page = opened(window)
    written = pages.page_of("today")
    wanted = [each.words[0] for each in written.blocks if each.kind is pages.Kind.HEADING]
    assert wanted
    groups = [part for part, _ in pages.parts()]
    assert headings(page) == [
        written.title,
        *wanted,
        "See also",
        "All help pages",
        *groups,
    ]
    assert page.heading.hasFocus()
    assert page.accessibleName() == "Help: Today: what needs you"


def tabbed_to(window: Driver, name: str) -> QWidget:
    for _ in range(60):
        press(window, Qt.Key.Key_Tab, PLAIN)
        focus = QApplication.focusWidget()
        if focus is not None and focus.accessibleName() == name:
            return focus
    raise AssertionError(f"Tab does not reach {name!r}.")


def test_every_link_is_reached_by_keyboard_and_leads_to_its_page(window: Driver) -> None:
    window.sign_in()
    page = opened(window)
    assert page.page is not None
    for page_id in (page.page.see[0], "safety", pages.SHORTCUTS, pages.GLOSSARY):
        title = pages.title_of(page_id)
        tabbed_to(window, f"Help: {title}")
        press(window, Qt.Key.Key_Space, PLAIN)
        now = come(window, page_id)
        assert now.heading.text() == title
        window.until(now.heading.hasFocus)
    press(window, Qt.Key.Key_Escape, PLAIN)
    window.until(lambda: shown(window) is None)


def test_the_page_is_scrolled_from_its_heading_by_keyboard(window: Driver) -> None:
    window.sign_in()
    page = opened(window)
    bar = page.reader.verticalScrollBar()
    window.until(lambda: bar.maximum() > 0)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
        before = bar.value()
        press(window, key, PLAIN)
        assert bar.value() > before
    assert page.heading.hasFocus()


@pytest.mark.parametrize("window", [1.0, 2.0], indirect=True, ids=["100 %", "200 %"])
def test_no_page_is_wider_than_its_place_and_no_words_are_cut(window: Driver) -> None:
    window.sign_in()
    for page_id in pages.contents():
        go_help(window, page_id)
        page = shown(window)
        assert page is not None
        assert page.reader.horizontalScrollBar().maximum() == 0, page_id
        room = page.reader.viewport().width()
        for each in page.findChildren(QWidget):
            if not each.isVisible() or not page.reader.viewport().isAncestorOf(each):
                continue
            left = each.mapTo(page.reader.viewport(), each.rect().topLeft()).x()
            assert left >= 0, (page_id, each)
            assert left + each.width() <= room, (page_id, each.accessibleName())
            if isinstance(each, Prose):
                assert each.height() >= each.heightForWidth(each.width()), each.text()
            if isinstance(each, Button):  # its words stand on one line
                assert each.width() >= each.sizeHint().width(), (page_id, each.words())


def go_help(window: Driver, page_id: str) -> None:
    window.shell.go(Place("help", part=page_id))
    come(window, page_id)
    window.qtbot.wait(20)


def come(window: Driver, page_id: str) -> HelpPage:
    """Wait for a page, and return it."""
    window.until(lambda: (now := shown(window)) is not None and id_of(now) == page_id)
    found = shown(window)
    assert found is not None
    return found
