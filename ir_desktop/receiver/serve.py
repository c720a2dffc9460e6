"""Running the endpoint: TLS, a port, a line that says it is ready, and an orderly end."""

import asyncio
import ipaddress
import os
import signal
import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any, Final

import uvicorn

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.receiver.bodies import Limits
from ir_desktop.receiver.data import ReceiverData
from ir_desktop.receiver.folder import url_of
from ir_desktop.receiver.web import application

_BACKLOG: Final = 128
_CONNECTIONS: Final = 500  # beyond it the server itself answers 503
_LAST_SECONDS: Final = 15


def serve(
    data: ReceiverData,
    *,
    ready: Callable[[str], None],
    listen: str | None = None,
    port: int | None = None,
    certificate: tuple[Path, Path] | None = None,
    limits: Limits | None = None,
) -> None:
    """Serve until the process is told to end (SIGTERM or SIGINT).

    Args:
        data: an open receiver.
        ready: called with the endpoint's address once connections are taken.
        listen: the address of this machine to listen on; None for the machine itself only where
            the endpoint's host is the machine itself, else for every address.
        port: the port; None for the one settings are told, 0 for any free one.
        certificate: files of a certificate (with its chain) and its key, instead of the
            receiver's own.
        limits: what senders may ask of the server.

    Raises:
        EnvironmentProblem: the port or the certificate cannot be used.
    """
    if certificate is None:
        data.folder.renew_server(data.facts, _now())
        certificate = data.folder.server_files
    context = _context(*certificate)
    listener = _listener(data, listen, port)

    def given(_: uvicorn.Config, __: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
        return context

    config = uvicorn.Config(
        application(data, clock=_now, limits=limits),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="on",
        ssl_context_factory=given,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=_LAST_SECONDS,
    )
    bound = int(listener.getsockname()[1])
    server = _Server(config, lambda: ready(url_of(data.facts.hosts[0], bound)))
    # The server raises a signal again once it has ended in order; that must not end us by force.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, _heard)
    with listener, asyncio.Runner(loop_factory=_Loop) as runner:
        runner.run(server.serve(sockets=[listener]))


def _heard(_: int, __: FrameType | None) -> None:
    return


def _now() -> datetime:
    return datetime.now(UTC)


class _Loop(asyncio.SelectorEventLoop):
    """Gives up sooner on clients that stay silent: a kept connection never says goodbye."""

    async def create_server(self, *args: Any, **options: Any) -> asyncio.Server:
        options |= {"ssl_handshake_timeout": 15.0, "ssl_shutdown_timeout": 2.0}
        return await super().create_server(*args, **options)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _context(certificate: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key, password="")
    except (OSError, ssl.SSLError) as error:
        raise EnvironmentProblem(
            "The server's certificate and its key cannot be used: check that both files are "
            "there, belong together, and need no password."
        ) from error
    return context


def _listener(data: ReceiverData, listen: str | None, port: int | None) -> socket.socket:
    wanted = data.facts.port if port is None else port
    address = listen
    if address is None:
        address = "127.0.0.1" if _is_this_machine(data.facts.hosts[0]) else ""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # asyncio sends small answers at once (TCP_NODELAY) only on sockets that say they are TCP,
    # which those of socket.create_server do not: each request would wait 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, wanted))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise EnvironmentProblem(
            "The receiver cannot listen there: the port may be in use, or not allowed for this "
            "user. Stop what uses it, or choose another with --port."
        ) from error
    return listener


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
