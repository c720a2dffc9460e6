"""A health team's receiver, by itself or serving, and a setting it knows."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.receiver import service
from tests.receiver.parties import Sender, init, make_bundle
from tests.receiver.receiver_desk import Desk
from tests.receiver.servers import Running, start


@pytest.fixture
def data(tmp_path: Path) -> Iterator[service.ReceiverData]:
    made = init(tmp_path / "receiver")
    yield made
    made.close()


@pytest.fixture
def sender() -> Sender:
    return Sender()


@pytest.fixture(scope="session")
def bundle() -> bytes:
    return make_bundle()


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """The desk of a team whose receiver has its keys."""
    desk.receiver("init", "--name", "Northmere Team", "--contact", "01632 960002", "--port", 9443)
    return desk


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One server for every test that does not stop it; each sends packages of its own."""
    one = start(tmp_path_factory.mktemp("running") / "receiver")
    yield one
    assert one.server.stop() == 0
    one.data.close()


@pytest.fixture
def starter(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts servers of a test's own."""
    begun: list[Running] = []

    def begin(**more: Any) -> Running:
        begun.append(start(tmp_path / f"receiver{len(begun)}", **more))
        return begun[-1]

    yield begin
    for each in begun:
        each.server.stop()
        each.data.close()
