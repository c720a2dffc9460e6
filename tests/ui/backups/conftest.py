"""Windows on real settings, with a stick for their backups."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ir_desktop.app import App, Options
from ir_desktop.ui import theme
from tests.ui.backups.backup_house import Home, House, Open, begun
from tools.tour.guide import shut as shut_app


@pytest.fixture
def opening(qapp: Any, qtbot: QtBot) -> Iterator[Open]:
    """Open windows on folders; each is closed at the latest at the end."""
    made: list[App] = []
    theme.apply(qapp, theme.Theme(theme.LIGHT))

    def shut() -> None:
        while made:
            app = made.pop()
            shut_app(app)

    def open_on(folder: Path) -> House:
        shut()
        app = App(qapp, Options(store=folder))
        made.append(app)
        app.start()
        qtbot.waitExposed(app.window)
        app.window.activateWindow()
        house = House(app, qtbot)
        house.until(app.window.isActiveWindow)
        return house

    yield open_on
    shut()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder for backups."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Home:
    folder = tmp_path / "store"
    return Home(folder, begun(folder))
