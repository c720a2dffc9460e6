"""The gate: may this export leave, now? Yes, or every reason why not.

Asked when an export is approved and again in the transaction that builds or re-sends its
envelope (EXCHANGE "Outbox states"). Pure: what is known is passed in, with the time.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ir_desktop.domain.categories import ALWAYS_OPT_IN, CATEGORY_WORDS, Category, ConsentMode
from ir_desktop.domain.consent import Consent, Decision
from ir_desktop.domain.plain import date_words
from ir_desktop.domain.sharing import Agreement, Hold, HoldReason

REQUIRED = frozenset({Category.IDENTITY, Category.PROGRESS_CHECK})
"""Without these there is nothing to send: they are never left out, the export waits instead."""

_SHOWN_IN_SUMMARY = frozenset(
    {
        Category.PROGRESS_CHECK,
        Category.PARENTS_VIEW,
        Category.ASQ3,
        Category.PLAN,
        Category.QUESTIONS,
    }
)
_ANOTHER_TEAM = Hold(
    reason=HoldReason.ANOTHER_TEAM,
    sentence="The child belongs to another health team now. Approve it again for that team, or "
    "put the health team right in the child’s details.",
)
_AGREED = frozenset({Decision.GIVEN})
_NO = frozenset({Decision.DECLINED, Decision.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFacts:
    """Everything the gate decides by.

    `categories` are those inside the frozen Bundle; `consents` the decision in force for each
    category for this recipient and purpose; `today` the day here and `now` the moment (UTC).
    `own_kid` is this installation's signing key. `real_endpoint_from_demo` says that a demo
    store would send to something else than this computer itself, `another_team` that the child
    belongs to another health team now than the one it was approved for.
    """

    agreement: Agreement | None
    categories: Collection[Category]
    consents: Mapping[Category, Consent]
    signed_off: bool
    own_kid: str
    today: date
    now: datetime
    real_endpoint_from_demo: bool = False
    another_team: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A category that stays on this laptop, and why."""

    category: Category
    sentence: str


def gate(facts: GateFacts) -> tuple[Hold, ...]:
    """Return every reason why the export may not leave now; empty means that it may.

    For a team that the child no longer belongs to there is one reason alone: what its agreement
    and the consents for it say does not matter any more.
    """
    if facts.another_team:
        return (_ANOTHER_TEAM,)
    return (
        *_review_holds(facts),
        *_agreement_holds(facts),
        *_consent_holds(facts),
    )


def choose_categories(
    present: Collection[Category],
    agreement: Agreement | None,
    consents: Mapping[Category, Consent],
) -> tuple[tuple[Category, ...], tuple[Stay, ...]]:
    """Return what goes into the Bundle, and what stays with the reason, for the preview.

    What the agreement does not cover or the family said no to stays here. What the family has
    not been asked about goes in, and the gate holds the export until they agree. The required
    categories always go in, so that the gate names what is missing. The summary for parents
    goes only with everything that is printed on it.
    """
    inside: list[Category] = []
    stays: list[Stay] = []
    for category in Category:
        if category not in present or category is Category.SUMMARY_PDF:
            continue
        reason = _stays_because(category, agreement, consents)
        if reason and category not in REQUIRED:
            stays.append(Stay(category=category, sentence=reason))
        else:
            inside.append(category)
    if Category.SUMMARY_PDF in present:
        reason = _stays_because(Category.SUMMARY_PDF, agreement, consents)
        if not reason and any(each.category in _SHOWN_IN_SUMMARY for each in stays):
            reason = "It shows things that stay here"
        if reason:
            stays.append(Stay(category=Category.SUMMARY_PDF, sentence=reason))
        else:
            inside.append(Category.SUMMARY_PDF)
    return tuple(inside), tuple(stays)


def _stays_because(
    category: Category, agreement: Agreement | None, consents: Mapping[Category, Consent]
) -> str:
    if agreement is not None and category not in agreement.categories:
        return "Not in the agreement"
    consent = consents.get(category)
    if consent is not None and consent.decision in _NO:
        return "The family did not agree to this"
    return ""


def _review_holds(facts: GateFacts) -> Iterator[Hold]:
    if not facts.signed_off:
        yield Hold(
            reason=HoldReason.NOT_SIGNED_OFF,
            sentence="The review is not signed off. Sign it off first.",
        )
    if facts.real_endpoint_from_demo:
        yield Hold(
            reason=HoldReason.DEMO_STORE,
            sentence="This is the demo nursery. It never sends to a real health team.",
        )


def _agreement_holds(facts: GateFacts) -> Iterator[Hold]:
    agreement = facts.agreement
    if agreement is None:
        yield Hold(
            reason=HoldReason.NO_AGREEMENT,
            sentence="There is no sharing agreement with this health team. A manager can add one.",
        )
        return
    if agreement.ended_on is not None or facts.now > agreement.valid_until:
        day = agreement.ended_on or agreement.valid_until.date()
        if facts.now > agreement.valid_until:
            day = min(day, agreement.valid_until.date())  # it ran out before somebody ended it
        yield Hold(
            reason=HoldReason.AGREEMENT_ENDED,
            sentence=f"The agreement ended on {date_words(day)}. Ask the team for a new one.",
        )
    elif facts.now < agreement.valid_from:
        yield Hold(
            reason=HoldReason.AGREEMENT_NOT_YET,
            sentence=f"The agreement starts on {date_words(agreement.valid_from.date())}. It goes "
            "then.",
        )
    if not agreement.confirmed_by.strip():
        yield Hold(
            reason=HoldReason.KEY_NOT_CONFIRMED,
            sentence="The health team’s key has not been compared with them. Compare it by phone.",
        )
    elif not facts.own_kid or agreement.own_kid != facts.own_kid:
        yield Hold(
            reason=HoldReason.KEY_NOT_CONFIRMED,
            sentence="The agreement names another key than this laptop’s. Give the health team "
            "your setting card again and ask them for a new agreement.",
        )
    for category in _ordered(facts.categories):
        if category not in agreement.categories:
            yield Hold(
                reason=HoldReason.CATEGORY_NOT_ALLOWED,
                category=category,
                sentence=f"The agreement does not cover this: {CATEGORY_WORDS[category]}. Approve "
                "again to send without it, or ask the health team.",
            )


def _consent_holds(facts: GateFacts) -> Iterator[Hold]:
    for category in _ordered(facts.categories):
        hold = _consent_hold(category, facts)
        if hold is not None:
            reason, words = hold
            yield Hold(
                reason=reason,
                category=category,
                sentence=f"{CATEGORY_WORDS[category]}: {words}",
            )


def _consent_hold(category: Category, facts: GateFacts) -> tuple[HoldReason, str] | None:
    consent = facts.consents.get(category)
    if consent is None:
        return HoldReason.CONSENT_MISSING, "the family has not been asked yet. Ask them."
    if consent.decision is Decision.DECLINED:
        return (
            HoldReason.CONSENT_DECLINED,
            f"the family said no on {date_words(consent.occurred_on)}.",
        )
    if consent.decision is Decision.WITHDRAWN:
        return (
            HoldReason.CONSENT_WITHDRAWN,
            f"the family took back their consent on {date_words(consent.occurred_on)}.",
        )
    if consent.decision not in _AGREED and _must_be_given(category, facts.agreement):
        return HoldReason.CONSENT_MISSING, "the family was told, but must say yes. Ask them."
    if consent.occurred_on > facts.today:
        return HoldReason.CONSENT_MISSING, "the consent is dated in the future. Check its date."
    if consent.review_by is not None and consent.review_by < facts.today:
        return (
            HoldReason.CONSENT_OUT_OF_DATE,
            f"the consent was to be looked at again by {date_words(consent.review_by)}. Ask again.",
        )
    return None


def _must_be_given(category: Category, agreement: Agreement | None) -> bool:
    if category in ALWAYS_OPT_IN or agreement is None:
        return True
    return agreement.consent_modes.get(category, ConsentMode.OPT_IN) is not ConsentMode.OPT_OUT


def _ordered(categories: Collection[Category]) -> list[Category]:
    return [category for category in Category if category in categories]
