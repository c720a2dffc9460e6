"""Saving a review step by step, and how far it has come."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ir_desktop.domain.asq3 import Answer, Area
from ir_desktop.domain.consent import How
from ir_desktop.domain.inviting import Answer as Said
from ir_desktop.domain.people import Role
from ir_desktop.domain.progress import Step, StepState
from ir_desktop.domain.review import (
    Action,
    Asq3Record,
    HealthNote,
    Need,
    NeedLevel,
    ProgressCheck,
    Question,
    Review,
    ReviewContent,
    ReviewStatus,
)
from ir_desktop.errors import NotFound, Refused
from ir_desktop.services import checking, invitations, reviews
from ir_desktop.services.drafts import progress_of, save_step
from ir_desktop.services.session import Session
from tests.services.nursery import TODAY, Clock, Nursery, acts, child_named

DAY = timedelta(days=1)


@pytest.fixture
def child(manager: Session) -> str:
    return child_named(manager, "Blessing").id


def stored(session: Session, child_id: str) -> Review:
    with session.store.reading() as records:
        (review,) = records.find(Review, child_id=child_id)
        return review


def test_two_steps_never_overwrite_one_another(manager: Session, child: str) -> None:
    before = len(acts(manager))
    first = save_step(manager, child, {"health": {"teeth": HealthNote(note=" Brushes \n")}})
    second = save_step(
        manager,
        child,
        {"progress_check": ProgressCheck(parents_view="She loves books")},
        based_on=first.review.changed_at,
    )
    third = save_step(manager, child, {"place": "Den"}, based_on=first.review.changed_at)
    assert (first.stale, second.stale, third.stale) == (False, False, True)
    content = stored(manager, child).draft
    assert content.health == {"teeth": HealthNote(note="Brushes")}
    assert content.progress_check == ProgressCheck(parents_view="She loves books")
    assert content.place == "Den"
    assert acts(manager, before) == ["write_review"] * 3
    assert not checking.verify_audit(manager).findings


def test_half_typed_things_are_kept_and_told(manager: Session, child: str) -> None:
    changes = {
        "actions": (Action(what="Sing together", owner=""),),
        "questions": (Question(text=""),),
        "held_on": TODAY + DAY,
        "asq3": Asq3Record(completed_on=TODAY, totals={Area.FINE_MOTOR: 4}),
    }
    saved = save_step(manager, child, changes)
    assert saved.held_back == ()
    assert {each.field for each in saved.problems} == {
        "actions 1, owner",
        "actions 1, due",
        "questions 1, text",
        "held_on",
        "asq3, totals, fine_motor",
    }
    draft = stored(manager, child).draft
    assert {name: getattr(draft, name) for name in changes} == changes
    assert saved.review.draft == draft


def test_what_cannot_be_stored_is_held_back_and_the_rest_is_saved(
    manager: Session, child: str
) -> None:
    record = Asq3Record(completed_on=TODAY, answers={Area.FINE_MOTOR: (Answer.YES,) * 6})
    save_step(manager, child, {"asq3": record, "discrepancies": "None"})
    saved = save_step(
        manager,
        child,
        {
            "discrepancies": "x" * 10_001,
            "place": "Den",
            "asq3": replace(record, questionnaire=25, answers={Area.FINE_MOTOR: (Answer.YES,) * 5}),
        },
    )
    assert saved.held_back == ("discrepancies", "asq3")
    assert [each.field for each in saved.problems] == [
        "discrepancies",
        "asq3, questionnaire",
        "asq3, answers, fine_motor",
    ]
    draft = stored(manager, child).draft
    assert (draft.discrepancies, draft.place, draft.asq3) == ("None", "Den", record)


def test_a_step_saved_unchanged_writes_no_row(manager: Session, child: str) -> None:
    first = save_step(manager, child, {"place": "Den"}).review
    assert save_step(manager, child, {"place": "Den "}).review == first


def test_unknown_fields_are_bugs(manager: Session, child: str) -> None:
    with pytest.raises(TypeError, match="status"):
        save_step(manager, child, {"status": "signed_off"})
    with pytest.raises(NotFound):
        save_step(manager, "nobody", {"place": "Den"})


def test_a_change_takes_away_a_waiting_signature(nursery: Nursery) -> None:
    with nursery.signed_in(Role.PRACTITIONER) as session:
        with session.store.reading() as records:
            review = next(r for r in records.find(Review) if r.latest_version)
        with pytest.raises(Refused, match="not one of yours"):
            save_step(session, child_named(session, "Blessing").id, {"place": "x"})
    with nursery.signed_in(Role.MANAGER) as session:
        with session.store.transaction() as records:
            waiting = replace(
                records.get(Review, review.id),
                author_signed_by=session.staff.id,
                author_signed_at=session.clock.now(),
            )
            records.change(waiting)
        saved = save_step(session, review.child_id, {"place": "Den"}).review
        assert saved.author_signed_by is saved.author_signed_at is None
        assert saved.status is ReviewStatus.IN_PROGRESS
        progress = {e.step: e for e in progress_of(session, review.child_id).steps}
        assert progress[Step.SIGN_OFF].words == "Changed since it was signed"


def test_a_family_that_declined_still_gets_its_check(manager: Session, child: str) -> None:
    invitations.record_answer(manager, child, Said.NO, how=How.PHONE, occurred_on=TODAY)
    saved = save_step(manager, child, {"progress_check": ProgressCheck(parents_view="Hm")})
    assert saved.review.status is ReviewStatus.DECLINED
    assert progress_of(manager, child).next_step.words == "Write the progress check"


def test_progress_of_the_demo_children(manager: Session, clock: Clock) -> None:
    def told(name: str) -> tuple[dict[Step, StepState], str]:
        found = progress_of(manager, child_named(manager, name).id)
        return {each.step: each.state for each in found.steps}, found.next_step.words

    states, words = told("Blessing")
    assert set(states.values()) == {StepState.NOT_STARTED}
    assert words == "Invite the family"
    states, words = told("Zofia")
    assert states[Step.SIGN_OFF] is StepState.DONE
    assert words == "Decide about sharing"
    states, words = told("Kofi")
    assert states[Step.INVITE] is StepState.NEEDS_A_LOOK
    assert words == "Ring the family"
    states, _ = told("Amina")
    assert states[Step.PROGRESS_CHECK] is not StepState.NOT_STARTED


def test_a_form_that_does_not_fit_needs_a_look(manager: Session) -> None:
    born = child_named(manager, "Blessing")
    with manager.store.transaction() as records:
        records.change(replace(born, date_of_birth=TODAY - timedelta(days=365 * 8)))
    save_step(manager, born.id, {"asq3": Asq3Record(completed_on=TODAY)})
    found = progress_of(manager, born.id)
    assert found.steps[1].state is StepState.NEEDS_A_LOOK
    assert found.next_step.step is Step.ASQ3
    assert "No questionnaire fits" in found.next_step.why
    save_step(manager, born.id, {"asq3": Asq3Record(completed_on=TODAY + DAY)})
    assert "future" in progress_of(manager, born.id).next_step.why


def test_a_draft_with_a_problem_is_never_signed(manager: Session) -> None:
    """What is refused at the end must be all that was let through on the way."""
    amina = child_named(manager, "Amina").id
    saved = save_step(manager, amina, {"actions": (Action(what="Sing", owner=""),)})
    assert saved.problems
    found = reviews.check(manager, amina)
    assert not found.ready
    assert {"actions 1, owner", "actions 1, due"} <= {each.where for each in found.missing}


STEPS = st.dictionaries(
    st.sampled_from(["place", "discrepancies", "attended", "needs", "held_on", "follow_up_on"]),
    st.integers(0, 3),
    max_size=4,
)


def value(name: str, number: int) -> object:
    made: dict[str, object] = {
        "attended": ("Mother",) * number,
        "needs": (Need(category="communication", level=NeedLevel.AMBER),) * number,
        "held_on": TODAY - number * DAY,
        "follow_up_on": TODAY + number * DAY,
    }
    return made.get(name, f"words {number}")


@given(st.lists(STEPS, max_size=5))
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_steps_in_any_order_leave_the_last_of_each_field(
    manager: Session, child: str, spells: list[dict[str, int]]
) -> None:
    blank = ReviewContent()
    save_step(manager, child, {each.name: getattr(blank, each.name) for each in fields(blank)})
    last: dict[str, object] = {}
    for spell in spells:
        changes = {name: value(name, number) for name, number in spell.items()}
        save_step(manager, child, changes)
        last |= changes
    assert stored(manager, child).draft == replace(blank, **last)
