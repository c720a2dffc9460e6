"""A screen of one's own, with the real program on it and a keyboard outside of it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.commands import ROOT

PATIENCE = 40.0  # seconds that anything may take on a busy machine
_STEP = 0.05
_STILL = 14  # looks in a row at a picture that no longer changes
_LINE, _BLINKING = 1366 * 4, 40  # bytes of a row of the picture; rows a blinking cursor changes


class Screen:
    """An X server in a process of its own, whose picture stands in a file."""

    def __init__(self, folder: Path, number: str) -> None:
        self._picture, self._number = folder / "Xvfb_screen0", number

    @property
    def env(self) -> dict[str, str]:
        return os.environ | {"DISPLAY": f":{self._number}", "QT_QPA_PLATFORM": "xcb"}

    @contextmanager
    def program(self, store: Path) -> Iterator["subprocess.Popen[bytes]"]:
        """Start the program on a store; it is killed at the end if it still runs."""
        with subprocess.Popen(
            [sys.executable, "-m", "ir_desktop", "--store", str(store)],
            cwd=ROOT,
            env=self.env,
            stderr=subprocess.PIPE,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def keys(self, *names: str) -> None:
        """Press keys, each by its name, such as ``ctrl+k``."""
        self._xdotool("key", "--delay", "25", *names)

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "25", text)

    def turn(self, *names: str) -> None:
        """Press keys that bring something else to the screen, and wait until it is there."""
        before = self._picture.read_bytes()
        self.keys(*names)
        self._changed(before, "Nothing else came to the screen")
        self.still()

    def find(self, text: str) -> None:
        """Type in a finder, and wait for what it finds."""
        before = self._picture.read_bytes()
        self.type(text)
        self._changed(before, "Nothing was found")
        self.still()

    def _changed(self, before: bytes, sentence: str) -> None:
        wait(lambda: _rows(before, self._picture.read_bytes()) > _BLINKING, sentence)

    def arrive(self, process: "subprocess.Popen[bytes]", title: str) -> None:
        """Wait until the window has a title that begins so, and the keyboard."""
        wanted = ("search", "--onlyvisible", "--pid", str(process.pid), "--name", f"^{title}")
        found = wait(lambda: self._xdotool(*wanted).split(), f"No window came: {title}")
        self._xdotool("windowfocus", "--sync", found[0])
        self.still()

    def still(self) -> None:
        """Wait until what is shown no longer changes."""
        seen = [self._picture.read_bytes()]
        same = 0

        def at_rest() -> bool:
            nonlocal same
            seen.append(self._picture.read_bytes())
            same = same + 1 if _rows(seen.pop(0), seen[0]) <= _BLINKING else 0
            return same >= _STILL

        wait(at_rest, "The screen did not come to rest")

    def _xdotool(self, *given: str) -> str:
        ran = subprocess.run(
            ["xdotool", *given], env=self.env, capture_output=True, text=True, timeout=60
        )
        return ran.stdout


def _rows(one: bytes, other: bytes) -> int:
    """Return in how many rows two pictures differ."""
    places = range(0, len(one), _LINE)
    return sum(one[at : at + _LINE] != other[at : at + _LINE] for at in places)


def wait(found: Callable[[], Any], sentence: str) -> Any:
    """Wait until something is there, and return it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if result := found():
            return result
        time.sleep(_STEP)
    raise AssertionError(sentence)


@contextmanager
def own_screen(folder: Path) -> Iterator[Screen]:
    """Start a screen that nothing else uses, and end it."""
    reading, writing = os.pipe()
    with subprocess.Popen(
        [
            *("Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24"),
            *("-fbdir", str(folder), "-nolisten", "tcp"),
        ],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                yield Screen(folder, told.readline().strip())
        finally:
            server.terminate()
