"""The next step in words, before signing and in sharing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.inviting import Answer as Said
from ir_desktop.domain.inviting import Inviting
from ir_desktop.domain.next_step import next_step
from ir_desktop.domain.progress import Step, StepState, steps
from ir_desktop.domain.review import Review, ReviewContent, ReviewStatus
from ir_desktop.domain.sharing import Export, ExportState, Hold, HoldReason
from tests.domain.progress_parts import (
    CHECK,
    SIGNED,
    TODAY,
    WHOLE,
    S,
    export,
    facts,
    review,
    states,
    step,
    words,
)


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
