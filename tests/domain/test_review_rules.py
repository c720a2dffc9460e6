"""What a review's content must satisfy, and its scores."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.asq3 import Answer, Band, NoFit, Zone
from ir_desktop.domain.asq3_data import Area
from ir_desktop.domain.people import Child
from ir_desktop.domain.review import (
    Action,
    Asq3Record,
    Asq3Scores,
    HealthNote,
    Need,
    NeedLevel,
    OverallAnswer,
    ProgressCheck,
    Question,
    ReviewContent,
    YesNo,
)
from ir_desktop.domain.review_rules import content_problems, scores_of
from tests.domain.england import ENGLAND, INSTRUMENT

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TODAY = NOW.date()
BORN = date(2024, 8, 20)
CHILD = Child(
    id="c1",
    created_at=NOW,
    created_by="me",
    changed_at=NOW,
    changed_by="me",
    given_name="Ivo",
    family_name="Field",
    date_of_birth=BORN,
)
Y, S, N = Answer.YES, Answer.SOMETIMES, Answer.NOT_YET


def problems(content: ReviewContent) -> list[str]:
    found = content_problems(content, CHILD, today=TODAY, instrument=INSTRUMENT, profile=ENGLAND)
    assert all(each.sentence.endswith(".") for each in found)
    return [each.field for each in found]


def asq3(**more: object) -> Asq3Record:
    plain = Asq3Record(completed_on=date(2026, 11, 18))
    return replace(plain, **more)


def scores(record: Asq3Record, child: Child = CHILD) -> Asq3Scores:
    found = scores_of(record, child, INSTRUMENT)
    assert isinstance(found, Asq3Scores)
    return found


def test_an_empty_draft_may_be_kept() -> None:
    assert problems(ReviewContent()) == []
    assert problems(ReviewContent(asq3=asq3(), progress_check=ProgressCheck())) == []


def test_everything_wrong_is_told_at_once_by_field() -> None:
    before, tomorrow = date(2024, 8, 19), date(2026, 11, 21)
    content = ReviewContent(
        held_on=before,
        follow_up_on=before,
        asq3=asq3(
            completed_on=tomorrow,
            questionnaire=25,
            answers={Area.COMMUNICATION: (Y,) * 5, Area.GROSS_MOTOR: (Y,) * 6},
            totals={Area.GROSS_MOTOR: 60, Area.FINE_MOTOR: 42, Area.PROBLEM_SOLVING: 65},
            overall={
                "vision": OverallAnswer(answer=YesNo.NO),
                "hair": OverallAnswer(answer=YesNo.NO),
            },
        ),
        progress_check=ProgressCheck(observed_on=tomorrow, summary_given_on=before),
        actions=(
            Action(what=" ", owner="", due=None, when=" "),
            Action(what="Share a book", owner="Family", when="Every day", done_on=tomorrow),
        ),
        questions=(Question(text="Hearing?"), Question(text=" ", unsure=True)),
        needs=(
            Need(category="communication", level=NeedLevel.GREEN),
            Need(category="luck", level=NeedLevel.RED),
        ),
        health={"teeth": HealthNote(note="Brushes."), "shoes": HealthNote(note="New.")},
    )
    assert problems(content) == [
        "held_on",
        "asq3, completed_on",
        "progress_check, observed_on",
        "progress_check, summary_given_on",
        "follow_up_on",
        "asq3, questionnaire",
        "asq3, answers, communication",
        "asq3, gross_motor",
        "asq3, totals, fine_motor",
        "asq3, totals, problem_solving",
        "asq3, overall",
        "actions 2, done_on",
        "actions 1, what",
        "actions 1, owner",
        "actions 1, due",
        "questions 2, text",
        "needs 2, category",
        "health, shoes",
    ]


@pytest.mark.parametrize("day", [BORN, TODAY])
def test_the_day_of_birth_and_today_are_possible(day: date) -> None:
    check = ProgressCheck(observed_on=day, summary_given_on=day)
    done = Action(what="Ring", owner="Ana", when="Soon", done_on=day)
    content = ReviewContent(
        held_on=day, asq3=asq3(completed_on=day), progress_check=check, actions=(done,)
    )
    assert problems(content) == []


def test_what_is_planned_may_be_in_the_future() -> None:
    due = Action(what="Hearing test", owner="Audiology", due=date(2027, 2, 1))
    assert problems(ReviewContent(follow_up_on=date(2027, 2, 12), actions=(due,))) == []


@pytest.mark.parametrize("total", [0, 5, 60])
def test_totals_that_can_be(total: int) -> None:
    assert problems(ReviewContent(asq3=asq3(totals={Area.FINE_MOTOR: total}))) == []


@pytest.mark.parametrize("total", [-5, 3, 61, 65])
def test_totals_that_cannot_be(total: int) -> None:
    found = problems(ReviewContent(asq3=asq3(totals={Area.FINE_MOTOR: total})))
    assert found == ["asq3, totals, fine_motor"]


# Scores.


def test_answers_and_totals_are_scored_on_the_form_that_fits() -> None:
    found = scores(
        asq3(
            answers={
                Area.COMMUNICATION: (N, N, S, S, N, N),
                Area.PROBLEM_SOLVING: (Y, S, S, Y, None, Y),
                Area.GROSS_MOTOR: (Y, Y, Y, None, None, None),
            },
            totals={Area.PERSONAL_SOCIAL: 45},
            overall={
                "hearing": OverallAnswer(answer=YesNo.NO),
                "vision": OverallAnswer(answer=YesNo.NO),
            },
        )
    )
    assert (found.questionnaire, found.months, found.days) == (27, 26, 29)
    assert (found.corrected, found.in_window) == (False, True)
    areas = found.areas
    assert set(areas) == set(Area)
    low = areas[Area.COMMUNICATION]
    assert (low.score, low.band, low.zone) == (10.0, Band.BELOW, Zone.BELOW_CUTOFF)
    assert low.cutoff == float(INSTRUMENT.limits[27, Area.COMMUNICATION].cutoff)
    adjusted = areas[Area.PROBLEM_SOLVING]
    assert (adjusted.score, adjusted.answered, adjusted.adjusted) == (48.0, 5, True)
    total = areas[Area.PERSONAL_SOCIAL]
    assert (total.score, total.answered, total.adjusted) == (45.0, 6, False)
    three_blank = areas[Area.GROSS_MOTOR]
    assert (three_blank.score, three_blank.band) == (None, Band.NOT_SCORED)
    nothing = areas[Area.FINE_MOTOR]
    assert (nothing.score, nothing.answered, nothing.zone) == (None, 0, Zone.NOT_SCORED)
    assert found.follow_up_topics == ("hearing",)  # "no" to a worry about eyes is good news


def test_a_form_that_is_named_is_scored_even_outside_its_window() -> None:
    found = scores(asq3(questionnaire=24, totals={Area.COMMUNICATION: 30}))
    assert (found.questionnaire, found.in_window) == (24, False)
    limits = INSTRUMENT.limits[24, Area.COMMUNICATION]
    assert found.areas[Area.COMMUNICATION].cutoff == float(limits.cutoff)
    assert scores(asq3(questionnaire=27)).in_window


def test_where_no_form_fits_the_reason_comes_back() -> None:
    found = scores_of(asq3(), replace(CHILD, date_of_birth=date(2026, 11, 1)), INSTRUMENT)
    assert isinstance(found, NoFit)
    assert "No questionnaire fits" in found.reason


def test_a_child_born_early_is_read_at_the_corrected_age_until_two() -> None:
    early = replace(CHILD, weeks_early=8)
    young = scores(asq3(completed_on=date(2026, 7, 30)), early)  # 23 months 10 days by birth
    assert (young.months, young.corrected, young.questionnaire) == (21, True, 22)
    at_two = scores(asq3(completed_on=date(2026, 8, 20)), early)
    assert (at_two.months, at_two.days, at_two.corrected) == (24, 0, False)
    assert at_two.questionnaire == 24


answers = st.lists(st.none() | st.sampled_from(Answer), min_size=6, max_size=6).map(tuple)
totals = st.integers(0, 12).map(lambda fives: fives * 5)
records = st.builds(
    lambda day, by_answer, by_total: Asq3Record(
        completed_on=day,
        answers=by_answer,
        totals={area: total for area, total in by_total.items() if area not in by_answer},
    ),
    st.dates(BORN, TODAY),
    st.dictionaries(st.sampled_from(Area), answers),
    st.dictionaries(st.sampled_from(Area), totals),
)


@given(records, st.integers(0, 17))
def test_a_record_without_problems_can_always_be_scored(record: Asq3Record, weeks: int) -> None:
    assert problems(ReviewContent(asq3=record)) == []
    found = scores_of(record, replace(CHILD, weeks_early=weeks), INSTRUMENT)
    if isinstance(found, NoFit):
        return
    assert found.in_window
    for area, result in found.areas.items():
        blanks = (
            0 if area in record.totals else list(record.answers.get(area, [None] * 6)).count(None)
        )
        assert result.answered == 6 - blanks
        assert result.adjusted == (1 <= blanks <= 2)
        assert (result.score is None) == (blanks >= 3) == (result.band is Band.NOT_SCORED)
        if result.score is not None:
            assert (result.band is Band.BELOW) == (result.score < result.cutoff)
