"""Two hands on the keyboard that count, and the window that they work in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ir_desktop.app import App, Options
from ir_desktop.domain.ages import add_months
from ir_desktop.domain.progress import Step
from ir_desktop.services import children
from ir_desktop.services.demo import DemoMade
from ir_desktop.services.session import Session
from ir_desktop.services.sign_in import find_slot
from ir_desktop.ui.context import Place

LONG = 20_000  # milliseconds that anything may take on a busy machine
TODAY = date.today()
Date = date
FILLED_IN = max(TODAY - timedelta(days=3), date(TODAY.year, 1, 1))
"""The day on which the family filled in its form."""


@dataclass
class Hands:
    """The keyboard: every key goes to whatever has the focus, and is counted."""

    window: QWidget
    keys: int = 0
    letters: int = 0  # of running text, which no program can shorten

    def key(self, key: Qt.Key, *, ctrl: bool = False) -> None:
        keys = Qt.KeyboardModifier
        QTest.keyClick(self._there(), key, keys.ControlModifier if ctrl else keys.NoModifier)
        self.keys += 1
        QApplication.processEvents()

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self._there(), letter)
            self.keys += 1
        QApplication.processEvents()

    def write(self, text: str) -> None:
        """Type running text: its letters are counted apart."""
        for place, line in enumerate(text.split("\n")):
            if place:
                QTest.keyClick(self._there(), Qt.Key.Key_Return)
            QTest.keyClicks(self._there(), line)
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

    def tab_to(self, found: Callable[[QWidget], bool], most: int = 60) -> None:
        """Press Tab until the focus is where it is wanted, as a person looking for it would."""
        for _ in range(most):
            now = QApplication.focusWidget()
            if now is not None and found(now):
                return
            self.tab()
        raise AssertionError("the Tab key does not come there")

    def _there(self) -> QWidget:
        return QApplication.focusWidget() or self.window


class Room:
    """The window with a signed-in person, and the way to the review."""

    def __init__(self, app: App, qtbot: QtBot, made: DemoMade) -> None:
        self.app, self.qtbot, self.made = app, qtbot, made
        self.hands = Hands(app.window)

    def until(self, found: Callable[[], Any]) -> Any:
        self.qtbot.waitUntil(lambda: bool(found()), timeout=LONG)
        return found()

    @property
    def shell(self) -> Any:
        return self.app.window.page

    @property
    def screen(self) -> Any:
        return self.shell.screen_shown

    def sign_in(self, place: int = 0) -> None:
        page: Any = self.app.window.page
        person = self.made.staff[place]
        page.names.choose(find_slot(self.made.store, person.name))
        page.password.setText(person.password)
        page.submit()
        self.until(lambda: hasattr(self.app.window.page, "screen_shown"))
        self.until(lambda: self.screen.loaded)

    def do(self, service: Callable[[Session], Any]) -> Any:
        """Have a service done in the records' thread, and return what it returns."""
        found: list[Any] = []
        session = self.app.session
        assert session is not None
        self.app.records.submit(
            lambda: service(session), lambda it: found.append((it,)), found.append, owner=self.app
        )
        self.until(lambda: found)
        assert isinstance(found[0], tuple), found[0]
        return found[0][0]

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
    app = App(qapp, Options(store=made.store))
    app.start()
    qtbot.waitExposed(app.window)
    app.window.activateWindow()
    room = Room(app, qtbot, made)
    try:
        room.until(lambda: app.window.isVisible() and app.window.isActiveWindow())
        room.sign_in(place)
        yield room
    finally:
        app.stop(keep_demo=False)
        app.window.deleteLater()
        qapp.processEvents()
