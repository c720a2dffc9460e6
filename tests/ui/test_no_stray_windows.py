"""No part of a screen is ever a window of its own, not even for a moment: on an old laptop that
flashes, and costs the time in which the window does not answer."""

import traceback
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Driver
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from ir_desktop.services import children
from ir_desktop.ui.context import Place
from ir_desktop.ui.places import ENTRIES
from ir_desktop.ui.review.steps import ORDER


class Windows(QObject):
    """Notes every widget that is shown as a window, with the program's line that did it."""

    def __init__(self, known: QWidget) -> None:
        super().__init__()
        self.known, self.seen = known, list[str]()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and event.type() is QEvent.Type.Show:
            self._note(watched)
        return False

    def _note(self, shown: QWidget) -> None:
        if shown.isWindow() and shown is not self.known:
            stack = traceback.extract_stack()
            ours = [each for each in stack if "/ir_desktop/" in each.filename]
            where = f"{ours[-1].filename}, {ours[-1].lineno}" if ours else "Qt"
            self.seen.append(f"{type(shown).__name__} at {where}")


@pytest.fixture
def windows(window: Driver) -> Any:
    noting = Windows(window.app.window)
    app: Any = QApplication.instance()
    app.installEventFilter(noting)
    yield noting
    app.removeEventFilter(noting)


def test_no_part_of_a_screen_is_shown_as_a_window(window: Driver, windows: Windows) -> None:
    window.sign_in()
    found: list[Any] = []
    session = window.app.session
    assert session is not None
    window.app.records.submit(
        lambda: children.list_children(session), found.append, found.append, owner=window.app
    )
    window.until(lambda: found)
    child = next(each.id for each in found[0] if each.given_name == "Zofia")
    tabs = ("Overview", "Details", "Family & consent", "Reviews", "Papers", "Sharing", "History")
    forms = ("", "carer", "sibling", "consent", "contact")
    parts = ("Your setting", "Rooms", "Staff", "Local area", "How it looks", "This computer",
             "About")  # fmt: skip
    places = [
        *(Place(each.kind) for each in ENTRIES if each.in_rail or each.find),
        *(Place("child", child, tab) for tab in tabs),
        *(Place("child_form", child, part) for part in forms),
        *(Place("review", child, step.value) for step in ORDER),
        *(Place("sharing", part=part) for part in ("agreements", "introduce", "add")),
        *(Place("settings", part=part) for part in parts),
        *(Place("settings_form", part=part) for part in ("setting", "room", "staff")),
    ]
    go: Callable[[Place], None] = window.shell.go
    for place in places:
        go(place)
        window.loaded()
        window.qtbot.wait(30)
    told = "\n".join(sorted(set(windows.seen)))
    assert not told, told
