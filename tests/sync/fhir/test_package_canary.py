"""Nothing leaves that its category does not allow: every field of every record holds a canary."""

import dataclasses
import re
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

import pytest

from ir_desktop.domain.asq3_data import Instrument
from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Consent
from ir_desktop.domain.people import Carer, Child, FamilyLink, HealthTeam, Setting
from ir_desktop.domain.plain import date_words
from ir_desktop.domain.review import ReviewVersion
from ir_desktop.sync.package import BundleFacts, build_bundle, check_bundle

BUNDLE_ID = "01935a2e-9000-7000-8000-000000000009"
NHS_NUMBER = "9990000018"
PDF = b"%PDF-1.7 canary"
PDF_TEXT = "JVBERi0xLjcgY2FuYXJ5"  # base 64 of it

ID, N, A = "identity", "nhs_number", "asq3"
P, V = "progress_check", "parents_view"
H, C, L, Q = "health_prompts", "conclusions", "plan", "questions"
ALWAYS = "always"

# Where each field goes. A field of a record that is not named here must never leave.
GOES: dict[str, str] = {
    "Setting.name": ALWAYS,
    "Setting.urn": ALWAYS,
    "Setting.phone": ALWAYS,
    "Setting.email": ALWAYS,
    "HealthTeam.name": ALWAYS,
    "HealthTeam.phone": ALWAYS,
    "HealthTeam.email": ALWAYS,
    "HealthTeam.ods_code": ALWAYS,
    "ReviewVersion.review_id": ALWAYS,
    "ReviewVersion.signed_at": ALWAYS,
    "ReviewVersion.version": ALWAYS,
    "ReviewVersion.countersigned_by_name": ALWAYS,
    "Consent.by_name": ALWAYS,
    "Consent.by_relationship": ALWAYS,
    "Consent.occurred_on": ALWAYS,
    "Consent.wording_version": ALWAYS,
    "Consent.review_by": ALWAYS,
    "Child.given_name": ID,
    "Child.family_name": ID,
    "Child.known_as": ID,
    "Child.date_of_birth": ID,
    "Child.home_languages": ID,
    "Child.nhs_number": N,
    "Carer.name": ID,
    "Carer.phone": ID,
    "Carer.preferred_language": ID,
    "FamilyLink.relationship": ID,
    "ReviewContent.held_on": C,
    "ReviewContent.place": C,
    "ReviewContent.attended": C,
    "ReviewContent.discrepancies": C,
    "ReviewContent.follow_up_on": L,
    "Need.category": C,
    "Need.note": C,
    "Asq3Record.completed_on": A,
    "Asq3Record.completed_by": A,
    "Asq3Record.helped_by": A,
    "Asq3Record.overall.key": A,
    "Child.weeks_early": A,
    "Asq3Scores.questionnaire": A,
    "Asq3Scores.months": A,
    "Asq3Scores.days": A,
    "AreaScore.score": A,
    "AreaScore.answered": A,
    "AreaScore.cutoff": A,
    "AreaScore.monitoring_upper": A,
    "OverallAnswer.comment": A,
    "Asq3Scores.follow_up_topics": A,
    "ProgressCheck.observed_on": f"{P} {V}",
    "ProgressCheck.parents_view": V,
    "ProgressCheck.parents_view_from": V,
    "ProgressCheck.childs_voice": P,
    "ProgressCheck.concern": P,
    "ProgressCheck.targeted_plan": P,
    "ProgressCheck.summary_given_on": P,
    "ProgressCheck.summary_given_to": P,
    "AreaNote.strengths": P,
    "AreaNote.next_steps": P,
    "AreaNote.support_in_setting": P,
    "AreaNote.support_at_home": P,
    "AreaNote.aspects": P,
    "AreaNote.aspects.key": P,
    "ReviewContent.health.key": H,
    "HealthNote.note": H,
    "Question.text": Q,
    "Action.what": L,
    "Action.owner": L,
    "Action.goal": L,
    "Action.measure": L,
    "Action.due": L,
    "Action.when": L,
    "Action.done_on": L,
    "Action.result": L,
}


class Filler:
    """Makes records with every field filled, and keeps the canary of each field."""

    def __init__(self) -> None:
        self.canaries: dict[str, list[str]] = {}
        self._day = date(2031, 1, 1)
        self._number = 7_100_000_000_000

    def record(self, kind: type, **given: Any) -> Any:
        hints = typing.get_type_hints(kind)
        return kind(
            **{
                each.name: given[each.name]
                if each.name in given
                else self.value(f"{kind.__name__}.{each.name}", hints[each.name])
                for each in dataclasses.fields(kind)
            }
        )

    def value(self, path: str, hint: Any) -> Any:
        inside = typing.get_args(hint)
        origin = typing.get_origin(hint)
        if origin is types.UnionType:
            return self.value(path, inside[0])
        if origin is tuple:
            return (self.value(path, inside[0]),)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            key = self.value(f"{path}.key", inside[0])
            return {key: self.value(path, inside[1])}
        if dataclasses.is_dataclass(hint):
            return self.record(typing.cast(type, hint))
        if hint is str:
            text = f"canary{len(self.canaries)}bird"
            self.canaries[path] = [text]
            return text
        if hint in (date, datetime):
            self._day += timedelta(days=1)
            self.canaries[path] = [self._day.isoformat(), date_words(self._day)]
            if hint is date:
                return self._day
            return datetime.combine(self._day, datetime.min.time(), UTC)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return next(iter(hint))
        if hint is bool:
            return True
        if hint in (int, float):
            self._number += 10  # not 1: a version names the one before it
            self.canaries[path] = [f"{self._number}"]
            return hint(self._number)
        raise AssertionError(f"{path}: no canary for {hint}")


@pytest.fixture(scope="module")
def filled(instrument: Instrument) -> tuple[BundleFacts, dict[str, list[str]]]:
    filler = Filler()
    consent = filler.record(Consent)
    facts = BundleFacts(
        bundle_id=BUNDLE_ID,
        made_at=datetime(2030, 1, 1, tzinfo=UTC),
        setting=filler.record(Setting),
        child=filler.record(Child, nhs_number=NHS_NUMBER),
        family=((filler.record(Carer), filler.record(FamilyLink)),),
        version=filler.record(ReviewVersion),
        author_name="author",
        author_role="role",
        health_team=filler.record(HealthTeam),
        categories=frozenset(Category),
        consents={each: consent for each in Category},
        snomed=instrument.codes,
        summary_pdf=PDF,
    )
    filler.canaries["Child.nhs_number"] = [NHS_NUMBER, "999 000 0018"]
    return facts, filler.canaries


def found_in(bundle: bytes, canaries: dict[str, list[str]]) -> set[str]:
    text = bundle.decode("utf-8").casefold()

    def is_in(canary: str) -> bool:
        return re.search(rf"(?<!\d){re.escape(canary.casefold())}(?!\d)", text) is not None

    return {path for path, words in canaries.items() if any(is_in(each) for each in words)}


def allowed(categories: frozenset[Category]) -> set[str]:
    return {
        path
        for path, where in GOES.items()
        if where == ALWAYS or any(each in categories for each in where.split())
    }


def choices() -> Iterator[Any]:
    for category in Category:
        yield pytest.param(frozenset({category}), id=f"only {category}")
        yield pytest.param(frozenset(Category) - {category}, id=f"all but {category}")
    yield pytest.param(frozenset(Category), id="all")


@pytest.mark.parametrize("categories", list(choices()))
def test_only_what_the_categories_allow_goes_in(
    filled: tuple[BundleFacts, dict[str, list[str]]], categories: frozenset[Category]
) -> None:
    facts, canaries = filled
    bundle = build_bundle(dataclasses.replace(facts, categories=categories))
    assert found_in(bundle, canaries) == allowed(categories)
    assert (PDF_TEXT.encode() in bundle) == (Category.SUMMARY_PDF in categories)


def test_nothing_of_the_child_goes_in_without_a_category(
    filled: tuple[BundleFacts, dict[str, list[str]]],
) -> None:
    facts, canaries = filled
    bundle = build_bundle(dataclasses.replace(facts, categories=frozenset()))
    assert found_in(bundle, canaries) == {p for p in allowed(frozenset()) if "Consent" not in p}


def test_every_named_field_exists(filled: tuple[BundleFacts, dict[str, list[str]]]) -> None:
    assert set(GOES) <= set(filled[1])


@pytest.mark.parametrize("safe", [False, None])
def test_a_telephone_number_stays_unless_phoning_is_known_to_be_safe(
    filled: tuple[BundleFacts, dict[str, list[str]]], safe: bool | None
) -> None:
    facts, canaries = filled
    carer, link = facts.family[0]
    family = ((dataclasses.replace(carer, safe_to_phone=safe), link),)
    bundle = build_bundle(dataclasses.replace(facts, family=family))
    assert "Carer.phone" not in found_in(bundle, canaries)


@pytest.mark.parametrize("categories", list(choices()))
def test_each_choice_makes_a_sound_bundle(
    facts: BundleFacts, categories: frozenset[Category]
) -> None:
    assert check_bundle(build_bundle(dataclasses.replace(facts, categories=categories))) == ()
