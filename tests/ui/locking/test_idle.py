"""When it is time to lock, with a clock that is pushed."""

import ctypes
import sys
from typing import Any

import pytest
from PySide6.QtCore import QObject

from ir_desktop.ui.locking import macos, windows
from ir_desktop.ui.locking.idle import EVERY, NEAR, STOOD_STILL, Idle, Sign

LIMIT = 300.0


def pass_by(idle: Idle, begin: float, seconds: float) -> list[Sign]:
    """Look as often as it asks for, until so many seconds have passed."""
    now, seen = begin, [idle.look(begin, LIMIT)]
    while now < begin + seconds and seen[-1] is not Sign.LOCK:
        now += idle.wait(now, LIMIT)
        seen.append(idle.look(now, LIMIT))
    return seen


def test_it_warns_half_a_minute_before_and_then_locks() -> None:
    idle = Idle(1000.0)
    seen = pass_by(idle, 1000.0, LIMIT + 60)
    assert set(seen) == {Sign.QUIET, Sign.NEAR, Sign.LOCK}
    assert seen.index(Sign.NEAR) == (LIMIT - NEAR) / EVERY
    assert seen.index(Sign.LOCK) == LIMIT / EVERY


def test_whatever_a_person_does_begins_it_anew() -> None:
    idle = Idle(0.0)
    for each in range(0, 3000, 20):
        idle.touch(each - 19.0 if each else 0.0)
        assert idle.look(float(each), LIMIT) is Sign.QUIET


def test_a_key_takes_the_warning_back() -> None:
    idle = Idle(0.0)
    seen = pass_by(idle, 0.0, LIMIT - NEAR)
    assert seen[-1] is Sign.NEAR
    idle.touch(LIMIT - NEAR + 1)
    assert idle.look(LIMIT - NEAR + 1, LIMIT) is Sign.QUIET


def test_a_sleep_locks_even_where_a_key_woke_the_computer() -> None:
    idle = Idle(0.0)
    idle.look(5.0, LIMIT)
    idle.touch(5.0 + STOOD_STILL)
    assert idle.look(5.0 + STOOD_STILL, LIMIT) is Sign.LOCK


def test_another_limit_counts_at_once() -> None:
    idle = Idle(0.0)
    assert pass_by(idle, 0.0, 280.0)[-1] is Sign.NEAR
    assert idle.look(285.0, 900.0) is Sign.QUIET
    assert idle.wait(285.0, 900.0) == EVERY


def test_windows_messages_that_mean_it() -> None:
    assert windows.asks(0x0218, 4)  # WM_POWERBROADCAST, PBT_APMSUSPEND
    assert windows.asks(0x02B1, 7)  # WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK
    assert not windows.asks(0x02B1, 8)  # unlocked
    assert not windows.asks(0x0218, 0x12)  # awake again


@pytest.mark.skipif(sys.platform == "win32", reason="there the system itself is asked")
def test_a_windows_message_is_read_from_where_it_lies(qapp: Any) -> None:
    holder = QObject()
    signs, heard = windows.Signs(holder, 0), []
    signs.asked.connect(lambda: heard.append("asked"))
    for message, wparam in ((0x000F, 4), (0x0218, 4)):
        told = windows._Message(None, message, wparam)
        assert signs._filter.nativeEventFilter(b"", ctypes.addressof(told)) == (False, 0)
    assert heard == ["asked"]
    qapp.removeNativeEventFilter(signs._filter)


@pytest.mark.skipif(sys.platform == "darwin", reason="there the system itself is asked")
def test_macos_calls_back_and_elsewhere_nothing_is_listened_to(qapp: Any) -> None:
    holder = QObject()
    signs, heard = macos.Signs(holder), []
    signs.asked.connect(lambda: heard.append("asked"))
    signs._heard(None, None, None, None, None)
    assert heard == ["asked"]
