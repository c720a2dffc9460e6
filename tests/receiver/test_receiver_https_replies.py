"""Fetching replies over TLS: the pass, the cursor, and whose they are."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ir_desktop.receiver import service
from ir_desktop.sync import claims, envelope
from tests.receiver.parties import Sender, introduce, now
from tests.receiver.receiver_web import check, newcomer
from tests.receiver.servers import Running


def read(running: Running, page: Any) -> list[claims.Reply]:
    return [
        claims.open_reply(
            each["envelope"].encode(),
            private_key=running.sender.encryption,
            sender_key_for=lambda _: running.agreement.signing_key,
            now=now(),
        ).claims
        for each in page["replies"]
    ]


def answer_to(running: Running, jti: str, outcome: str) -> None:
    service.reply(
        running.data,
        jti,
        review_on=None,
        outcome=outcome,
        actions=[],
        follow_up_by="",
        contact="",
        now=now(),
    )


def test_replies_come_sealed_oldest_first_from_the_cursor(running: Running) -> None:
    ours = newcomer(running)
    sender, agreement = ours.sender, ours.agreement
    sent = sender.package(agreement)
    assert running.server.post(sent).status_code == 201
    empty = running.server.get("/v1/replies", sender.bearer(agreement))
    assert empty.json() == {"replies": [], "next": "0", "more": False}
    for word in ("first", "second", "third"):
        answer_to(ours, sent.jti, word)
    whole = running.server.get("/v1/replies", sender.bearer(agreement))
    check(whole, "/v1/replies", "get")
    assert [each.outcome for each in read(ours, whole.json())] == ["first", "second", "third"]
    assert "first" not in whole.text
    cursor = whole.json()["replies"][0]["cursor"]
    rest = running.server.get(f"/v1/replies?after={cursor}", sender.bearer(agreement))
    assert [each.outcome for each in read(ours, rest.json())] == ["second", "third"]
    assert rest.json()["next"] == whole.json()["next"]
    last = running.server.get(f"/v1/replies?after={whole.json()['next']}", sender.bearer(agreement))
    assert last.json() == {"replies": [], "next": whole.json()["next"], "more": False}


def test_a_setting_gets_only_its_own_replies(running: Running) -> None:
    sent = running.sender.package(running.agreement)
    assert running.server.post(sent).status_code == 201
    answer_to(running, sent.jti, "for the first setting only")
    other = Sender(name="Another Nursery")
    agreement = introduce(running.data, other)
    page = running.server.get("/v1/replies", other.bearer(agreement))
    assert page.json()["replies"] == []


def bearer_reason(running: Running, token: str | None) -> str:
    answer = running.server.get("/v1/replies", token)
    assert answer.status_code == 401
    check(answer, "/v1/replies", "get")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    return answer.json()["reason"]


def test_a_pass_is_needed_and_good_for_once(running: Running) -> None:
    assert bearer_reason(running, None) == "no_bearer"
    assert bearer_reason(running, "garbage") == "bad_bearer"
    token = running.sender.bearer(running.agreement)
    assert running.server.get("/v1/replies", token).status_code == 200
    assert bearer_reason(running, token) == "replayed"
    assert bearer_reason(running, Sender().bearer(running.agreement)) == "unknown_setting"
    elsewhere = replace(
        running.agreement, signing_key=envelope.public_jwk(envelope.new_signing_key())
    )
    assert bearer_reason(running, running.sender.bearer(elsewhere)) == "bad_bearer"


@pytest.mark.parametrize(("minutes", "good"), [(-14, True), (-16, False), (9, True), (11, False)])
def test_clocks_that_differ_too_much_are_told_apart(
    running: Running, minutes: int, good: bool
) -> None:
    moment = now() + timedelta(minutes=minutes)
    token = running.sender.bearer(running.agreement, moment)
    if good:
        assert running.server.get("/v1/replies", token).status_code == 200
    else:
        assert bearer_reason(running, token) == "clock"


def test_a_revoked_setting_gets_no_replies(running: Running) -> None:
    left = newcomer(running)
    service.revoke(running.data, left.sender.kid, now=now())
    assert bearer_reason(running, left.sender.bearer(left.agreement)) == "unknown_setting"


@pytest.mark.parametrize("after", ["-1", "x", "1" * 19, "١", "1.5", ""])
def test_another_cursor_is_refused(running: Running, after: str) -> None:
    answer = running.server.get(
        f"/v1/replies?after={after}", running.sender.bearer(running.agreement)
    )
    assert (answer.status_code, answer.json()["reason"]) == (400, "bad_cursor")
    check(answer, "/v1/replies", "get")


def test_pages_are_followed_to_the_end(running: Running) -> None:
    ours = newcomer(running)
    sender, agreement = ours.sender, ours.agreement
    sent = sender.package(agreement)
    assert running.server.post(sent).status_code == 201
    for number in range(53):
        answer_to(ours, sent.jti, str(number))
    found: list[str] = []
    cursor, more = "0", True
    while more:
        page = running.server.get(f"/v1/replies?after={cursor}", sender.bearer(agreement)).json()
        assert page["replies"]
        found += [each.outcome for each in read(ours, page)]
        cursor, more = page["next"], page["more"]
    assert found == [str(number) for number in range(53)]
