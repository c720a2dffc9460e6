"""Virtual screens for tests and pictures: real X servers that show nothing to anybody.

Each test worker gets a screen of its own, because two windows on one screen take the keyboard
focus from each other.
"""

import contextlib
import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

from tools.dev.places import Stop

SIZE = "1366x768x24"  # the small laptop of the product's own target
_START_SECONDS = 20


def available() -> bool:
    """Tell whether virtual screens can be had on this system."""
    return sys.platform.startswith("linux") and shutil.which("Xvfb") is not None


def person_has_one() -> bool:
    """Tell whether the person at this machine has a screen Qt can use."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextlib.contextmanager
def virtual(count: int) -> Iterator[list[str]]:
    """Start `count` screens, give their display names (``:99``), and stop them at the end."""
    servers: list[subprocess.Popen[bytes]] = []
    try:
        displays: list[str] = []
        for _ in range(count):
            server, display = _start()
            servers.append(server)
            displays.append(display)
        yield displays
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            try:
                server.wait(timeout=5)
            except subprocess.TimeoutExpired:
                server.kill()


def _start() -> tuple[subprocess.Popen[bytes], str]:
    reading, writing = os.pipe()
    try:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"],
            pass_fds=(writing,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C ends the tests first, the screen after them
            preexec_fn=_dying_with_parent(),
        )
    finally:
        os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        ready, _, _ = select.select([pipe], [], [], _START_SECONDS)
        number = pipe.readline().strip().decode() if ready else ""
    if not number:
        server.kill()
        raise Stop("The virtual screen (Xvfb) did not start.")
    return server, f":{number}"


def _dying_with_parent() -> Callable[[], None]:
    """Return a hook that lets the system end the screen even if we are killed outright."""
    libc = ctypes.CDLL(None)  # loaded before the fork: nothing is imported after it
    return lambda: libc.prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG, prctl(2)
