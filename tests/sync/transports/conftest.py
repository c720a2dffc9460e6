"""An authority, servers whose certificates it signs, and transports that reach them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ir_desktop.sync.transports.https import HttpsTransport
from tests.sync.transports.loopback import PATIENT, Authority, Server, serving


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "Test authority")


@pytest.fixture
def serve(authority: Authority) -> Iterator[Callable[..., Server]]:
    with serving(authority) as begin:
        yield begin


@pytest.fixture
def reach(authority: Authority) -> Iterator[Callable[..., HttpsTransport]]:
    made: list[HttpsTransport] = []

    def to(server: Server, **kwargs) -> HttpsTransport:
        kwargs.setdefault("tls_ca", authority.pem)
        kwargs.setdefault("timeouts", PATIENT)
        made.append(HttpsTransport(server.url, **kwargs))
        return made[-1]

    yield to
    for each in made:
        each.close()
