"""The review workspace in a real window."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ir_desktop.app import App, Options
from ir_desktop.services.demo import DemoMade, make_demo
from ir_desktop.ui import theme

sys.path.insert(0, str(Path(__file__).parent))  # for the hands beside

from review_hands import TODAY, Room


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> DemoMade:
    """A demo nursery of its own, so that other tests find theirs as it was."""
    return make_demo(tmp_path_factory.mktemp("review") / "store", children=12, today=TODAY)


@pytest.fixture(params=[1.0])
def room(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: Any, nursery: DemoMade
) -> Iterator[Room]:
    """The window with the manager signed in; parametrise it for another text size."""
    theme.apply(qapp, theme.Theme(theme.LIGHT, request.param))
    app = App(qapp, Options(store=nursery.store))
    app.start()
    qtbot.waitExposed(app.window)
    app.window.activateWindow()
    made = Room(app, qtbot, nursery)
    made.until(lambda: app.window.isVisible() and app.window.isActiveWindow())
    made.sign_in()
    yield made
    app.stop(keep_demo=False)
    app.window.deleteLater()
    qapp.processEvents()
