"""Taking packages in: the agreement, the consent, the bundle and the moment must be right."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.domain.consent import Decision
from ir_desktop.receiver import service
from ir_desktop.sync import claims
from ir_desktop.sync.claims import RejectReason
from tests.receiver.intake_hands import resealed, send
from tests.receiver.parties import ALL, Sender, introduce, make_bundle, now, terms


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


def test_claims_without_consent_are_refused(data: service.ReceiverData, sender: Sender) -> None:
    agreement = introduce(data, sender)
    sent = sender.package(agreement)
    few = replace(sent.told.consent[0], categories=(Category.IDENTITY,)).to_claims()
    answer = send(data, sent, resealed(sender, agreement, sent, {"consent": [few]}))
    assert (answer.status, answer.reason) == (403, RejectReason.CONSENT_MISSING)


def test_impossible_claims_are_malformed(data: service.ReceiverData, sender: Sender) -> None:
    agreement = introduce(data, sender)
    sent = sender.package(agreement)
    answer = send(data, sent, resealed(sender, agreement, sent, {"seq": -1}))
    assert (answer.status, answer.reason) == (400, RejectReason.MALFORMED)


def test_a_bundle_that_was_not_signed_for_is_refused(
    data: service.ReceiverData, sender: Sender
) -> None:
    agreement = introduce(data, sender)
    sent = sender.package(agreement)
    answer = send(data, sent, resealed(sender, agreement, sent, {}))
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
