"""The Bundle that leaves: sound by every checker, the same every time, and well formed."""

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from fhir.resources.R4B.bundle import Bundle

from ir_desktop.domain.asq3 import Area
from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Decision
from ir_desktop.domain.review import Action, Place, Question
from ir_desktop.sync.package import BundleFacts, build_bundle, check_bundle, read_bundle

Change = Callable[..., BundleFacts]
SchemaProblems = Callable[[Any], list[str]]
BASE = "https://ir-desktop.example/fhir/CodeSystem/"


def resources(bundle: bytes, kind: str) -> list[dict[str, Any]]:
    entries = json.loads(bundle)["entry"]
    return [e["resource"] for e in entries if e["resource"]["resourceType"] == kind]


def code_of(resource: dict[str, Any], system: str) -> str | None:
    codings = resource["code"].get("coding", [])
    return next((c["code"] for c in codings if c["system"] == BASE + system), None)


def coded(bundle: bytes, system: str, code: str) -> dict[str, Any]:
    """The one Observation of an own code."""
    [found] = [r for r in resources(bundle, "Observation") if code_of(r, system) == code]
    return found


def variants(facts: BundleFacts, with_content: Change) -> list[BundleFacts]:
    """The shapes a Bundle takes: whole, bare, amended, unnamed, empty."""
    bare = with_content(
        asq3=None,
        progress_check=None,
        health={},
        needs=(),
        discrepancies="",
        questions=(),
        actions=(),
        follow_up_on=None,
        held_on=None,
        place="",
        attended=(),
    )
    child = replace(
        facts.child, family_name="", known_as="", home_languages=(), interpreter_needed=None
    )
    return [
        facts,
        replace(
            bare,
            version=replace(bare.version, scores=None, countersigned_by_name=""),
            child=child,
            family=(),
            consents={},
            summary_pdf=None,
            author_role="",
        ),
        replace(facts, version=replace(facts.version, version=3)),
        replace(facts, version=replace(facts.version, scores=None)),
        with_content(asq3=None),
        with_content(
            needs=(), health={"teeth": replace(facts.version.content.health["teeth"], note="")}
        ),
        with_content(follow_up_on=None, actions=facts.version.content.actions[2:]),
        with_content(actions=()),
        replace(facts, categories=frozenset()),
        replace(facts, categories=frozenset({Category.NHS_NUMBER})),
    ]


@pytest.mark.parametrize("which", range(10))
def test_it_passes_every_checker(
    facts: BundleFacts, with_content: Change, schema_problems: SchemaProblems, which: int
) -> None:
    bundle = build_bundle(variants(facts, with_content)[which])
    assert check_bundle(bundle) == ()
    whole = json.loads(bundle)
    assert schema_problems(whole) == []
    assert Bundle.model_validate(whole).type == "document"
    for entry in whole["entry"]:
        kind = entry["resource"]["resourceType"]
        get_fhir_model_class(kind).model_validate(entry["resource"])


def test_the_published_schema_is_really_asked(
    bundle: bytes, schema_problems: SchemaProblems
) -> None:
    whole = json.loads(bundle)
    whole["entry"][0]["resource"]["author"][0]["wrong"] = 1
    whole["surplus"] = 1
    assert len(schema_problems(whole)) == 2


def test_the_same_facts_give_the_same_bytes(facts: BundleFacts, bundle: bytes) -> None:
    turned = {key: facts.consents[key] for key in reversed(list(facts.consents))}
    content = facts.version.content
    health = {key: content.health[key] for key in reversed(list(content.health))}
    version = replace(facts.version, content=replace(content, health=health))
    assert build_bundle(replace(facts, consents=turned, version=version)) == bundle


def test_it_is_canonical_json(bundle: bytes) -> None:
    again = json.dumps(
        json.loads(bundle), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    assert again.encode("utf-8") == bundle


def test_another_bundle_id_gives_other_addresses(facts: BundleFacts, bundle: bytes) -> None:
    other = build_bundle(replace(facts, bundle_id="01935a2e-9000-7000-8000-00000000000a"))
    one, two = ({e["fullUrl"] for e in json.loads(b)["entry"]} for b in (bundle, other))
    assert not one & two


def test_a_time_is_told_in_utc(facts: BundleFacts) -> None:
    summer = timezone(timedelta(hours=1))
    made = datetime(2026, 9, 16, 9, 0, 0, 5, tzinfo=summer)
    whole = json.loads(build_bundle(replace(facts, made_at=made)))
    assert whole["timestamp"] == "2026-09-16T08:00:00Z"


@pytest.mark.parametrize(
    "wrong",
    [
        {"made_at": datetime(2026, 9, 16)},
        {"bundle_id": "not a uuid"},
        {"summary_pdf": b"<html>"},
    ],
)
def test_facts_that_cannot_be_sent_are_refused(facts: BundleFacts, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"zone|badly formed|PDF"):
        build_bundle(replace(facts, **wrong))


def test_questions_come_first_and_unsure_ones_before_the_others(bundle: bytes) -> None:
    [composition] = resources(bundle, "Composition")
    assert composition["section"][0]["title"] == "Questions for the health visitor"
    view = read_bundle(bundle)
    assert view.sections[0].lines == (
        "Unsure: Could it be her hearing?",
        "Question: When is her review?",
    )
    assert [each.unsure for each in view.questions] == [True, False]


def test_questions_keep_their_order_among_equals(with_content: Change) -> None:
    asked = tuple(Question(text=f"Q{n}", unsure=n % 2 == 1) for n in range(6))
    view = read_bundle(build_bundle(with_content(questions=asked)))
    assert [each.text for each in view.questions] == ["Q1", "Q3", "Q5", "Q0", "Q2", "Q4"]


def test_a_score_carries_snomed_and_own_codes_range_and_band(bundle: bytes) -> None:
    area = coded(bundle, "asq3-area", "communication")
    assert area["code"]["coding"][0] == {
        "system": "http://snomed.info/sct",
        "code": "953261000000103",
    }
    assert area["valueQuantity"]["value"] == 22.5
    assert area["referenceRange"][0]["low"]["value"] == 25.17
    bands = {c["code"] for i in area["interpretation"] for c in i["coding"]}
    assert bands == {"below", "below_cutoff", "L"}
    assert area["method"]["coding"][0]["code"] == "27-month"
    assert "note" not in area


def test_nothing_calls_a_score_normal(bundle: bytes) -> None:
    area = coded(bundle, "asq3-area", "gross_motor")
    systems = {c["system"] for i in area["interpretation"] for c in i["coding"]}
    assert systems == {BASE + "asq3-band", BASE + "asq3-zone"}


def test_a_questionnaire_without_a_known_code_has_the_own_code_only(facts: BundleFacts) -> None:
    scores = facts.version.scores
    assert scores is not None
    version = replace(facts.version, scores=replace(scores, questionnaire=33))
    bundle = build_bundle(replace(facts, version=version))
    codings = coded(bundle, "asq3-area", "communication")["code"]["coding"]
    assert [each["system"] for each in codings] == [BASE + "asq3-area"]
    assert check_bundle(bundle) == ()


def test_an_area_without_a_score_says_why(bundle: bytes) -> None:
    area = coded(bundle, "asq3-area", "personal_social")
    assert "valueQuantity" not in area
    assert area["dataAbsentReason"]["coding"][0]["code"] == "not-performed"
    view = read_bundle(bundle)
    assert [each.score for each in view.scores] == [22.5, 60, 30, 50, None]


def test_an_unconfirmed_zone_is_marked_as_such(bundle: bytes) -> None:
    assert "not confirmed" in coded(bundle, "asq3-area", "fine_motor")["note"][0]["text"]
    assert any(
        "Monitoring (not confirmed)" in line
        for s in read_bundle(bundle).sections
        for line in s.lines
    )


def test_marks_of_a_score_reach_the_reader(bundle: bytes) -> None:
    scores = read_bundle(bundle).scores
    assert [each.adjusted for each in scores] == [True, False, False, False, False]
    assert [each.zone_confirmed for each in scores] == [True, True, False, True, True]


def test_a_monitoring_zone_is_given_only_where_there_is_one(facts: BundleFacts) -> None:
    scores = facts.version.scores
    assert scores is not None
    area = replace(scores.areas[Area.GROSS_MOTOR], monitoring_upper=20)
    changed = replace(scores, areas={Area.GROSS_MOTOR: area})
    bundle = build_bundle(replace(facts, version=replace(facts.version, scores=changed)))
    assert len(coded(bundle, "asq3-area", "gross_motor")["referenceRange"]) == 1
    assert check_bundle(bundle) == ()


def test_only_flags_become_observations(bundle: bytes) -> None:
    found = [r for r in resources(bundle, "Observation") if code_of(r, "asq3-overall")]
    assert [code_of(each, "asq3-overall") for each in found] == ["hearing"]
    assert found[0]["valueCodeableConcept"]["text"] == "No"
    assert read_bundle(bundle).flags == ("Hearing",)


def test_no_item_answers_leave(facts: BundleFacts, with_content: Change, bundle: bytes) -> None:
    record = facts.version.content.asq3
    assert record is not None
    other = with_content(asq3=replace(record, answers={}, totals={}))
    assert build_bundle(other) == bundle


def test_a_corrected_age_says_by_how_much(facts: BundleFacts) -> None:
    scores = facts.version.scores
    assert scores is not None
    corrected = replace(scores, corrected=True, in_window=False, months=22, days=3)
    version = replace(facts.version, scores=corrected)
    child = replace(facts.child, weeks_early=5)
    bundle = build_bundle(replace(facts, version=version, child=child))
    parts = {c["code"]["coding"][0]["code"]: c for c in coded(bundle, "item", "asq3")["component"]}
    assert parts["weeks_early"]["valueQuantity"]["value"] == 5
    assert parts["in_window"]["valueBoolean"] is False
    lines = [line for s in read_bundle(bundle).sections for line in s.lines]
    assert "Age used: 22 months 3 days (age corrected for early birth)" in lines
    assert any(line.startswith("Please note") for line in lines)


def test_an_action_with_the_health_team_is_a_proposal_and_no_order(bundle: bytes) -> None:
    [request] = resources(bundle, "ServiceRequest")
    assert (request["intent"], request["status"]) == ("proposal", "active")
    [goal] = resources(bundle, "Goal")
    assert goal["description"]["text"] == "Fifty words"


def test_the_plan_reads_back(bundle: bytes) -> None:
    view = read_bundle(bundle)
    assert [(a.what, a.owner, a.when, a.done) for a in view.actions] == [
        ("Sing every day", "Marta", "Every day", False),
        ("Hearing test", "Health visitor", "2026-10-31", False),
        ("Picture cards", "Jo", "2026-09-30", True),
    ]
    assert view.actions[2].result == "Uses six of them"
    assert view.follow_up_on == date(2026, 12, 8)


def test_a_health_action_in_words_reads_back(with_content: Change) -> None:
    action = Action(what="Clinic", owner="Mum", place=Place.HEALTH, when="In spring")
    done = replace(action, done_on=date(2026, 9, 1), result="Went")
    one, two = read_bundle(build_bundle(with_content(actions=(action, done)))).actions
    assert (one.when, one.place, one.done) == ("In spring", "With the health team", False)
    assert (two.done, two.result) == (True, "Went")


def test_the_consent_names_only_what_is_inside(facts: BundleFacts) -> None:
    categories = frozenset({Category.IDENTITY, Category.ASQ3})
    bundle = build_bundle(replace(facts, categories=categories))
    [consent] = resources(bundle, "Consent")
    codes = [each["coding"][0]["code"] for each in consent["provision"]["code"]]
    assert codes == ["identity", "asq3"]
    assert consent["performer"] == [{"display": "Marta Nowak (mother)"}]


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        (Decision.GIVEN, "active"),
        (Decision.TOLD, "active"),
        (Decision.DECLINED, "rejected"),
        (Decision.WITHDRAWN, "inactive"),
    ],
)
def test_each_decision_has_its_status(facts: BundleFacts, decision: Decision, status: str) -> None:
    one = replace(facts.consents[Category.ASQ3], id="other", decision=decision, review_by=None)
    bundle = build_bundle(replace(facts, consents={**facts.consents, Category.ASQ3: one}))
    assert status in [each["status"] for each in resources(bundle, "Consent")]
    assert check_bundle(bundle) == ()


def test_a_later_version_is_amended_and_says_what_it_replaces(facts: BundleFacts) -> None:
    version = replace(facts.version, version=2)
    bundle = build_bundle(replace(facts, version=version))
    [composition] = resources(bundle, "Composition")
    assert composition["status"] == "amended"
    assert composition["relatesTo"][0]["targetIdentifier"]["value"].endswith("/1")
    view = read_bundle(bundle)
    assert (view.version, view.amended) == (2, True)


def test_the_nhs_number_has_its_system(bundle: bytes) -> None:
    [patient] = resources(bundle, "Patient")
    assert patient["identifier"] == [
        {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"}
    ]


def test_the_summary_comes_back_byte_by_byte(facts: BundleFacts, bundle: bytes) -> None:
    [binary] = resources(bundle, "Binary")
    assert base64.b64decode(binary["data"]) == facts.summary_pdf
    assert read_bundle(bundle).summary_pdf == facts.summary_pdf


def test_one_signature_is_one_practitioner(facts: BundleFacts) -> None:
    version = replace(facts.version, countersigned_by_name=facts.author_name)
    assert len(resources(build_bundle(replace(facts, version=version)), "Practitioner")) == 1


def test_a_receiver_needs_no_more_than_the_domain() -> None:
    script = (
        "import sys, ir_desktop.sync.package; "
        "print([m for m in ('sqlalchemy', 'reportlab', 'requests', 'joserfc', 'keyring', "
        "'PySide6', 'sqlcipher3', 'cryptography', 'starlette') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
