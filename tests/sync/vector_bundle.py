"""The Bundle of the published test vectors: a whole, sound one, of invented people."""

from datetime import UTC, date, datetime
from typing import Any

from ir_desktop import paths
from ir_desktop.domain.asq3_data import FILES, Area, Instrument, parse_instrument
from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Consent, Decision, How, Purpose
from ir_desktop.domain.people import (
    Carer,
    Child,
    FamilyLink,
    HealthTeam,
    Setting,
    SettingType,
    Sex,
)
from ir_desktop.domain.review import (
    AreaNote,
    Asq3Record,
    Asq3Scores,
    Judgement,
    PrimeArea,
    ProgressCheck,
    ReviewContent,
    ReviewVersion,
)
from ir_desktop.domain.review_rules import scores_of
from ir_desktop.sync.package import BundleFacts, build_bundle

SIGNED = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
STAMPS: dict[str, Any] = {
    "created_at": SIGNED,
    "created_by": "staff-1",
    "changed_at": SIGNED,
    "changed_by": "staff-1",
}
CHILD = Child(
    id="child-1",
    **STAMPS,
    given_name="Zoë",
    family_name="Field",
    date_of_birth=date(2024, 8, 1),
    sex=Sex.FEMALE,
    home_languages=("English",),
)


def _area(strengths: str, next_steps: str) -> AreaNote:
    return AreaNote(
        strengths=strengths,
        next_steps=next_steps,
        support_in_setting="We name what she points to.",
        judgement=Judgement.GOING_WELL,
    )


def _content() -> ReviewContent:
    return ReviewContent(
        held_on=date(2026, 11, 18),
        asq3=Asq3Record(
            completed_on=date(2026, 11, 16),
            completed_by="Marta Field",
            totals=dict.fromkeys(Area, 45),
        ),
        progress_check=ProgressCheck(
            observed_on=date(2026, 11, 18),
            areas={
                PrimeArea.COMMUNICATION: _area("Zoë joins two words.", "Longer phrases."),
                PrimeArea.PHYSICAL: _area("She climbs & jumps.", "Kicking a ball."),
                PrimeArea.PERSONAL: _area("She greets her friends.", "Taking turns."),
            },
        ),
    )


def bundle(*, review_id: str, bundle_id: str, made_at: datetime) -> bytes:
    """Return the Bundle's bytes, the same each time."""
    instrument = _instrument()
    content = _content()
    assert content.asq3 is not None
    scores = scores_of(content.asq3, CHILD, instrument)
    assert isinstance(scores, Asq3Scores)
    categories = (Category.IDENTITY, Category.PROGRESS_CHECK, Category.ASQ3)
    consent = Consent(
        id="consent-1",
        **STAMPS,
        child_id=CHILD.id,
        health_team_id="team-1",
        purpose=Purpose.THIS_REVIEW,
        categories=categories,
        decision=Decision.GIVEN,
        by_name="Marta Field",
        by_relationship="mother",
        how=How.IN_PERSON,
        occurred_on=date(2026, 11, 2),
        wording_version="2026-1",
    )
    version = ReviewVersion(
        id="version-1",
        **STAMPS,
        review_id=review_id,
        child_id=CHILD.id,
        version=1,
        content=content,
        scores=scores,
        signed_by="staff-1",
        signed_by_name="Rowan Ashdown",
        signed_at=SIGNED,
        countersigned_by_name="Rowan Ashdown",
        reason="",
        sha256="0" * 64,
    )
    carer = Carer(id="carer-1", **STAMPS, name="Marta Field")
    link = FamilyLink(
        id="link-1", **STAMPS, child_id=CHILD.id, carer_id=carer.id, relationship="mother"
    )
    return build_bundle(
        BundleFacts(
            bundle_id=bundle_id,
            made_at=made_at,
            setting=Setting(
                id="setting-1",
                **STAMPS,
                name="Little Oaks Nursery",
                type=SettingType.PRIVATE_NURSERY,
                urn="EY999001",
            ),
            child=CHILD,
            family=((carer, link),),
            version=version,
            author_name="Rowan Ashdown",
            author_role="manager",
            health_team=HealthTeam(id="team-1", **STAMPS, name="Northmere Health Visiting Team"),
            categories=frozenset(categories),
            consents=dict.fromkeys(categories, consent),
            snomed=instrument.codes,
        )
    )


def _instrument() -> Instrument:
    folder = paths.resource("instruments")
    return parse_instrument({name: (folder / name).read_text("utf-8") for name in FILES})
