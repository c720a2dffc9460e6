"""The search for garbage: in the Qt thread, and not over what is never garbage."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ir_desktop.ui.collector import Collector


class Ring:
    """Garbage that only a search finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    owner = QObject()
    made = Collector(owner)
    made.start()
    yield made
    made.stop()


def test_garbage_made_since_is_found(collector: Collector, qtbot: QtBot) -> None:
    assert not gc.isenabled()
    gone = weakref.ref(Ring())
    kept = [Ring() for _ in range(1000)]  # more than a threshold, so that a search is due
    qtbot.waitUntil(lambda: gone() is None)
    assert len(kept) == 1000


def test_what_is_set_aside_is_not_looked_at(collector: Collector) -> None:
    standing = Ring()
    assert gc.is_tracked(standing)
    collector.set_aside()
    assert all(each is not standing for each in gc.get_objects())
    gc.collect()
    assert len(gc.get_objects()) < 1000


def test_at_the_end_everything_is_searched_again(qtbot: QtBot) -> None:
    owner = QObject()
    collector = Collector(owner)
    collector.start()
    gone = weakref.ref(Ring())
    collector.set_aside()
    gc.collect()
    assert gone() is not None
    collector.stop()
    assert gone() is None
    assert gc.isenabled()
    collector.set_aside()  # what was loading meanwhile may end later than the window
    assert gc.get_freeze_count() == 0
