"""Saving as the person types, with a timer that the test moves."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QObject, Qt, Signal

from ir_desktop.errors import EnvironmentProblem, IrError
from ir_desktop.ui.widgets.autosave import LONGEST_MS, QUIET_MS, Autosave
from ir_desktop.ui.widgets.saved_note import SavedNote, Saving


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.ms = 0
        self.alarms: list[FakeAlarm] = []

    def alarm(self) -> "FakeAlarm":
        self.alarms.append(FakeAlarm(self))
        return self.alarms[-1]

    def pass_by(self, ms: int) -> None:
        for _ in range(ms):
            self.ms += 1
            for alarm in self.alarms:
                alarm.look()


class FakeAlarm(QObject):
    timeout: ClassVar[Any] = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock, self._due = clock, -1

    def start(self, msec: int, /) -> None:
        self._due = self._clock.ms + msec

    def stop(self) -> None:
        self._due = -1

    def isActive(self) -> bool:
        return self._due >= 0

    def look(self) -> None:
        if 0 <= self._due <= self._clock.ms:
            self._due = -1
            self.timeout.emit()


class Store:
    """Something that saves when the test says so."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.at: list[int] = []
        self.waiting: list[tuple[Callable[[], None], Callable[[IrError], None]]] = []

    def save(self, done: Callable[[], None], failed: Callable[[IrError], None]) -> None:
        assert not self.waiting, "two saves at once"
        self.at.append(self.clock.ms)
        self.waiting.append((done, failed))

    def finish(self) -> None:
        self.waiting.pop()[0]()

    def fail(self) -> None:
        self.waiting.pop()[1](EnvironmentProblem("The disk is full."))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> Store:
    return Store(clock)


@pytest.fixture
def note(show) -> SavedNote:
    made = SavedNote()
    show(made)
    return made


@pytest.fixture
def autosave(store: Store, note: SavedNote, clock: Clock) -> Autosave:
    return Autosave(store.save, note, lambda: datetime(2026, 9, 15, 14, 2), alarm=clock.alarm)


def test_it_saves_soon_after_the_last_key(autosave, store, clock, note, qtbot) -> None:
    for _ in range(5):
        autosave.touch("name")
        clock.pass_by(QUIET_MS - 1)
    assert store.at == []
    assert note.state is Saving.WAITING
    last_key = clock.ms - QUIET_MS + 1
    clock.pass_by(1)
    assert store.at == [clock.ms]
    assert store.at[0] - last_key <= 2000
    with qtbot.waitSignal(autosave.saved):
        store.finish()
    assert note.text() == "Saved as you type, 14:02"
    assert not autosave.pending
    clock.pass_by(LONGEST_MS * 2)
    assert len(store.at) == 1


def test_typing_without_a_pause_is_saved_in_between(autosave, store, clock) -> None:
    for _ in range(2 * LONGEST_MS // 100):
        autosave.touch()
        clock.pass_by(100)
        if store.waiting:
            store.finish()
    assert len(store.at) == 2


def test_keys_during_a_save_lead_to_another_after_it(autosave, store, clock, note) -> None:
    autosave.touch()
    clock.pass_by(QUIET_MS)
    autosave.touch()
    clock.pass_by(QUIET_MS)
    assert len(store.at) == 1
    store.finish()
    assert note.state is not Saving.SAVED
    assert len(store.at) == 2
    store.finish()
    assert note.state is Saving.SAVED
    autosave.touch()
    assert note.state is Saving.SAVED  # still true of what was saved, and calm to the eye


def test_a_key_just_before_a_save_ends_waits_its_own_time(autosave, store, clock) -> None:
    autosave.touch()
    clock.pass_by(QUIET_MS)
    autosave.touch()
    store.finish()
    assert len(store.at) == 1
    clock.pass_by(QUIET_MS)
    assert len(store.at) == 2


def test_a_failed_save_says_so_and_tries_again(autosave, store, clock, note, qtbot) -> None:
    autosave.touch()
    clock.pass_by(QUIET_MS)
    store.fail()
    assert note.state is Saving.FAILED
    assert note.text() == "Not saved yet. The disk is full."
    assert note.accessibleName() == note.text()
    assert autosave.pending
    qtbot.keyClick(note.try_again, Qt.Key.Key_Space)
    assert len(store.at) == 2
    store.fail()
    autosave.touch()
    assert note.state is Saving.FAILED
    clock.pass_by(QUIET_MS)
    store.finish()
    assert note.state is Saving.SAVED
    assert not note.try_again.isVisible()


def test_leaving_saves_at_once_and_then_goes_on(autosave, store, clock) -> None:
    gone: list[int] = []
    autosave.flush(lambda: gone.append(0))
    assert gone == [0]
    autosave.touch()
    autosave.flush(lambda: gone.append(1))
    assert store.at == [clock.ms]
    autosave.touch()
    store.finish()
    assert gone == [0]
    store.finish()
    assert gone == [0, 1]
    assert not autosave.pending


def test_leaving_stays_where_saving_fails(autosave, store, clock) -> None:
    gone: list[int] = []
    autosave.touch()
    autosave.flush(lambda: gone.append(1))
    store.fail()
    autosave.flush()
    store.finish()
    assert gone == []


def test_the_real_timer_goes_off_once(note, qtbot) -> None:
    calls: list[int] = []

    def save(done: Callable[[], None], _: Callable[[IrError], None]) -> None:
        calls.append(1)
        done()

    autosave = Autosave(save, note, lambda: datetime(2026, 9, 15, 9, 5))
    with qtbot.waitSignal(autosave.saved, timeout=2000):
        autosave.touch()
    assert calls == [1]
    assert note.text() == "Saved as you type, 09:05"
