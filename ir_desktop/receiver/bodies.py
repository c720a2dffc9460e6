"""Reading request bodies without letting anybody fill the memory or hold a place for ever."""

import asyncio
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from dataclasses import dataclass

from ir_desktop.sync.envelope import MAX_BYTES


@dataclass(frozen=True, slots=True)
class Limits:
    """What one sender, and all together, may ask of the server.

    `most` bytes in a body; `at_once` bodies at a time; `grace` seconds that any body may take,
    and one more second for each `slowest` bytes that have come (16 kB/s is a slow rural line);
    `busy_for` seconds that a sender turned away is asked to wait; `drained` bytes that are read
    and thrown away before a refusal, since a client still writing may never see an answer.
    """

    most: int = MAX_BYTES
    at_once: int = 16
    grace: float = 20.0
    slowest: float = 16_000.0
    busy_for: int = 5
    drained: int = 24_000_000


class TooLarge(Exception):
    """The body is longer than `Limits.most`."""


class TooSlow(Exception):
    """The body came more slowly than `Limits` allows."""


class Busy(Exception):
    """`Limits.at_once` bodies are being read already."""


class Places:
    """Counts the bodies that are being read and worked on. For one event loop."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once

    @contextmanager
    def one(self) -> Generator[None]:
        """Hold a place; raises `Busy` where none is free, rather than keeping anybody waiting."""
        if self._free == 0:
            raise Busy
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1


async def read_body(stream: AsyncIterator[bytes], length: str | None, limits: Limits) -> bytes:
    """Return a whole body.

    Args:
        stream: its pieces.
        length: the Content-Length header, if there is one.
        limits: what is allowed.

    Raises:
        TooLarge: at once where the length says so, else as soon as more has come.
        TooSlow: it took too long.
    """
    if length is not None and length.isdecimal() and int(length) > limits.most:
        raise TooLarge
    body = bytearray()
    async for piece in _in_time(stream, limits):
        body += piece
        if len(body) > limits.most:
            raise TooLarge
    return bytes(body)


async def drain(stream: AsyncIterator[bytes], limits: Limits) -> None:
    """Read on for a little and throw it away, so that a client comes to read the answer."""
    left = limits.drained
    try:
        async for piece in _in_time(stream, limits):
            left -= len(piece)
            if left < 0:
                return
    except TooSlow:
        return


async def _in_time(stream: AsyncIterator[bytes], limits: Limits) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    end = loop.time() + limits.grace
    while True:
        try:
            async with asyncio.timeout_at(end):
                piece = await anext(stream, None)
        except TimeoutError as error:
            raise TooSlow from error
        if piece is None:
            return
        end += len(piece) / limits.slowest
        yield piece
