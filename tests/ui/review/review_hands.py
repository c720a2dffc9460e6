"""Two hands on the keyboard that count, and the window that they work in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ir_desktop.app import App
from ir_desktop.domain.ages import add_months
from ir_desktop.domain.progress import Step
from ir_desktop.services import children
from ir_desktop.services.demo import DemoMade
from ir_desktop.services.session import Session
from ir_desktop.ui.context import Place
from tests.ui.window_hands import InWindow, Keys, opened

TODAY = date.today()
Date = date
FILLED_IN = max(TODAY - timedelta(days=3), date(TODAY.year, 1, 1))
"""The day on which the family filled in its form."""


class Hands(Keys):
    """The keyboard; letters of running text, which no program can shorten, are counted apart."""

    def __init__(self, window: QWidget) -> None:
        self.window, self.letters = window, 0

    def write(self, text: str) -> None:
        """Type running text: its letters are counted apart."""
        for place, line in enumerate(text.split("\n")):
            if place:
                QTest.keyClick(self.there(), Qt.Key.Key_Return)
            QTest.keyClicks(self.there(), line)
        self.letters += len(text)
        QApplication.processEvents()

    def paste(self, text: str) -> None:
        """Type what no key of this keyboard gives, such as Arabic letters, by pasting it."""
        QApplication.clipboard().setText(text)
        self.key(Qt.Key.Key_V, ctrl=True)

    def tab(self, times: int = 1) -> None:
        for _ in range(times):
            self.key(Qt.Key.Key_Tab)

    def date(self, day: Date) -> None:
        """Type a date in its three boxes, two figures for day and month, and stay on the year."""
        self.type(f"{day.day:02}")
        self.tab()
        self.type(f"{day.month:02}")
        self.tab()
        self.type(f"{day.year}")

    def date_over(self, day: Date) -> None:
        """Type a date in place of what stands in the boxes."""
        self.key(Qt.Key.Key_A, ctrl=True)
        self.date(day)


class Room(InWindow):
    """The window with a signed-in person, and the way to the review."""

    def __init__(self, app: App, qtbot: QtBot, made: DemoMade) -> None:
        super().__init__(app, qtbot, made)
        self.hands = Hands(app.window)

    def child(self, given: str = "Alba", family: str = "Moreno", **details: Any) -> str:
        """Add a child who is 26 months and some days old, and return its id."""
        born = details.pop("date_of_birth", add_months(TODAY, -26) - timedelta(days=20))

        def add(session: Session) -> str:
            details.setdefault("key_person_id", session.staff.id)
            made = children.add_child(
                session, given_name=given, family_name=family, date_of_birth=born, **details
            )
            children.add_carer(session, made.id, name="Inés Moreno", relationship="mother")
            return made.id

        return self.do(add)

    def review(self, child_id: str, step: Step | None = None) -> Any:
        """Show a child's review and return the workspace."""
        self.shell.go(Place("review", child_id, step or ""))
        self.until(lambda: self.screen.loaded)
        QApplication.processEvents()
        return self.screen

    def stored(self, child_id: str) -> Any:
        """Return the review as the store has it, or None."""
        return self.do(lambda session: children.child_page(session, child_id).review)

    def saved(self, workspace: Any) -> None:
        """Wait until everything typed is saved."""
        done: list[bool] = []
        workspace.saved(lambda: done.append(True))
        self.until(lambda: done)


@contextmanager
def signed_in(made: DemoMade, qapp: Any, qtbot: QtBot, *, place: int) -> Iterator[Room]:
    """Open the window on the nursery's store with one of its staff signed in."""
    with opened(made.store, qapp, qtbot) as app:
        room = Room(app, qtbot, made)
        room.sign_in(place)
        yield room
