"""The published code systems: complete, valid, and the ones that are used."""

import json
from collections.abc import Callable
from enum import Enum
from typing import Any

import pytest
from fhir.resources.R4B.codesystem import CodeSystem

from ir_desktop import paths
from ir_desktop.domain.asq3 import Area, Band, Zone
from ir_desktop.domain.asq3_data import Instrument
from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Decision, How, Purpose
from ir_desktop.domain.people import SettingType
from ir_desktop.domain.records import Source
from ir_desktop.domain.review import Judgement, NeedLevel, Place, PrimeArea, ReviewModel
from ir_desktop.sync.fhir_codes import BASE, Own, published, words

ENUMS: dict[Own, type[Enum]] = {
    Own.CATEGORY: Category,
    Own.SETTING_TYPE: SettingType,
    Own.AREA: Area,
    Own.BAND: Band,
    Own.ZONE: Zone,
    Own.PRIME_AREA: PrimeArea,
    Own.JUDGEMENT: Judgement,
    Own.SOURCE: Source,
    Own.NEED_LEVEL: NeedLevel,
    Own.REVIEW_MODEL: ReviewModel,
    Own.CONSENT_PURPOSE: Purpose,
    Own.CONSENT_DECISION: Decision,
    Own.CONSENT_HOW: How,
}


def systems() -> list[dict[str, Any]]:
    whole = json.loads(paths.resource("fhir", "code-systems.json").read_text("utf-8"))
    return [entry["resource"] for entry in whole["entry"]]


def test_every_own_system_is_published_and_no_other() -> None:
    assert set(published()) == {each.url for each in Own}


@pytest.mark.parametrize("system", ENUMS)
def test_every_code_of_the_records_is_published(system: Own) -> None:
    assert set(published()[system.url]) == {each.value for each in ENUMS[system]}


def test_the_overall_topics_are_published(instrument: Instrument) -> None:
    known = published()[Own.OVERALL.url]
    assert {each.topic: each.label for each in instrument.topics} == known


def test_the_places_of_actions_are_published() -> None:
    assert {each.value for each in Place} < set(published()[Own.ACTION_KIND.url])


def test_the_default_profile_uses_published_topics() -> None:
    profile = json.loads(paths.resource("profiles", "england-2025.json").read_text("utf-8"))
    assert set(profile["health_prompts"]) == set(published()[Own.HEALTH_TOPIC.url])
    assert set(profile["need_categories"]) == set(published()[Own.NEED_CATEGORY.url])


def test_they_are_code_systems(schema_problems: Callable[[Any], list[str]]) -> None:
    for each in systems():
        CodeSystem.model_validate(each)
        assert schema_problems(each) == []


def test_every_own_code_in_a_bundle_is_published(bundle: bytes) -> None:
    found: list[tuple[str, str]] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if str(value.get("system", "")).startswith(BASE + "/CodeSystem"):
                found.append((value["system"], value["code"]))
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(json.loads(bundle))
    assert len(found) > 100
    unknown = {(s, c) for s, c in found if c not in published()[s]}
    assert unknown == {(Own.FORM.url, "27-month")}  # the one system whose codes are a pattern


def test_a_local_code_is_read_as_it_is_spelt() -> None:
    assert words(Own.HEALTH_TOPIC, "lead_in_water") == "Lead in water"


def test_the_published_page_lists_every_system_and_code() -> None:
    page = (paths.resources().parent / "docs" / "exchange-bundle.md").read_text("utf-8")
    for each in systems():
        _, found, section = page.partition(f"### `{each['id']}`")
        assert found, each["id"]
        section = section.partition("\n### ")[0]
        for concept in each.get("concept", []):
            assert f"`{concept['code']}` {concept['display']}" in section
