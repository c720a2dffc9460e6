"""The receiver's command lines: help, wrong usage, its keys, and its agreements."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.receiver.parties import Sender
from tests.receiver.receiver_desk import Desk, meet

COMMANDS = ("init", "agree", "run", "inbox", "reply", "take", "status", "revoke", "end")
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_receiver_command_has_help(desk: Desk, command: str) -> None:
    status, out = desk.type("receiver", command, "--help")
    assert status == 0
    assert out.startswith("usage:")


@pytest.mark.parametrize("command", ["open", "verify"])
def test_every_package_command_has_help(desk: Desk, command: str) -> None:
    status, out = desk.type("package", command, "--help")
    assert status == 0
    assert "--sender" in out


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("receiver",),
        ("package",),
        ("receiver", "fly"),
        ("receiver", "init"),
        ("receiver", "init", "--data", "x", "--name", "T", "--contact", "C", "--port", "70000"),
        ("receiver", "reply", "--data", "x", "--package", "y", "--review-on", "2026-13-01"),
        ("receiver", "agree", "--data", "x", "--categories", "gossip"),
        ("package", "open", "file"),
        ("package", "open", "file", "--key", "a", "--data", "b"),
    ],
)
def test_wrong_usage_is_2(desk: Desk, words: tuple[str, ...]) -> None:
    assert "usage:" in desk.refused(*words, status=2)


def test_init_tells_what_to_read_out(desk: Desk) -> None:
    told = desk.receiver("init", "--name", "Northmere Team", "--contact", "01632 960002")
    assert told["url"] == "https://localhost:8443"
    assert len(told["fingerprint"].split()) == 8
    assert "already holds" in desk.refused(
        "receiver", "init", "--data", desk.data, "--name", "T", "--contact", "C"
    )
    told = desk.json(
        *("receiver", "init", "--data", desk.folder / "two", "--name", "T", "--contact", "C"),
        *("--host", "reviews.example", "--host", "192.0.2.7", "--port", 443),
    )
    assert told["url"] == "https://reviews.example:443"
    assert told["hosts"] == ["reviews.example", "192.0.2.7", "localhost", "127.0.0.1"]


def test_agree_writes_the_agreement_after_the_fingerprint(ready: Desk, sender: Sender) -> None:
    agreement = meet(
        ready,
        sender,
        *("--categories", "identity", "questions", "--opt-out", "identity"),
        *("--from", "2026-12-01", "--until", "2027-08-31"),
        *("--purpose", "Reviews", "--lawful-basis", "As agreed"),
    )
    assert agreement.endpoint.address == "https://localhost:9443"
    assert agreement.endpoint.tls_ca == (ready.data / "tls" / "authority.pem").read_text()
    assert agreement.not_before == datetime(2026, 12, 1, tzinfo=UTC)
    assert agreement.expires_at == datetime(2027, 8, 31, 23, 59, 59, tzinfo=UTC)
    assert {each.value: mode.value for each, mode in agreement.consent_modes.items()} == {
        "identity": "opt_out",
        "questions": "opt_in",
    }
    assert (agreement.purpose, agreement.lawful_basis) == ("Reviews", "As agreed")
    status = ready.receiver("status")
    assert status["settings"][0]["kid"] == sender.kid
    assert status["agreements"][0]["agreement"] == agreement.id
    assert status["fingerprint"] == agreement.fingerprint


@pytest.mark.parametrize(
    ("words", "kind", "address"),
    [
        (("--by-hand",), "by_hand", ""),
        (("--mesh", "X26ABC1"), "mesh", "X26ABC1"),
        (("--endpoint", "https://reviews.example"), "https", "https://reviews.example"),
    ],
)
def test_packages_may_come_by_other_ways(
    ready: Desk, sender: Sender, words: tuple[str, ...], kind: str, address: str
) -> None:
    endpoint = meet(ready, sender, *words).endpoint
    assert (endpoint.kind.value, endpoint.address) == (kind, address)


def test_a_public_certificate_needs_no_authority(ready: Desk, sender: Sender) -> None:
    assert meet(ready, sender, "--public-certificate").endpoint.tls_ca is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--fingerprint", "3=ABCD 4=EFGH"), "does not fit"),
        (("--fingerprint", "ABCD"), "whole fingerprint"),
        (("--card", "nowhere"), "card could not be read"),
        (("--confirmed-by", " "), "name of the person"),
        (("--opt-out", "progress_check"), "needs consent"),
        (("--categories", "identity", "--opt-out", "plan"), "opt-out"),
        (("--until", "2020-01-01"), "end after it begins"),
        (("--endpoint", "http://reviews.example"), "https"),
        (("--next-version-of", "unknown"), "no agreement"),
    ],
)
def test_agree_refuses_in_a_sentence(
    ready: Desk, sender: Sender, words: tuple[str, ...], said: str
) -> None:
    card = ready.folder / "card.jwt"
    card.write_text(sender.card)
    out = ready.folder / "agreement.jwt"
    right = ("--card", card, "--fingerprint", sender.fingerprint, "--confirmed-by", "Noor")
    ready.refused("receiver", "agree", "--data", ready.data, *right, "--out", out, *words)
    assert said in ready.said
    assert not out.exists()
    assert ready.receiver("status")["settings"] == []


def test_revoke_and_end(ready: Desk, sender: Sender) -> None:
    agreement = meet(ready, sender)
    assert ready.receiver("end", "--agreement", agreement.id)["versions_ended"] == 1
    assert ready.receiver("revoke", "--setting", sender.kid)["status"] == "revoked"
    ready.refused("receiver", "revoke", "--data", ready.data, "--setting", "unknown")
    ready.refused("receiver", "end", "--data", ready.data, "--agreement", "unknown")
    assert ready.receiver("status")["settings"][0]["status"] == "revoked"


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from ir_desktop.receiver.__main__ import main\n"
        "try: main(['receiver', 'inbox', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'sqlalchemy', 'joserfc', 'starlette', 'cryptography'} & set(sys.modules)))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert ended.stdout.splitlines()[-1] == "[]"
