"""Work off the Qt thread: services run in one thread, and their results come back by signal.

One thread owns the store (`Database` allows one transaction at a time); a second one is for
what neither needs the store nor may wait behind it, such as printing.

A task begins once the window has nothing to do for a moment. Where one page asks for more while it
is being laid out, both would work at once, and wait for Python's lock in turns: hundreds of calls
of Qt, each waiting a little, are a window that does not answer.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ir_desktop.errors import IrError

T = TypeVar("T")


class Bug(IrError):
    """A fault of the program, told by a reference that the log holds too."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            "Something went wrong in the program. What was saved before is safe. If you ask for "
            f"help, say this reference: {reference}."
        )


@dataclass(frozen=True, slots=True)
class _Task(Generic[T]):
    work: Callable[[], T]
    done: Callable[[T], None]
    failed: Callable[[IrError], None]
    owner: QObject


@dataclass(frozen=True, slots=True)
class _Outcome:
    task: _Task[Any]
    value: Any = None
    error: IrError | None = None


class Worker(QObject):
    """A thread that does one task after another. Make it, and use it, on the Qt thread."""

    _finished = Signal(object)

    def __init__(self, name: str, report: Callable[[BaseException], str]) -> None:
        """Start the thread; `report` writes a bug to the log and returns its reference."""
        super().__init__()
        self._report = report
        self._coming: list[_Task[Any]] = []
        self._waiting: SimpleQueue[_Task[Any] | None] = SimpleQueue()
        self._idle = QTimer(self)  # of no time: it is due when no event waits any more
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._begin)
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        # A daemon: a service that hangs must not keep a closed window's process alive.
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[IrError], None],
        *,
        owner: QObject,
    ) -> None:
        """Have `work` done; then `done` gets its result, or `failed` its error, on the Qt thread.

        Neither is called once `owner` has been deleted.
        """
        self._coming.append(_Task(work, done, failed, owner))
        self._idle.start(0)

    @property
    def thread_id(self) -> int | None:
        """The thread's identity, as `threading.get_ident` gives it."""
        return self._thread.ident

    def stop(self, seconds: float) -> bool:
        """Finish what is waiting, end the thread, and return whether it ended in time."""
        self._begin()
        self._waiting.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _begin(self) -> None:
        self._idle.stop()
        for each in self._coming:
            self._waiting.put(each)
        self._coming.clear()

    def _run(self) -> None:
        while (task := self._waiting.get()) is not None:
            try:
                outcome = _Outcome(task, value=task.work())
            except IrError as error:
                outcome = _Outcome(task, error=error)
            except BaseException as error:
                outcome = _Outcome(task, error=Bug(self._report(error)))
            try:
                self._finished.emit(outcome)
            except RuntimeError:  # the window was taken down meanwhile
                return

    def _deliver(self, outcome: object) -> None:
        found = cast(_Outcome, outcome)
        if not _alive(found.task.owner):
            return
        if found.error is not None:
            found.task.failed(found.error)
        else:
            found.task.done(found.value)


def report(error: BaseException) -> str:
    """Write a bug to the log, and return its reference."""
    from ir_desktop import log  # slow to load, and seldom wanted

    return log.bug(error)


def _alive(owner: QObject) -> bool:
    """Return whether Qt still has an object; PySide refuses any use of one that it deleted."""
    try:
        owner.objectName()
    except RuntimeError:
        return False
    return True
