"""Stores and a receiver, made by commands."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.commands import Ran, Receiver, Store, run_here


@pytest.fixture
def make_store(tmp_path: Path) -> Callable[..., Store]:
    """Return a maker of demo stores, in this process where it is not what the test is about."""

    def make(
        name: str = "store",
        children: int = 20,
        seed: int = 1,
        *,
        runs: Callable[..., Ran] = run_here,
    ) -> Store:
        made = runs(
            "demo-store", "--children", children, "--out", tmp_path / name, "--seed", seed
        ).value
        return Store(
            Path(made["store"]),
            {each["role"]: each["password"] for each in made["staff"]},
            {each["role"]: each["name"] for each in made["staff"]},
            made["recovery_code"],
        )

    return make


@pytest.fixture
def receiver(tmp_path: Path, free_port: int) -> Receiver:
    data = tmp_path / "receiver"
    made = run_here(
        *("receiver", "init", "--data", data, "--name", "Northfield health visiting team"),
        *("--contact", "Ring 01632 960 777", "--port", free_port),
    )
    assert made.status == 0, made.err
    return Receiver(data, free_port)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
