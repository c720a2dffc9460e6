"""The watchdog itself: it sees a Qt thread that stands still, and where; noise it leaves alone."""

import subprocess
import sys
import threading
import time

import pytest
from pytestqt.qtbot import QtBot
from watchdog import LIMIT, Watchdog, never_blocked

from tools.testing.slow import TooSlow

pytestmark = pytest.mark.alone


def test_it_sees_a_blocked_thread_and_names_the_place(qtbot: QtBot) -> None:
    with Watchdog() as dog:
        qtbot.wait(20)
        time.sleep(0.3)
        qtbot.wait(20)
    assert dog.longest > 0.2
    assert "time.sleep(0.3)" in dog.where
    assert len(dog.blocks) == 1
    assert dog.blocks[0].step.startswith("test_watchdog:")
    assert ">" not in dog.blocks[0].step


def test_it_sees_a_thread_that_computes(qtbot: QtBot) -> None:
    with Watchdog() as dog:
        end = time.thread_time() + 0.2
        while time.thread_time() < end:
            pass
        qtbot.wait(20)
    assert dog.longest > 0.19
    assert dog.worst.busy > 0.19


def test_it_sees_a_thread_that_waits_for_another(qtbot: QtBot) -> None:
    lock = threading.Lock()
    lock.acquire()
    threading.Timer(0.2, lock.release).start()
    with pytest.raises(TooSlow, match="did not answer 1 times") as error, never_blocked():
        qtbot.wait(20)
        lock.acquire()
        qtbot.wait(20)
    assert len(error.value.places) == 1
    assert all(error.value.places)


def test_it_is_quiet_about_a_thread_that_answers(qtbot: QtBot) -> None:
    with never_blocked() as dog:
        qtbot.wait(50)
    assert "time.sleep" not in dog.where


def test_what_a_test_does_itself_does_not_count(qtbot: QtBot) -> None:
    with never_blocked() as dog:
        qtbot.wait(20)
        with dog.resting():
            time.sleep(0.3)
        qtbot.wait(20)
    assert dog.longest < LIMIT


def test_other_programs_on_the_machine_do_not_count(qtbot: QtBot) -> None:
    spin = "while True: pass"
    others = [subprocess.Popen([sys.executable, "-c", spin]) for _ in range(12)]
    try:
        with Watchdog() as dog:
            end = time.perf_counter() + 2
            while time.perf_counter() < end:
                qtbot.wait(1)
                sum(range(20_000))  # takes a processor, so it is made to wait for one
        assert dog.blocks == []
    finally:
        for each in others:
            each.kill()
            each.wait()
