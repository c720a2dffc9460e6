"""The codes of sharing: they are stored and told to people, so none may be lost or renamed."""

from datetime import UTC, datetime

from ir_desktop.domain.categories import (
    ALWAYS_OPT_IN,
    CATEGORY_WORDS,
    CONSENT_MODE_WORDS,
    Category,
    ConsentMode,
)
from ir_desktop.domain.sharing import (
    AgreedAction,
    Export,
    ExportBody,
    ExportState,
    Hold,
    HoldReason,
    hold_words,
)

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
STAMPS = {"id": "1", "created_at": NOW, "created_by": "", "changed_at": NOW, "changed_by": ""}


def test_the_outbox_has_the_states_that_were_published() -> None:
    assert {each.value for each in ExportState} == set(
        [
            "held",
            "queued",
            "sending",
            "waiting",
            "received",
            "rejected",
            "set_aside",
            "handed_over",
            "withdrawn",
            "superseded",
        ]
    )


def test_every_reason_for_holding_has_a_code() -> None:
    assert {each.value for each in HoldReason} == set(
        [
            "no_agreement",
            "agreement_not_yet",
            "agreement_ended",
            "category_not_allowed",
            "consent_missing",
            "consent_declined",
            "consent_withdrawn",
            "consent_out_of_date",
            "key_not_confirmed",
            "not_signed_off",
            "demo_store",
            "another_team",
        ]
    )


def test_the_categories_are_those_of_the_format_and_have_words() -> None:
    assert {each.value for each in Category} == set(
        [
            "identity",
            "nhs_number",
            "progress_check",
            "parents_view",
            "asq3",
            "health_prompts",
            "conclusions",
            "plan",
            "questions",
            "summary_pdf",
        ]
    )
    assert set(CATEGORY_WORDS) == set(Category)
    assert set(CONSENT_MODE_WORDS) == set(ConsentMode)
    assert frozenset({Category.PROGRESS_CHECK}) == ALWAYS_OPT_IN


def test_a_fresh_export_has_been_nowhere() -> None:
    stamp = {"created_at": NOW, "created_by": "me", "changed_at": NOW, "changed_by": "me"}
    export = Export(
        id="e1",
        **stamp,
        child_id="c1",
        review_id="r1",
        review_version=1,
        health_team_id="t1",
        agreement_id=None,
        categories=(Category.IDENTITY,),
        bundle_sha256="0" * 64,
        state=ExportState.HELD,
        holds=(Hold(reason=HoldReason.NO_AGREEMENT, sentence="None yet."),),
    )
    assert (export.attempts, export.seq, export.receipt) == (0, None, "")
    assert export.sent_at is export.received_at is export.next_try_at is None
    assert ExportBody(id="e1", **stamp, bundle=b"{}").envelope == b""
    assert AgreedAction(what="Hearing test", who="Audiology").by is None


def _held(*holds: Hold, categories: tuple[Category, ...]) -> Export:
    return Export(
        **STAMPS,
        child_id="child",
        review_id="review",
        review_version=1,
        health_team_id="team",
        agreement_id=None,
        categories=categories,
        bundle_sha256="",
        state=ExportState.HELD,
        holds=holds,
    )


def _asking(category: Category) -> Hold:
    return Hold(
        reason=HoldReason.CONSENT_MISSING,
        category=category,
        sentence=f"{CATEGORY_WORDS[category]}: the family has not been asked yet. Ask them.",
    )


def test_a_reason_for_everything_names_no_category() -> None:
    both = (Category.IDENTITY, Category.PLAN)
    export = _held(*map(_asking, both), categories=both)
    assert hold_words(export) == ("The family has not been asked yet. Ask them.",)


def test_a_reason_for_some_counts_them_and_for_one_names_it() -> None:
    three = (Category.IDENTITY, Category.PLAN, Category.ASQ3)
    some = _held(*map(_asking, three[:2]), categories=three)
    assert hold_words(some) == (
        "2 kinds of information: the family has not been asked yet. Ask them.",
    )
    one = _held(_asking(Category.ASQ3), categories=three)
    assert hold_words(one) == ("ASQ-3 scores: the family has not been asked yet. Ask them.",)


def test_reasons_without_a_category_are_told_as_they_are() -> None:
    hold = Hold(reason=HoldReason.NO_AGREEMENT, sentence="There is no agreement.")
    other = Hold(
        reason=HoldReason.CATEGORY_NOT_ALLOWED, category=Category.PLAN, sentence="Not this."
    )
    export = _held(hold, other, categories=(Category.PLAN,))
    assert hold_words(export) == ("There is no agreement.", "Not this.")
