"""Taking packages in: what is kept, what is refused and why, and that it is signed for."""

import pytest
from sqlalchemy import select

from ir_desktop.ids import new_id
from ir_desktop.receiver import refusing, service
from ir_desktop.receiver.tables import PACKAGES, REFUSALS
from ir_desktop.sync import claims, envelope
from ir_desktop.sync.claims import ReceiptStatus, RejectReason
from tests.receiver.intake_hands import kept, send
from tests.receiver.parties import Sender, introduce, make_bundle, now


def test_a_good_package_is_kept_as_it_came_and_signed_for(
    data: service.ReceiverData, sender: Sender
) -> None:
    agreement = introduce(data, sender)
    sent = sender.package(agreement)
    answer = send(data, sent)
    assert (answer.status, answer.reason) == (201, None)
    receipt = sender.receipt(agreement, sent, answer.receipt or "")
    assert receipt.status is ReceiptStatus.ACCEPTED
    with data.reading() as connection:
        row = connection.execute(select(PACKAGES)).one()
    assert row.body == sent.body
    assert row.receipt == answer.receipt


def test_the_same_bytes_again_get_the_same_receipt_even_from_a_revoked_key(
    data: service.ReceiverData, sender: Sender
) -> None:
    sent = sender.package(introduce(data, sender))
    first = send(data, sent)
    service.revoke(data, sender.kid, now=now())
    again = send(data, sent)
    assert (again.status, again.receipt) == (200, first.receipt)
    assert kept(data) == 1


@pytest.mark.parametrize("other", ["another package", "garbage"])
def test_other_bytes_under_the_same_key_are_a_conflict(
    data: service.ReceiverData, sender: Sender, other: str
) -> None:
    agreement = introduce(data, sender)
    sent = sender.package(agreement)
    send(data, sent)
    body = b"x" * 50 if other == "garbage" else sender.package(agreement, jti=sent.jti).body
    answer = send(data, sent, body)
    assert (answer.status, answer.reason) == (409, RejectReason.JTI_REUSED)
    assert (answer.receipt is None) == (other == "garbage")
    assert kept(data) == 1


def test_a_signed_refusal_speaks_of_the_refused_bytes_only(
    data: service.ReceiverData, sender: Sender
) -> None:
    agreement = introduce(data, sender)
    sent = sender.package(agreement)
    send(data, sent)
    other = sender.package(agreement, jti=sent.jti)
    token = send(data, other).receipt or ""
    assert sender.receipt(agreement, other, token).reason is RejectReason.JTI_REUSED
    with pytest.raises(envelope.EnvelopeError, match="contents are not the ones"):
        sender.receipt(agreement, sent, token)


def test_the_key_of_the_request_must_be_the_packages_own(
    data: service.ReceiverData, sender: Sender
) -> None:
    sent = sender.package(introduce(data, sender))
    answer = service.receive_package(data, sent.body, new_id(), now())
    assert (answer.status, answer.reason) == (400, RejectReason.MALFORMED)
    assert kept(data) == 0


def test_by_hand_no_key_is_asked_for(data: service.ReceiverData, sender: Sender) -> None:
    sent = sender.package(introduce(data, sender))
    assert service.receive_package(data, sent.body, None, now()).status == 201
    assert service.receive_package(data, sent.body, None, now()).status == 200


@pytest.mark.parametrize("size", [0, 1, 100, 5_000])
def test_garbage_is_malformed_and_nobody_is_signed_to(
    data: service.ReceiverData, size: int
) -> None:
    answer = service.receive_package(data, b"." * size, new_id(), now())
    assert (answer.status, answer.reason, answer.receipt) == (400, RejectReason.MALFORMED, None)


def test_over_20_mb_is_too_large(data: service.ReceiverData) -> None:
    answer = service.receive_package(data, b"a" * (envelope.MAX_BYTES + 1), new_id(), now())
    assert (answer.status, answer.reason) == (413, RejectReason.TOO_LARGE)


def test_a_package_for_another_team_is_not_ours(data: service.ReceiverData, sender: Sender) -> None:
    agreement = introduce(data, sender)
    sent = sender.package(agreement, recipient=envelope.public_jwk(envelope.new_encryption_key()))
    answer = send(data, sent)
    assert (answer.status, answer.reason) == (400, RejectReason.WRONG_RECIPIENT)


def test_a_changed_byte_cannot_be_decrypted(data: service.ReceiverData, sender: Sender) -> None:
    sent = sender.package(introduce(data, sender))
    place = len(sent.body) // 2
    swapped = b"A" if sent.body[place : place + 1] != b"A" else b"B"
    answer = send(data, sent, sent.body[:place] + swapped + sent.body[place + 1 :])
    assert (answer.status, answer.reason, answer.receipt) == (400, RejectReason.MALFORMED, None)


def test_an_unknown_setting_is_told_so_by_signature(
    data: service.ReceiverData, sender: Sender
) -> None:
    agreement = introduce(data, sender)
    stranger = Sender()
    sent = stranger.package(agreement)
    answer = send(data, sent)
    assert (answer.status, answer.reason) == (401, RejectReason.UNKNOWN_SETTING)
    receipt = stranger.receipt(agreement, sent, answer.receipt or "")
    assert receipt.status is ReceiptStatus.REJECTED


def test_a_forged_signature_is_refused(data: service.ReceiverData, sender: Sender) -> None:
    """Signed by a stranger who names the setting's key in the header and in the claims."""
    agreement = introduce(data, sender)
    bundle = make_bundle()
    sent = sender.package(agreement, bundle)
    stranger = envelope.new_signing_key()
    forged = envelope.sign(
        sent.told.to_claims() | {"bundle": bundle.decode()}, typ=claims.TYP_PACKAGE, key=stranger
    )
    head, payload, signature = forged.split(".")
    own_head = envelope.sign({}, typ=claims.TYP_PACKAGE, key=sender.signing).split(".")[0]
    assert head != own_head
    body = envelope.seal(
        ".".join([own_head, payload, signature]), recipient=agreement.encryption_key
    )
    answer = send(data, sent, body)
    assert (answer.status, answer.reason) == (401, RejectReason.BAD_SIGNATURE)
    assert kept(data) == 0


def test_a_revoked_setting_is_refused(data: service.ReceiverData, sender: Sender) -> None:
    agreement = introduce(data, sender)
    service.revoke(data, sender.kid, now=now())
    answer = send(data, sender.package(agreement))
    assert (answer.status, answer.reason) == (401, RejectReason.REVOKED_SETTING)


def test_a_reply_is_no_package(data: service.ReceiverData, sender: Sender) -> None:
    agreement = introduce(data, sender)
    sent = sender.package(agreement)
    token = envelope.sign(sent.told.to_claims(), typ=claims.TYP_WITHDRAWAL, key=sender.signing)
    answer = send(data, sent, envelope.seal(token, recipient=agreement.encryption_key))
    assert (answer.status, answer.reason) == (400, RejectReason.MALFORMED)


def test_only_so_many_refusals_are_remembered(
    data: service.ReceiverData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusing, "KEPT_REFUSALS", 3)
    for number in range(5):
        service.receive_package(data, b"garbage %d" % number, new_id(), now())
    with data.reading() as connection:
        sizes = connection.execute(select(REFUSALS.c.sha256).order_by(REFUSALS.c.number)).all()
    assert [row.sha256 for row in sizes] == [
        envelope.sha256_hex(b"garbage %d" % number) for number in (2, 3, 4)
    ]
