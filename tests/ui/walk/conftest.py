"""The program's window on the demo nursery, opened once, for a walk over every screen."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

# What sends in the background is loaded here: its library sets aside a warning of its own while it
# is imported, which does not hold where a test ends at that moment.
from ir_desktop.sync.transports import https as https
from ir_desktop.ui import theme
from tools.tour.guide import Guide, opened
from tools.tour.prepared import Prepared, prepare

sys.path.append(str(Path(__file__).parent))  # for the walkers beside


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(tmp_path_factory.mktemp("walk"))


@pytest.fixture(scope="module")
def guide(qapp: QApplication, nursery: Prepared) -> Iterator[Guide]:
    """The window, nobody signed in yet."""
    theme.apply(qapp, theme.Theme(theme.LIGHT))
    with opened(qapp, nursery.made.store, nursery.scratch, nursery.made, nursery.children) as made:
        yield made
