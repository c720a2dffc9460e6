"""The worker: where work runs, where its result arrives, and what a fault looks like."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from ir_desktop.errors import IrError, Refused
from ir_desktop.ui.worker import Bug, Worker


def never(unwanted: object) -> None:
    """Stand for an end that must not come."""
    raise AssertionError(repr(unwanted))


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    made = Worker("test", lambda error: "abc123")
    yield made
    assert made.stop(5)


def test_work_runs_elsewhere_and_its_result_comes_here(qtbot: QtBot, worker: Worker) -> None:
    owner, found = QObject(), list[int]()

    def done(thread: int) -> None:
        found.extend((thread, threading.get_ident()))

    worker.submit(threading.get_ident, done, never, owner=owner)
    qtbot.waitUntil(lambda: bool(found), timeout=5000)
    assert found == [worker.thread_id, threading.get_ident()]
    assert found[0] != found[1]


def test_errors_keep_their_words_and_faults_get_a_reference(qtbot: QtBot, worker: Worker) -> None:
    owner, found = QObject(), list[IrError]()

    def refused() -> None:
        raise Refused("Ask a manager.")

    def fault() -> None:
        raise KeyError("Amina Rahman")

    for work in (refused, fault):
        worker.submit(work, never, found.append, owner=owner)
    qtbot.waitUntil(lambda: len(found) == 2, timeout=5000)
    assert found[0].sentence == "Ask a manager."
    assert isinstance(found[1], Bug)
    assert "abc123" in found[1].sentence
    assert "Amina" not in found[1].sentence


def test_nothing_is_told_to_a_screen_that_is_gone(qtbot: QtBot, worker: Worker) -> None:
    gone, there = QObject(), QObject()
    go, found = threading.Event(), list[str]()
    worker.submit(lambda: go.wait(5), lambda _: found.append("gone"), never, owner=gone)
    worker.submit(lambda: None, lambda _: found.append("there"), never, owner=there)
    gone.deleteLater()
    qtbot.wait(20)
    go.set()
    qtbot.waitUntil(lambda: bool(found), timeout=5000)
    assert found == ["there"]


def test_tasks_are_done_one_after_another(qtbot: QtBot, worker: Worker) -> None:
    owner, found = QObject(), list[int]()
    for number in range(50):
        worker.submit(lambda n=number: n, found.append, never, owner=owner)
    qtbot.waitUntil(lambda: len(found) == 50, timeout=5000)
    assert found == list(range(50))


def test_a_task_begins_when_what_asked_for_it_is_over(qtbot: QtBot, worker: Worker) -> None:
    owner, found, begun = QObject(), list[bool](), threading.Event()

    def busy() -> None:
        worker.submit(begun.set, lambda _: None, never, owner=owner)
        found.append(begun.wait(0.05))

    QTimer.singleShot(0, owner, busy)
    qtbot.waitUntil(begun.is_set, timeout=5000)
    assert found == [False]


def test_what_had_not_begun_is_done_before_the_thread_ends(qtbot: QtBot) -> None:
    owner, found = QObject(), list[int]()
    worker = Worker("test", lambda error: "abc123")
    for number in range(3):
        worker.submit(lambda n=number: found.append(n), lambda _: None, never, owner=owner)
    assert worker.stop(5)
    assert found == [0, 1, 2]
