"""Sending: only a verified receipt ends an item, and nothing leaves without authority."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Consent, Decision, How
from ir_desktop.domain.review import Review
from ir_desktop.domain.sharing import Export, ExportBody, ExportState, HoldReason
from ir_desktop.errors import EnvironmentProblem, Invalid, Refused, invalid
from ir_desktop.services import (
    agreements,
    checking,
    children,
    consents,
    exports,
    replies,
    reviews,
    sending,
)
from ir_desktop.services.session import Session, by_itself
from ir_desktop.storage.problems import DiskFull
from ir_desktop.storage.repository import Repository
from ir_desktop.sync import claims, keys
from ir_desktop.sync.outbox import state_words
from ir_desktop.sync.transports.answer import (
    Answer,
    AnswerTooLong,
    BadCertificate,
    Cancelled,
    Offline,
    Timeout,
)
from tests.services.health_team import (
    Exchange,
    HealthTeam,
    Line,
    drop_after,
    drop_before,
)
from tests.services.nursery import Clock, Nursery, acts, child_named

CAFE = Answer(200, b"<html><h1>Welcome to our wifi</h1></html>", "text/html")


@pytest.fixture
def line(team: HealthTeam) -> Line:
    return Line(team)


@pytest.fixture
def zofia(manager: Session) -> str:
    return child_named(manager, "Zofia").id


@pytest.fixture
def queued(manager: Session, team: HealthTeam, zofia: str) -> Export:
    """Zofia's review, approved, with agreement and consent."""
    team.introduce(manager)
    export = exports.approve(manager, zofia)
    assert export.state is ExportState.QUEUED
    return export


def get(session: Session, export_id: str) -> Export:
    with session.store.reading() as records:
        return records.get(Export, export_id)


def envelope(session: Session, export_id: str) -> bytes:
    with session.store.reading() as records:
        return records.get(ExportBody, export_id).envelope


def sync(session: Session, line: Line) -> list[Export]:
    left = sending.sync_once(session, connect=line)
    assert line.open == 0  # every transport is let go of
    assert checking.verify_audit(session).findings == ()
    return left


def decide(session: Session, child_id: str, decision: Decision, **more: Any) -> None:
    consents.record_consent(
        session,
        child_id,
        **{
            "decision": decision,
            "by_name": "Agnieszka Kowalska",
            "by_relationship": "mother",
            "how": How.IN_PERSON,
            "occurred_on": session.today,
        }
        | more,
    )


def amend(session: Session, child_id: str, words: str) -> None:
    with session.store.reading() as records:
        (review,) = records.find(Review, child_id=child_id)
    reviews.save_draft(session, child_id, replace(review.draft, discrepancies=words))
    reviews.sign_off(session, child_id, reason="New facts")


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


def unsigned(status: int, **more: Any) -> Exchange:
    return lambda team, body, jti: Answer(
        status, b'{"title": "no"}', "application/problem+json", **more
    )


def answers(answer: Answer) -> Exchange:
    return lambda team, body, jti: answer


def receipt_with(code: int = 201, **changed: Any) -> Exchange:
    """An answer with a receipt that is right but for one thing."""
    return lambda team, body, jti: Answer(code, team.receipt(body, jti, **changed).encode())


def raises(problem: Exception) -> Exchange:
    def exchange(team: HealthTeam, body: bytes, jti: str) -> Answer:
        raise problem

    return exchange


def cut(team: HealthTeam, body: bytes, jti: str) -> Answer:
    whole = team.take(body, jti)
    return Answer(201, whole.body[: len(whole.body) // 2])


def one_bit_changed(team: HealthTeam, body: bytes, jti: str) -> Answer:
    text = bytearray(team.take(body, jti).body)
    text[-5] ^= 1
    return Answer(201, bytes(text))


OTHER = keys.new_signing_key()
NOT_THE_TEAM = (
    "An answer came, but no receipt from the health team. Check the internet connection; "
    "if it goes on, ring them"
)

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


def test_a_newer_version_takes_the_place_of_one_that_waits(
    manager: Session, line: Line, queued: Export, zofia: str
) -> None:
    line.script = [drop_before]
    sync(manager, line)
    assert get(manager, queued.id).state is ExportState.WAITING
    draft = reviews.check(manager, zofia).review.draft
    reviews.save_draft(manager, zofia, replace(draft, discrepancies="We see it alike."))
    reviews.sign_off(manager, zofia, reason="New facts")
    fresh = exports.approve(manager, zofia)
    assert get(manager, queued.id).state is ExportState.SUPERSEDED
    assert fresh.supersedes == queued.id  # it may have arrived without a receipt
    (done,) = sync(manager, line)
    assert (done.id, done.state) == (fresh.id, ExportState.RECEIVED)


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


@pytest.mark.parametrize(
    ("asked", "minutes"), [(None, 1), (0, 0), (90, 1.5), (3600, 60), (86_400, 1440)]
)
def test_a_busy_team_is_left_alone_as_long_as_it_asks(
    asked: int | None,
    minutes: float,
    manager: Session,
    line: Line,
    queued: Export,
    clock: Clock,
) -> None:
    line.script = [unsigned(503, retry_after=asked)]
    (left,) = sync(manager, line)
    assert left.next_try_at is not None
    wait = left.next_try_at - clock.moment
    assert abs(wait - timedelta(minutes=minutes)) < timedelta(seconds=1)
    clock.forward(minutes=minutes - 0.1)
    if minutes:
        assert sending.send_approved(manager, at_once=False, connect=line) == []
    clock.forward(minutes=0.2)
    (again,) = sending.send_approved(manager, at_once=False, connect=line)
    assert again.state is ExportState.RECEIVED


def test_pauses_grow_but_not_for_ever(manager: Session, line: Line, queued: Export) -> None:
    pauses: list[float] = []
    for _ in range(14):
        line.script = [drop_before]
        (left,) = sync(manager, line)
        assert left.next_try_at is not None
        pauses.append((left.next_try_at - left.changed_at).total_seconds() / 60)
    assert pauses[:4] == [1, 2, 4, 8]
    assert pauses[-1] == pauses[-2] == 360
    assert left.attempts == 14


def test_a_kill_before_the_answer_sends_the_same_bytes_again(
    nursery: Nursery, manager: Session, team: HealthTeam, line: Line, queued: Export
) -> None:
    class Killed(BaseException):
        """The process ended: nothing after this runs."""

    def killed(team: HealthTeam, body: bytes, jti: str) -> Answer:
        team.take(body, jti)
        raise Killed

    line.script = [killed]
    with pytest.raises(Killed):
        sending.sync_once(manager, connect=line)
    manager.close()
    with nursery.signed_in() as later:
        assert get(later, queued.id).state is ExportState.SENDING
        assert state_words(get(later, queued.id)) == "Being sent"
        (left,) = sync(later, line)
        assert left.state is ExportState.RECEIVED
        assert left.attempts == 2
    assert len({each.body for each in line.posted}) == 1
    assert list(team.taken) == [queued.id]


def test_a_kill_while_the_envelope_is_made_leaves_none(
    manager: Session, line: Line, queued: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(export: Export) -> Export:
        raise KeyboardInterrupt

    monkeypatch.setattr(sending.outbox, "start", killed)
    with pytest.raises(KeyboardInterrupt):
        sending.sync_once(manager, connect=line)
    monkeypatch.undo()
    assert envelope(manager, queued.id) == b""
    assert get(manager, queued.id).state is ExportState.QUEUED
    assert line.posted == []


def test_running_numbers_and_the_envelope_before_make_a_chain(
    manager: Session, team: HealthTeam, line: Line, queued: Export, zofia: str
) -> None:
    sync(manager, line)
    for words in ("First change", "Second change"):
        amend(manager, zofia, words)
        exports.approve(manager, zofia)
        sync(manager, line)
    said = [each.opened.claims for each in team.taken.values()]
    assert [each.seq for each in said] == [1, 2, 3]
    digests = [hashlib.sha256(each.body).hexdigest() for each in line.posted]
    assert [each.prev for each in said] == [None, digests[0], digests[1]]
    ids = [each.jti for each in line.posted]
    assert [each.supersedes for each in said] == [None, ids[0], ids[1]]
    assert [get(manager, each).state for each in ids] == [
        ExportState.SUPERSEDED,
        ExportState.SUPERSEDED,
        ExportState.RECEIVED,
    ]


def test_an_envelope_that_grew_too_old_is_replaced_with_the_same_bundle(
    manager: Session, team: HealthTeam, line: Line, queued: Export, zofia: str, clock: Clock
) -> None:
    line.script = [drop_before]
    sync(manager, line)
    first = envelope(manager, queued.id)
    clock.forward(days=29)
    line.script = [drop_before]
    sync(manager, line)
    assert line.posted[-1].body == first  # not yet
    clock.forward(days=2)
    (left,) = sync(manager, line)
    assert left.state is ExportState.RECEIVED
    assert left.id != queued.id
    assert (left.supersedes, left.attempts) == (queued.id, 1)
    assert get(manager, queued.id).state is ExportState.SUPERSEDED
    opened = team.taken[left.id].opened
    assert opened.claims.supersedes == queued.id
    assert hashlib.sha256(opened.bundle_bytes).hexdigest() == queued.bundle_sha256
    assert opened.claims.seq == 2  # a number was used by the one that may have arrived
    assert sync(manager, line) == []


def test_all_earlier_ones_are_replaced_also_through_an_envelope_made_anew(
    manager: Session, line: Line, queued: Export, zofia: str, clock: Clock
) -> None:
    sync(manager, line)  # version 1 is received
    amend(manager, zofia, "Changed")
    second = exports.approve(manager, zofia)
    line.script = [drop_before]
    sync(manager, line)
    clock.forward(days=31)
    (left,) = sync(manager, line)  # version 2, made anew
    states = {each: get(manager, each).state for each in (queued.id, second.id, left.id)}
    assert states == {
        queued.id: ExportState.SUPERSEDED,
        second.id: ExportState.SUPERSEDED,
        left.id: ExportState.RECEIVED,
    }


def test_a_newer_version_that_arrives_first_takes_the_earlier_ones_place(
    manager: Session, line: Line, queued: Export, zofia: str
) -> None:
    line.script = [unsigned(503, retry_after=3600)]
    sync(manager, line)
    amend(manager, zofia, "Changed")
    second = exports.approve(manager, zofia)
    (left,) = sending.send_approved(manager, at_once=False, connect=line)
    assert (left.id, left.state) == (second.id, ExportState.RECEIVED)
    assert get(manager, queued.id).state is ExportState.SUPERSEDED
    assert sync(manager, line) == []


def test_a_new_version_of_the_agreement_has_the_envelope_made_anew(
    manager: Session, team: HealthTeam, line: Line, queued: Export, clock: Clock
) -> None:
    line.script = [drop_before]
    sync(manager, line)
    clock.forward(minutes=5)
    newer = team.introduce(manager, version="2", starts_in=timedelta(0))
    clock.forward(minutes=5)
    (left,) = sync(manager, line)
    assert left.state is ExportState.RECEIVED
    assert left.agreement_id == newer.id
    assert left.supersedes == queued.id
    assert team.taken[left.id].opened.claims.head.agreement.version == "2"
    assert len({each.body for each in line.posted}) == 2


def test_a_narrower_version_that_begins_at_the_same_moment_counts(
    manager: Session, team: HealthTeam, line: Line, queued: Export, zofia: str
) -> None:
    """The later one taken in is the one that was agreed last."""
    moment = team.clock.moment
    narrower = tuple(each for each in Category if each is not Category.ASQ3)
    team.clock.moment = moment
    for version, categories in (("2", tuple(Category)), ("3", narrower)):
        team.clock.moment = moment.replace(microsecond=0)
        team.introduce(manager, version=version, categories=categories, starts_in=timedelta(0))
    team.clock.forward(minutes=1)
    (left,) = sync(manager, line)
    assert left.state is ExportState.HELD
    assert {each.reason for each in left.holds} == {HoldReason.CATEGORY_NOT_ALLOWED}
    again = exports.approve(manager, zofia)
    assert Category.ASQ3 not in again.categories
    sync(manager, line)
    assert b"Problem solving" not in team.taken[again.id].opened.bundle_bytes


def test_an_agreement_that_was_ended_sends_nothing_more_under_any_version(
    manager: Session, team: HealthTeam, line: Line, queued: Export, clock: Clock
) -> None:
    clock.forward(minutes=5)
    newer = team.introduce(manager, version="2", starts_in=timedelta(0))
    clock.forward(minutes=5)
    ended = agreements.end_agreement(manager, newer.id)
    assert ended.id == newer.id
    assert ended.ended_on == manager.today
    with pytest.raises(Refused, match="has ended already"):
        agreements.end_agreement(manager, newer.id)
    (left,) = sync(manager, line)
    assert left.state is ExportState.HELD
    assert {each.reason for each in left.holds} == {HoldReason.AGREEMENT_ENDED}
    assert line.posted == []


@pytest.mark.parametrize("tried_before", [False, True])
def test_consent_withdrawn_meanwhile_holds_it(
    tried_before: bool,
    manager: Session,
    team: HealthTeam,
    line: Line,
    queued: Export,
    zofia: str,
) -> None:
    if tried_before:
        line.script = [drop_before]
        sync(manager, line)
    decide(manager, zofia, Decision.WITHDRAWN)
    posted = len(line.posted)
    (left,) = sync(manager, line)
    assert left.state is ExportState.HELD
    assert {each.reason for each in left.holds} == {HoldReason.CONSENT_WITHDRAWN}
    assert state_words(left).startswith("Held: ")
    assert len(line.posted) == posted
    # Given again, the same package goes.
    decide(manager, zofia, Decision.GIVEN)
    (again,) = sync(manager, line)
    assert (again.id, again.state) == (queued.id, ExportState.RECEIVED)


@pytest.mark.parametrize("tried_before", [False, True])
def test_what_is_held_can_be_approved_again_without_what_the_family_took_back(
    tried_before: bool,
    manager: Session,
    team: HealthTeam,
    line: Line,
    queued: Export,
    zofia: str,
) -> None:
    if tried_before:
        line.script = [drop_after]
        sync(manager, line)
    decide(manager, zofia, Decision.WITHDRAWN, categories=(Category.ASQ3,))
    (held,) = sync(manager, line)
    assert held.state is ExportState.HELD
    again = exports.approve(manager, zofia)
    assert again.state is ExportState.QUEUED
    assert Category.ASQ3 not in again.categories
    assert get(manager, queued.id).state is ExportState.SUPERSEDED
    # What was tried may be there already: the new one says that it takes its place.
    assert again.supersedes == (queued.id if tried_before else "")
    (left,) = sync(manager, line)
    assert (left.id, left.state) == (again.id, ExportState.RECEIVED)
    assert b"Problem solving" not in team.taken[again.id].opened.bundle_bytes


def test_what_may_have_arrived_is_remembered_through_approvals_that_never_left(
    manager: Session, line: Line, queued: Export, zofia: str
) -> None:
    line.script = [drop_after]
    sync(manager, line)
    decide(manager, zofia, Decision.WITHDRAWN)
    sync(manager, line)
    for _ in range(3):
        again = exports.approve(manager, zofia)
        assert again.state is ExportState.HELD
        assert again.supersedes == queued.id


def test_consent_out_of_date_holds_it(
    manager: Session, line: Line, queued: Export, zofia: str, clock: Clock
) -> None:
    decide(manager, zofia, Decision.GIVEN, review_by=manager.today + timedelta(days=3))
    clock.forward(days=4)
    (left,) = sync(manager, line)
    assert {each.reason for each in left.holds} == {HoldReason.CONSENT_OUT_OF_DATE}
    assert line.posted == []


def test_an_agreement_not_begun_or_run_out_holds_it(
    manager: Session, team: HealthTeam, line: Line, zofia: str, clock: Clock
) -> None:
    team.introduce(manager, starts_in=timedelta(days=2), days=5)
    export = exports.approve(manager, zofia)
    assert {each.reason for each in export.holds} == {HoldReason.AGREEMENT_NOT_YET}
    (left,) = sync(manager, line)
    assert left.state is ExportState.HELD
    clock.forward(days=8)
    (left,) = sync(manager, line)
    assert {each.reason for each in left.holds} == {HoldReason.AGREEMENT_ENDED}
    assert line.posted == []


def test_no_agreement_at_all_holds_it_until_there_is_one(
    manager: Session, team: HealthTeam, line: Line, zofia: str
) -> None:
    export = exports.approve(manager, zofia)
    assert {each.reason for each in export.holds} == {HoldReason.NO_AGREEMENT}
    (left,) = sync(manager, line)
    assert left.state is ExportState.HELD
    team.introduce(manager)
    (left,) = sync(manager, line)
    assert (left.id, left.state) == (export.id, ExportState.RECEIVED)


@pytest.mark.parametrize(
    "address",
    [
        "https://receiver.example",
        "https://192.0.2.7",
        "https://localhost.example",
        "https://127.0.0.1.example",
        "https://[2001:db8::1]",
    ],
)
def test_the_demo_never_sends_or_asks_outside_this_computer(
    address: str, manager: Session, team: HealthTeam, line: Line, zofia: str
) -> None:
    team.introduce(manager, endpoint=claims.Endpoint(claims.EndpointKind.HTTPS, address))
    export = exports.approve(manager, zofia)
    assert {each.reason for each in export.holds} == {HoldReason.DEMO_STORE}
    (left,) = sync(manager, line)
    assert left.state is ExportState.HELD
    assert replies.fetch_replies(manager, connect=line) == replies.Fetched()
    assert (line.posted, line.asked, line.open) == ([], [], 0)


def test_one_that_cannot_be_made_never_blocks_the_others(
    manager: Session, team: HealthTeam, line: Line, queued: Export
) -> None:
    saoirse = child_named(manager, "Saoirse").id
    decide(manager, saoirse, Decision.GIVEN)
    other = exports.approve(manager, saoirse)
    with by_itself(manager, "for_the_test") as work:  # as an older version could have kept it
        for each in work.records.find(Consent, child_id=queued.child_id):
            work.save(replace(each, by_relationship="x" * 150))
    left = {each.id: each for each in sync(manager, line)}
    assert left[queued.id].state is ExportState.SET_ASIDE
    assert "could not be made ready" in state_words(left[queued.id])
    assert left[other.id].state is ExportState.RECEIVED
    assert sync(manager, line) == []


def test_a_relationship_longer_than_the_format_carries_is_refused_at_once(
    manager: Session, zofia: str
) -> None:
    with pytest.raises(Invalid, match="relationship: This is too long: at most 100"):
        decide(manager, zofia, Decision.GIVEN, by_relationship="x" * 101)


def test_an_endpoint_that_cannot_be_used_is_set_aside(
    manager: Session, team: HealthTeam, queued: Export
) -> None:
    def connect(agreement: object) -> Line:
        raise invalid("endpoint", "The address must begin with https://.")

    (left,) = sending.sync_once(manager, connect=connect)
    assert left.state is ExportState.SET_ASIDE
    assert "must begin with https" in left.last_outcome


def test_a_full_disk_stops_the_run_and_leaves_the_rest_as_it_was(
    manager: Session, line: Line, queued: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Repository, record: object) -> object:
        raise DiskFull

    monkeypatch.setattr(Repository, "change", full)
    with pytest.raises(EnvironmentProblem, match="disk is full"):
        sending.sync_once(manager, connect=line)
    monkeypatch.undo()
    assert line.posted == []
    assert get(manager, queued.id).state is ExportState.QUEUED
    assert sync(manager, line)[0].state is ExportState.RECEIVED


def test_two_runs_at_once_lose_no_receipt_and_break_nothing(
    manager: Session, team: HealthTeam, line: Line, queued: Export
) -> None:
    """The window's own run and a person's may both be waiting for the same answer."""

    def meanwhile(team: HealthTeam, body: bytes, jti: str) -> Answer:
        (inner,) = sending.sync_once(manager, connect=Line(team))
        assert inner.state is ExportState.RECEIVED
        return team.take(body, jti)

    line.script = [meanwhile]
    (left,) = sync(manager, line)
    assert left.state is ExportState.RECEIVED
    assert list(team.taken) == [queued.id]


def test_a_receipt_that_comes_after_another_run_gave_up_still_counts(
    manager: Session, team: HealthTeam, line: Line, queued: Export, zofia: str
) -> None:
    def meanwhile(team: HealthTeam, body: bytes, jti: str) -> Answer:
        sending.sync_once(manager, connect=Line(team, [drop_before]))
        assert get(manager, queued.id).state is ExportState.WAITING
        decide(manager, zofia, Decision.WITHDRAWN)
        sending.sync_once(manager, connect=Line(team))
        assert get(manager, queued.id).state is ExportState.HELD
        return team.take(body, jti)

    line.script = [meanwhile]
    (left,) = sync(manager, line)
    assert left.state is ExportState.RECEIVED  # it is there, whatever was decided since


def test_a_late_failure_does_not_undo_what_another_run_reached(
    manager: Session, team: HealthTeam, line: Line, queued: Export
) -> None:
    def meanwhile(team: HealthTeam, body: bytes, jti: str) -> Answer:
        sending.sync_once(manager, connect=Line(team))
        raise Offline("The line broke.")

    def meanwhile_page(team: HealthTeam, body: bytes, jti: str) -> Answer:
        return CAFE

    line.script = [meanwhile, meanwhile_page]
    (left,) = sync(manager, line)
    assert left.state is ExportState.RECEIVED


def test_between_exports_a_person_can_stop_it(manager: Session, line: Line, queued: Export) -> None:
    assert sending.send_approved(manager, at_once=True, connect=line, stop=lambda: True) == []
    assert line.posted == []


def test_the_same_version_cannot_be_approved_twice_once_it_is_on_its_way(
    manager: Session, team: HealthTeam, line: Line, queued: Export, zofia: str
) -> None:
    fresh = exports.approve(manager, zofia)  # nothing left yet: the new one takes its place
    assert get(manager, queued.id).state is ExportState.SUPERSEDED

    def meanwhile(team: HealthTeam, body: bytes, jti: str) -> Answer:
        with pytest.raises(Refused, match="approved already: Being sent"):
            exports.approve(manager, zofia)
        return team.take(body, jti)

    line.script = [meanwhile]
    sync(manager, line)
    with pytest.raises(Refused, match="approved already: Received"):
        exports.approve(manager, zofia)
    assert get(manager, fresh.id).state is ExportState.RECEIVED


def test_an_approval_for_another_team_replaces_nothing_that_the_first_team_has(
    manager: Session, team: HealthTeam, line: Line, queued: Export, zofia: str
) -> None:
    """A family that moved: the new team never hears of the package that the old one has."""
    sync(manager, line)
    amend(manager, zofia, "Changed")
    never_sent = exports.approve(manager, zofia)
    assert never_sent.supersedes == queued.id
    second = HealthTeam(team.clock, name="Another team", cards=team.cards)
    agreement = second.introduce(manager, agreement_id="agreement-2")
    children.edit_child(manager, zofia, health_team_id=agreement.health_team_id)
    decide(manager, zofia, Decision.GIVEN)
    fresh = exports.approve(manager, zofia)
    assert (fresh.health_team_id, fresh.supersedes) == (agreement.health_team_id, "")
    sending.sync_once(
        manager,
        connect=lambda each: Line(second if each.agreement_id == "agreement-2" else team),
    )
    assert get(manager, fresh.id).state is ExportState.RECEIVED
    assert get(manager, queued.id).state is ExportState.RECEIVED  # the first team still has it
