"""Tests that have the machine to themselves.

``@pytest.mark.alone`` is for a test that holds the program to a time it promises, such as the 100
ms within which the window answers. Beside a second worker the same work takes up to twice as long,
on shared caches and halves of a processor, and no clock of a thread can take that off. So such a
test waits until the other workers are between two tests, and they wait until it is over. Such tests
come first, one after another in one turn: each worker waits once.
"""

import fcntl
import os
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import coverage
import pytest

FOLDER = "IR_TEST_TURNS"
"""The name, in the environment, of a folder that the workers of one run share."""


_TURN = pytest.StashKey[ExitStack]()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that run alone first."""
    items.sort(key=lambda each: not _alone(each))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, object, object]:
    """Let a test begin once no other worker's test stands against it, and trace none alone."""
    stash, folder = item.config.stash, os.environ.get(FOLDER, "")
    if folder and _TURN not in stash:
        stash[_TURN] = ExitStack()
        _take_turn(stash[_TURN], Path(folder), alone=_alone(item))
    stopped: list[coverage.Coverage] = []
    while _alone(item) and (tracing := coverage.Coverage.current()) is not None:
        tracing.stop()  # to trace every call is to be slower than the program is
        stopped.append(tracing)  # one lies on another in a worker
    try:
        return (yield)
    finally:
        for each in reversed(stopped):
            each.start()
        if folder and not (_alone(item) and nextitem is not None and _alone(nextitem)):
            stash[_TURN].close()
            del stash[_TURN]


def _alone(item: pytest.Item) -> bool:
    return item.get_closest_marker("alone") is not None


def _take_turn(stack: ExitStack, folder: Path, *, alone: bool) -> None:
    """Hold the file with the others, or alone; whoever waits to be alone lets nobody else begin."""
    turn = stack.enter_context(_opened(folder / "turn"))
    with _opened(folder / "next") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        fcntl.flock(turn, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)


@contextmanager
def _opened(file: Path) -> Iterator[int]:
    number = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield number
    finally:
        os.close(number)  # lets go of it
