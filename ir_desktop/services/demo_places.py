"""Where throw-away demo stores stand: held while their window lives, swept when it was killed."""

import os
import re
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage.lock import LOCK_FILE, StoreLock, lock_store

__all__ = ["FRESH_SECONDS", "PREFIX", "StoreLock", "hold", "sweep"]

PREFIX = "ir-demo-"
FRESH_SECONDS = 60.0
"""How long a folder is let alone after a change: its window may be about to hold it."""

_STORE = "store"
_OURS = re.compile(rf"{_STORE}|people\.json|{re.escape(LOCK_FILE)}|\.[0-9a-f-]{{36}}\.new")


def hold(folder: Path) -> StoreLock | None:
    """Keep other windows from sweeping a demo folder; None where it cannot be held."""
    with suppress(EnvironmentProblem):
        return lock_store(folder)
    return None


def sweep(among: Path, *, now: float) -> int:
    """Remove the demo folders of windows that were killed, and return how many.

    Only this user's, with nothing in them but what a demo holds, and that nobody holds.
    `now` is the time as the file system tells it.
    """
    swept = 0
    for folder in among.glob(f"{PREFIX}*"):
        with suppress(OSError, EnvironmentProblem):  # in use, or going at this very moment
            if _left(folder, now):
                _let_go_by_all(folder)
                shutil.rmtree(folder)
                swept += 1
    return swept


def _left(folder: Path, now: float) -> bool:
    told = folder.lstat()
    if not stat.S_ISDIR(told.st_mode) or now - told.st_mtime < FRESH_SECONDS:
        return False
    if hasattr(os, "geteuid") and told.st_uid != os.geteuid():
        return False
    return all(_OURS.fullmatch(each.name) for each in folder.iterdir())


def _let_go_by_all(folder: Path) -> None:
    """Raise `StoreInUse` if a window holds the folder, or its store."""
    for each in (folder, folder / _STORE):
        if each.is_dir() and not each.is_symlink():
            lock_store(each).release()
