"""A real receiver in a process of its own."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from ir_desktop.receiver import service
from ir_desktop.sync import claims
from tests.receiver.parties import Sender, Sent, init, introduce


class Server:
    """A receiver serving in a process of its own."""

    def __init__(self, folder: Path, *, script: str | None = None, options: str = "") -> None:
        self.folder = folder
        self.log = folder.parent / f"{folder.name}.log"
        command = [sys.executable, "-m", "ir_desktop.receiver", "receiver", "run"]
        if script is not None:
            command = [sys.executable, str(Path(__file__).with_name(script)), options]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--data", str(folder), "--port", "0"],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            )
        assert self.process.stdout is not None
        with self.process.stdout as stdout:
            line = stdout.readline()  # it says nothing more
        assert line, self.log.read_text()
        self.ready = json.loads(line)
        self.url: str = self.ready["url"]
        self.port = int(self.url.rpartition(":")[2])
        self.ca = str(folder / "tls" / "authority.pem")

    def post(self, sent: Sent, body: bytes | None = None, **more: Any) -> requests.Response:
        headers = {"Content-Type": "application/jose", "Idempotency-Key": sent.jti}
        return requests.post(
            f"{self.url}/v1/packages",
            data=sent.body if body is None else body,
            headers=headers | more.pop("headers", {}),
            verify=self.ca,
            timeout=30,
            **more,
        )

    def get(self, path: str, bearer: str | None = None) -> requests.Response:
        headers = {} if bearer is None else {"Authorization": f"Bearer {bearer}"}
        return requests.get(self.url + path, headers=headers, verify=self.ca, timeout=30)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(30)

    def stop(self) -> int:
        """End it in order; return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@dataclass(frozen=True)
class Running:
    """A server, its data for looking into, a known sender and their agreement."""

    server: Server
    data: service.ReceiverData
    sender: Sender
    agreement: claims.Agreement


def start(folder: Path, **more: Any) -> Running:
    made = init(folder)
    sender = Sender()
    agreement = introduce(made, sender)
    return Running(Server(folder, **more), made, sender, agreement)
