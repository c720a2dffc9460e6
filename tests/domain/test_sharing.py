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
)

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


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
