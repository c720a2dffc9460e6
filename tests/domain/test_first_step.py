"""What comes first for a child: the row of Today and the child's page never say two things."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.due import Due, DueItem, DueState, due_order
from ir_desktop.domain.first_step import ChildFacts, act_for, first_step
from ir_desktop.domain.inviting import Answer, Inviting
from ir_desktop.domain.next_step import next_step
from ir_desktop.domain.progress import ProgressFacts, Step
from ir_desktop.domain.review import AreaNote, PrimeArea, ProgressCheck, Review, ReviewStatus
from ir_desktop.domain.review import ReviewContent as Content
from ir_desktop.domain.sharing import Export, ExportState

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
STAMP: dict[str, Any] = {
    "created_at": NOW, "created_by": "m", "changed_at": NOW, "changed_by": "m",
}  # fmt: skip
BEGUN = Content(progress_check=ProgressCheck(areas={PrimeArea.PHYSICAL: AreaNote(strengths="x")}))


def due(item: DueItem, state: DueState, closes: int = 0, form: int | None = None) -> Due:
    day = TODAY + timedelta(days=closes)
    return Due(
        child_id="k", name="Amina", item=item, state=state, form=form,
        opens=day - timedelta(days=180), closes=day,
    )  # fmt: skip


def review(status: ReviewStatus, content: Content = BEGUN) -> Review:
    return Review(
        id="r", child_id="k", age_point="two_year", status=status, draft=content,
        latest_version=int(status is ReviewStatus.SIGNED_OFF), **STAMP,
    )  # fmt: skip


def export(state: ExportState) -> Export:
    return Export(
        id="e", child_id="k", review_id="r", review_version=1, health_team_id="t",
        agreement_id=None, categories=(), bundle_sha256="", state=state, **STAMP,
    )  # fmt: skip


ITEMS = st.builds(
    due, st.sampled_from(DueItem), st.sampled_from(DueState), st.integers(-90, 90), st.just(24)
)
DUES = st.lists(ITEMS, max_size=4, unique_by=lambda each: each.item).map(tuple)
INVITING = st.sampled_from(
    [
        Inviting(),
        Inviting(invited_on=TODAY, tried_on=TODAY, tries=1),
        Inviting(tried_on=TODAY - timedelta(days=20), tries=2),
        *(Inviting(tried_on=TODAY, tries=1, answer=a, answered_on=TODAY) for a in Answer),
    ]
)
PROGRESS = st.builds(
    ProgressFacts,
    today=st.just(TODAY),
    no_answer_days=st.just(14),
    review=st.none()
    | st.builds(review, st.sampled_from(ReviewStatus), st.sampled_from([BEGUN, Content()])),
    inviting=INVITING,
    exports=st.lists(st.builds(export, st.sampled_from(ExportState)), max_size=1),
    answered=st.sampled_from([(), ("e",)]),
)
OPENS = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))
FACTS = st.builds(
    ChildFacts,
    progress=PROGRESS,
    due=DUES,
    opens=OPENS,
    elsewhere=st.sampled_from(["", "Sunny Days"]),
)


def has_left(facts: ChildFacts) -> bool:
    found = facts.progress.review
    return found is not None and found.status is ReviewStatus.CHILD_LEFT


def is_signed(facts: ChildFacts) -> bool:
    found = facts.progress.review
    return found is not None and found.status is ReviewStatus.SIGNED_OFF


@given(FACTS, st.randoms())
def test_the_order_in_which_things_are_told_does_not_matter(facts: ChildFacts, dice: Any) -> None:
    mixed = list(facts.due)
    dice.shuffle(mixed)
    assert first_step(replace(facts, due=tuple(mixed))) == first_step(facts)


@given(FACTS)
def test_what_is_overdue_comes_first_on_the_page_as_it_does_on_today(facts: ChildFacts) -> None:
    if has_left(facts) or not any(each.state is DueState.OVERDUE for each in facts.due):
        return
    first = min(facts.due, key=due_order)  # Today's first row of the child
    assert first.state is DueState.OVERDUE
    assert first_step(facts) == act_for(first, facts.progress)
    if first.item is DueItem.HEALTH_REVIEW:
        assert first_step(facts).words == "Note the date of the health review"


@given(FACTS)
def test_until_it_is_signed_a_check_or_form_that_is_due_first_is_what_the_page_says(
    facts: ChildFacts,
) -> None:
    if has_left(facts) or is_signed(facts) or not facts.due:
        return
    first = min(facts.due, key=due_order)
    if first.item is not DueItem.HEALTH_REVIEW:
        assert first_step(facts) == act_for(first, facts.progress)


@given(FACTS)
def test_where_something_is_due_there_is_something_to_do(facts: ChildFacts) -> None:
    found = first_step(facts)
    if has_left(facts):
        assert (found.step, found.words) == (None, "Nothing to do")
    elif facts.due:
        assert found.step is not None
    assert found.words


@given(FACTS)
def test_a_team_to_ring_comes_before_everything(facts: ChildFacts) -> None:
    found = first_step(replace(facts, ring="Ring them."))
    assert (found.step, found.words, found.why) == (
        Step.SHARE,
        "Ring the health team",
        "Ring them.",
    )


@given(ITEMS, PROGRESS)
def test_a_row_has_a_short_act_and_a_place(each: Due, progress: ProgressFacts) -> None:
    if progress.review is not None and progress.review.status is not ReviewStatus.IN_PROGRESS:
        return  # a check is not due once it is signed, nor for a child who left
    found = act_for(each, progress)
    assert found.step is not None
    assert found.act != "Open"
    assert 0 < len(found.act) <= 14


@given(FACTS)
def test_nothing_due_and_nothing_begun_says_from_when(facts: ChildFacts) -> None:
    untouched = replace(
        facts,
        due=(),
        progress=ProgressFacts(today=TODAY, no_answer_days=14),
    )
    found = first_step(untouched)
    assert facts.opens is not None
    if facts.opens > TODAY:
        assert found.words == "Nothing to do yet"
        assert "can be written from" in found.why
    elif facts.elsewhere:
        assert (found.words, found.why) == (
            "Ask how the check went",
            "Sunny Days does the progress check.",
        )
    else:
        assert found.words == "Nothing to do"


C, H, A = DueItem.PROGRESS_CHECK, DueItem.HEALTH_REVIEW, DueItem.ASQ3
LATE, SOON, D, COMING = DueState.OVERDUE, DueState.DUE_SOON, DueState.DUE, DueState.COMING
EMPTY = ProgressFacts(today=TODAY, no_answer_days=14)
SAID_YES = replace(EMPTY, inviting=Inviting(tried_on=TODAY, tries=1, answer=Answer.YES))
HALF = replace(SAID_YES, review=review(ReviewStatus.IN_PROGRESS))
SIGNED = replace(EMPTY, review=review(ReviewStatus.SIGNED_OFF))
WAITS = replace(SIGNED, exports=[export(ExportState.RECEIVED)])


@pytest.mark.parametrize(
    ("progress", "dues", "step", "words"),
    [
        (EMPTY, [due(C, COMING)], Step.INVITE, "Invite the family"),
        (EMPTY, [due(C, D)], Step.INVITE, "Invite the family"),
        (EMPTY, [due(C, SOON)], Step.PROGRESS_CHECK, "Write the progress check"),
        (EMPTY, [due(C, LATE)], Step.PROGRESS_CHECK, "Write the progress check"),
        (
            EMPTY,
            [due(C, LATE, -3), due(H, LATE, -9)],
            Step.HEALTH,
            "Note the date of the health review",
        ),
        (
            EMPTY,
            [due(C, D, 30), due(H, LATE, -9)],
            Step.HEALTH,
            "Note the date of the health review",
        ),
        (HALF, [due(C, D)], Step.PROGRESS_CHECK, "Write the progress check"),
        (HALF, [due(A, SOON), due(C, D, 9)], Step.ASQ3, "Type in the ASQ-3 answers"),
        (SIGNED, [due(H, D)], Step.SHARE, "Decide about sharing"),
        (SIGNED, [due(H, LATE, -1)], Step.HEALTH, "Note the date of the health review"),
        (WAITS, [due(H, D)], Step.HEALTH, "Note the date of the health review"),
        (WAITS, [], None, "Wait for the health visitor’s answer"),
    ],
)
def test_as_a_person_would_say_it(
    progress: ProgressFacts, dues: list[Due], step: Step | None, words: str
) -> None:
    found = first_step(ChildFacts(progress=progress, due=tuple(dues), opens=TODAY))
    assert (found.step, found.words) == (step, words)


def test_a_child_with_no_review_begun_is_invited_first() -> None:
    assert act_for(due(A, SOON), None).step is Step.INVITE


def test_without_due_things_it_is_the_reviews_own_next_step() -> None:
    assert first_step(ChildFacts(progress=HALF)) == next_step(HALF)
