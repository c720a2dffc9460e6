"""The states of the review workspace's steps, and the next step in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.asq3 import Answer, Area
from ir_desktop.domain.inviting import Answer as Said
from ir_desktop.domain.inviting import Inviting
from ir_desktop.domain.moderation import ModerationQuestion
from ir_desktop.domain.next_step import NextStep, next_step
from ir_desktop.domain.progress import (
    STEP_STATE_WORDS,
    STEP_WORDS,
    ProgressFacts,
    Step,
    StepState,
    asq3_answered,
    step_of,
    steps,
)
from ir_desktop.domain.review import (
    Action,
    AreaNote,
    Asq3Record,
    HealthNote,
    Judgement,
    Need,
    NeedLevel,
    PrimeArea,
    ProgressCheck,
    Question,
    Review,
    ReviewContent,
    ReviewStatus,
)
from ir_desktop.domain.sharing import Export, ExportState, Hold, HoldReason
from ir_desktop.errors import Problem

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
STAMP: dict[str, Any] = {
    "created_at": NOW,
    "created_by": "m",
    "changed_at": NOW,
    "changed_by": "m",
}
S = StepState

YES = (Answer.YES,) * 6
ASQ3 = Asq3Record(completed_on=TODAY, answers=dict.fromkeys(Area, YES))
NOTE = AreaNote(strengths="Talks a lot.", judgement=Judgement.GOING_WELL)
CHECK = ProgressCheck(areas=dict.fromkeys(PrimeArea, NOTE))
WHOLE = ReviewContent(
    held_on=TODAY,
    asq3=ASQ3,
    progress_check=CHECK,
    health={"teeth": HealthNote(note="Brushes")},
    needs=(Need(category="communication", level=NeedLevel.GREEN),),
    actions=(Action(what="Sing", owner="Us", when="Daily"),),
    follow_up_on=TODAY + timedelta(weeks=12),
)


def review(content: ReviewContent = WHOLE, **fields: Any) -> Review:
    given: dict[str, Any] = {"status": ReviewStatus.IN_PROGRESS}
    return Review(
        id="r", child_id="k", age_point="two_year", draft=content, **STAMP, **(given | fields)
    )


SIGNED = review(status=ReviewStatus.SIGNED_OFF, latest_version=1)


def facts(of: Review | None = None, **fields: Any) -> ProgressFacts:
    return ProgressFacts(today=TODAY, no_answer_days=14, review=of, **fields)


def states(of: ProgressFacts) -> dict[Step, StepState]:
    return {each.step: each.state for each in steps(of)}


def words(of: ProgressFacts, step: Step) -> str:
    return next(each.words for each in steps(of) if each.step is step)


def step(of: ProgressFacts) -> tuple[Step | None, str]:
    found = next_step(of)
    return found.step, found.words


def export(state: ExportState, **fields: Any) -> Export:
    return Export(
        id="e",
        **STAMP,
        child_id="k",
        review_id="r",
        review_version=1,
        health_team_id="t",
        agreement_id=None,
        categories=(),
        bundle_sha256="",
        state=state,
        **fields,
    )


def asked(where: str) -> ModerationQuestion:
    return ModerationQuestion(code="a", where=where, sentence="Is it right?")


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


@pytest.mark.parametrize(
    ("of", "inviting", "expected"),
    [
        (
            None,
            Inviting(tried_on=TODAY - timedelta(days=20)),
            (Step.INVITE, "Ring the family"),
        ),
        (
            None,
            Inviting(answer=Said.ANOTHER_DATE, answered_on=TODAY),
            (Step.INVITE, "Offer the family another date"),
        ),
        (None, Inviting(tried_on=TODAY), (Step.PROGRESS_CHECK, "Write the progress check")),
        (
            review(ReviewContent(progress_check=CHECK)),
            Inviting(answer=Said.YES),
            (Step.INVITE, "Book the meeting"),
        ),
        (
            review(ReviewContent(progress_check=CHECK), planned_on=TODAY - timedelta(days=1)),
            Inviting(),
            (Step.CONCLUSIONS, "Write down the meeting"),
        ),
        (
            review(ReviewContent(progress_check=CHECK)),
            Inviting(),
            (Step.CONCLUSIONS, "Write down the meeting"),
        ),
        (
            review(replace(WHOLE, actions=(), follow_up_on=None)),
            Inviting(),
            (Step.PLAN, "Agree a plan"),
        ),
        (
            review(ReviewContent(progress_check=CHECK), status=ReviewStatus.DECLINED),
            Inviting(answer=Said.NO),
            (Step.SIGN_OFF, "Sign the review off"),
        ),
        (
            review(author_signed_by="p"),
            Inviting(),
            (Step.SIGN_OFF, "Countersign the review"),
        ),
        (review(status=ReviewStatus.CHILD_LEFT), Inviting(), (None, "Nothing to do")),
    ],
)
def test_next_step_before_signing(
    of: Review | None, inviting: Inviting, expected: tuple[Step | None, str]
) -> None:
    assert step(facts(of, inviting=inviting)) == expected


def test_sign_off_and_amending() -> None:
    assert states(facts(SIGNED))[Step.SIGN_OFF] is S.DONE
    waiting = facts(review(author_signed_by="p"))
    assert states(waiting)[Step.SIGN_OFF] is S.IN_PROGRESS
    changed = facts(review(latest_version=1))
    assert states(changed)[Step.SIGN_OFF] is S.NEEDS_A_LOOK
    short = facts(replace(SIGNED, draft=replace(WHOLE, health={}, needs=())))
    assert states(short)[Step.HEALTH] is S.NOT_STARTED
    assert states(short)[Step.CONCLUSIONS] is S.DONE


HOLD = Hold(reason=HoldReason.NO_AGREEMENT, sentence="There is no agreement.")


@pytest.mark.parametrize(
    ("of", "answered", "state", "said", "next_words"),
    [
        (None, (), S.NOT_STARTED, "", "Decide about sharing"),
        (export(ExportState.SUPERSEDED), (), S.NOT_STARTED, "", "Decide about sharing"),
        (
            export(ExportState.HELD, holds=(HOLD,)),
            (),
            S.NEEDS_A_LOOK,
            "Held back",
            "Free the copy that is held back",
        ),
        (
            export(ExportState.HELD),
            (),
            S.NEEDS_A_LOOK,
            "Held back",
            "Free the copy that is held back",
        ),
        (
            export(ExportState.REJECTED),
            (),
            S.NEEDS_A_LOOK,
            "Sent back by the health team",
            "Look at the copy that was not taken",
        ),
        (
            export(ExportState.QUEUED),
            (),
            S.IN_PROGRESS,
            "Ready to send",
            "Send the copy that is ready",
        ),
        (
            export(ExportState.RECEIVED),
            (),
            S.DONE,
            "Received, no answer yet",
            "Wait for the health visitor’s answer",
        ),
        (
            export(ExportState.HANDED_OVER),
            (),
            S.DONE,
            "Handed over",
            "Wait for the health visitor’s answer",
        ),
        (
            export(ExportState.HANDED_OVER),
            ("e",),
            S.DONE,
            "Answered",
            "Read the health visitor’s answer",
        ),
        (export(ExportState.WITHDRAWN), (), S.DONE, "Consent withdrawn", "Nothing to do"),
    ],
)
def test_sharing(
    of: Export | None, answered: tuple[str, ...], state: StepState, said: str, next_words: str
) -> None:
    found = facts(SIGNED, exports=[] if of is None else [of], answered=answered)
    assert states(found)[Step.SHARE] is state
    assert words(found, Step.SHARE) == said
    assert next_step(found).words == next_words


@given(
    st.sampled_from(ReviewStatus),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, *Said]),
    st.sampled_from([None, *ExportState]),
    st.integers(-40, 40),
)
def test_there_is_always_one_next_step_in_words(
    status: ReviewStatus,
    whole: bool,
    planned: bool,
    answer: Said | None,
    state: ExportState | None,
    days: int,
) -> None:
    day = TODAY + timedelta(days=days)
    found = facts(
        review(
            WHOLE if whole else ReviewContent(),
            status=status,
            planned_on=day if planned else None,
        ),
        inviting=Inviting(tried_on=day, answer=answer, answered_on=day if answer else None),
        exports=[] if state is None else [export(state)],
    )
    told = next_step(found)
    assert told.words[0].isupper()
    assert not told.words.endswith(".")
    assert len(steps(found)) == len(Step)
