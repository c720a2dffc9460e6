"""What the review workspace says, without a window."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.ages import add_months
from ir_desktop.domain.asq3 import Answer, Area, score_area
from ir_desktop.domain.asq3_data import Instrument
from ir_desktop.domain.people import Child
from ir_desktop.domain.progress import Step, StepState
from ir_desktop.domain.review import (
    Asq3Record,
    HealthNote,
    Need,
    NeedLevel,
    Question,
    ReviewContent,
)
from ir_desktop.services import reference
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.review import steps
from ir_desktop.ui.review.asq3_age import AgeLook, age_look
from ir_desktop.ui.review.asq3_letters import (
    answers_of,
    letters_for_total,
    letters_of,
    total_problem,
)
from ir_desktop.ui.review.draft import Draft
from ir_desktop.ui.review.prompts import MODELS, PROMPTS, SOURCES, prompt_words
from ir_desktop.ui.review.told import NOTHING, told

BORN = date(2024, 6, 1)
NOW: Any = None


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return reference.instrument()


def child(**details: Any) -> Child:
    given = {"given_name": "Amina", "family_name": "R", "date_of_birth": BORN} | details
    return Child(id="c", created_at=NOW, created_by="s", changed_at=NOW, changed_by="s", **given)


def look(instrument: Instrument, day: date, **more: Any) -> AgeLook:
    about = {key: more.pop(key) for key in ("weeks_early",) if key in more}
    return age_look(child(**about), instrument, completed_on=day, today=date(2027, 12, 31), **more)


def test_an_age_inside_a_window_fits(instrument: Instrument) -> None:
    found = look(instrument, date(2026, 9, 10), by="Rukhsana")
    assert found.title == "27 months 9 days, fits the 27-month form"
    assert found.tone is Tone.GOOD
    assert (found.month, found.fits) == (27, True)
    assert found.detail == (
        "Born 1 June 2024. Not born early. Filled in by Rukhsana on 10 September 2026."
    )
    assert found.tag.words == "27 months 9 days, fits the form"


def test_the_edge_of_a_window_is_said(instrument: Instrument) -> None:
    last = look(instrument, date(2026, 10, 16))
    assert last.month == 27
    assert last.tone is Tone.WATCH
    assert last.detail.startswith("This is the last day that the 27-month form fits.")


def test_a_corrected_age_is_told_with_the_other(instrument: Instrument) -> None:
    found = look(instrument, add_months(BORN, 23), weeks_early=8)
    assert "corrected, fits the" in found.title
    assert "8 weeks early" in found.detail
    assert "23 months 0 days by the date of birth" in found.detail
    later = look(instrument, add_months(BORN, 25), weeks_early=8)
    assert later.title.startswith("25 months 0 days, fits")
    assert "From 24 months on, the age by the date of birth is used." in later.detail
    little = look(instrument, add_months(BORN, 23), weeks_early=2)
    assert "too little to correct" in little.detail


def test_where_no_form_fits_the_reason_is_told(instrument: Instrument) -> None:
    old = look(instrument, date(2026, 9, 10))
    none = age_look(
        child(date_of_birth=date(2018, 1, 1)),
        instrument,
        completed_on=date(2026, 9, 10),
        today=date(2026, 9, 11),
    )
    assert none.month is None
    assert none.title.startswith("No questionnaire fits")
    assert old.month is not None
    chosen = age_look(
        child(date_of_birth=date(2018, 1, 1)),
        instrument,
        completed_on=date(2026, 9, 10),
        today=date(2026, 9, 11),
        chosen=60,
    )
    assert chosen.month == 60
    assert "does not fit the 60-month form: no form does" in chosen.title


def test_another_form_says_which_would_fit(instrument: Instrument) -> None:
    found = look(instrument, date(2026, 9, 10), chosen=24)
    assert found.title == "27 months 9 days, does not fit the 24-month form: the 27-month form does"
    assert (found.month, found.fits, found.tone) == (24, False, Tone.WATCH)


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2028, 1, 1), "in the future"), (BORN - timedelta(days=1), "before the child was born")],
)
def test_a_date_that_cannot_be_is_a_problem(instrument: Instrument, day: date, words: str) -> None:
    found = look(instrument, day)
    assert words in found.problem
    assert found.month is None


def test_every_day_has_words(instrument: Instrument) -> None:
    for days in range(0, 2600, 13):
        for early in (0, 2, 6):
            found = look(instrument, BORN + timedelta(days=days), weeks_early=early)
            assert found.title
            assert found.short
            assert (found.month is None) == found.title.startswith(("No questionnaire", "This is"))


@given(st.integers(0, 12).map(lambda each: each * 5))
def test_a_totals_letters_come_to_it(total: int) -> None:
    limits = reference.instrument().limits[27, Area.COMMUNICATION]
    answers = [Answer(each) for each in letters_for_total(total)]
    assert score_area(limits, answers).score == total
    assert total_problem(str(total)) == ""


@pytest.mark.parametrize("text", ["61", "65", "37", "-5", "ten", "1000", "3.5"])
def test_a_wrong_total_says_why(text: str) -> None:
    assert total_problem(text)


_LETTERS = st.lists(st.sampled_from("YSN-"), min_size=30, max_size=30)


@given(_LETTERS, st.integers(0, 30))
def test_answers_come_back_as_they_were_typed(letters: list[str], typed: int) -> None:
    every = [*letters[:typed], *([""] * (30 - typed))]
    by_area = {str(area): tuple(every[6 * n : 6 * n + 6]) for n, area in enumerate(Area)}
    record = Asq3Record(completed_on=BORN, answers=answers_of(by_area))
    again = [each for letters in letters_of(record).values() for each in letters]
    given = [place for place, each in enumerate(every) if each in ("Y", "S", "N")]
    last = given[-1] if given else -1
    assert again[: last + 1] == every[: last + 1]
    assert set(again[last + 1 :]) <= {""}


def test_steps_have_words_both_ways() -> None:
    assert steps.next_words(Step.PROGRESS_CHECK) == "Next: progress check"
    assert steps.back_words(Step.INVITE) == "Back to invite"
    assert steps.back_words(None) == "Back to the child"
    assert steps.before(Step.INVITE) is None
    assert steps.after(Step.SHARE) is None
    assert steps.step_named("plan") is Step.PLAN
    assert steps.step_named("Overview") is None
    assert set(steps.TITLES) == set(Step)
    assert len(StepState) == 4


def test_every_prompt_source_and_model_has_words() -> None:
    profile = reference.default_profile()
    assert set(profile.health_prompts) <= set(PROMPTS)
    assert prompt_words("sun_cream") == ("Sun cream", "")
    assert all(words for words in SOURCES.values())
    assert profile.review_model in MODELS


def test_a_draft_saves_what_changed_and_the_model_with_the_first() -> None:
    draft = Draft(ReviewContent(), None, begun=False)
    told: list[int] = []
    draft.changed.connect(lambda: told.append(1))
    draft.put(place="", questions=())
    assert not told
    draft.put(place="Quiet room")
    assert told == [1]
    assert draft.take() == {"model": ReviewContent().model, "place": "Quiet room"}
    assert not draft.dirty
    draft.answer("no_parents_view", "On Friday")
    assert draft.take() == {"moderation": {"no_parents_view": "On Friday"}}
    draft.answer("no_parents_view", "")
    assert draft.content.moderation == {}
    draft.give_back(["place"])
    assert set(draft.take()) == {"moderation", "place"}


def answers(content: ReviewContent) -> Iterator[tuple[str, str]]:
    for each in told(content, None, {NeedLevel.AMBER: "Some extra help"}):
        yield each.question, each.answer


def test_the_answers_to_check_say_everything() -> None:
    found = dict(answers(ReviewContent()))
    assert found["Progress check"] == found["ASQ-3"] == found["Plan"] == NOTHING
    content = ReviewContent(
        needs=(Need(category="communication", level=NeedLevel.AMBER, note="Few words"),),
        questions=(Question(text="One?"), Question(text="Two?", unsure=True)),
        health={"hearing": HealthNote(note="Asks again", follow_up=True)},
    )
    found = dict(answers(content))
    assert found["What you found together"] == "Communication: Some extra help. Few words"
    assert found["Questions for the health visitor"] == "We are unsure: Two?\nOne?"
    assert found["Health"] == "Hearing: Asks again (follow up)"
