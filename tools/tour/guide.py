"""Opens the program's window on a store, and goes where it is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ir_desktop.app import App, Options
from ir_desktop.errors import IrError
from ir_desktop.services.demo import DemoMade
from ir_desktop.services.sign_in import find_slot
from ir_desktop.ui.context import Place
from ir_desktop.ui.shell import Shell
from ir_desktop.ui.sign_in.door import Door
from ir_desktop.ui.sign_in.page import SignInPage
from ir_desktop.ui.sign_in.presenter import Person

_PATIENCE_MS = 30_000
_STEP_MS = 15


class Lost(IrError):
    """A screen did not show what it should in time."""


@dataclass(slots=True)
class Guide:
    """The window, and how to get about in it.

    `made` is the demo store, None on a computer without records; `children` gives the id of each
    child by the given name that the demo has for it, also where the child has another name now;
    `scratch` is a folder for files that a screen needs, such as a spreadsheet to import.
    """

    app: App
    made: DemoMade | None
    scratch: Path
    children: dict[str, str] = field(default_factory=dict[str, str])

    def pause(self, milliseconds: int) -> None:
        """Let the window work for a while."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def until(self, true: Callable[[], Any]) -> Any:
        """Wait until something is so, and return it; raises `Lost` if it takes too long."""
        for _ in range(_PATIENCE_MS // _STEP_MS):
            if found := true():
                return found
            self.pause(_STEP_MS)
        raise Lost("A screen did not show what it should.")

    @property
    def shell(self) -> Shell:
        """The shell; somebody has signed in."""
        page = self.app.window.page
        if not isinstance(page, Shell):
            raise Lost("Nobody has signed in.")
        return page

    @property
    def page(self) -> Any:
        """The screen that is shown in the shell."""
        return self.shell.screen_shown

    @property
    def first_page(self) -> Any:
        """The page of the first opening that is shown."""
        flow: Any = self.app.window.page
        return flow.page

    def top(self) -> QWidget:
        """Return what a person sees: the dialog that is open, or the window."""
        asked = QApplication.activeModalWidget()
        return asked if isinstance(asked, QDialog) else self.app.window

    def loaded(self) -> Any:
        """Wait for the screen to have its records, and return it."""
        self.until(lambda: self.page is not None and self.page.loaded)
        return self.page

    def go(self, kind: str, child: str = "", part: str = "") -> Any:
        """Show a place; `child` is named as the demo names it."""
        self.shell.close_help()
        self.shell.go(Place(kind, self.children[child] if child else "", part))
        return self.loaded()

    def sign_in_page(self) -> SignInPage:
        """Show the sign-in page of the demo, the manager chosen."""
        made = self.made
        if made is None:
            raise Lost("There are no records to sign in to.")
        people = tuple(
            Person(find_slot(made.store, each.name), each.name, "", each.password)
            for each in made.staff
        )
        # As `--demo` shows it, but on a store that was made before.
        page = self.app._show_sign_in(people, demo=True)
        page.names.choose(people[0].slot_id)
        return page

    def door(self) -> Door:
        """What leads on from the sign-in page."""
        found = self.app._door
        if found is None:
            raise Lost("Nobody is at the door.")
        return found

    def sign_in(self, place: int = 0) -> None:
        """Sign in as a member of the demo's staff."""
        page = self.sign_in_page()
        if self.made is not None:
            page.names.choose(find_slot(self.made.store, self.made.staff[place].name))
        page.fill.click()
        page.submit()
        self.until(lambda: isinstance(self.app.window.page, Shell))
        self.loaded()


@contextmanager
def opened(
    qt: QApplication,
    store: Path,
    scratch: Path,
    made: DemoMade | None = None,
    children: dict[str, str] | None = None,
) -> Iterator[Guide]:
    """Open the program on a store, and close it at the end."""
    app = App(qt, Options(store=store))
    app.guard.watch.now = lambda: 0.0  # a long tour is not somebody who walked away
    guide = Guide(app, made, scratch, children or {})
    try:
        app.start()
        app.window.activateWindow()
        guide.until(app.window.isVisible)
        guide.pause(200)
        yield guide
    finally:
        shut(app)


def shut(app: App) -> None:
    """Close the program's window and let go of all it held: each that stays makes Qt slower."""
    app.stop(keep_demo=False)
    QCoreApplication.processEvents()  # what waits for its turn finds everything there
    for each in (app.window, app.records, app.aside, app):
        each.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()
