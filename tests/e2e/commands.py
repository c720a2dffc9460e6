"""The program as people run it: commands in processes of their own, and a real receiver."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ir_desktop.cli.main import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        assert self.status == 0, self.err
        assert self.err == "", self.err
        return json.loads(self.out)


def run_here(*args: object, given: str = "") -> Ran:
    """Run one command in this process, which is much quicker.

    It is for what a test has to have, and another test does by a command of its own process.
    """
    said, wrong = io.StringIO(), io.StringIO()
    was, sys.stdin = sys.stdin, io.StringIO(given)
    umask = os.umask(0o077)
    try:
        with redirect_stdout(said), redirect_stderr(wrong):
            status = main([str(each) for each in args])
    finally:
        sys.stdin = was
        os.umask(umask)
    return Ran(status, said.getvalue(), wrong.getvalue())


def run(*args: object, given: str | bytes = "", home: Path | None = None) -> Ran:
    """Run one command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "ir_desktop", *map(str, args)],
        input=given if isinstance(given, bytes) else given.encode(),
        capture_output=True,
        timeout=120,
        cwd=ROOT,
        env=os.environ | ({} if home is None else {"HOME": str(home)}),
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@dataclass(frozen=True)
class Store:
    """A demo store and its staff's passwords."""

    folder: Path
    passwords: dict[str, str]
    names: dict[str, str]
    recovery_code: str
    runs: Callable[..., Ran] = run

    @property
    def here(self) -> "Store":
        """The same store, whose commands run in this process."""
        return replace(self, runs=run_here)

    def run(self, *args: object, role: str = "manager") -> Ran:
        """Run a command on the store as a person of a role."""
        who = ("--store", self.folder, "--staff", self.names[role], "--password-stdin")
        return self.runs(*args, *who, given=self.passwords[role] + "\n")

    def value(self, *args: object, role: str = "manager") -> Any:
        return self.run(*args, role=role).value

    def child(self, given_name: str) -> str:
        rows = self.value("children", "--include-left")
        (found,) = [row["id"] for row in rows if row["given_name"] == given_name]
        return found


@dataclass
class Receiver:
    """A health team's receiver: its data folder and, while it runs, its process."""

    data: Path
    port: int
    runs: Callable[..., Ran] = run

    @property
    def here(self) -> "Receiver":
        """The same receiver, whose commands run in this process."""
        return replace(self, runs=run_here)

    @contextmanager
    def running(self) -> Iterator[str]:
        """Serve over TLS in another process until the block ends; yield the address."""
        process = subprocess.Popen(
            [sys.executable, "-m", "ir_desktop", "receiver", "run", "--data", str(self.data)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, process.communicate(timeout=10)[1]
            yield json.loads(line)["url"]
        finally:
            process.terminate()
            try:
                process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                raise

    def run(self, *args: object) -> Ran:
        return self.runs("receiver", *args, "--data", self.data)

    def agree(self, card: Path, fingerprint: str, out: Path, *more: object) -> Any:
        return self.run(
            "agree",
            *("--card", card, "--fingerprint", fingerprint),
            *("--confirmed-by", "Hannah Whitlock", "--out", out),
            *more,
        ).value
