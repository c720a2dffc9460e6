"""One window, or one command, per store."""

from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from ir_desktop.storage.problems import StoreInUse, StoreMissing, disk_problem

LOCK_FILE = ".lock"


class StoreLock:
    """A store held by this process. The system lets go of it when the process ends."""

    def __init__(self, held: FileLock) -> None:
        self._held = held

    def release(self) -> None:
        """Let another window open the store; doing so twice is harmless."""
        self._held.release()

    def __enter__(self) -> "StoreLock":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def lock_store(folder: Path) -> StoreLock:
    """Hold the store in `folder`, without waiting; release it with ``release()`` or ``with``.

    Raises:
        StoreMissing: there is no such folder.
        StoreInUse: another window or command holds it.
        EnvironmentProblem: the folder cannot be written.
    """
    if not folder.is_dir():
        raise StoreMissing
    # Not bound to a thread: the store is opened on one thread and may be closed on another.
    held = FileLock(folder / LOCK_FILE, mode=0o600, blocking=False, thread_local=False)
    try:
        held.acquire()
    except Timeout:
        raise StoreInUse from None
    except OSError as error:
        raise disk_problem(error) from None
    return StoreLock(held)
