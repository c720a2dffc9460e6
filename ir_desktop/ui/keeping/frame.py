"""What the pages about keeping records share: a way back, a title, and where they lead."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QWidget

from ir_desktop.ui.context import Place, Places
from ir_desktop.ui.keeping.presenter import KIND
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.settings.presenter import KEEPING
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.buttons import Button, link
from ir_desktop.ui.widgets.cards import Card, ScrollPage, column, row
from ir_desktop.ui.widgets.key_value import Answered, KeyValue
from ir_desktop.ui.widgets.lines import ticked


def place(part: str, child_id: str = "") -> Place:
    """Return the place of one of these pages."""
    return Place(KIND, child_id, part)


def settings() -> Place:
    """Return the part of Settings that these pages are reached from."""
    return Place("settings", part=KEEPING)


def headed(title: str, lead: str, back: str, go: Callable[[], None]) -> tuple[ScrollPage, Button]:
    """Return a page with a way back above its title, and that link."""
    page = ScrollPage()
    to = link(back)
    to.clicked.connect(go)
    page.body.addLayout(row(to, None))
    parts: list[QWidget] = [Prose(title, Type.TITLE)]
    if lead:
        parts.append(Prose(lead, colour="soft"))
    page.body.addLayout(column(*parts, gap=Space.TINY))
    return page, to


def back_to_settings(places: Places) -> tuple[str, Callable[[], None]]:
    """Return the words and the act of the way back to this part of Settings."""
    return f"Back to {KEEPING.lower()}", lambda: places.go(settings())


def listed(title: str, icon: str, lines: Iterable[str], shape: str, colour: str) -> Card:
    """Return a card with a line for each thing, a shape before it."""
    card = Card(title, icon=icon)
    for each in lines:
        card.add(ticked(each, shape, colour))
    return card


def answers(lines: Iterable[tuple[str, str]]) -> KeyValue:
    """Return questions and answers to read."""
    return KeyValue(Answered(name, name, words, act="") for name, words in lines)
