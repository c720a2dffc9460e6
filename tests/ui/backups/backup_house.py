"""A window on a real setting, driven as a person would."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from ir_desktop.app import App
from ir_desktop.domain.people import SettingType
from ir_desktop.errors import IrError
from ir_desktop.services import sign_in
from ir_desktop.services.session import Session
from ir_desktop.storage.cost import DEFAULT_COST
from ir_desktop.ui.shell import Shell
from ir_desktop.ui.worker import Worker

PASSWORD = "walnut harbour kettle seven"
NAME = "Jo Field"
LONG = 20_000


@dataclass
class House:
    """A window on a folder, driven as a person would."""

    app: App
    qtbot: QtBot

    def until(self, found: Callable[[], Any]) -> Any:
        self.qtbot.waitUntil(lambda: bool(found()), timeout=LONG)
        return found()

    @property
    def page(self) -> Any:
        return self.app.window.page

    @property
    def screen(self) -> Any:
        assert isinstance(self.page, Shell)
        return self.page.screen_shown

    @property
    def session(self) -> Session:
        assert self.app.session is not None
        return self.app.session

    def named(self, kind: str) -> Any:
        """Wait for a page by the name of its class: of the window, or inside what it shows."""

        def found() -> Any:
            for each in (self.page, getattr(self.page, "page", None)):
                if type(each).__name__ == kind:
                    return each
            return None

        return self.until(found)

    def go(self, kind: str, part: str = "") -> Any:
        from ir_desktop.ui.context import Place

        assert isinstance(self.page, Shell)
        self.page.go(Place(kind, part=part))
        self.until(lambda: self.screen.loaded)
        return self.screen

    def backups(self) -> Any:
        """Show Backups in Settings, filled."""
        page = self.go("settings", "Backups")
        self.until(lambda: page.shown is not None and page.shown.view is not None)
        return page.shown

    def ask(self, service: Callable[[Session], Any]) -> Any:
        """Have a service do something in the records' thread, and return what it returned."""
        found: list[Any] = []
        session = self.session
        self.app.records.submit(
            lambda: service(session), found.append, found.append, owner=self.app
        )
        self.until(lambda: found)
        if isinstance(found[0], IrError):
            raise found[0]
        return found[0]

    def sign_in(self, password: str = PASSWORD) -> None:
        page = self.named("SignInPage")
        page.password.setText(password)
        page.submit()
        self.until(lambda: isinstance(self.page, Shell))
        self.until(lambda: self.screen.loaded)

    def other_thread_held(self) -> AbstractContextManager[None]:
        """Keep the thread in which backups are made busy, until the end of the block."""
        return self._held(self.app.aside)

    def records_held(self) -> AbstractContextManager[None]:
        """Keep the records' thread busy, until the end of the block."""
        return self._held(self.app.records)

    @contextmanager
    def _held(self, thread: Worker) -> Iterator[None]:
        held = [True]

        def wait() -> None:
            while held:
                time.sleep(0.01)

        thread.submit(wait, lambda _: None, lambda _: None, owner=self.app)
        try:
            yield
        finally:
            held.clear()


Open = Callable[[Path], House]


def begun(folder: Path) -> str:
    """Make a real store and return its recovery code."""
    first = sign_in.FirstRun(
        setting_name="Orchard",
        setting_type=SettingType.CHILDMINDER,
        manager_name=NAME,
        password=PASSWORD,
    )
    found = sign_in.begin(folder, first, cost=DEFAULT_COST)
    found.session.close()
    return found.recovery_code


@dataclass(frozen=True)
class Home:
    """A real store with its recovery code."""

    folder: Path
    code: str
