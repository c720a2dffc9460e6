"""Moderation asks before sign-off, and never decides."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ir_desktop.domain.asq3 import Area, Zone
from ir_desktop.domain.moderation import moderation_questions, unanswered
from ir_desktop.domain.review import Judgement, NeedLevel, PrimeArea, ProgressCheck, ReviewModel
from tests.domain.england import ENGLAND
from tests.domain.moderation_parts import (
    ACTION,
    COMMUNICATION,
    HELD,
    ON,
    WELL,
    asked,
    check,
    judged,
    missing,
    needing,
    review,
    scored,
)


def test_a_sound_review_raises_nothing() -> None:
    assert asked(review(), scored()) == []
    assert missing(check()) == []


def test_without_a_progress_check_there_is_nothing_to_sign() -> None:
    assert missing(None) == ["no_progress_check"]


def test_an_empty_check_lacks_every_prime_area() -> None:
    assert missing(ProgressCheck()) == [
        f"{lack}_{area}" for area in PrimeArea for lack in ("no_strengths", "no_judgement")
    ]


def test_blank_words_are_no_words() -> None:
    assert missing(judged(Judgement.GOING_WELL, strengths=" \n")) == [
        f"no_strengths_{COMMUNICATION}"
    ]


def test_every_area_needs_a_judgement() -> None:
    assert missing(judged(None)) == [f"no_judgement_{COMMUNICATION}"]


@pytest.mark.parametrize(
    "judgement", [Judgement.LITTLE_HELP, Judgement.MORE_HELP, Judgement.POSSIBLE_DELAY]
)
def test_where_help_is_needed_the_setting_says_what_it_will_do(judgement: Judgement) -> None:
    assert missing(judged(judgement)) == []
    without = judged(judgement, support_in_setting=" ", support_at_home="Share a book.")
    assert missing(without) == [f"no_support_{COMMUNICATION}"]


def test_where_all_goes_well_no_support_is_asked_for() -> None:
    assert missing(judged(Judgement.GOING_WELL, support_in_setting="")) == []


@pytest.mark.parametrize("area", Area)
def test_a_score_below_cut_off_wants_a_need_or_an_action(area: Area) -> None:
    low = scored(Zone.BELOW_CUTOFF, area)
    code = f"below_without_action_{area}"
    assert code in asked(review(), low)
    assert code in asked(review(needs=needing(NeedLevel.GREEN)), low)
    assert asked(review(needs=needing(NeedLevel.AMBER)), low) == []
    assert asked(review(needs=needing(NeedLevel.RED)), low) == []
    assert asked(review(actions=(ACTION,)), low) == []


def test_monitoring_is_at_or_above_and_asks_nothing() -> None:
    assert asked(review(), scored(Zone.MONITORING)) == []


@pytest.mark.parametrize(
    "judgement", [Judgement.LITTLE_HELP, Judgement.MORE_HELP, Judgement.POSSIBLE_DELAY]
)
def test_a_language_worry_beside_an_on_schedule_score(judgement: Judgement) -> None:
    worried = review(
        progress_check=replace(judged(judgement), targeted_plan="The SENCO visits."),
        needs=needing(NeedLevel.AMBER),
    )
    assert asked(worried, scored()) == ["language_worry_on_schedule"]
    assert asked(worried, scored(Zone.MONITORING)) == []
    assert asked(worried, scored(Zone.BELOW_CUTOFF)) == []
    assert asked(worried) == []


def test_a_worry_about_another_area_is_not_about_language() -> None:
    areas = dict.fromkeys(PrimeArea, WELL)
    areas[PrimeArea.PHYSICAL] = replace(WELL, judgement=Judgement.LITTLE_HELP)
    assert asked(review(progress_check=check(areas=areas)), scored()) == []


def test_half_a_review_does_not_stop_the_questions() -> None:
    assert asked(review(progress_check=check(areas={})), scored()) == []
    assert asked(review(progress_check=None), scored()) == []
    some = scored()
    without = replace(some, areas={Area.GROSS_MOTOR: some.areas[Area.GROSS_MOTOR]})
    worried = review(progress_check=judged(Judgement.LITTLE_HELP))
    assert asked(worried, without) == []


def test_a_concern_with_no_need_is_asked_about() -> None:
    concern = check(concern="She seldom answers to her name.", targeted_plan="SENCO on Monday.")
    assert asked(review(progress_check=concern)) == ["concern_all_green"]
    assert asked(review(progress_check=concern, needs=needing(NeedLevel.GREEN))) == [
        "concern_all_green"
    ]
    assert asked(review(progress_check=concern, needs=needing(NeedLevel.AMBER))) == []


def test_much_help_with_all_green_needs_is_asked_about() -> None:
    more = review(progress_check=judged(Judgement.MORE_HELP), needs=needing(NeedLevel.GREEN))
    assert asked(more) == ["concern_all_green"]
    little = review(progress_check=judged(Judgement.LITTLE_HELP), needs=needing(NeedLevel.GREEN))
    assert asked(little) == []


def test_a_concern_needs_a_targeted_plan() -> None:
    amber = needing(NeedLevel.AMBER)
    concern = check(concern="She seldom answers to her name.", targeted_plan=" ")
    assert asked(review(progress_check=concern, needs=amber)) == ["concern_without_plan"]
    delay = judged(Judgement.POSSIBLE_DELAY)
    assert asked(review(progress_check=delay, needs=amber)) == ["concern_without_plan"]
    planned = replace(delay, targeted_plan="The SENCO visits on Monday.")
    assert asked(review(progress_check=planned, needs=amber)) == []
    assert asked(review(progress_check=judged(Judgement.MORE_HELP), needs=amber)) == []


def test_an_area_that_could_not_be_scored() -> None:
    found = asked(review(), scored(Zone.NOT_SCORED, Area.FINE_MOTOR))
    assert found == ["not_scored_fine_motor"]


def test_a_form_outside_its_window() -> None:
    assert asked(review(), replace(scored(), in_window=False)) == ["outside_window"]


def test_a_review_without_health() -> None:
    for model in ReviewModel:
        found = asked(review(model=model))
        assert found == (["no_health_input"] if model is ReviewModel.EARLY_YEARS_ONLY else [])


def test_a_missing_parents_view() -> None:
    assert asked(review(progress_check=check(parents_view="  "))) == ["no_parents_view"]


def test_a_late_write_up_counts_from_the_last_day_the_child_was_seen() -> None:
    late = HELD + timedelta(days=ENGLAND.late_write_up_days + 1)
    assert asked(review(), on=late - timedelta(days=1)) == []
    assert asked(review(), on=late) == ["late_write_up"]
    observed_again = check(observed_on=HELD + timedelta(days=1))
    assert asked(review(progress_check=observed_again), on=late) == []
    assert asked(review(progress_check=check(observed_on=None)), on=late) == ["late_write_up"]
    undated = review(held_on=None, progress_check=check(observed_on=None))
    assert asked(undated, on=late) == []
    assert asked(review(progress_check=None), on=late) == ["late_write_up"]


def test_a_question_is_answered_by_a_sentence_under_its_code() -> None:
    content = review(
        model=ReviewModel.EARLY_YEARS_ONLY,
        progress_check=check(parents_view=""),
        moderation={"no_health_input": "We ring the team on Friday.", "no_parents_view": " "},
    )
    questions = moderation_questions(content, None, on=ON, profile=ENGLAND)
    assert [each.code for each in unanswered(questions, content)] == ["no_parents_view"]
    assert unanswered([], content) == []
