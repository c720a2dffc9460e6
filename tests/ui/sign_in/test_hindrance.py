"""What keeps everybody from signing in is said before anybody types a password."""

from pathlib import Path
from typing import Any

import pytest
from conftest import Driver
from pytestqt.qtbot import QtBot

from ir_desktop.app import App, Options
from ir_desktop.services.demo import DemoMade
from ir_desktop.storage import opening
from ir_desktop.storage.lock import lock_store
from ir_desktop.storage.problems import StoreInUse, StoreMissing
from ir_desktop.ui import theme
from tools.tour.guide import shut


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_records_open_in_another_window_are_told_at_once_and_nothing_moves(
    scale: float, qapp: Any, qtbot: QtBot, demo: DemoMade
) -> None:
    theme.apply(qapp, theme.Theme(theme.LIGHT, scale))
    with lock_store(demo.store):
        app = App(qapp, Options(store=demo.store))
        app.start()
        qtbot.waitExposed(app.window)
        app.window.activateWindow()
        driver = Driver(app, qtbot, demo)
        page = driver.sign_in_page
        driver.until(lambda: app.window.focusWidget() is not None)
        before = app.window.focusWidget()
        driver.until(page.problems.isVisible)
        assert page.problems.accessibleDescription() == StoreInUse().sentence
        assert app.window.focusWidget() is before
    driver.sign_in()  # as soon as the other window is closed
    shut(app)
    theme.apply(qapp, theme.Theme(theme.LIGHT))


def test_nothing_is_in_the_way_where_the_folder_is_free(demo: DemoMade, tmp_path: Path) -> None:
    assert opening.hindrance(demo.store) is None
    with lock_store(demo.store):
        assert isinstance(opening.hindrance(demo.store), StoreInUse)
    assert opening.hindrance(demo.store) is None
    assert isinstance(opening.hindrance(tmp_path / "none"), StoreMissing)
