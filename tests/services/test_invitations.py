"""Inviting families, their answers, meetings, and follow-ups."""

from datetime import date, timedelta

import pytest

from ir_desktop.domain import inviting
from ir_desktop.domain.consent import Contact, How
from ir_desktop.domain.due import DueItem
from ir_desktop.domain.inviting import Answer
from ir_desktop.domain.people import FamilyLink, Role
from ir_desktop.domain.review import Review, ReviewContent, ReviewStatus
from ir_desktop.errors import Invalid, NotFound, Refused
from ir_desktop.services import calendar, checking, children, consents, drafts, due, invitations
from ir_desktop.services.calendar import Meeting
from ir_desktop.services.session import Session
from tests.services.nursery import TODAY, Clock, Nursery, acts, child_named

DAY = timedelta(days=1)


def blessing(session: Session) -> str:
    return child_named(session, "Blessing").id


def letter(session: Session, child_id: str, days_ago: int = 0) -> Review:
    return invitations.letter_given(
        session, child_id, how=How.LETTER, occurred_on=TODAY - days_ago * DAY
    )


def answer(session: Session, child_id: str, said: Answer, note: str = "") -> Review:
    return invitations.record_answer(
        session, child_id, said, how=How.PHONE, occurred_on=TODAY, note=note
    )


def contacts(session: Session, child_id: str) -> list[Contact]:
    with session.store.reading() as records:
        return records.find(Contact, child_id=child_id)


def test_a_letter_is_a_contact_and_begins_the_review(manager: Session) -> None:
    child, before = blessing(manager), len(acts(manager))
    review = letter(manager, child, 3)
    assert review.status is ReviewStatus.INVITED
    assert review.draft == ReviewContent()
    (contact,) = contacts(manager, child)
    assert (contact.about, contact.how, contact.occurred_on) == (
        inviting.INVITATION,
        How.LETTER,
        TODAY - 3 * DAY,
    )
    assert acts(manager, before) == ["record_contact"]
    invitations.letter_given(
        manager, child, how=How.TEXT, occurred_on=TODAY, outcome="Text sent", reminder=True
    )
    assert contacts(manager, child)[1].about == inviting.REMINDER
    assert not checking.verify_audit(manager).findings


def test_problems_come_at_once_and_nothing_is_written(manager: Session) -> None:
    child = blessing(manager)
    with manager.store.reading() as records:
        other = next(each for each in records.find(FamilyLink) if each.child_id != child)
    with pytest.raises(Invalid) as caught:
        invitations.letter_given(
            manager,
            child,
            how=How.LETTER,
            occurred_on=TODAY + DAY,
            outcome="x" * 300,
            carer_id=other.carer_id,
        )
    assert [each.field for each in caught.value.problems] == ["outcome", "occurred_on", "carer_id"]
    with pytest.raises(Invalid, match="born"):
        letter(manager, child, 4000)
    with pytest.raises(Invalid, match="few words"):
        invitations.follow_up_held(manager, child, how=How.PHONE, occurred_on=TODAY, outcome=" ")
    with manager.store.reading() as records:
        assert not records.find(Review, child_id=child)
        assert not records.find(Contact, child_id=child)


def test_a_no_leaves_the_progress_check_due(manager: Session) -> None:
    child = blessing(manager)
    items = {each.item for each in due.list_due(manager) if each.child_id == child}
    assert {DueItem.PROGRESS_CHECK, DueItem.ASQ3} <= items
    letter(manager, child, 2)
    invitations.book_meeting(manager, child, TODAY + 3 * DAY)
    review = answer(manager, child, Answer.NO, "Too busy")
    assert (review.status, review.planned_on) == (ReviewStatus.DECLINED, None)
    assert contacts(manager, child)[-1].outcome == "Said no. Too busy"
    left = {each.item for each in due.list_due(manager) if each.child_id == child}
    assert DueItem.PROGRESS_CHECK in left
    assert DueItem.ASQ3 not in left
    assert answer(manager, child, Answer.YES).status is ReviewStatus.INVITED


def test_booking_moving_and_putting_off_a_meeting(manager: Session) -> None:
    child = blessing(manager)
    letter(manager, child, 2)
    answer(manager, child, Answer.YES)
    review = invitations.book_meeting(
        manager, child, TODAY + 3 * DAY, when_and_where="9:30,  quiet room"
    )
    assert (review.status, review.planned_on) == (ReviewStatus.BOOKED, TODAY + 3 * DAY)
    (meeting,) = calendar.meetings(manager)
    assert meeting == Meeting(
        child_id=child,
        name="Blessing Okafor",
        on=TODAY + 3 * DAY,
        words="9:30, quiet room",
        past=False,
    )
    invitations.book_meeting(manager, child, TODAY + 6 * DAY)
    assert [(each.on, each.words) for each in calendar.meetings(manager)] == [(TODAY + 6 * DAY, "")]
    review = answer(manager, child, Answer.ANOTHER_DATE)
    assert (review.status, review.planned_on) == (ReviewStatus.INVITED, None)
    assert calendar.meetings(manager) == []
    (chase,) = [each for each in calendar.to_chase(manager) if each.child_id == child]
    assert (chase.silence.words, chase.silence.days) == ("Asked for another date", 0)


@pytest.mark.parametrize("ahead", [-1, 400])
def test_a_meeting_is_on_a_day_to_come(manager: Session, ahead: int) -> None:
    with pytest.raises(Invalid) as caught:
        invitations.book_meeting(
            manager, blessing(manager), TODAY + ahead * DAY, when_and_where="\ud800"
        )
    assert [each.field for each in caught.value.problems] == ["planned_on", "when_and_where"]


def test_a_meeting_nobody_wrote_down_stays_on_the_list(manager: Session, clock: Clock) -> None:
    child = blessing(manager)
    invitations.book_meeting(manager, child, TODAY + 7 * DAY)
    assert calendar.meetings(manager) == []
    clock.forward(days=1)
    assert [each.past for each in calendar.meetings(manager)] == [False]
    clock.forward(days=7)
    assert [each.past for each in calendar.meetings(manager)] == [True]
    drafts.save_step(manager, child, {"held_on": TODAY + 7 * DAY})
    assert calendar.meetings(manager) == []


def test_families_are_chased_after_the_profiles_days(manager: Session, clock: Clock) -> None:
    child = blessing(manager)
    letter(manager, child)
    clock.forward(days=manager.profile.no_answer_days - 1)
    assert child not in {each.child_id for each in calendar.to_chase(manager)}
    clock.forward(days=1)
    found = calendar.to_chase(manager)
    assert [each.name for each in found] == ["Kofi Mensah", "Blessing Okafor"]
    assert found[1].silence.days == manager.profile.no_answer_days
    drafts.save_step(manager, child, {"discrepancies": "Begun early"})
    assert len(calendar.to_chase(manager)) == 2
    children.edit_child(manager, child, leaving_date=clock.today() - DAY)
    assert len(calendar.to_chase(manager)) == 1


def test_an_invitation_of_a_draft_or_a_signed_review(manager: Session, clock: Clock) -> None:
    amina, zofia = child_named(manager, "Amina").id, child_named(manager, "Zofia").id
    assert letter(manager, amina).status is ReviewStatus.IN_PROGRESS
    assert answer(manager, amina, Answer.ANOTHER_DATE).status is ReviewStatus.IN_PROGRESS
    booked = invitations.book_meeting(manager, amina, TODAY + DAY)
    assert (booked.status, booked.planned_on) == (ReviewStatus.IN_PROGRESS, TODAY + DAY)
    with pytest.raises(Refused, match="signed off"):
        letter(manager, zofia)
    leo = child_named(manager, "Leo").id
    with pytest.raises(Refused, match="left"):
        letter(manager, leo)
    with pytest.raises(NotFound):
        letter(manager, "nobody")


def test_follow_ups_are_listed_until_they_are_held(manager: Session, clock: Clock) -> None:
    zofia = child_named(manager, "Zofia").id
    with manager.store.reading() as records:
        review = records.find(Review, child_id=zofia)[0]
    day = review.draft.follow_up_on
    assert isinstance(day, date)
    clock.forward(days=(day - TODAY).days - 15)
    assert zofia not in {each.child_id for each in calendar.follow_ups(manager)}
    clock.forward(days=1)
    (found,) = [each for each in calendar.follow_ups(manager) if each.child_id == zofia]
    assert (found.name, found.on, found.days) == ("Zofia Kowalska", day, 14)
    clock.forward(days=20)
    (found,) = [each for each in calendar.follow_ups(manager) if each.child_id == zofia]
    assert found.days == -6
    consents.record_contact(
        manager,
        zofia,
        how=How.PHONE,
        about="Lunch",
        outcome="Told",
        occurred_on=clock.today(),
    )
    assert zofia in {each.child_id for each in calendar.follow_ups(manager)}
    invitations.follow_up_held(
        manager, zofia, how=How.IN_PERSON, occurred_on=clock.today(), outcome="Talks more"
    )
    assert zofia not in {each.child_id for each in calendar.follow_ups(manager)}


def test_lists_show_only_ones_own_children(manager: Session, nursery: Nursery) -> None:
    everybody = [child_named(manager, name) for name in ("Blessing", "Oliver", "Kofi")]
    for child in everybody:
        invitations.book_meeting(manager, child.id, TODAY)
    manager.close()
    with nursery.signed_in(Role.PRACTITIONER) as session:
        mine = {each.id for each in children.list_children(session)}
        wanted = {each.id for each in everybody} & mine
        assert {each.child_id for each in calendar.meetings(session)} == wanted
        assert len(wanted) < len(everybody)
        assert {each.child_id for each in calendar.to_chase(session)} <= mine
        (other, *_) = [each for each in everybody if each.id not in mine]
        with pytest.raises(Refused, match="not one of yours"):
            letter(session, other.id)
