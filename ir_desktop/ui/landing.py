"""Arriving somewhere: the focus, the words that say where, and which help page belongs there."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from ir_desktop.ui import accessible
from ir_desktop.ui.context import Place
from ir_desktop.ui.help.pages import page_for
from ir_desktop.ui.places import entry_of
from ir_desktop.ui.widgets import ring
from ir_desktop.ui.widgets.screen import Screen

PROGRAM = "Integrated Review"


def watch(screen: Screen, shown: Callable[[], bool]) -> None:
    """Once the screen is filled, see that the focus is on it: its own choice, or its heading.

    When it is filled again later, the focus moves only if nothing has it any more.
    """
    first = True

    def filled() -> None:
        nonlocal first
        arriving, first = first, False
        # After whatever the screen itself does about the focus.
        QTimer.singleShot(0, screen, lambda: land(screen, arriving=arriving) if shown() else None)

    screen.filled.connect(filled)
    if screen.loaded:
        filled()


def land(screen: QWidget, *, arriving: bool) -> None:
    """Put the focus on the screen's heading, or else on its first control, unless it has it."""
    focus = QApplication.focusWidget()
    if focus is not None and (screen.isAncestorOf(focus) or not arriving):
        return
    if QApplication.activeModalWidget() is not None or not screen.isVisible():
        return
    heading = first_heading(screen)
    if heading is not None:
        ring.none(heading)  # it is read from here, but there is nothing to press
        heading.setFocus()
    else:
        screen.focusNextChild()


def give_back(before: QWidget | None, screen: QWidget) -> None:
    """Put the focus back where it was, if that is still there; else on the heading."""
    try:
        if before is not None and screen.isAncestorOf(before):
            before.setFocus()
            return
    except RuntimeError:  # it went meanwhile
        pass
    land(screen, arriving=True)


def first_heading(screen: QWidget) -> QWidget | None:
    """Return the first heading in sight."""
    for each in screen.findChildren(QWidget):
        if accessible.role_of(each) == QAccessible.Role.Heading and each.isVisible():
            return each
    return None


def crumbs(here: Place, name: str) -> list[tuple[str, Place | None]]:
    """Return the parts of the way to a place, with where each leads; `name` is what it shows."""
    entry = entry_of(here.kind)
    found: list[tuple[str, Place | None]] = []
    above = entry.under
    while above:
        over = entry_of(above)
        if over.kind == "child":
            # The name may come with what is done there: "Amina Rahman, two-year review".
            told = name.removesuffix(f", {entry.title.lower()}")
            if told:
                found.insert(0, (told, Place("child", here.child_id)))
                name = entry.title
        else:
            found.insert(0, (over.words, Place(over.kind)))
        above = over.under
    if entry.words and here.part and name not in ("", entry.words):
        found.append((entry.words, Place(entry.kind)))
        return [*found, (name, None)]
    return [*found, (entry.words or name or entry.title, None)]


def window_title(here: Place) -> str:
    """Return the window's title. Never a child's name: task switchers show it to the whole room."""
    entry = entry_of(here.kind)
    words = entry.words or entry.title or entry_of(entry.rail_kind).words
    return f"{words} – {PROGRAM}"


def topic(here: Place, screen: QObject) -> str:
    """Return the help page for a place, by the tab or step that is shown there now."""
    part = here.part
    step = getattr(screen, "step", None)
    tabs = getattr(screen, "tabs", None)
    if isinstance(step, str):
        part = step.value if isinstance(step, Enum) else step
    elif tabs is not None and hasattr(tabs, "currentIndex"):
        part = tabs.tabText(tabs.currentIndex()).replace("&&", "&")
    return page_for(here.kind, part)
