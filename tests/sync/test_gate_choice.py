"""What goes into a Bundle, and what stays."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Consent, Decision
from ir_desktop.domain.sharing import Agreement, HoldReason
from ir_desktop.sync.gate import REQUIRED, choose_categories, gate
from tests.sync.gate_parts import (
    AGREEMENT,
    ALL_GIVEN,
    ASQ3,
    CHECK,
    FACTS,
    IDENTITY,
    REFUSALS,
    SUMMARY,
    reasons,
    said,
    under,
)


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
