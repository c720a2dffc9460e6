"""An agreement and a consent under which everything may leave, and what the gate says of less."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.domain.consent import Consent, Decision, How, Purpose
from ir_desktop.domain.sharing import Agreement, Hold, HoldReason
from ir_desktop.sync.gate import GateFacts, gate

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
