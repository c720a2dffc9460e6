"""The national default profile, and what a profile file may hold."""

import json
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from ir_desktop import paths
from ir_desktop.domain.profile import Profile
from ir_desktop.domain.review import NeedLevel, ReviewModel
from tests.domain.england import INSTRUMENT

PROFILE = TypeAdapter(Profile)
DATA = paths.resource("profiles", "england-2025.json").read_bytes()
ENGLAND = PROFILE.validate_json(DATA, strict=True)
# Names and lists of words rather than figures: they need no source.
WORDS = {
    "id",
    "name",
    "in_force_from",
    "sources",
    "consent_wording_version",
    "level_labels",
    "health_prompts",
    "need_categories",
}


def changed(**more: Any) -> bytes:
    return json.dumps(json.loads(DATA) | more).encode()


def test_the_default_is_read_strictly() -> None:
    assert PROFILE.validate_json(DATA) == ENGLAND
    assert ENGLAND.in_force_from == date(2025, 9, 1)
    assert ENGLAND.review_model is ReviewModel.SEPARATE_SHARED


def test_its_figures_are_those_of_the_law_and_the_pilots() -> None:
    check, health = ENGLAND.progress_check_window, ENGLAND.health_review_window
    assert (check.from_months, check.to_months) == (24, 36)
    assert (health.from_months, health.to_months) == (24, 30)
    assert ENGLAND.asq3_forms == (24, 27, 30)
    assert (ENGLAND.follow_up_weeks, ENGLAND.asq3_follow_up_form) == (12, 33)
    assert (ENGLAND.invite_weeks_before, ENGLAND.no_answer_days) == (4, 14)
    assert ENGLAND.room_leader_may_send is False


def test_every_figure_says_where_it_is_from() -> None:
    told = [name.strip() for note in ENGLAND.sources for name in note.what.split(",")]
    assert len(told) == len(set(told))
    assert set(told) == {each.name for each in fields(Profile)} - WORDS
    for note in ENGLAND.sources:
        assert note.source
        assert note.certainty in {"V", "S", "B"}


def test_it_agrees_with_the_instrument_and_is_whole() -> None:
    assert {*ENGLAND.asq3_forms, ENGLAND.asq3_follow_up_form} <= set(INSTRUMENT.months)
    assert set(ENGLAND.level_labels) == set(NeedLevel)
    assert all(ENGLAND.level_labels.values())
    for names in (ENGLAND.health_prompts, ENGLAND.need_categories):
        assert names
        assert len(names) == len(set(names))
    for window in (ENGLAND.progress_check_window, ENGLAND.health_review_window):
        assert 0 < window.from_months < window.to_months


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        changed(colour="blue"),  # a slip in a field's name is not passed over
        changed(settling_weeks="six"),
        changed(settling_weeks=1.5),
        changed(review_model="by_post"),
        changed(in_force_from="September"),
        changed(progress_check_window={"from_months": 24, "to_months": 36, "days": 1}),
        changed(sources=[{"what": "asq3_forms", "source": "x", "certainty": "V", "by": "y"}]),
        changed(level_labels={"purple": "Odd"}),
    ],
)
def test_a_wrong_profile_is_refused(data: bytes) -> None:
    with pytest.raises(ValidationError):
        PROFILE.validate_json(data)
