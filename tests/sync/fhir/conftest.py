"""A whole invented review to make Bundles from, and the public checkers of FHIR."""

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft6Validator

from ir_desktop import paths
from ir_desktop.domain.asq3 import Answer, Area, Band, Zone
from ir_desktop.domain.asq3_data import FILES, Instrument, parse_instrument
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
from ir_desktop.domain.records import Source
from ir_desktop.domain.review import (
    Action,
    AreaNote,
    AreaScore,
    Asq3Record,
    Asq3Scores,
    HealthNote,
    Judgement,
    Need,
    NeedLevel,
    OverallAnswer,
    Place,
    PrimeArea,
    ProgressCheck,
    Question,
    ReviewContent,
    ReviewModel,
    ReviewVersion,
    YesNo,
)
from ir_desktop.sync.package import BundleFacts, build_bundle

SCHEMA = Path(__file__).parents[2] / "fixtures" / "fhir" / "fhir-r4.schema.json.gz"
SIGNED = datetime(2026, 9, 15, 10, 5, tzinfo=UTC)
STAMPS: dict[str, Any] = {
    "created_at": SIGNED,
    "created_by": "staff-1",
    "changed_at": SIGNED,
    "changed_by": "staff-1",
}
PDF = b"%PDF-1.7\n%\xff\xfe\xfd an invented paper\n%%EOF\n"


@pytest.fixture(scope="session")
def instrument() -> Instrument:
    folder = paths.resource("instruments")
    return parse_instrument({name: (folder / name).read_text("utf-8") for name in FILES})


def _score(score: float | None, band: Band, zone: Zone, **more: Any) -> AreaScore:
    figures = {"cutoff": 25.17, "monitoring_upper": 35, "answered": 6, "adjusted": False}
    return AreaScore(
        score=score, band=band, zone=zone, **(figures | {"zone_confirmed": True} | more)
    )


def _content() -> ReviewContent:
    return ReviewContent(
        model=ReviewModel.SEPARATE_SHARED,
        held_on=date(2026, 9, 14),
        place="Poppy room",
        attended=("Marta Nowak", "Jo Field"),
        asq3=Asq3Record(
            completed_on=date(2026, 9, 1),
            questionnaire=27,
            completed_by="Marta Nowak",
            helped_by="Grandmother",
            interpreter=True,
            answers={Area.COMMUNICATION: (Answer.YES,) * 6},
            overall={
                "hearing": OverallAnswer(answer=YesNo.NO, comment="Turns the sound up"),
                "vision": OverallAnswer(answer=YesNo.NO),
                "medical": OverallAnswer(answer=YesNo.NO, comment="Eczema as a baby"),
            },
        ),
        progress_check=ProgressCheck(
            observed_on=date(2026, 9, 10),
            areas={
                PrimeArea.COMMUNICATION: AreaNote(
                    strengths="Puts two words together",
                    next_steps="Naming what she sees",
                    support_in_setting="Picture cards at snack",
                    support_at_home="Songs at bath time",
                    judgement=Judgement.LITTLE_HELP,
                    aspects={"speaking": "Twenty words in two languages"},
                ),
                PrimeArea.PHYSICAL: AreaNote(
                    strengths="Climbs and jumps", judgement=Judgement.GOING_WELL
                ),
                PrimeArea.PERSONAL: AreaNote(strengths="Plays beside others"),
            },
            parents_view="She talks more in Polish.\nShe loves “Kotek”.",
            parents_view_from="Marta Nowak",
            childs_voice="“More swing!”",
            concern="Fewer words than others of her age",
            targeted_plan="Weekly small group",
            summary_given_on=date(2026, 9, 16),
            summary_given_to="Marta Nowak",
            signed_on_paper=True,
        ),
        health={
            "teeth": HealthNote(note="Seen by a dentist in May"),
            "hearing": HealthNote(note="Ear infections", source=Source.PHONE, follow_up=True),
        },
        needs=(
            Need(category="communication", level=NeedLevel.AMBER, note="Two languages"),
            Need(category="physical", level=NeedLevel.GREEN),
        ),
        discrepancies="More words at home than here",
        questions=(
            Question(text="When is her review?"),
            Question(text="Could it be her hearing?", unsure=True),
        ),
        actions=(
            Action(
                what="Sing every day",
                owner="Marta",
                place=Place.HOME,
                goal="Fifty words",
                measure="Words on the list",
                when="Every day",
            ),
            Action(
                what="Hearing test",
                owner="Health visitor",
                place=Place.HEALTH,
                goal="Fifty words",
                due=date(2026, 10, 31),
            ),
            Action(
                what="Picture cards",
                owner="Jo",
                due=date(2026, 9, 30),
                done_on=date(2026, 9, 29),
                result="Uses six of them",
            ),
        ),
        follow_up_on=date(2026, 12, 8),
        moderation={"low_score_without_need": "STAFF NOTE"},
    )


def _scores() -> Asq3Scores:
    return Asq3Scores(
        questionnaire=27,
        months=27,
        days=9,
        corrected=False,
        in_window=True,
        areas={
            Area.COMMUNICATION: _score(
                22.5, Band.BELOW, Zone.BELOW_CUTOFF, answered=4, adjusted=True
            ),
            Area.GROSS_MOTOR: _score(60.0, Band.AT_OR_ABOVE, Zone.ON_SCHEDULE),
            Area.FINE_MOTOR: _score(30.0, Band.AT_OR_ABOVE, Zone.MONITORING, zone_confirmed=False),
            Area.PROBLEM_SOLVING: _score(50.0, Band.AT_OR_ABOVE, Zone.ON_SCHEDULE),
            Area.PERSONAL_SOCIAL: _score(
                None, Band.NOT_SCORED, Zone.NOT_SCORED, answered=3, zone_confirmed=False
            ),
        },
        follow_up_topics=("hearing",),
    )


@pytest.fixture(scope="session")
def facts(instrument: Instrument) -> BundleFacts:
    child = Child(
        id="child-1",
        **STAMPS,
        given_name="Zofia",
        family_name="Nowak",
        known_as="Zosia",
        date_of_birth=date(2024, 5, 23),
        sex=Sex.FEMALE,
        home_languages=("Polish", "English"),
        interpreter_needed=False,
        nhs_number="9990000018",
        address="1 Invented Lane",
        postcode="ZZ1 1ZZ",
    )
    consent = Consent(
        id="consent-1",
        **STAMPS,
        child_id="child-1",
        health_team_id="team-1",
        purpose=Purpose.THIS_REVIEW,
        categories=tuple(Category),
        decision=Decision.GIVEN,
        by_name="Marta Nowak",
        by_relationship="mother",
        how=How.IN_PERSON,
        occurred_on=date(2026, 9, 10),
        wording_version="en-2026-11",
        review_by=date(2027, 9, 10),
    )
    return BundleFacts(
        bundle_id="01935a2e-9000-7000-8000-000000000009",
        made_at=datetime(2026, 9, 16, 8, 0, tzinfo=UTC),
        setting=Setting(
            id="setting-1",
            **STAMPS,
            name="Poppies Nursery",
            type=SettingType.PRIVATE_NURSERY,
            urn="EY123456",
            phone="01632 960000",
        ),
        child=child,
        family=(
            (
                Carer(
                    id="carer-1",
                    **STAMPS,
                    name="Marta Nowak",
                    phone="07700 900001",
                    safe_to_phone=True,
                    preferred_language="Polish",
                ),
                FamilyLink(
                    id="link-1",
                    **STAMPS,
                    child_id="child-1",
                    carer_id="carer-1",
                    relationship="mother",
                    parental_responsibility=True,
                ),
            ),
            (
                Carer(id="carer-2", **STAMPS, name="Piotr Nowak", phone="07700 900002"),
                FamilyLink(
                    id="link-2",
                    **STAMPS,
                    child_id="child-1",
                    carer_id="carer-2",
                    relationship="father",
                ),
            ),
        ),
        version=ReviewVersion(
            id="version-1",
            **STAMPS,
            review_id="01935a2e-7c4f-7b11-9d3a-5f0c2b8e6a41",
            child_id="child-1",
            version=1,
            content=_content(),
            scores=_scores(),
            signed_by="staff-1",
            signed_by_name="Jo Field",
            signed_at=SIGNED,
            countersigned_by_name="Sam Marsh",
            reason="",
            sha256="0" * 64,
        ),
        author_name="Jo Field",
        author_role="Practitioner",
        health_team=HealthTeam(
            id="team-1",
            **STAMPS,
            name="Invented Health Visiting",
            ods_code="ZZ999",
            phone="01632 960111",
        ),
        categories=frozenset(Category),
        consents=dict.fromkeys(Category, consent),
        snomed=instrument.codes,
        summary_pdf=PDF,
    )


@pytest.fixture(scope="session")
def with_content(facts: BundleFacts) -> Callable[..., BundleFacts]:
    """The facts with some of the review's content replaced."""

    def change(**fields: Any) -> BundleFacts:
        content = replace(facts.version.content, **fields)
        return replace(facts, version=replace(facts.version, content=content))

    return change


@pytest.fixture(scope="session")
def bundle(facts: BundleFacts) -> bytes:
    return build_bundle(facts)


@pytest.fixture(scope="session")
def schema_problems() -> Callable[[Mapping[str, Any]], list[str]]:
    """Errors of a Bundle or resource against the published R4 JSON Schema.

    The schema's own choice of 146 resources is replaced by the named one: the same judgement in
    milliseconds, with errors that can be read.
    """
    schema = json.loads(gzip.decompress(SCHEMA.read_bytes()))
    schema.pop("oneOf")
    schema["definitions"]["ResourceList"] = {"type": "object", "required": ["resourceType"]}
    validators: dict[str, Draft6Validator] = {}

    def problems(resource: Mapping[str, Any]) -> list[str]:
        kind = resource["resourceType"]
        if kind not in validators:
            rule = {
                "$schema": schema["$schema"],
                "definitions": schema["definitions"],
                "$ref": f"#/definitions/{kind}",
            }
            validators[kind] = Draft6Validator(rule)
        found = [
            f"{kind} {error.json_path}: {error.message}"
            for error in validators[kind].iter_errors(resource)
        ]
        for entry in resource.get("entry", ()) if kind == "Bundle" else ():
            found += problems(entry["resource"])
        return found

    return problems
