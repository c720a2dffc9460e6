"""Commands run in this process, with their standard streams."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.cli.main import main
from ir_desktop.domain.people import Role
from tests.services.nursery import Nursery


@dataclass(frozen=True)
class Ran:
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        assert (self.status, self.err) == (0, ""), self.err
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """What a refused command said; it must be one, in words, and print nothing else."""
        assert (self.status, self.out) == (1, ""), (self.status, self.out)
        plain(self.err)
        return self.err


def plain(text: str) -> None:
    """Check that what a person is told is words: no trace, no path, no SQL, no name of a class."""
    assert text.endswith("\n")
    assert text.strip()
    for ugly in (
        "Traceback",
        "Error(",
        "sqlite",
        "SELECT",
        "INSERT",
        "/tmp/",
        "Reference:",
        "\x1b",
    ):
        assert ugly not in text, text


Command = Callable[..., Ran]


def runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*args: object, given: str = "") -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        capsys.readouterr()
        try:
            status = main([str(each) for each in args])
        except SystemExit as done:  # the parser's own way to end
            status = int(done.code or 0)
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return run


@dataclass(frozen=True)
class Desk:
    """A nursery at whose store commands are run."""

    nursery: Nursery
    run_any: Command

    @property
    def folder(self) -> Path:
        return self.nursery.folder

    def run(self, *args: object, role: Role = Role.MANAGER, password: str | None = None) -> Ran:
        who = ("--store", self.folder, "--staff", self.nursery.names[role], "--password-stdin")
        given = self.nursery.passwords[role] if password is None else password
        return self.run_any(*args, *who, given=given + "\n")

    def value(self, *args: object, role: Role = Role.MANAGER) -> Any:
        return self.run(*args, role=role).value

    def child(self, given_name: str) -> str:
        rows = self.value("children", "--include-left")
        (found,) = [row["id"] for row in rows if row["given_name"] == given_name]
        return found
