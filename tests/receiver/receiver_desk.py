"""A person at the health team who types commands, and what they do in nearly every test."""

import json
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.receiver.__main__ import main
from ir_desktop.sync import claims
from tests.receiver.parties import Sender


class Desk:
    """A person at the health team, typing commands."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.data = folder / "receiver"
        self.capsys = capsys
        self.said = ""

    def type(self, *words: object) -> tuple[int, str]:
        try:
            status = main([str(word) for word in words])
        except SystemExit as ended:
            status = int(ended.code or 0)
        out, self.said = self.capsys.readouterr()
        return status, out

    def json(self, *words: object) -> Any:
        status, out = self.type(*words)
        assert (status, self.said.replace(NOT_CHECKED, "")) == (0, "")
        assert out.count("\n") == 1
        return json.loads(out)

    def refused(self, *words: object, status: int = 1) -> str:
        ended, out = self.type(*words)
        assert (ended, out) == (status, "")
        assert "Traceback" not in self.said
        return self.said

    def receiver(self, command: str, *words: object) -> Any:
        return self.json("receiver", command, "--data", self.data, *words)


NOT_CHECKED = "The signature was not checked: name the sender's key with --sender.\n"


def meet(desk: Desk, sender: Sender, *words: object) -> claims.Agreement:
    card, out = desk.folder / "card.jwt", desk.folder / "agreement.jwt"
    card.write_text(sender.card)
    desk.receiver(
        "agree",
        "--card",
        card,
        "--fingerprint",
        sender.fingerprint,
        "--confirmed-by",
        "Noor Haddon",
        "--out",
        out,
        *words,
    )
    return claims.read_agreement(out.read_text())


def hand_in(desk: Desk, sender: Sender, agreement: claims.Agreement) -> str:
    sent = sender.package(agreement)
    file = desk.folder / f"{sent.jti}.irpkg"
    file.write_bytes(sent.body)
    desk.receiver("take", file)
    return sent.jti
