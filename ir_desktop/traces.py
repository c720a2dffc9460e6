"""What a process leaves behind on the machine, kept small: files, memory pictures, temporary files.

All of it is asked of the system, and a system that does not know how is passed over.
"""

import contextlib
import os
import sys
from pathlib import Path

_DUMPABLE = 4  # Linux: PR_SET_DUMPABLE
_RUN_FOLDER = "integrated-review"


def keep_private() -> None:
    """Make new files readable by this person only, and no file of this process when it crashes."""
    os.umask(0o077)
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def keep_memory_private() -> None:
    """Keep other programs of this person, and the system's crash keeper, from reading the memory.

    Meant for just before keys come into it, and not from the start: on some desktops a program
    that may not be looked at is not told whether windows are to be dark.
    """
    if sys.platform == "linux":
        import ctypes  # not on the way to the first page

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_DUMPABLE, 0, 0, 0, 0)


def temporary_in_memory() -> Path | None:
    """Have temporary files made in memory from now on, where there is such a place.

    Printing hands a page to the system as a temporary file. Linux gives each person a folder in
    memory that goes when they log out; what a killed window left there is removed first. Returns
    the folder, or None where there is none.
    """
    given = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if sys.platform != "linux" or not given.is_absolute():
        return None
    folder = given / _RUN_FOLDER
    try:
        if given.stat().st_uid != os.getuid() or given.stat().st_mode & 0o077:
            return None
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink():
            return None
        _sweep(folder)
    except OSError:
        return None
    os.environ["TMPDIR"] = str(folder)
    return folder


def _sweep(folder: Path) -> None:
    for each in folder.iterdir():
        if each.is_file() and not each.is_symlink():
            with contextlib.suppress(OSError):
                each.unlink()
