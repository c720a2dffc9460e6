"""What a screen reader is told our own widgets are."""

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ir_desktop.ui import accessible, theme
from ir_desktop.ui.plain import Elided, Heading, Prose, Words
from ir_desktop.ui.theme import Type

Role = QAccessible.Role


@pytest.fixture(autouse=True)
def _theme(qapp: object) -> None:
    from PySide6.QtWidgets import QApplication

    assert isinstance(qapp, QApplication)
    theme.apply(qapp, theme.Theme(theme.LIGHT))


def told(widget: QWidget) -> tuple[Role, str]:
    found = QAccessible.queryAccessibleInterface(widget)
    return found.role(), found.text(QAccessible.Text.Name)


@pytest.mark.parametrize("role", list(Type))
@pytest.mark.parametrize("made", [Words, Prose, Elided])
def test_titles_are_headings_and_other_words_are_not(
    qtbot: QtBot, made: Callable[[str, Type], QWidget], role: Type
) -> None:
    widget = made("<b>Bo</b> & Söhne", role)
    qtbot.addWidget(widget)
    title = role.value[0] >= Type.CARD_TITLE.value[0] and role.value[1]
    assert told(widget) == (Role.Heading if title else Role.StaticText, "<b>Bo</b> & Söhne")


def test_a_heading_in_small_type_follows_its_words(qtbot: QtBot) -> None:
    heading = Heading("One", Type.SMALL_STRONG)
    qtbot.addWidget(heading)
    assert told(heading) == (Role.Heading, "One")
    heading.setText("Two")
    assert told(heading) == (Role.Heading, "Two")


@pytest.fixture
def little_to_search() -> Iterator[None]:
    """Leave what other tests made out of the search for garbage: it would take most of the time."""
    gc.freeze()
    yield
    gc.unfreeze()


def test_many_headings_come_and_go(qtbot: QtBot, little_to_search: None) -> None:
    for _ in range(50):
        page = QWidget()
        column = QVBoxLayout(page)
        for number in range(20):
            column.addWidget(Heading(f"Title {number}"))
        found = QAccessible.queryAccessibleInterface(page)
        gc.collect()
        roles = {found.child(place).role() for place in range(found.childCount())}
        assert roles == {Role.Heading}
        del found
        page.deleteLater()
        del page, column
        qtbot.wait(1)


def test_a_widget_without_a_role_keeps_the_one_that_qt_gives(qtbot: QtBot) -> None:
    plain = QWidget()
    qtbot.addWidget(plain)
    assert accessible.role_of(plain) is None
    assert QAccessible.queryAccessibleInterface(plain).role() == Role.Client
