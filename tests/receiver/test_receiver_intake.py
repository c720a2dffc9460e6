"""Taking packages in: what is kept, what is refused and why, and that it is signed for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.domain.consent import Decision
from ir_desktop.ids import new_id
from ir_desktop.receiver import refusing, service
from ir_desktop.receiver.tables import PACKAGES, REFUSALS
from ir_desktop.sync import claims, envelope
from ir_desktop.sync.claims import ReceiptStatus, RejectReason
from tests.receiver.parties import ALL, Sender, Sent, init, introduce, make_bundle, now, terms

PLAIN = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=20)
NAMES = st.sampled_from(("id", "version", "sha256", "kid"))


def send(data: service.ReceiverData, sent: Sent, body: bytes | None = None) -> service.Answer:
    return service.receive_package(data, body or sent.body, sent.jti, now())


def kept(data: service.ReceiverData) -> int:
    with data.reading() as connection:
        return connection.execute(select(func.count()).select_from(PACKAGES)).scalar_one()


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


def _other_agreement(told: claims.PackageClaims) -> claims.PackageClaims:
    return replace(told, head=replace(told.head, agreement=claims.AgreementRef("other", "1")))


def _other_version(told: claims.PackageClaims) -> claims.PackageClaims:
    ref = claims.AgreementRef(told.head.agreement.id, "2")
    return replace(told, head=replace(told.head, agreement=ref))


@pytest.mark.parametrize("change", [_other_agreement, _other_version])
def test_without_that_agreement_it_is_refused(
    data: service.ReceiverData, sender: Sender, change: Callable[..., claims.PackageClaims]
) -> None:
    agreement = introduce(data, sender)
    answer = send(data, sender.package(agreement, change=change))
    assert (answer.status, answer.reason) == (403, RejectReason.NO_AGREEMENT)


def test_the_agreement_of_another_setting_does_not_count(
    data: service.ReceiverData, sender: Sender
) -> None:
    introduce(data, sender)
    theirs = introduce(data, Sender(name="Other Nursery"))
    answer = send(data, sender.package(theirs))
    assert (answer.status, answer.reason) == (403, RejectReason.NO_AGREEMENT)


@pytest.mark.parametrize(("begins", "ends"), [(-20, -10), (10, 20)])
def test_an_agreement_not_in_force_does_not_count(
    data: service.ReceiverData, sender: Sender, begins: int, ends: int
) -> None:
    start, end = now() + timedelta(days=begins), now() + timedelta(days=ends)
    agreement = introduce(data, sender, terms(start=start, end=end))
    answer = send(data, sender.package(agreement))
    assert (answer.status, answer.reason) == (403, RejectReason.AGREEMENT_NOT_IN_FORCE)


def test_an_agreement_ended_early_does_not_count(
    data: service.ReceiverData, sender: Sender
) -> None:
    agreement = introduce(data, sender)
    assert service.end_agreement(data, agreement.id, now=now()) == 1
    answer = send(data, sender.package(agreement))
    assert (answer.status, answer.reason) == (403, RejectReason.AGREEMENT_NOT_IN_FORCE)


def test_a_refused_package_is_taken_once_there_is_authority(
    data: service.ReceiverData, sender: Sender
) -> None:
    """A refusal is not kept as the answer for ever: the same bytes may be right later."""
    start = now() + timedelta(days=2)
    agreement = introduce(data, sender, terms(start=start))
    sent = sender.package(agreement)
    assert send(data, sent).status == 403
    assert service.receive_package(data, sent.body, sent.jti, start).status == 201


def test_a_category_outside_the_agreement_is_refused(
    data: service.ReceiverData, sender: Sender
) -> None:
    allowed = tuple(each for each in ALL if each is not Category.ASQ3)
    agreement = introduce(data, sender, terms(allowed))
    assert send(data, sender.package(agreement)).reason is RejectReason.CATEGORY_NOT_ALLOWED
    answer = send(data, sender.package(agreement, make_bundle(categories=allowed)))
    assert (answer.status, answer.reason) == (403, RejectReason.CATEGORY_NOT_ALLOWED)
    fits = sender.package(agreement, make_bundle(categories=allowed), categories=allowed)
    assert send(data, fits).status == 201


@pytest.mark.parametrize("hidden", ALL)
def test_a_bundle_that_holds_more_than_its_list_is_refused(
    data: service.ReceiverData, sender: Sender, bundle: bytes, hidden: Category
) -> None:
    listed = tuple(each for each in ALL if each is not hidden)
    agreement = introduce(data, sender, terms(listed))
    answer = send(data, sender.package(agreement, bundle, categories=listed))
    if hidden is Category.HEALTH_PROMPTS:
        assert answer.status == 201  # nothing was written under it
    else:
        assert (answer.status, answer.reason) == (403, RejectReason.CATEGORY_NOT_ALLOWED)


def test_told_is_not_enough_where_the_agreement_asks_for_consent(
    data: service.ReceiverData, sender: Sender
) -> None:
    few = (Category.IDENTITY, Category.QUESTIONS)
    told = {"categories": few, "decision": Decision.TOLD}
    bundle = make_bundle(categories=few)
    strict = introduce(data, sender, terms(few))
    answer = send(data, sender.package(strict, bundle, **told))
    assert (answer.status, answer.reason) == (403, RejectReason.CONSENT_MISSING)
    lenient = introduce(data, sender, terms(few, ConsentMode.OPT_OUT))
    assert send(data, sender.package(lenient, bundle, **told)).status == 201


def _resealed(
    sender: Sender, agreement: claims.Agreement, sent: Sent, more: dict[str, object]
) -> bytes:
    """The package with some claims exchanged, which the writer itself would not allow."""
    whole = sent.told.to_claims() | {"bundle": make_bundle().decode()} | more
    token = envelope.sign(whole, typ=claims.TYP_PACKAGE, key=sender.signing)
    return envelope.seal(token, recipient=agreement.encryption_key)


def test_claims_without_consent_are_refused(data: service.ReceiverData, sender: Sender) -> None:
    agreement = introduce(data, sender)
    sent = sender.package(agreement)
    few = replace(sent.told.consent[0], categories=(Category.IDENTITY,)).to_claims()
    answer = send(data, sent, _resealed(sender, agreement, sent, {"consent": [few]}))
    assert (answer.status, answer.reason) == (403, RejectReason.CONSENT_MISSING)


def test_impossible_claims_are_malformed(data: service.ReceiverData, sender: Sender) -> None:
    agreement = introduce(data, sender)
    sent = sender.package(agreement)
    answer = send(data, sent, _resealed(sender, agreement, sent, {"seq": -1}))
    assert (answer.status, answer.reason) == (400, RejectReason.MALFORMED)


def test_a_bundle_that_was_not_signed_for_is_refused(
    data: service.ReceiverData, sender: Sender
) -> None:
    agreement = introduce(data, sender)
    sent = sender.package(agreement)
    answer = send(data, sent, _resealed(sender, agreement, sent, {}))
    assert (answer.status, answer.reason) == (400, RejectReason.BUNDLE_INVALID)


@pytest.mark.parametrize("bundle", [b"{}", b"[]", b"no JSON", b'{"resourceType":"Bundle"}'])
def test_an_unsound_bundle_is_refused(
    data: service.ReceiverData, sender: Sender, bundle: bytes
) -> None:
    answer = send(data, sender.package(introduce(data, sender), bundle))
    assert (answer.status, answer.reason) == (400, RejectReason.BUNDLE_INVALID)


def test_a_bundle_of_another_version_than_claimed_is_refused(
    data: service.ReceiverData, sender: Sender
) -> None:
    answer = send(data, sender.package(introduce(data, sender), version=2))
    assert (answer.status, answer.reason) == (400, RejectReason.BUNDLE_INVALID)


@pytest.mark.parametrize(
    ("issued", "lasts", "reason"),
    [
        (timedelta(minutes=9), timedelta(days=1), None),
        (timedelta(minutes=11), timedelta(days=1), RejectReason.CLOCK),
        (timedelta(days=-2), timedelta(days=2, minutes=-9), None),
        (timedelta(days=-2), timedelta(days=2, minutes=-11), RejectReason.EXPIRED),
    ],
)
def test_moments_are_judged_with_ten_minutes_of_patience(
    data: service.ReceiverData,
    sender: Sender,
    issued: timedelta,
    lasts: timedelta,
    reason: RejectReason | None,
) -> None:
    made = now() + issued

    def change(told: claims.PackageClaims) -> claims.PackageClaims:
        return replace(told, head=replace(told.head, issued_at=made, expires_at=made + lasts))

    answer = send(data, sender.package(introduce(data, sender), change=change))
    assert (answer.status, answer.reason) == (201 if reason is None else 403, reason)


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


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory):
    """A receiver and a package that many mutations are made of."""
    made = init(tmp_path_factory.mktemp("standing") / "receiver")
    sender = Sender()
    agreement = introduce(made, sender)
    yield made, sender, agreement, sender.package(agreement)
    made.close()


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 10**9), piece=st.binary(min_size=1, max_size=4), drop=st.booleans())
def test_no_mutation_of_a_package_comes_in(
    standing: tuple[service.ReceiverData, Sender, claims.Agreement, Sent],
    place: int,
    piece: bytes,
    drop: bool,
) -> None:
    data, _, _, sent = standing
    at = place % len(sent.body)
    changed = sent.body[:at] + (b"" if drop else piece) + sent.body[at + len(piece) :]
    answer = service.receive_package(data, changed, sent.jti, now())
    # 409: the package itself came in before, as a change that changed nothing.
    assert answer.status in ((400, 409, 413) if changed != sent.body else (200, 201))


@settings(max_examples=60, deadline=None)
@given(
    claim=st.sampled_from(
        ("jti", "iss", "aud", "iat", "exp", "agreement", "review", "consent", "categories")
    )
    | st.sampled_from(("epoch", "seq", "prev", "supersedes", "bundle")),
    value=PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(NAMES, PLAIN, max_size=3),
)
def test_whatever_is_signed_is_refused_in_words(
    standing: tuple[service.ReceiverData, Sender, claims.Agreement, Sent],
    claim: str,
    value: object,
) -> None:
    """The bundle is another than was signed for, so none of these may come in."""
    data, sender, agreement, sent = standing
    body = _resealed(sender, agreement, sent, {claim: value})
    answer = service.receive_package(data, body, None, now())
    assert answer.status in (400, 401, 403, 409)
    assert answer.sentence
