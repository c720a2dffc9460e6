"""Where inviting a family stands, and when to chase."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain import inviting
from ir_desktop.domain.consent import Contact, How
from ir_desktop.domain.inviting import ANSWER_WORDS, Answer, Inviting, silence, standing
from ir_desktop.domain.review import Review, ReviewContent, ReviewStatus

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def contact(about: str, days_ago: int, outcome: str = "Handed over", later: int = 0) -> Contact:
    at = NOW + timedelta(seconds=later)
    return Contact(
        id="c",
        created_at=at,
        created_by="m",
        changed_at=at,
        changed_by="m",
        child_id="k",
        carer_id=None,
        how=How.LETTER,
        about=about,
        outcome=outcome,
        occurred_on=TODAY - timedelta(days=days_ago),
    )


def review(**fields: Any) -> Review:
    given: dict[str, Any] = {"status": ReviewStatus.INVITED, "draft": ReviewContent()}
    return Review(
        id="r",
        created_at=NOW,
        created_by="m",
        changed_at=NOW,
        changed_by="m",
        child_id="k",
        age_point="two_year",
        **(given | fields),
    )


def days(found: Inviting, of: Review | None = None) -> int | None:
    told = silence(found, of, on=TODAY, no_answer_days=14)
    return None if told is None else told.days


def test_nothing_was_sent() -> None:
    found = standing([contact("Nappies", 40)])
    assert found == Inviting()
    assert days(found) is None


@pytest.mark.parametrize(("ago", "chased"), [(13, None), (14, 14), (30, 30)])
def test_silence_is_chased_after_so_many_days(ago: int, chased: int | None) -> None:
    assert days(standing([contact(inviting.INVITATION, ago)])) == chased


def test_a_reminder_starts_the_wait_anew() -> None:
    found = standing([contact(inviting.REMINDER, 3), contact(inviting.INVITATION, 30)])
    assert (found.invited_on, found.tried_on, found.tries) == (
        TODAY - timedelta(days=30),
        TODAY - timedelta(days=3),
        2,
    )
    assert days(found) is None


@pytest.mark.parametrize("answer", Answer)
def test_an_answer_ends_the_silence(answer: Answer) -> None:
    told = contact(inviting.ANSWER, 2, f"{ANSWER_WORDS[answer]}. With an interpreter")
    found = standing([contact(inviting.INVITATION, 30), told])
    assert found.answer is answer
    assert days(found) == (2 if answer is Answer.ANOTHER_DATE else None)
    assert inviting.answer_of(contact(inviting.ANSWER, 2, ANSWER_WORDS[answer])) is answer


def test_an_answer_and_a_new_letter_on_one_day_count_as_written_down() -> None:
    answer = contact(inviting.ANSWER, 20, ANSWER_WORDS[Answer.ANOTHER_DATE], later=1)
    letter = contact(inviting.INVITATION, 20, later=2)
    assert standing([letter, answer]).answer is None
    assert days(standing([letter, answer])) == 20
    assert standing([contact(inviting.INVITATION, 20), answer]).answer is Answer.ANOTHER_DATE
    assert inviting.answer_of(contact(inviting.ANSWER, 1, "Happy to come")) is Answer.YES


@pytest.mark.parametrize(
    ("of", "chased"),
    [
        (review(), 30),
        (review(status=ReviewStatus.IN_PROGRESS), 30),
        (review(status=ReviewStatus.DECLINED), None),
        (review(status=ReviewStatus.SIGNED_OFF), None),
        (review(planned_on=TODAY), None),
        (review(draft=ReviewContent(held_on=TODAY)), None),
    ],
)
def test_no_family_is_chased_whose_meeting_is_settled(of: Review, chased: int | None) -> None:
    assert days(standing([contact(inviting.INVITATION, 30)]), of) == chased


@given(
    st.lists(
        st.tuples(
            st.sampled_from([inviting.INVITATION, inviting.REMINDER, inviting.ANSWER, "Other"]),
            st.integers(0, 60),
        )
    )
)
def test_the_order_of_the_list_never_matters_between_days(given: list[tuple[str, int]]) -> None:
    unique = {ago: about for about, ago in given}
    contacts = [contact(about, ago) for ago, about in unique.items()]
    assert standing(contacts) == standing(reversed(contacts))
