"""Looks at one stop of the tour in every way there is, and says what is wrong there."""

from dataclasses import dataclass
from typing import Any

import walk_keys
import walk_told
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from walk_controls import shown

from ir_desktop.ui.plain import Prose
from ir_desktop.ui.shell import Shell
from tools.tour.guide import Guide
from tools.tour.stops import Stop

_STILL_MS = 40
_READING = ("Reading…", "Opening…", "Making the pages…")


def settle(guide: Guide) -> None:
    """Wait until nothing is being read any more and everything stays in its place."""
    before: list[object] = []

    def still() -> bool:
        nonlocal before
        seen = shown(guide.top())
        busy = any(isinstance(each, Prose) and each.text() in _READING for each in seen)
        now: list[object] = [(id(each), each.geometry().getRect()) for each in seen]
        same, before = now == before, now
        guide.pause(_STILL_MS)
        return same and not busy

    guide.until(still)


@dataclass(frozen=True, slots=True)
class Found:
    """The screen that was shown, by its class, and what is wrong on it."""

    screen: str
    told: dict[str, list[str]]
    keys: list[str]


def look(guide: Guide, stop: Stop) -> Found:
    """Go to a stop and look; what lies over the page there is closed with Escape at the end."""
    stop.arrive(guide)
    settle(guide)
    top = guide.top()
    page: Any = guide.app.window.page
    screen: Any = page.screen_shown if isinstance(page, Shell) else page
    told = {
        "unnamed": walk_told.unnamed(top),
        "odd roles": walk_told.odd_roles(top),
        "alike": walk_told.alike(top),
        "headings": walk_told.wrong_headings(top if isinstance(top, QDialog) else screen),
        "silent words": walk_told.silent(top),
    }
    keys = [*walk_keys.Walk(top).take(), *walk_keys.in_lists(top)]
    if isinstance(top, QDialog):
        QTest.keyClick(top, Qt.Key.Key_Escape)
        guide.until(lambda: guide.top() is guide.app.window)
        guide.app.window.activateWindow()  # this screen has nobody to do so
        guide.until(guide.app.window.isActiveWindow)
    found = {kind: wrong for kind, wrong in told.items() if wrong}
    return Found(type(screen).__name__, found, keys)
