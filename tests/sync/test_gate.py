"""The gate, reason by reason, and what goes into a Bundle."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.domain.consent import Consent, Decision, How, Purpose
from ir_desktop.domain.sharing import Agreement, Hold, HoldReason
from ir_desktop.sync.gate import REQUIRED, GateFacts, choose_categories, gate

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TODAY = NOW.date()
IDENTITY, CHECK, ASQ3 = Category.IDENTITY, Category.PROGRESS_CHECK, Category.ASQ3
SUMMARY = Category.SUMMARY_PDF
REFUSALS = [Decision.DECLINED, Decision.WITHDRAWN]

AGREEMENT = Agreement(
    id="a1",
    created_at=NOW,
    created_by="me",
    changed_at=NOW,
    changed_by="me",
    agreement_id="AG-2026-014",
    version="2",
    health_team_id="t1",
    token="",
    recipient_name="Northmere Health Visiting Team",
    signing_key="{}",
    encryption_key="{}",
    signing_kid="team-sign",
    encryption_kid="team-seal",
    purpose="Integrated reviews at age two",
    lawful_basis="Public task",
    valid_from=NOW - timedelta(days=30),
    valid_until=NOW + timedelta(days=30),
    categories=tuple(Category),
    consent_modes=dict.fromkeys(Category, ConsentMode.OPT_IN),
    endpoint_kind="https",
    endpoint="https://reviews.example/in",
    tls_ca="",
    own_kid="our-key",
    fingerprint="",
    confirmed_by="Hannah Whitlock",
    confirmed_on=TODAY,
)


def said(decision: Decision = Decision.GIVEN, **more: object) -> Consent:
    plain = Consent(
        id="s1",
        created_at=NOW,
        created_by="me",
        changed_at=NOW,
        changed_by="me",
        child_id="c1",
        health_team_id="t1",
        purpose=Purpose.THIS_REVIEW,
        categories=tuple(Category),
        decision=decision,
        by_name="Marta Field",
        by_relationship="mother",
        how=How.IN_PERSON,
        occurred_on=date(2026, 11, 2),
        wording_version="2026-1",
    )
    return replace(plain, **more)


ALL_GIVEN = dict.fromkeys(Category, said())
FACTS = GateFacts(
    agreement=AGREEMENT,
    categories=(IDENTITY, CHECK, ASQ3),
    consents=ALL_GIVEN,
    signed_off=True,
    own_kid="our-key",
    today=TODAY,
    now=NOW,
)


def holds(**more: object) -> tuple[Hold, ...]:
    found = gate(replace(FACTS, **more))
    for each in found:
        assert each.sentence.endswith(".")
    return found


def reasons(**more: object) -> list[HoldReason]:
    return [each.reason for each in holds(**more)]


def under(**more: object) -> Agreement:
    return replace(AGREEMENT, **more)


def opt_out(*categories: Category) -> Agreement:
    modes = dict(AGREEMENT.consent_modes) | dict.fromkeys(categories, ConsentMode.OPT_OUT)
    return under(consent_modes=modes)


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


# What goes in.


def chosen(
    *present: Category, agreement: Agreement | None = AGREEMENT, **no: Decision
) -> tuple[set[Category], dict[Category, str]]:
    consents = ALL_GIVEN | {Category(name): said(each) for name, each in no.items()}
    inside, stays = choose_categories(present or tuple(Category), agreement, consents)
    return set(inside), {each.category: each.sentence for each in stays}


def test_everything_allowed_goes() -> None:
    assert chosen() == (set(Category), {})
    assert chosen(agreement=None) == (set(Category), {})


def test_what_is_not_there_neither_goes_nor_stays() -> None:
    assert chosen(IDENTITY, CHECK, plan=Decision.DECLINED) == ({IDENTITY, CHECK}, {})


@pytest.mark.parametrize("refusal", REFUSALS)
def test_what_the_family_refused_stays_and_the_summary_that_shows_it(refusal: Decision) -> None:
    inside, stays = chosen(plan=refusal)
    assert inside == set(Category) - {Category.PLAN, SUMMARY}
    assert stays == {
        Category.PLAN: "The family did not agree to this",
        SUMMARY: "It shows things that stay here",
    }


def test_the_summary_goes_without_what_is_not_printed_on_it() -> None:
    inside, stays = chosen(nhs_number=Decision.DECLINED, conclusions=Decision.DECLINED)
    assert SUMMARY in inside
    assert set(stays) == {Category.NHS_NUMBER, Category.CONCLUSIONS}


def test_the_summary_itself_may_be_refused() -> None:
    inside, stays = chosen(summary_pdf=Decision.WITHDRAWN)
    assert inside == set(Category) - {SUMMARY}
    assert stays == {SUMMARY: "The family did not agree to this"}


def test_what_the_agreement_leaves_out_stays() -> None:
    inside, stays = chosen(agreement=under(categories=(IDENTITY, CHECK)))
    assert inside == {IDENTITY, CHECK}
    assert set(stays.values()) == {"Not in the agreement"}


def test_who_was_not_asked_is_asked_before_it_leaves() -> None:
    inside, stays = choose_categories(tuple(Category), AGREEMENT, {})
    assert (set(inside), stays) == (set(Category), ())
    assert reasons(categories=inside, consents={}) == [HoldReason.CONSENT_MISSING] * len(Category)


def test_the_required_go_in_so_that_the_gate_can_name_what_is_missing() -> None:
    inside, stays = chosen(progress_check=Decision.DECLINED)
    assert inside >= REQUIRED
    assert CHECK not in stays
    no = ALL_GIVEN | {CHECK: said(Decision.DECLINED)}
    assert reasons(categories=inside, consents=no) == [HoldReason.CONSENT_DECLINED]


decisions = st.dictionaries(
    st.sampled_from(Category), st.sampled_from(Decision).map(lambda each: said(each))
)
agreements = st.none() | st.builds(
    lambda categories: under(categories=tuple(categories)), st.sets(st.sampled_from(Category))
)
# Printed on the parents' summary, from what its pages are made of.
PRINTED = {
    IDENTITY,
    CHECK,
    Category.PARENTS_VIEW,
    ASQ3,
    Category.PLAN,
    Category.QUESTIONS,
}


@given(st.sets(st.sampled_from(Category)), agreements, decisions)
def test_nothing_refused_is_ever_chosen(
    present: set[Category], agreement: Agreement | None, consents: dict[Category, Consent]
) -> None:
    inside, stays = choose_categories(present, agreement, consents)
    staying = {each.category for each in stays}
    assert len(inside) == len(set(inside))
    assert len(staying) == len(stays)
    assert set(inside) | staying == present
    assert not set(inside) & staying
    refused = {category for category, each in consents.items() if each.decision in REFUSALS}
    assert set(inside) & refused <= REQUIRED
    assert not staying & REQUIRED
    if agreement is not None:
        assert set(inside) - set(agreement.categories) <= REQUIRED
    if SUMMARY in inside:
        assert not staying & PRINTED
    facts = replace(FACTS, agreement=agreement, categories=inside, consents=consents)
    found = {(each.reason, each.category) for each in gate(facts)}
    for category in set(inside) & refused:  # what had to go in is held
        assert {reason for reason, held in found if held is category} & {
            HoldReason.CONSENT_DECLINED,
            HoldReason.CONSENT_WITHDRAWN,
        }


@given(st.permutations(list(Category)), decisions)
def test_the_order_given_does_not_matter(
    order: list[Category], consents: dict[Category, Consent]
) -> None:
    assert choose_categories(order, AGREEMENT, consents) == choose_categories(
        tuple(Category), AGREEMENT, consents
    )
    assert gate(replace(FACTS, categories=order, consents=consents)) == gate(
        replace(FACTS, categories=tuple(Category), consents=consents)
    )
