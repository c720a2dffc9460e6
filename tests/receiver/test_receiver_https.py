"""The endpoint over real TLS, in a process of its own: which package gets which status."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from ir_desktop.domain.categories import Category
from ir_desktop.ids import new_id
from ir_desktop.receiver import service
from ir_desktop.sync import claims, envelope
from ir_desktop.sync.claims import RejectReason
from tests.receiver.intake_hands import kept
from tests.receiver.parties import Sender, introduce, make_bundle, now, terms
from tests.receiver.receiver_web import check, refusal
from tests.receiver.servers import Running


def test_a_package_is_taken_once_and_the_receipt_stays_the_same(running: Running) -> None:
    sent = running.sender.package(running.agreement)
    first = running.server.post(sent)
    assert first.status_code == 201
    check(first, "/v1/packages")
    receipt = running.sender.receipt(running.agreement, sent, first.text)
    assert receipt.status is claims.ReceiptStatus.ACCEPTED
    again = running.server.post(sent)
    assert (again.status_code, again.text) == (200, first.text)
    check(again, "/v1/packages")


def test_other_bytes_under_the_same_key_conflict(running: Running) -> None:
    sent = running.sender.package(running.agreement)
    assert running.server.post(sent).status_code == 201
    other = running.sender.package(running.agreement, jti=sent.jti)
    answer = running.server.post(other)
    assert answer.status_code == 409
    assert refusal(running, answer, other).reason is RejectReason.JTI_REUSED


@pytest.mark.parametrize("body", [b"", b"x", b"a.b.c.d.e", b"\x00\xff" * 500])
def test_what_is_no_package_is_refused_unsigned(running: Running, body: bytes) -> None:
    answer = running.server.post(running.sender.package(running.agreement), body)
    assert answer.status_code == 400
    check(answer, "/v1/packages")
    assert answer.json()["reason"] == "malformed"
    assert "receipt" not in answer.json()


@pytest.mark.parametrize("key", ["", "42", "not a uuid", "01935A2E-8000-7000-8000-000000000001"])
def test_a_request_needs_its_key(running: Running, key: str) -> None:
    sent = running.sender.package(running.agreement)
    answer = running.server.post(sent, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["reason"]) == (400, "no_key")
    check(answer, "/v1/packages")


def test_the_key_must_be_the_packages_own(running: Running) -> None:
    sent = running.sender.package(running.agreement)
    answer = running.server.post(sent, headers={"Idempotency-Key": new_id()})
    assert answer.status_code == 400
    assert refusal(running, answer, sent).reason is RejectReason.MALFORMED


def test_an_unknown_sender_is_refused(running: Running) -> None:
    stranger = Sender()
    sent = stranger.package(running.agreement)
    answer = running.server.post(sent)
    assert answer.status_code == 401
    assert "WWW-Authenticate" in answer.headers
    other = replace(running, sender=stranger)
    assert refusal(other, answer, sent).reason is RejectReason.UNKNOWN_SETTING


def test_a_revoked_sender_is_refused_at_once(running: Running) -> None:
    sender = Sender(name="Leaving Nursery")
    agreement = introduce(running.data, sender)
    assert running.server.post(sender.package(agreement)).status_code == 201
    service.revoke(running.data, sender.kid, now=now())
    sent = sender.package(agreement)
    answer = running.server.post(sent)
    assert answer.status_code == 401
    theirs = replace(running, sender=sender, agreement=agreement)
    assert refusal(theirs, answer, sent).reason is RejectReason.REVOKED_SETTING


def test_outside_the_agreement_it_is_forbidden(running: Running) -> None:
    few = (Category.IDENTITY, Category.QUESTIONS)
    agreement = introduce(running.data, running.sender, terms(few))
    sent = running.sender.package(agreement)
    answer = running.server.post(sent)
    assert answer.status_code == 403
    ours = replace(running, agreement=agreement)
    assert refusal(ours, answer, sent).reason is RejectReason.CATEGORY_NOT_ALLOWED


def test_without_an_agreement_in_force_it_is_forbidden(running: Running) -> None:
    start = now() - timedelta(days=9)
    agreement = introduce(
        running.data, running.sender, terms(start=start, end=start + timedelta(days=1))
    )
    sent = running.sender.package(agreement)
    answer = running.server.post(sent)
    assert answer.status_code == 403
    ours = replace(running, agreement=agreement)
    assert refusal(ours, answer, sent).reason is RejectReason.AGREEMENT_NOT_IN_FORCE


def test_a_little_over_20_mb_is_read_past_and_refused(running: Running) -> None:
    sent = running.sender.package(running.agreement)
    answer = running.server.post(sent, b"a" * (envelope.MAX_BYTES + 1))
    assert (answer.status_code, answer.json()["reason"]) == (413, "too_large")
    check(answer, "/v1/packages")


def test_a_large_package_just_below_the_limit_is_taken(running: Running) -> None:
    pdf = b"%PDF-1.7\n" + b"\x00" * 8_200_000 + b"\n%%EOF\n"
    sent = running.sender.package(running.agreement, make_bundle(pdf=pdf))
    assert 18_000_000 < len(sent.body) <= envelope.MAX_BYTES
    assert running.server.post(sent).status_code == 201


def test_two_at_once_are_taken_once(running: Running) -> None:
    before = kept(running.data)
    for _ in range(5):
        sent = running.sender.package(running.agreement)
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(running.server.post, [sent] * 4))
        assert sorted(each.status_code for each in answers) == [200, 200, 200, 201]
        assert len({each.text for each in answers}) == 1
    assert kept(running.data) == before + 5


def test_of_two_different_at_once_one_is_taken(running: Running) -> None:
    for _ in range(3):
        first = running.sender.package(running.agreement)
        second = running.sender.package(running.agreement, jti=first.jti)
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(running.server.post, (first, second)))
        assert sorted(each.status_code for each in answers) == [201, 409]
