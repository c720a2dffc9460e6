"""The review workspace in a real window."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ir_desktop.services.demo import DemoMade, make_demo
from ir_desktop.ui import theme

sys.path.append(str(Path(__file__).parent))  # for the hands beside

from review_hands import TODAY, Room, signed_in


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
    with signed_in(nursery, qapp, qtbot, place=0) as made:
        yield made
