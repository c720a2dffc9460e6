"""A demo nursery with no agreement yet, its window, a keyboard that counts, and a real receiver."""

import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ir_desktop.app import App
from ir_desktop.services.demo import DemoMade, make_demo
from ir_desktop.ui import theme
from ir_desktop.ui.context import Place
from ir_desktop.ui.sharing.sender import Sender
from ir_desktop.ui.shell import Shell
from tests.e2e.commands import Receiver, run
from tests.ui.window_hands import InWindow, opened

TEAM = "Eastfield health visiting team"


class Keyboard:
    """Keys to whatever has the focus. `count` is all of them, `typed` those of text."""

    def __init__(self) -> None:
        self.count = self.typed = 0

    def press(
        self,
        key: Qt.Key,
        times: int = 1,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        for _ in range(times):
            QTest.keyClick(self._target(), key, modifier)
            self.count += 1

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self._target(), letter)
        self.typed += len(text)

    def tab_to(self, found: Callable[[], QWidget | None], back: bool = False) -> None:
        """Press Tab until a control has the focus."""
        shift = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
        for _ in range(30):
            wanted = found()
            if wanted is not None and wanted.hasFocus():
                return
            self.press(Qt.Key.Key_Tab, modifier=shift)
        raise AssertionError(f"Tab never came there: {QApplication.focusWidget()}")

    @staticmethod
    def _target() -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus


class Driver(InWindow):
    """The window of somebody signed in, with waiting in words."""

    def __init__(self, app: App, qtbot: QtBot, made: DemoMade) -> None:
        super().__init__(app, qtbot, made)
        self.keys = Keyboard()

    def focus(self, found: Callable[[], QWidget | None]) -> QWidget:
        """Wait until a control is in sight and has the focus."""

        def there() -> bool:
            self._active()
            wanted = found()
            return wanted is not None and wanted.isVisible() and wanted.hasFocus()

        self.until(there)
        wanted = found()
        assert wanted is not None
        return wanted

    @property
    def shell(self) -> Shell:
        page = self.app.window.page
        assert isinstance(page, Shell)
        return page

    @property
    def sender(self) -> Sender:
        found = self.app.records.findChild(Sender)
        assert found is not None
        return found

    def loaded(self) -> Any:
        screen: Any = self.shell.screen_shown
        self.until(lambda: screen.loaded)
        return screen

    def go(self, part: str = "", child_id: str = "") -> Any:
        self.shell.go(Place("sharing", child_id, part))
        return self.loaded()

    def screen(self, kind: type) -> Any:
        """Wait until a kind of screen is shown, and return it."""
        self.until(lambda: isinstance(self.shell.screen_shown, kind))
        return self.loaded()

    def row(self, page: Any, name: str) -> Any:
        """Return a child's row in the list, once it is there."""

        def found() -> Any:
            rows = [] if page.list is None else page.list.rows_model.rows
            return next((each for each in rows if each.key and each.name == name), None)

        return self.until(found)

    def open(self, page: Any, name: str) -> Any:
        """Choose a child's row, and return its page."""
        key = self.row(page, name).key
        page.list.choose(key)
        self.until(lambda: page.detail is not None and page.detail.view.key == key)
        return page.detail

    def pick(self, file: Path) -> None:
        """Type a file's name in the dialog that is open, and press Enter."""
        self.until(lambda: isinstance(QApplication.activeWindow(), QFileDialog))
        dialog: Any = QApplication.activeWindow()
        box = dialog.findChild(QLineEdit)
        box.setFocus()
        box.selectAll()
        self.keys.type(str(file))
        self.keys.press(Qt.Key.Key_Return)
        self.until(lambda: QApplication.activeModalWidget() is None)
        self.until(self._active)

    def _active(self) -> bool:
        """Make the window the active one, as a desktop does when a dialog closes."""
        if QApplication.activeWindow() is self.app.window:
            return True
        if QApplication.activeModalWidget() is None:
            self.app.window.activateWindow()
        return False


@pytest.fixture(scope="session")
def plain_nursery(tmp_path_factory: pytest.TempPathFactory) -> DemoMade:
    folder = tmp_path_factory.mktemp("sharing") / "store"
    return make_demo(folder, children=24, today=date.today())


@pytest.fixture(scope="session")
def sharing_nursery(tmp_path_factory: pytest.TempPathFactory) -> DemoMade:
    folder = tmp_path_factory.mktemp("shared") / "store"
    return make_demo(folder, children=24, today=date.today(), sharing=True)


@pytest.fixture
def made(request: pytest.FixtureRequest, tmp_path: Path) -> DemoMade:
    """A copy of the nursery without sharing; a test may ask for the one with it."""
    name = getattr(request, "param", "plain_nursery")
    source: DemoMade = request.getfixturevalue(name)
    shutil.copytree(source.store, tmp_path / "store")
    return DemoMade(tmp_path / "store", source.staff, source.recovery_code)


@pytest.fixture
def scale(request: pytest.FixtureRequest) -> float:
    return getattr(request, "param", 1.0)


@pytest.fixture
def desk(qtbot: QtBot, qapp: Any, made: DemoMade, scale: float) -> Iterator[Driver]:
    """The program's window on a nursery of its own."""
    # A system's own dialogs are windows of another program: no test can type in them.
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    theme.apply(qapp, theme.Theme(theme.LIGHT, scale))
    with opened(made.store, qapp, qtbot) as app:
        yield Driver(app, qtbot, made)


@pytest.fixture
def receiver(tmp_path: Path) -> Receiver:
    """A health team's receiver, not running yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = tmp_path / "receiver"
    run(
        *("receiver", "init", "--data", data, "--name", TEAM),
        *("--contact", "Ring 01632 960 777", "--port", port),
    )
    return Receiver(data, port)
