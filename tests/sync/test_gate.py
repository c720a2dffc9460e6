"""The gate, reason by reason."""

from datetime import date, timedelta

import pytest

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Decision
from ir_desktop.domain.sharing import HoldReason
from tests.sync.gate_parts import (
    AGREEMENT,
    ALL_GIVEN,
    ASQ3,
    CHECK,
    IDENTITY,
    NOW,
    TODAY,
    holds,
    opt_out,
    reasons,
    said,
    under,
)


def test_with_everything_in_order_it_may_leave() -> None:
    assert holds() == ()


def test_every_reason_is_told_at_once() -> None:
    assert reasons(agreement=None, consents={}, signed_off=False, real_endpoint_from_demo=True) == [
        HoldReason.NOT_SIGNED_OFF,
        HoldReason.DEMO_STORE,
        HoldReason.NO_AGREEMENT,
        *[HoldReason.CONSENT_MISSING] * 3,
    ]


def test_unsigned_reviews_and_the_demo_stay() -> None:
    assert reasons(signed_off=False) == [HoldReason.NOT_SIGNED_OFF]
    assert reasons(real_endpoint_from_demo=True) == [HoldReason.DEMO_STORE]


def test_consent_alone_is_not_authority() -> None:
    assert reasons(agreement=None) == [HoldReason.NO_AGREEMENT]


def test_an_agreement_is_in_force_from_its_first_moment_to_its_last() -> None:
    first, last, tick = AGREEMENT.valid_from, AGREEMENT.valid_until, timedelta(microseconds=1)
    assert reasons(now=first) == reasons(now=last) == []
    (early,) = holds(now=first - tick)
    assert early.reason is HoldReason.AGREEMENT_NOT_YET
    assert "21 October 2026" in early.sentence
    (late,) = holds(now=last + tick)
    assert late.reason is HoldReason.AGREEMENT_ENDED
    assert "20 December 2026" in late.sentence


def test_an_agreement_ended_by_a_person_is_ended_at_once() -> None:
    (ended,) = holds(agreement=under(ended_on=TODAY))
    assert ended.reason is HoldReason.AGREEMENT_ENDED
    assert "20 November 2026" in ended.sentence
    # The one day named is the day it stopped, whichever came first.
    later = AGREEMENT.valid_until + timedelta(days=5)
    (both,) = holds(agreement=under(ended_on=later.date()), now=later)
    assert "20 December 2026" in both.sentence
    (both,) = holds(agreement=under(ended_on=date(2026, 12, 1)), now=later)
    assert "1 December 2026" in both.sentence
    not_begun = under(ended_on=TODAY, valid_from=NOW + timedelta(days=1))
    assert reasons(agreement=not_begun) == [HoldReason.AGREEMENT_ENDED]


@pytest.mark.parametrize("nobody", ["", "  "])
def test_a_key_that_nobody_compared_is_not_trusted(nobody: str) -> None:
    (hold,) = holds(agreement=under(confirmed_by=nobody))
    assert hold.reason is HoldReason.KEY_NOT_CONFIRMED
    assert "compared" in hold.sentence


@pytest.mark.parametrize(("named", "own"), [("another", "our-key"), ("our-key", "new"), ("", "")])
def test_an_agreement_with_another_installation_is_not_ours(named: str, own: str) -> None:
    (hold,) = holds(agreement=under(own_kid=named), own_kid=own)
    assert hold.reason is HoldReason.KEY_NOT_CONFIRMED
    assert "another key" in hold.sentence


def test_what_the_agreement_does_not_cover_stays() -> None:
    (hold,) = holds(agreement=under(categories=(IDENTITY, CHECK)))
    assert (hold.reason, hold.category) == (HoldReason.CATEGORY_NOT_ALLOWED, ASQ3)
    assert "ASQ-3 scores" in hold.sentence


def test_who_was_not_asked_has_not_agreed() -> None:
    (hold,) = holds(consents={IDENTITY: said(), CHECK: said()})
    assert (hold.reason, hold.category) == (HoldReason.CONSENT_MISSING, ASQ3)


def test_no_means_no_under_every_agreement() -> None:
    for agreement in (AGREEMENT, opt_out(*Category)):
        for decision, reason in (
            (Decision.DECLINED, HoldReason.CONSENT_DECLINED),
            (Decision.WITHDRAWN, HoldReason.CONSENT_WITHDRAWN),
        ):
            no = ALL_GIVEN | {ASQ3: said(decision)}
            (hold,) = holds(agreement=agreement, consents=no)
            assert (hold.reason, hold.category) == (reason, ASQ3)
            assert "2 November 2026" in hold.sentence


def test_being_told_suffices_only_where_the_agreement_is_opt_out() -> None:
    told = ALL_GIVEN | {ASQ3: said(Decision.TOLD)}
    assert reasons(consents=told) == [HoldReason.CONSENT_MISSING]
    assert reasons(consents=told, agreement=opt_out(ASQ3)) == []
    assert reasons(consents=told, agreement=under(consent_modes={})) == [HoldReason.CONSENT_MISSING]
    assert HoldReason.CONSENT_MISSING in reasons(consents=told, agreement=None)


def test_an_opt_out_never_covers_the_progress_check() -> None:
    told = dict.fromkeys(Category, said(Decision.TOLD))
    (hold,) = holds(consents=told, agreement=opt_out(*Category))
    assert (hold.reason, hold.category) == (HoldReason.CONSENT_MISSING, CHECK)
    assert reasons(consents=told | {CHECK: said()}, agreement=opt_out(*Category)) == []


def test_an_opt_out_still_needs_the_family_to_have_been_told() -> None:
    agreement = opt_out(*Category)
    assert (
        reasons(consents={CHECK: said()}, agreement=agreement) == [HoldReason.CONSENT_MISSING] * 2
    )


def test_a_consent_of_tomorrow_is_none_today() -> None:
    soon = ALL_GIVEN | {ASQ3: said(occurred_on=TODAY + timedelta(days=1))}
    assert reasons(consents=soon) == [HoldReason.CONSENT_MISSING]
    assert reasons(consents=ALL_GIVEN | {ASQ3: said(occurred_on=TODAY)}) == []


def test_a_consent_is_looked_at_again() -> None:
    for review_by, expected in (
        (TODAY, []),
        (TODAY - timedelta(days=1), [HoldReason.CONSENT_OUT_OF_DATE]),
    ):
        old = ALL_GIVEN | {ASQ3: said(review_by=review_by)}
        assert reasons(consents=old) == expected


def test_only_what_is_in_the_bundle_is_judged() -> None:
    no = ALL_GIVEN | {Category.PLAN: said(Decision.DECLINED)}
    assert holds(consents=no) == ()
