"""Sending: only a receipt that was verified, or a signed refusal, ends an item."""

import json

import pytest

from ir_desktop.domain.sharing import Export, ExportBody, ExportState, HoldReason
from ir_desktop.errors import Refused
from ir_desktop.services import exports, sending
from ir_desktop.services.session import Session
from ir_desktop.sync import claims, keys
from ir_desktop.sync.outbox import state_words
from ir_desktop.sync.transports.answer import (
    Answer,
    AnswerTooLong,
    BadCertificate,
    Cancelled,
    Timeout,
)
from tests.services.health_team import Exchange, HealthTeam, Line, drop_after, drop_before
from tests.services.nursery import Clock, acts
from tests.services.sending_hands import (
    CAFE,
    NOT_THE_TEAM,
    OTHER,
    answers,
    get,
    raises,
    receipt_with,
    sync,
    unsigned,
)


def test_what_is_accepted_is_received_with_its_receipt(
    manager: Session, team: HealthTeam, line: Line, queued: Export
) -> None:
    (left,) = sync(manager, line)
    assert left.state is ExportState.RECEIVED
    assert left.received_at == team.clock.moment.replace(microsecond=0)
    assert left.receipt == team.taken[queued.id].receipt
    assert left.received_at is not None
    here = left.received_at.astimezone()  # told by this computer's time zone
    told = f"Received {here:%H:%M} on {here.day} November 2026, reference {queued.id[-8:]}"
    assert state_words(left) == told
    (posted,) = line.posted
    assert (posted.path, posted.jti) == ("/v1/packages", queued.id)
    opened = team.taken[queued.id].opened
    with manager.store.reading() as records:
        body = records.get(ExportBody, queued.id)
    assert opened.bundle_bytes == body.bundle
    assert posted.body == body.envelope
    said = opened.claims
    assert (said.seq, said.prev, said.supersedes, said.epoch) == (1, None, None, 1)
    assert said.categories == queued.categories
    assert {each.by for each in said.consent} == {"Agnieszka Kowalska"}
    assert sync(manager, line) == []
    assert len(line.posted) == 1  # nothing twice
    assert "send_begin" in acts(manager)
    assert "send_end" in acts(manager)


def cut(team: HealthTeam, body: bytes, jti: str) -> Answer:
    whole = team.take(body, jti)
    return Answer(201, whole.body[: len(whole.body) // 2])


def one_bit_changed(team: HealthTeam, body: bytes, jti: str) -> Answer:
    text = bytearray(team.take(body, jti).body)
    text[-5] ^= 1
    return Answer(201, bytes(text))


WAITS: dict[str, tuple[Exchange, str]] = {
    "café page": (answers(CAFE), NOT_THE_TEAM),
    "empty 200": (answers(Answer(200, b"")), NOT_THE_TEAM),
    "empty 201": (answers(Answer(201, b"")), NOT_THE_TEAM),
    "204": (answers(Answer(204, b"")), NOT_THE_TEAM),
    "302": (answers(Answer(302, b"moved")), NOT_THE_TEAM),
    "307": (answers(Answer(307, b"moved")), NOT_THE_TEAM),
    "404": (unsigned(404), NOT_THE_TEAM),
    "407": (unsigned(407), NOT_THE_TEAM),
    "511": (unsigned(511), "The health team’s computer has a fault"),
    "500": (unsigned(500), "The health team’s computer has a fault"),
    "503": (unsigned(503), "The health team’s computer is busy"),
    "429": (unsigned(429), "The health team’s computer is busy"),
    "binary": (answers(Answer(200, bytes(range(256)))), NOT_THE_TEAM),
    "json": (answers(Answer(200, b'{"receipt": 5}')), NOT_THE_TEAM),
    "deep json": (answers(Answer(200, b"{" + b'"a":[' * 100_000)), NOT_THE_TEAM),
    "signed by another": (receipt_with(signing_key=OTHER), NOT_THE_TEAM),
    "of other bytes": (receipt_with(sha256="0" * 64), NOT_THE_TEAM),
    "of another package": (
        receipt_with(package="019aa123-4567-7abc-8def-000000000001"),
        NOT_THE_TEAM,
    ),
    "for another setting": (receipt_with(audience=keys.kid(OTHER)), NOT_THE_TEAM),
    "of another agreement": (
        receipt_with(agreement=claims.AgreementRef("another", "1")),
        NOT_THE_TEAM,
    ),
    "cut short": (cut, NOT_THE_TEAM),
    "one bit changed": (one_bit_changed, NOT_THE_TEAM),
    "offline": (drop_before, "Waiting for the internet"),
    "dropped after accepting": (drop_after, "Waiting for the internet"),
    "slow": (raises(Timeout("slow")), "The health team’s computer is slow"),
    "bad certificate": (
        raises(BadCertificate("who")),
        "Something answered that is not the health team. Check the internet connection",
    ),
    "far too long": (raises(AnswerTooLong("long")), "Waiting for the internet"),
    "stopped": (raises(Cancelled("stopped")), "Waiting for the internet"),
}


@pytest.mark.parametrize("name", WAITS)
def test_no_answer_but_a_receipt_ends_it_and_the_same_bytes_go_again(
    name: str, manager: Session, team: HealthTeam, line: Line, queued: Export, clock: Clock
) -> None:
    exchange, words = WAITS[name]
    line.script = [exchange]
    (left,) = sync(manager, line)
    assert left.state is ExportState.WAITING
    assert left.last_outcome == words
    assert left.receipt == ""
    assert left.received_at is None
    assert left.next_try_at is not None
    assert left.next_try_at > clock.moment
    # By itself it waits for its time; a person need not.
    assert sending.send_approved(manager, at_once=False, connect=line) == []
    (again,) = sync(manager, line)
    assert again.state is ExportState.RECEIVED
    assert len({each.body for each in line.posted}) == 1
    assert {each.jti for each in line.posted} == {queued.id}
    assert len(line.posted) == 2
    assert list(team.taken) == [queued.id]


@pytest.mark.parametrize("status", [400, 401, 403, 409, 413])
def test_an_unsigned_refusal_is_set_aside_for_a_person(
    status: int, manager: Session, team: HealthTeam, line: Line, queued: Export
) -> None:
    line.script = [unsigned(status)]
    (left,) = sync(manager, line)
    assert left.state is ExportState.SET_ASIDE
    assert state_words(left).startswith("Set aside: ")
    assert state_words(left).endswith("Ring them")
    assert sync(manager, line) == []
    tried = exports.try_again(manager, queued.id)
    assert tried.state is ExportState.QUEUED
    with pytest.raises(Refused, match="Only what was set aside"):
        exports.try_again(manager, queued.id)
    (again,) = sync(manager, line)
    assert again.state is ExportState.RECEIVED
    assert len({each.body for each in line.posted}) == 1


@pytest.mark.parametrize("wrapped", [True, False])
@pytest.mark.parametrize("reason", claims.RejectReason)
def test_a_signed_refusal_ends_it_with_its_reason(
    reason: claims.RejectReason,
    wrapped: bool,
    manager: Session,
    team: HealthTeam,
    line: Line,
    queued: Export,
) -> None:
    def refuse(team: HealthTeam, body: bytes, jti: str) -> Answer:
        token = team.refusal(body, jti, reason)
        if wrapped:
            return Answer(403, json.dumps({"title": "No", "receipt": token}).encode())
        return Answer(403, token.encode())

    line.script = [refuse]
    (left,) = sync(manager, line)
    assert left.state is ExportState.REJECTED
    assert left.rejected_reason == reason.value
    assert state_words(left) == f"Sent back: {claims.REJECT_WORDS[reason]}"
    assert sync(manager, line) == []
    # Mended and approved again, it goes as a new package that replaces the first.
    fresh = exports.approve(manager, left.child_id)
    assert fresh.id != left.id
    assert fresh.supersedes == left.id
    if fresh.state is ExportState.HELD:  # the team says that there is no agreement any more
        assert reason.value in ("no_agreement", "agreement_not_in_force", "revoked_setting")
        assert {each.reason for each in fresh.holds} == {HoldReason.AGREEMENT_ENDED}
        return
    (done,) = sync(manager, line)
    assert done.state is ExportState.RECEIVED
    assert get(manager, left.id).state is ExportState.SUPERSEDED


def test_a_forged_refusal_ends_nothing(
    manager: Session, team: HealthTeam, line: Line, queued: Export
) -> None:
    line.script = [
        receipt_with(
            404,
            signing_key=OTHER,
            status=claims.ReceiptStatus.REJECTED,
            reason=claims.RejectReason.NO_AGREEMENT,
        )
    ]
    (left,) = sync(manager, line)
    assert left.state is ExportState.WAITING
