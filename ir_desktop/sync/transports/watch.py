"""A watch over one connection: ends it when its time is up, or when somebody cancels.

Time-outs on a socket start again with every byte, so a server that drips one byte now and then
could hold the network thread for days.
"""

import socket
import threading
from enum import Enum, auto


class Ended(Enum):
    """Why the watch ended a connection."""

    TIME = auto()
    CANCELLED = auto()


class Watch:
    """Watches one exchange at a time. `cancel` may be called from any thread, and is for good."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = False
        self._time_up = False
        self._handle: socket.socket | None = None
        self._left = False  # the connection is done with the handle, its answer perhaps not
        self._timer: threading.Timer | None = None

    def start(self, seconds: float) -> None:
        """Begin an exchange that may last `seconds`."""
        timer = threading.Timer(seconds, self._on_time)
        timer.daemon = True
        with self._lock:
            self._time_up = False
            self._timer = timer
        timer.start()

    def over(self, handle: socket.socket) -> None:
        """Watch this connection; end it at once if that is already due.

        `handle` is a duplicate of the connection's socket: shutting down a TLS socket itself
        from another thread could let its owner go on in the clear.
        """
        with self._lock:
            self._drop()
            self._handle = handle
            if self._ended() is not None:
                self._end()

    def leave(self, handle: socket.socket) -> None:
        """Close a handle that its connection is done with.

        The one being watched stays open until `stop`: a connection that will not be kept is
        closed by the library as soon as the head of the answer is read, its body still to come.
        """
        with self._lock:
            if self._handle is handle:
                self._left = True
            else:
                handle.close()

    def stop(self) -> Ended | None:
        """End the exchange; return why it had to be ended, or None if it ended by itself."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None
            self._drop()
            return self._ended()

    def cancel(self) -> None:
        """End what is under way, and everything begun after."""
        with self._lock:
            self._cancelled = True
            self._end()

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled

    def _drop(self) -> None:
        if self._handle is not None and self._left:
            self._handle.close()
        self._handle = None
        self._left = False

    def _ended(self) -> Ended | None:
        if self._cancelled:
            return Ended.CANCELLED
        return Ended.TIME if self._time_up else None

    def _on_time(self) -> None:
        with self._lock:
            if self._timer is threading.current_thread():  # not one of an exchange before
                self._time_up = True
                self._end()

    def _end(self) -> None:
        if self._handle is not None:
            try:
                self._handle.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # the other side, or the system, was first
