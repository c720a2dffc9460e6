"""The watchdog itself: it sees a Qt thread that stands still, and where."""

import time

from pytestqt.qtbot import QtBot
from watchdog import Watchdog


def test_it_sees_a_blocked_thread_and_names_the_place(qtbot: QtBot) -> None:
    with Watchdog() as dog:
        qtbot.wait(20)
        time.sleep(0.3)
        qtbot.wait(20)
    assert dog.longest > 0.2
    assert "time.sleep(0.3)" in dog.where


def test_it_is_quiet_about_a_thread_that_answers(qtbot: QtBot) -> None:
    with Watchdog() as dog:
        qtbot.wait(50)
    assert "time.sleep" not in dog.where
