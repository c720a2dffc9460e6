"""Tests that have the machine to themselves.

``@pytest.mark.alone`` is for a test that holds the program to a time it promises, such as the 100
ms within which the window answers. Beside a second worker the same work takes up to twice as long,
on shared caches and halves of a processor, and no clock of a thread can take that off. So such a
test waits until the other workers are between two tests, and they wait until it is over.
"""

import fcntl
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

FOLDER = "IR_TEST_TURNS"
"""The name, in the environment, of a folder that the workers of one run share."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let a test begin once no other worker's test stands against it."""
    folder = os.environ.get(FOLDER, "")
    if not folder:
        return (yield)
    with _turn(Path(folder), alone=item.get_closest_marker("alone") is not None):
        return (yield)


@contextmanager
def _turn(folder: Path, *, alone: bool) -> Iterator[None]:
    """Hold the file with the others, or alone; whoever waits to be alone lets nobody else begin."""
    with _opened(folder / "turn") as turn:
        with _opened(folder / "next") as queue:
            fcntl.flock(queue, fcntl.LOCK_EX)
            fcntl.flock(turn, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield


@contextmanager
def _opened(file: Path) -> Iterator[int]:
    number = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield number
    finally:
        os.close(number)  # lets go of it
