"""A demo store, and the program's window on it, driven as a person would."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ir_desktop.services import children, reviews
from ir_desktop.services.demo import DemoMade, make_demo
from ir_desktop.services.session import Session
from ir_desktop.services.sign_in import find_slot, sign_in
from ir_desktop.ui import theme
from ir_desktop.ui.shell import Shell
from ir_desktop.ui.sign_in.page import SignInPage
from tests.ui.window_hands import InWindow, opened

sys.path.insert(0, str(Path(__file__).parent))  # for the watchdog beside

MARKUP = "<b>Bo</b> & Söhne"
RIGHT_TO_LEFT = "محمد العلي"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoMade:
    """A demo nursery with, besides, a child whose name looks like mark-up and one right to left."""
    made = make_demo(tmp_path_factory.mktemp("window") / "store", children=24, today=date.today())
    session = _session(made)
    try:
        for given, family in ((MARKUP, "O<i>x"), (RIGHT_TO_LEFT, "")):
            children.add_child(
                session,
                given_name=given,
                family_name=family,
                date_of_birth=date(date.today().year - 2, 1, 1),
                key_person_id=session.staff.id,
            )
    finally:
        session.close()
    return made


@pytest.fixture
def session(demo: DemoMade) -> Iterator[Session]:
    opened = _session(demo)
    yield opened
    opened.close()


def _session(made: DemoMade) -> Session:
    manager = made.staff[0]
    return sign_in(made.store, find_slot(made.store, manager.name), manager.password)


class Driver(InWindow):
    """The window, with waiting in words."""

    @property
    def sign_in_page(self) -> SignInPage:
        page = self.app.window.page
        assert isinstance(page, SignInPage)
        return page

    @property
    def shell(self) -> Shell:
        page = self.app.window.page
        assert isinstance(page, Shell)
        return page

    def sign_in(self, place: int = 0) -> Shell:
        super().sign_in(place)
        self.loaded()
        return self.shell

    def loaded(self) -> Any:
        """Wait for the screen that is shown to have its records, and return it."""
        screen = self.shell.screen_shown
        assert screen is not None
        self.until(lambda: screen.loaded)
        self.qtbot.wait(1)  # what a layout was given is shown in the next turn; Tab skips it before
        return screen

    def open_child(self, name: str, tab: str = "") -> Any:
        self.shell.show_children()
        page = self.loaded()
        row = next(each for each in page.list.rows_model.rows if each.cells[0].words == name)
        self.shell.show_child(row.key, tab)
        return self.loaded()


@pytest.fixture(params=[1.0])
def window(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: Any, demo: DemoMade
) -> Iterator[Driver]:
    """The program's window on the demo store; parametrise it for another text size."""
    theme.apply(qapp, theme.Theme(theme.LIGHT, request.param))
    with opened(demo.store, qapp, qtbot) as app:
        yield Driver(app, qtbot, demo)


@pytest.fixture(scope="session")
def real_template(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Records that are no demo, made once; `real_store.Real.copied_to` gives a test its own."""
    from real_store import make_real

    return make_real(tmp_path_factory.mktemp("real") / "store")


__all__ = ["reviews"]
