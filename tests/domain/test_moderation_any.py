"""Any review at all: every question can be answered, and no low score is passed over."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.asq3 import Area, Zone
from ir_desktop.domain.moderation import missing_parts, moderation_questions, unanswered
from ir_desktop.domain.review import (
    AreaNote,
    Asq3Scores,
    Judgement,
    Need,
    NeedLevel,
    PrimeArea,
    ProgressCheck,
    ReviewContent,
    ReviewModel,
)
from tests.domain.england import ENGLAND
from tests.domain.moderation_parts import ACTION, HELD, asked, scored

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
