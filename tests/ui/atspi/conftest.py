"""A message bus of its own, for the accessibility bus and the program."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))  # for the bus beside

from atspi_bus import until

TOLD = 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat'
"""Tells the address of the bus, and keeps it until its input is closed."""


@pytest.fixture
def session_bus(tmp_path: Path) -> Iterator[str]:
    """The address of a session bus; what it starts has its sockets in a folder of its own."""
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    with subprocess.Popen(
        ["env", f"XDG_RUNTIME_DIR={runtime}", "dbus-run-session", "--", "sh", "-c", TOLD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        yield running.stdout.readline().strip()
        running.stdin.close()
        assert running.wait(timeout=20) == 0
    until(lambda: not left(runtime))


def left(runtime: Path) -> list[str]:
    """The processes that still know this folder: none may outlive the bus."""
    found: list[str] = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            if os.fsencode(runtime) in (process / "environ").read_bytes():
                found.append((process / "comm").read_text())
    return found
