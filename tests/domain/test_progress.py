"""The states of the review workspace's steps."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ir_desktop.domain.asq3 import Area
from ir_desktop.domain.inviting import Answer as Said
from ir_desktop.domain.inviting import Inviting
from ir_desktop.domain.next_step import NextStep, next_step
from ir_desktop.domain.progress import (
    STEP_STATE_WORDS,
    STEP_WORDS,
    Step,
    StepState,
    asq3_answered,
    step_of,
    steps,
)
from ir_desktop.domain.review import (
    AreaNote,
    PrimeArea,
    ProgressCheck,
    Question,
    Review,
    ReviewContent,
    ReviewStatus,
)
from ir_desktop.errors import Problem
from tests.domain.progress_parts import (
    ASQ3,
    CHECK,
    NOTE,
    SIGNED,
    TODAY,
    WHOLE,
    YES,
    S,
    asked,
    facts,
    review,
    states,
    step,
    words,
)


def test_every_step_and_state_has_words() -> None:
    assert set(STEP_WORDS) == set(Step)
    assert set(STEP_STATE_WORDS) == set(StepState)
    assert [each.step for each in steps(facts())] == list(Step)


def test_with_nothing_at_all_the_family_is_invited_first() -> None:
    assert set(states(facts()).values()) == {S.NOT_STARTED}
    assert step(facts()) == (Step.INVITE, "Invite the family")
    empty = facts(review(ReviewContent(progress_check=ProgressCheck())))
    assert set(states(empty).values()) == {S.NOT_STARTED}
    assert step(empty) == (Step.INVITE, "Invite the family")


def test_a_whole_review_is_done_but_for_its_signature() -> None:
    found = states(facts(review()))
    assert {found[each] for each in Step if each not in (Step.SIGN_OFF, Step.SHARE)} == {S.DONE}
    assert found[Step.SIGN_OFF] is S.NOT_STARTED
    assert step(facts(review())) == (Step.SIGN_OFF, "Sign the review off")


@pytest.mark.parametrize(
    ("of", "inviting", "state", "said"),
    [
        (review(WHOLE, status=ReviewStatus.DECLINED), Inviting(), S.DONE, "Said no"),
        (review(planned_on=TODAY), Inviting(), S.DONE, "Meeting on 20 November"),
        (
            review(ReviewContent(), planned_on=TODAY - timedelta(days=1)),
            Inviting(),
            S.NEEDS_A_LOOK,
            "Meeting on 19 November: was it held?",
        ),
        (replace(SIGNED, planned_on=date(2026, 5, 3)), Inviting(), S.DONE, "Meeting on 3 May"),
        (SIGNED, Inviting(), S.DONE, ""),
        (None, Inviting(tried_on=TODAY), S.IN_PROGRESS, "Asked on 20 November"),
        (
            None,
            Inviting(tried_on=TODAY - timedelta(days=14)),
            S.NEEDS_A_LOOK,
            "No answer, 14 days",
        ),
        (None, Inviting(answer=Said.YES), S.IN_PROGRESS, "Said yes, no date yet"),
        (None, Inviting(answer=Said.NO), S.DONE, "Said no"),
    ],
)
def test_invite(of: Review | None, inviting: Inviting, state: StepState, said: str) -> None:
    found = steps(facts(of, inviting=inviting))[0]
    assert (found.state, found.words) == (state, said)


def test_asq3_counts_items_and_lets_families_leave_some_out() -> None:
    two_left = dict.fromkeys(Area, (None, None, *YES[:4]))
    record = replace(ASQ3, answers=two_left)
    assert asq3_answered(record) == 20
    whole = facts(review(replace(WHOLE, asq3=record)))
    assert states(whole)[Step.ASQ3] is S.DONE
    # Nothing after the last item that was typed: the rest is still to come.
    to_type = {**two_left, [*Area][-1]: (*YES[:4], None, None)}
    begun = facts(review(replace(WHOLE, asq3=replace(ASQ3, answers=to_type))))
    assert states(begun)[Step.ASQ3] is S.IN_PROGRESS
    part = replace(ASQ3, answers={Area.COMMUNICATION: YES}, totals={Area.FINE_MOTOR: 45})
    half = facts(review(replace(WHOLE, asq3=part)))
    assert states(half)[Step.ASQ3] is S.IN_PROGRESS
    assert words(half, Step.ASQ3) == "12 of 30 answered"
    assert next_step(half) == NextStep(
        step=Step.ASQ3, words="Type in the rest of the ASQ-3", why="12 of 30 answered."
    )
    both = replace(ASQ3, totals=dict.fromkeys(Area, 45))
    assert asq3_answered(both) == 30
    by_totals = facts(review(replace(WHOLE, asq3=both)))
    assert next_step(by_totals).step is not Step.ASQ3  # there is nothing left to type


def test_progress_check_wants_every_prime_area() -> None:
    part = replace(CHECK, areas={PrimeArea.PHYSICAL: NOTE, PrimeArea.PERSONAL: AreaNote()})
    found = facts(review(replace(WHOLE, progress_check=part)))
    assert states(found)[Step.PROGRESS_CHECK] is S.IN_PROGRESS
    assert next_step(found).why == "1 of 3 areas written."
    without = facts(review(replace(WHOLE, progress_check=None)))
    assert next_step(without) == NextStep(
        step=Step.PROGRESS_CHECK, words="Write the progress check"
    )


@pytest.mark.parametrize(
    ("changes", "which", "state"),
    [
        ({"held_on": None}, Step.CONCLUSIONS, S.IN_PROGRESS),
        ({"held_on": None, "needs": ()}, Step.CONCLUSIONS, S.NOT_STARTED),
        (
            {"held_on": None, "needs": (), "questions": (Question(text="Hearing?"),)},
            Step.CONCLUSIONS,
            S.IN_PROGRESS,
        ),
        ({"needs": ()}, Step.CONCLUSIONS, S.IN_PROGRESS),
        ({"actions": ()}, Step.PLAN, S.IN_PROGRESS),
        ({"follow_up_on": None}, Step.PLAN, S.IN_PROGRESS),
        ({"follow_up_on": None, "actions": ()}, Step.PLAN, S.NOT_STARTED),
        ({"health": {}}, Step.HEALTH, S.NOT_STARTED),
    ],
)
def test_other_steps(changes: dict[str, Any], which: Step, state: StepState) -> None:
    assert states(facts(review(replace(WHOLE, **changes))))[which] is state


def test_what_is_wrong_or_asked_needs_a_look() -> None:
    wrong = facts(review(), problems=[Problem("actions 1, owner", "Say who will do it.")])
    assert states(wrong)[Step.PLAN] is S.NEEDS_A_LOOK
    assert next_step(wrong).step is Step.PLAN
    found = facts(review(), questions=[asked("asq3"), asked("asq3")])
    assert states(found)[Step.ASQ3] is S.NEEDS_A_LOOK
    assert words(found, Step.ASQ3) == "2 questions to answer"
    assert step(found) == (Step.ASQ3, "Answer the questions before signing")
    half = facts(review(replace(WHOLE, needs=())), questions=[asked("conclusions")])
    assert states(half)[Step.CONCLUSIONS] is S.IN_PROGRESS
    missing = facts(review(), missing=[asked("progress_check")])
    assert step(missing) == (Step.PROGRESS_CHECK, "Finish the review")


@pytest.mark.parametrize(
    ("where", "which"),
    [
        ("asq3, completed_on", Step.ASQ3),
        ("progress_check, observed_on", Step.PROGRESS_CHECK),
        ("health, teeth", Step.HEALTH),
        ("actions 2, owner", Step.PLAN),
        ("follow_up_on", Step.PLAN),
        ("plan", Step.PLAN),
        ("held_on", Step.CONCLUSIONS),
        ("needs 1, category", Step.CONCLUSIONS),
        ("", Step.CONCLUSIONS),
    ],
)
def test_every_problem_has_its_step(where: str, which: Step) -> None:
    assert step_of(where) is which


def test_sign_off_and_amending() -> None:
    assert states(facts(SIGNED))[Step.SIGN_OFF] is S.DONE
    waiting = facts(review(author_signed_by="p"))
    assert states(waiting)[Step.SIGN_OFF] is S.IN_PROGRESS
    changed = facts(review(latest_version=1))
    assert states(changed)[Step.SIGN_OFF] is S.NEEDS_A_LOOK
    short = facts(replace(SIGNED, draft=replace(WHOLE, health={}, needs=())))
    assert states(short)[Step.HEALTH] is S.NOT_STARTED
    assert states(short)[Step.CONCLUSIONS] is S.DONE
