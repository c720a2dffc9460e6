"""Every screen of the demo, with the keyboard alone and as a screen reader hears it."""

import pytest
from walk_look import Found, look
from walk_screens import STOP_OF

from ir_desktop.ui.shell import Shell
from tools.tour import stops
from tools.tour.guide import Guide

STOPS = (*stops.BEFORE, *stops.INSIDE)


@pytest.fixture(scope="module")
def found(request: pytest.FixtureRequest, guide: Guide) -> Found:
    """What is wrong at a stop."""
    stop = request.param
    if stop in stops.INSIDE and not isinstance(guide.app.window.page, Shell):
        guide.sign_in()
    return look(guide, stop)


every_stop = pytest.mark.parametrize(
    "found", [pytest.param(each, id=each.name) for each in STOPS], indirect=True, scope="module"
)


@every_stop
def test_the_stop_shows_its_screen(found: Found, request: pytest.FixtureRequest) -> None:
    stop = request.node.callspec.params["found"]
    assert [kind for kind, name in STOP_OF.items() if name == stop.name] in ([], [found.screen])


@every_stop
def test_a_screen_reader_is_told_everything(found: Found) -> None:
    assert found.told == {}


@every_stop
def test_the_keyboard_reaches_everything_and_the_focus_is_seen(found: Found) -> None:
    assert found.keys == []
