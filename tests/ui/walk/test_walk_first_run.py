"""Every screen of the first opening, with the keyboard alone and as a screen reader hears it."""

import pytest
from PySide6.QtWidgets import QApplication
from walk_look import Found, look

from ir_desktop.ui import theme
from tools.tour import stops
from tools.tour.guide import opened


@pytest.fixture(scope="module")
def first_run(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    """What is wrong at each stop of a whole first opening: they only come in their order."""
    theme.apply(qapp, theme.Theme(theme.LIGHT))
    folder = tmp_path_factory.mktemp("first")
    with opened(qapp, folder / "store", folder) as guide:
        return {stop.name: look(guide, stop) for stop in stops.FIRST_RUN}


every_stop = pytest.mark.parametrize("name", [stop.name for stop in stops.FIRST_RUN])


@every_stop
def test_a_screen_reader_is_told_everything(first_run: dict[str, Found], name: str) -> None:
    assert first_run[name].told == {}


@every_stop
def test_the_keyboard_reaches_everything(first_run: dict[str, Found], name: str) -> None:
    assert first_run[name].keys == []
