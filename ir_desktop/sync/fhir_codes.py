"""Codes in a Bundle: the project's own systems, and the few public ones that are used.

The own systems, with every code and its words, are the CodeSystem resources of
`resources/fhir/code-systems.json`, which is also what is published.
"""

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from ir_desktop import paths

Part = dict[str, Any]
"""A resource or an element of one, as JSON has it."""

BASE: Final = "https://ir-desktop.example/fhir"

NHS_NUMBER: Final = "https://fhir.nhs.uk/Id/nhs-number"
ODS_CODE: Final = "https://fhir.nhs.uk/Id/ods-organization-code"
OFSTED_URN: Final = f"{BASE}/Id/ofsted-urn"
REVIEW: Final = f"{BASE}/Id/review"
REVIEW_VERSION: Final = f"{BASE}/Id/review-version"

UCUM: Final = "http://unitsofmeasure.org"
SNOMED: Final = "http://snomed.info/sct"
TERMINOLOGY: Final = "http://terminology.hl7.org/CodeSystem"
CATEGORY_OF_OBSERVATION: Final = f"{TERMINOLOGY}/observation-category"
INTERPRETATION: Final = f"{TERMINOLOGY}/v3-ObservationInterpretation"
DATA_ABSENT: Final = f"{TERMINOLOGY}/data-absent-reason"
YES_NO: Final = f"{TERMINOLOGY}/v2-0136"

VERSION_NUMBER: Final = (
    "http://hl7.org/fhir/StructureDefinition/composition-clinicaldocument-versionNumber"
)
INTERPRETER_REQUIRED: Final = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"
PERTAINS_TO_GOAL: Final = "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal"


class Own(StrEnum):
    """The project's own code systems, by the last part of their address."""

    DOCUMENT_TYPE = "document-type"
    SECTION = "section"
    CATEGORY = "category"
    SETTING_TYPE = "setting-type"
    ITEM = "item"
    AREA = "asq3-area"
    FORM = "asq3-form"
    BAND = "asq3-band"
    ZONE = "asq3-zone"
    RANGE = "asq3-range"
    OVERALL = "asq3-overall"
    AGE_BASIS = "age-basis"
    FLAG = "flag"
    PRIME_AREA = "prime-area"
    JUDGEMENT = "judgement"
    HEALTH_TOPIC = "health-topic"
    SOURCE = "source"
    NEED_CATEGORY = "need-category"
    NEED_LEVEL = "need-level"
    REVIEW_MODEL = "review-model"
    QUESTION_KIND = "question-kind"
    ACTION_KIND = "action-kind"
    CONSENT_PURPOSE = "consent-purpose"
    CONSENT_DECISION = "consent-decision"
    CONSENT_HOW = "consent-how"

    @property
    def url(self) -> str:
        """The system's address, as it stands in a coding."""
        return f"{BASE}/CodeSystem/{self.value}"


@cache
def published() -> Mapping[str, Mapping[str, str]]:
    """Return the words of every published code, by system address and code."""
    whole: Part = json.loads(paths.resource("fhir", "code-systems.json").read_text("utf-8"))
    systems: dict[str, Mapping[str, str]] = {}
    for entry in whole["entry"]:
        concepts: list[Part] = entry["resource"].get("concept", [])
        words = {concept["code"]: concept["display"] for concept in concepts}
        systems[entry["resource"]["url"]] = MappingProxyType(words)
    return MappingProxyType(systems)


def words(system: Own, code: str) -> str:
    """Return the words of an own code; one a local area has added is read as it is spelt."""
    known = published()[system.url].get(code)
    return known or code.replace("_", " ").strip().capitalize()


def in_order(system: Own, codes: Iterable[str]) -> list[str]:
    """Return codes in the published order, those a local area has added last, by spelling."""
    known = list(published()[system.url])
    places = {code: place for place, code in enumerate(known)}
    return sorted(codes, key=lambda code: (places.get(code, len(known)), code))


def coding(system: Own, code: str, display: str = "") -> Part:
    """Return a Coding of an own system."""
    return {"system": system.url, "code": code, "display": display or words(system, code)}


def own(system: Own, code: str, display: str = "") -> Part:
    """Return a CodeableConcept of one own code, with its words as text."""
    one = coding(system, code, display)
    return {"coding": [one], "text": one["display"]}


def public(system: str, code: str, text: str = "") -> Part:
    """Return a CodeableConcept of a public code system, with `text` as its words if given."""
    found: Part = {"coding": [{"system": system, "code": code}]}
    return found | {"text": text} if text else found
