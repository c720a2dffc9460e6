"""The program's window with somebody signed in, and the keyboard before it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ir_desktop.app import App, Options
from ir_desktop.services.demo import DemoMade
from ir_desktop.services.session import Session
from ir_desktop.services.sign_in import find_slot
from tools.tour.guide import shut

LONG = 30_000  # milliseconds that anything may take on a busy machine


class Keys:
    """The keyboard: every key goes to whatever has the focus, and is counted."""

    window: QWidget
    keys: int = 0

    def key(self, key: Qt.Key, *, ctrl: bool = False) -> None:
        kind = Qt.KeyboardModifier
        QTest.keyClick(self.there(), key, kind.ControlModifier if ctrl else kind.NoModifier)
        self.keys += 1
        QApplication.processEvents()

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self.there(), letter)
            self.keys += 1
        QApplication.processEvents()

    def tab_to(self, found: Callable[[QWidget], bool], most: int = 80) -> None:
        """Press Tab until the focus is where it is wanted, as a person looking for it would."""
        for _ in range(most):
            now = QApplication.focusWidget()
            if now is not None and found(now):
                return
            self.key(Qt.Key.Key_Tab)
        raise AssertionError("the Tab key does not come there")

    def there(self) -> QWidget:
        return QApplication.focusWidget() or self.window


class InWindow:
    """The window on a store of invented people, with waiting in words."""

    def __init__(self, app: App, qtbot: QtBot, made: DemoMade) -> None:
        self.app, self.qtbot, self.made = app, qtbot, made

    def until(self, found: Callable[[], Any]) -> Any:
        """Wait until something is there, and return it."""
        self.qtbot.waitUntil(lambda: bool(found()), timeout=LONG)
        return found()

    @property
    def shell(self) -> Any:
        return self.app.window.page

    @property
    def screen(self) -> Any:
        return self.shell.screen_shown

    def sign_in(self, place: int = 0) -> Any:
        """Sign in one of the staff."""
        page: Any = self.app.window.page
        person = self.made.staff[place]
        page.names.choose(find_slot(self.made.store, person.name))
        page.password.setText(person.password)
        page.submit()
        self.until(lambda: hasattr(self.app.window.page, "screen_shown"))
        self.until(lambda: self.shell.screen_shown.loaded)

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


@contextmanager
def opened(store: Path, qapp: Any, qtbot: QtBot) -> Iterator[App]:
    """Open the window on a store, and close it in the end."""
    app = App(qapp, Options(store=store))
    app.start()
    qtbot.waitExposed(app.window)
    app.window.activateWindow()
    try:
        qtbot.waitUntil(
            lambda: app.window.isVisible() and app.window.isActiveWindow(), timeout=LONG
        )
        yield app
    finally:
        shut(app)
