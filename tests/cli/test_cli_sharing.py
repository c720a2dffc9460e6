"""Introductions, sending and answers by commands, with a team in this process."""

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ir_desktop.services import replies, sending
from ir_desktop.sync import claims
from tests.cli.commanding import Command, Desk
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import Clock, Nursery


@pytest.fixture
def team(desk: Desk, tmp_path: Path) -> HealthTeam:
    """A team whose agreement is in a file; nobody listens at its address."""
    made = HealthTeam(Clock(datetime.now(UTC)))
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    now = Nursery(
        desk.folder, desk.nursery.names, desk.nursery.passwords, "", Clock(datetime.now(UTC))
    )
    where = claims.Endpoint(claims.EndpointKind.HTTPS, f"https://127.0.0.1:{port}")
    with now.signed_in() as session:
        (tmp_path / "agreement.jwt").write_bytes(made.agreement(session, endpoint=where))
    return made


def take_in(desk: Desk, team: HealthTeam, file: Path) -> str:
    return desk.value(
        *("agreement", "import", file, "--fingerprint", team.fingerprint),
        *("--confirmed-by", "Hannah Whitlock"),
    )["id"]


def test_an_agreement_is_shown_compared_and_listed(
    desk: Desk, command: Command, team: HealthTeam, tmp_path: Path
) -> None:
    file = tmp_path / "agreement.jwt"
    shown = command("agreement", "show", file).value
    assert (shown["recipient"], shown["fingerprint"]) == (team.name, team.fingerprint)
    assert shown["endpoint"].startswith("https://127.0.0.1")
    wrong = desk.run(
        "agreement", "import", file, "--fingerprint", "3=AAAA 7=AAAA", "--confirmed-by", "."
    )
    assert {each.split(":")[0] for each in wrong.sentence.splitlines()} == {
        "confirmed_by",
        "fingerprint",
    }
    assert desk.value("agreement", "list") == []
    taken = take_in(desk, team, file)
    (listed,) = desk.value("agreement", "list")
    assert (listed["id"], listed["confirmed_by"]) == (taken, "Hannah Whitlock")
    again = desk.run(
        *("agreement", "import", file, "--fingerprint", team.fingerprint, "--confirmed-by", "H")
    )
    assert "here already" in again.sentence


def test_what_cannot_be_sent_waits_and_what_came_back_is_listed(
    desk: Desk, team: HealthTeam, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreement = take_in(desk, team, tmp_path / "agreement.jwt")
    child = desk.child("Zofia")
    desk.value(
        *("consent", "record", "--child", child, "--decision", "given", "--by", "Agnieszka"),
        *("--agreement", agreement),
    )
    approved = desk.value("approve", "--child", child, "--agreement", agreement)
    assert (approved["state"], approved["holds"]) == ("queued", [])
    tried = desk.value("sync", "--once")
    assert [each["state"] for each in tried["exports"]] == ["waiting"]
    assert tried["exports"][0]["words"] == "Waiting for the internet"
    assert tried["troubles"]
    (row,) = [each for each in desk.value("outbox") if each["id"] == approved["id"]]
    assert (row["state"], row["attempts"], row["name"]) == ("waiting", 1, "Zofia Kowalska")
    refused = desk.run("outbox", "--try-again", approved["id"])
    assert "Only what was set aside" in refused.sentence

    line = Line(team)
    monkeypatch.setattr(sending.sync_once, "__kwdefaults__", {"connect": line})
    defaults = dict(replies.fetch_replies.__kwdefaults__ or {}) | {"connect": line}
    monkeypatch.setattr(replies.fetch_replies, "__kwdefaults__", defaults)
    assert [each["state"] for each in desk.value("sync", "--once")["exports"]] == ["received"]
    team.replies = [
        team.reply(
            approved["id"],
            outcome="Seen",
            actions=(claims.AgreedAction("Hearing test", "Hannah"),),
        )
    ]
    assert len(desk.value("sync", "--once")["new_replies"]) == 1
    (answer,) = desk.value("replies", "--child", child)
    assert (answer["export"], answer["outcome"]) == (approved["id"], "Seen")
    assert answer["actions"] == [{"what": "Hearing test", "who": "Hannah", "by": None}]
    assert desk.value("replies", "--child", desk.child("Kofi")) == []
    assert desk.value("audit", "verify")["findings"] == []
