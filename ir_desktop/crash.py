"""What is kept of a fault that stopped the program: its kind and the places, nothing it held.

While somebody is signed in, a file in the records' folder takes down where the program was if the
system ends it for a fault. The next window makes a report of it: names of the program's own parts
with line numbers, and its version. No values, no names of files or people.
"""

import contextlib
import faulthandler
import os
import re
import sys
from pathlib import Path
from types import TracebackType
from typing import TextIO

from ir_desktop import __version__

REPORT = "stopped.txt"
_RUNNING = "running.txt"
_MOST = 20_000  # characters that are kept
_FRAME = re.compile(r'File "(?P<file>[^"]*)", line (?P<line>\d+)')
_KIND = re.compile(r"Fatal Python error: (?P<words>[A-Za-z ]{1,60})|(?P<code>code 0x[0-9a-f]{8})")
_OUTSIDE = "another part"


class CrashWatch:
    """Watches this process, from `start` to `stop`."""

    def __init__(self) -> None:
        self._folder = Path()
        self._file: TextIO | None = None

    def start(self, records: Path) -> None:
        """Make a report of what the run before left, if it ended by a fault; watch this one.

        `records` is the folder of the records that somebody has signed in to.
        """
        self._folder = _beside_the_log(records)
        with contextlib.suppress(OSError):  # it must keep nobody from their records
            self._folder.mkdir(mode=0o700, exist_ok=True)
            running = self._folder / _RUNNING
            if running.exists():
                told = _fatal(running.read_text("utf-8", errors="replace")[:_MOST])
                if told:
                    _add(self._folder, told)
            self._file = running.open("w", encoding="utf-8")
            faulthandler.enable(self._file, all_threads=False)
            sys.excepthook = self._hook
            sys.unraisablehook = self._unraisable

    def stop(self) -> None:
        """Watch no more: the program ends in good order."""
        if self._file is None:
            return
        faulthandler.disable()
        sys.excepthook, sys.unraisablehook = sys.__excepthook__, sys.__unraisablehook__
        self._file.close()
        self._file = None
        with contextlib.suppress(OSError):
            (self._folder / _RUNNING).unlink()

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self._note(error.with_traceback(trace))

    def _unraisable(self, told: "sys.UnraisableHookArgs") -> None:
        if told.exc_value is not None:
            self._note(told.exc_value)

    def _note(self, error: BaseException) -> None:
        """Write an error that nobody caught to the log and to the report, without its words."""
        from ir_desktop import log

        log.bug(error)
        with contextlib.suppress(OSError):
            _add(self._folder, log.places(error))


def report(folder: Path) -> str:
    """Return what is kept of faults in a folder of records, or nothing."""
    try:
        return (_beside_the_log(folder) / REPORT).read_text("utf-8")[:_MOST]
    except (OSError, ValueError):
        return ""


def forget(folder: Path) -> None:
    """Remove the report. Raises `OSError` if it cannot be."""
    (_beside_the_log(folder) / REPORT).unlink(missing_ok=True)


def _beside_the_log(records: Path) -> Path:
    from ir_desktop import log  # slow to load, and not on the way to the first page

    return records / log.FOLDER


def _add(folder: Path, told: str) -> None:
    """Add a line to the report, under the versions of what this runs on."""
    from platform import python_version

    path = folder / REPORT
    before = path.read_text("utf-8") if path.exists() else ""
    head = f"Integrated Review {__version__}, Python {python_version()}, {sys.platform}\n"
    if told in before or len(before) > _MOST:
        return
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        file.write(told + "\n" if head in before else f"{head}{told}\n")


def _fatal(text: str) -> str:
    """Return the kind and the places of a fault that the system ended the program for."""
    kind = _KIND.search(text)
    if kind is None:
        return ""
    places = [f"{_module(each['file'])}:{each['line']}" for each in _FRAME.finditer(text)]
    return f"{kind['words'] or kind['code']} at {' '.join(places) or 'no place'}"


def _module(file: str) -> str:
    """Return a part of the program by its name; what is not of the program stays unnamed."""
    parts = Path(file).with_suffix("").parts
    for package in ("ir_desktop", "PySide6", "sqlalchemy", "reportlab"):
        if package in parts:
            return ".".join(parts[len(parts) - 1 - parts[::-1].index(package) :])
    return _OUTSIDE
