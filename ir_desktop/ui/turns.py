"""Long making in turns: the window answers between the parts."""

from collections.abc import Callable, Generator
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

T = TypeVar("T")


def in_turns(owner: QObject, work: Generator[None, None, T], then: Callable[[T], None]) -> None:
    """Do `work` up to its next ``yield`` in each turn of the event loop, `then` in one of its own.

    `then` is given what `work` returns. Nothing more is done once `owner` is gone.
    """
    try:
        next(work)
    except StopIteration as done:
        found: T = done.value
        QTimer.singleShot(0, owner, lambda: then(found))
        return
    QTimer.singleShot(0, owner, lambda: in_turns(owner, work, then))
