"""Addresses of pictures, a file and a page, with somebody who notes whether they are looked at."""

import ctypes
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

_OPENED = 0x20  # IN_OPEN, of Linux's notices about files


@dataclass
class Bait:
    """What stands in a picture's address; `taken` tells whether it was looked at."""

    file: Path
    port: int
    _notices: int
    _door: socket.socket

    @property
    def addresses(self) -> tuple[str, ...]:
        return (str(self.file), f"file://{self.file}", f"http://127.0.0.1:{self.port}/x.png")

    def taken(self) -> list[str]:
        found: list[str] = []
        with suppress(BlockingIOError):
            os.read(self._notices, 4096)
            found.append("the file was opened")
        with suppress(BlockingIOError):
            self._door.accept()[0].close()
            found.append("the page was asked for")
        return found


@contextmanager
def bait(folder: Path) -> Iterator[Bait]:
    """Put out a picture and a page."""
    file = folder / "x.png"
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(file))
    system = ctypes.CDLL(None, use_errno=True)
    notices = system.inotify_init1(os.O_NONBLOCK)
    assert notices >= 0
    assert system.inotify_add_watch(notices, os.fsencode(file), _OPENED) >= 0
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.setblocking(False)
        try:
            yield Bait(file, door.getsockname()[1], notices, door)
        finally:
            os.close(notices)
