"""The section that says who receives a Bundle, and what the family has said to that."""

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import HOW_WORDS, Consent, Decision
from ir_desktop.domain.plain import date_words
from ir_desktop.sync.fhir_codes import TERMINOLOGY, Own, Part, coding, own, public, words
from ir_desktop.sync.fhir_facts import BundleFacts, Section
from ir_desktop.sync.fhir_narrative import Line
from ir_desktop.sync.fhir_parts import Entry, Frame, day, part, string

_STATUS = {
    Decision.GIVEN: "active",
    Decision.TOLD: "active",
    Decision.DECLINED: "rejected",
    Decision.WITHDRAWN: "inactive",
}


def sharing(frame: Frame, facts: BundleFacts, team: Entry) -> Section:
    """Return the section that says who receives this, and what the family has said to it."""
    found: dict[str, tuple[Consent, list[Category]]] = {}
    for category in Category:
        consent = facts.consents.get(category)
        if consent is not None and category in facts.categories:
            found.setdefault(consent.id, (consent, []))[1].append(category)
    lines = [Line(facts.health_team.name or "Health visiting team", "Shared with")]
    entries = [team]
    for place, (consent, categories) in enumerate(found.values()):
        entries.append(_consent(frame, place, consent, categories))
        said = f"{_speaker(consent)}, {HOW_WORDS[consent.how]}, {date_words(consent.occurred_on)}"
        lines.append(Line(said, words(Own.CONSENT_DECISION, consent.decision)))
        lines.append(Line("; ".join(words(Own.CATEGORY, each) for each in categories), "For"))
    return Section("sharing", tuple(lines), tuple(entries))


def _consent(frame: Frame, place: int, consent: Consent, categories: list[Category]) -> Entry:
    recipient: Part = {
        "role": public(f"{TERMINOLOGY}/v3-ParticipationType", "IRCP", "Recipient"),
        "reference": frame.ref("team"),
    }
    return frame.entry(
        "Consent",
        "consent",
        place,
        status=_STATUS[consent.decision],
        scope=public(f"{TERMINOLOGY}/consentscope", "patient-privacy", "Privacy"),
        category=[
            public(f"{TERMINOLOGY}/v3-ActCode", "IDSCL", "Disclosure of information"),
            own(Own.CONSENT_DECISION, consent.decision),
            own(Own.CONSENT_HOW, consent.how),
        ],
        patient=frame.ref("patient"),
        dateTime=day(consent.occurred_on),
        performer=[{"display": string(_speaker(consent))}],
        organization=[frame.ref("setting")],
        policyRule={"text": string(consent.wording_version) or "Wording not recorded"},
        provision=part(
            type="permit" if _STATUS[consent.decision] == "active" else "deny",
            period=part(start=day(consent.occurred_on), end=day(consent.review_by)),
            actor=[recipient],
            purpose=[coding(Own.CONSENT_PURPOSE, consent.purpose)],
            code=[own(Own.CATEGORY, each) for each in categories],
        ),
    )


def _speaker(consent: Consent) -> str:
    name = consent.by_name.strip() or "A parent or carer"
    return f"{name} ({consent.by_relationship})" if consent.by_relationship.strip() else name
