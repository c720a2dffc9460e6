"""Moderation asks before sign-off, and never decides."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from ir_desktop import paths
from ir_desktop.domain.asq3 import Area, Band, Zone
from ir_desktop.domain.moderation import (
    missing_parts,
    moderation_questions,
    unanswered,
)
from ir_desktop.domain.profile import Profile
from ir_desktop.domain.review import (
    Action,
    AreaNote,
    AreaScore,
    Asq3Scores,
    Judgement,
    Need,
    NeedLevel,
    PrimeArea,
    ProgressCheck,
    ReviewContent,
    ReviewModel,
)

ENGLAND = TypeAdapter(Profile).validate_json(
    paths.resource("profiles", "england-2025.json").read_bytes()
)
HELD = date(2026, 11, 10)
ON = date(2026, 11, 20)
WELL = AreaNote(strengths="Runs and climbs.", judgement=Judgement.GOING_WELL)
COMMUNICATION = PrimeArea.COMMUNICATION


def check(**more: object) -> ProgressCheck:
    """A progress check with nothing to ask about."""
    plain = ProgressCheck(
        observed_on=HELD,
        areas=dict.fromkeys(PrimeArea, WELL),
        parents_view="She loves the park.",
    )
    return replace(plain, **more)


def review(**more: object) -> ReviewContent:
    """A review with nothing to ask about."""
    plain = ReviewContent(held_on=HELD, progress_check=check())
    return replace(plain, **more)


def judged(judgement: Judgement | None, **note: str) -> ProgressCheck:
    note = {"support_in_setting": "We say a word and wait.", **note}
    area = replace(WELL, judgement=judgement, **note)
    return check(areas=dict.fromkeys(PrimeArea, WELL) | {COMMUNICATION: area})


def needing(level: NeedLevel) -> tuple[Need, ...]:
    return (Need(category="communication", level=level),)


def scored(zone: Zone = Zone.ON_SCHEDULE, area: Area = Area.COMMUNICATION) -> Asq3Scores:
    """Scores on schedule but for one area."""
    bands = {Zone.BELOW_CUTOFF: Band.BELOW, Zone.NOT_SCORED: Band.NOT_SCORED}

    def one(each: Area) -> AreaScore:
        mine = zone if each is area else Zone.ON_SCHEDULE
        return AreaScore(
            score=None if mine is Zone.NOT_SCORED else 45.0,
            answered=3 if mine is Zone.NOT_SCORED else 6,
            adjusted=False,
            band=bands.get(mine, Band.AT_OR_ABOVE),
            zone=mine,
            zone_confirmed=True,
            cutoff=24.02,
            monitoring_upper=35.0,
        )

    return Asq3Scores(
        questionnaire=27,
        months=27,
        days=3,
        corrected=False,
        in_window=True,
        areas={each: one(each) for each in Area},
    )


def asked(content: ReviewContent, scores: Asq3Scores | None = None, on: date = ON) -> list[str]:
    return [each.code for each in moderation_questions(content, scores, on=on, profile=ENGLAND)]


def missing(check: ProgressCheck | None) -> list[str]:
    return [each.code for each in missing_parts(review(progress_check=check))]


ACTION = Action(what="Share a book", owner="Family", when="Every day")


def test_a_sound_review_raises_nothing() -> None:
    assert asked(review(), scored()) == []
    assert missing(check()) == []


# What must be there: the law's written summary in the prime areas.


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


# A score below cut-off with no need or action.


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


# A language worry beside an on-schedule score: scores alone look better than language is.


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


# A concern in words, and what the conclusions say.


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


# Circumstances.


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


# Answers.


def test_a_question_is_answered_by_a_sentence_under_its_code() -> None:
    content = review(
        model=ReviewModel.EARLY_YEARS_ONLY,
        progress_check=check(parents_view=""),
        moderation={"no_health_input": "We ring the team on Friday.", "no_parents_view": " "},
    )
    questions = moderation_questions(content, None, on=ON, profile=ENGLAND)
    assert [each.code for each in unanswered(questions, content)] == ["no_parents_view"]
    assert unanswered([], content) == []


notes = st.builds(
    AreaNote,
    strengths=st.sampled_from(["", "Runs."]),
    support_in_setting=st.sampled_from(["", "We wait."]),
    support_at_home=st.sampled_from(["", "A book."]),
    judgement=st.none() | st.sampled_from(Judgement),
)
checks = st.builds(
    ProgressCheck,
    observed_on=st.none() | st.just(HELD),
    areas=st.dictionaries(st.sampled_from(PrimeArea), notes),
    parents_view=st.sampled_from(["", "Well."]),
    concern=st.sampled_from(["", "Quiet."]),
    targeted_plan=st.sampled_from(["", "SENCO."]),
)
needs = st.lists(
    st.builds(Need, category=st.just("communication"), level=st.sampled_from(NeedLevel)),
    max_size=2,
).map(tuple)
reviews = st.builds(
    ReviewContent,
    model=st.sampled_from(ReviewModel),
    held_on=st.none() | st.just(HELD),
    progress_check=st.none() | checks,
    needs=needs,
    actions=st.sampled_from([(), (ACTION,)]),
)
all_scores = st.none() | st.builds(scored, st.sampled_from(Zone), st.sampled_from(Area))


@given(reviews, all_scores, st.integers(0, 60))
def test_every_question_can_be_answered(
    content: ReviewContent, scores: Asq3Scores | None, later: int
) -> None:
    on = HELD + timedelta(days=later)
    questions = [
        *missing_parts(content),
        *moderation_questions(content, scores, on=on, profile=ENGLAND),
    ]
    codes = [each.code for each in questions]
    assert len(codes) == len(set(codes))
    for each in questions:
        assert each.where
        assert each.sentence.endswith((".", "?"))
    asked_now = moderation_questions(content, scores, on=on, profile=ENGLAND)
    answered = replace(content, moderation={each.code: "We spoke." for each in asked_now})
    again = moderation_questions(answered, scores, on=on, profile=ENGLAND)
    assert again == asked_now  # an answer takes no question away
    assert unanswered(again, answered) == []
    assert unanswered(asked_now, content) == asked_now


@given(reviews, st.sampled_from(Area))
def test_a_low_score_is_never_passed_over_in_silence(content: ReviewContent, area: Area) -> None:
    low = scored(Zone.BELOW_CUTOFF, area)
    spoken_for = bool(content.actions) or any(
        need.level is not NeedLevel.GREEN for need in content.needs
    )
    assert spoken_for or f"below_without_action_{area}" in asked(content, low)


@given(reviews)
def test_what_may_be_signed_holds_the_law_s_summary(content: ReviewContent) -> None:
    if missing_parts(content):
        return
    assert content.progress_check is not None
    for area in PrimeArea:
        note = content.progress_check.areas[area]
        assert note.strengths
        assert note.judgement is not None
        assert note.judgement is Judgement.GOING_WELL or note.support_in_setting
