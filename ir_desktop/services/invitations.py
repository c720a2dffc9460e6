"""Inviting families: the letter, their answer, the meeting, and later the follow-up."""

from dataclasses import replace
from datetime import date, timedelta

from ir_desktop.domain import inviting
from ir_desktop.domain.consent import Contact, How
from ir_desktop.domain.inviting import ANSWER_WORDS, Answer
from ir_desktop.domain.people import FamilyLink
from ir_desktop.domain.plain import weekday_date
from ir_desktop.domain.review import Review, ReviewContent, ReviewStatus
from ir_desktop.domain.roles import Act
from ir_desktop.domain.text import clean_line
from ir_desktop.errors import Invalid, Problem, Refused
from ir_desktop.services.reviews import AGE_POINT
from ir_desktop.services.session import Session, Work, acting

_BEFORE_MEETING = frozenset({ReviewStatus.NOT_STARTED, ReviewStatus.INVITED, ReviewStatus.DECLINED})


def letter_given(
    session: Session,
    child_id: str,
    *,
    how: How,
    occurred_on: date,
    outcome: str = "",
    carer_id: str | None = None,
    reminder: bool = False,
) -> Review:
    """Note that the invitation, or a reminder of it, was handed over, posted or told.

    Raises `Invalid` with every problem; `Refused` if the child has left or has been reviewed.
    """
    about = inviting.REMINDER if reminder else inviting.INVITATION
    words = outcome or ("Handed over" if how is How.IN_PERSON else "No answer yet")
    with acting(session, Act.RECORD_CONTACT, child_id=child_id) as work:
        found = _review(work, child_id)
        _write(work, about, words, how, occurred_on, carer_id)
        if found.status in (ReviewStatus.NOT_STARTED, ReviewStatus.DECLINED):
            return work.save(replace(found, status=ReviewStatus.INVITED))
        return found


def record_answer(
    session: Session,
    child_id: str,
    answer: Answer,
    *,
    how: How,
    occurred_on: date,
    note: str = "",
    carer_id: str | None = None,
) -> Review:
    """Note what a family answered. A no never takes away the progress check, which stays due.

    A no or another date takes the meeting off the calendar. Raises as `letter_given`.
    """
    words = ANSWER_WORDS[answer] + (f". {note.strip()}" if note.strip() else "")
    with acting(session, Act.RECORD_CONTACT, child_id=child_id) as work:
        found = _review(work, child_id)
        _write(work, inviting.ANSWER, words, how, occurred_on, carer_id)
        work.detail["answer"] = answer.value
        begun = found.draft != ReviewContent()
        if answer is Answer.NO:
            return work.save(replace(found, status=ReviewStatus.DECLINED, planned_on=None))
        status = found.status
        if answer is Answer.ANOTHER_DATE:
            again = status in (*_BEFORE_MEETING, ReviewStatus.BOOKED)
            status = _open(begun) if again else status
            return work.save(replace(found, status=status, planned_on=None))
        if status in _BEFORE_MEETING:
            return work.save(replace(found, status=_open(begun)))
        return found


def _open(begun: bool) -> ReviewStatus:
    return ReviewStatus.IN_PROGRESS if begun else ReviewStatus.INVITED


def book_meeting(
    session: Session,
    child_id: str,
    planned_on: date,
    *,
    when_and_where: str = "",
    how: How = How.IN_PERSON,
    carer_id: str | None = None,
) -> Review:
    """Book the meeting on a day; `when_and_where` are its time and place in words.

    `how` is how it was agreed with the family. Booking again moves the meeting. Raises as
    `letter_given`.
    """
    with acting(session, Act.RECORD_CONTACT, child_id=child_id) as work:
        found = _review(work, child_id)
        problems: list[Problem] = []
        if planned_on < work.today:
            problems.append(Problem("planned_on", "This day is past. Choose a day to come."))
        elif planned_on > work.today + timedelta(days=366):
            problems.append(Problem("planned_on", "This is more than a year away. Check the year."))
        words = _line(when_and_where, "when_and_where", problems)
        if problems:
            raise Invalid(problems)
        told = weekday_date(planned_on) + (f", {words}" if words else "")
        _write(work, inviting.MEETING, told, how, work.today, carer_id)
        booked = found.status in (*_BEFORE_MEETING, ReviewStatus.BOOKED)
        status = ReviewStatus.BOOKED if booked else found.status
        return work.save(replace(found, planned_on=planned_on, status=status))


def follow_up_held(
    session: Session,
    child_id: str,
    *,
    how: How,
    occurred_on: date,
    outcome: str,
    carer_id: str | None = None,
) -> Contact:
    """Note that the follow-up took place, and what came of it. Raises `Invalid`."""
    with acting(session, Act.RECORD_CONTACT, child_id=child_id) as work:
        return _write(work, inviting.FOLLOW_UP, outcome, how, occurred_on, carer_id)


def _review(work: Work, child_id: str) -> Review:
    """Return the child's review, begun if there is none; raises `Refused` if it is over."""
    gone = work.child is not None and work.child.leaving_date
    found = work.records.find_one(Review, child_id=child_id, age_point=AGE_POINT)
    if (gone and gone < work.today) or (found and found.status is ReviewStatus.CHILD_LEFT):
        raise Refused("This child has left the setting. Check the leaving date.")
    if found is not None and found.status is ReviewStatus.SIGNED_OFF:
        raise Refused("This review is signed off already, so there is no meeting to invite to.")
    if found is not None:
        return found
    return work.new(
        Review,
        child_id=child_id,
        age_point=AGE_POINT,
        status=ReviewStatus.NOT_STARTED,
        draft=ReviewContent(),
    )


def _write(
    work: Work, about: str, outcome: str, how: How, occurred_on: date, carer_id: str | None
) -> Contact:
    child = work.the_child
    problems: list[Problem] = []
    words = _line(outcome, "outcome", problems)
    if not words and not problems:
        problems.append(Problem("outcome", "Say in a few words what came of it."))
    if occurred_on > work.today:
        problems.append(Problem("occurred_on", "This day is in the future. Check the date."))
    elif occurred_on < child.date_of_birth:
        problems.append(Problem("occurred_on", "This is before the child was born."))
    if carer_id is not None and not _belongs(work, carer_id):
        problems.append(Problem("carer_id", "Choose one of this child’s parents or carers."))
    if problems:
        raise Invalid(problems)
    return work.new(
        Contact,
        child_id=child.id,
        carer_id=carer_id,
        how=how,
        about=about,
        outcome=words,
        occurred_on=occurred_on,
    )


def _belongs(work: Work, carer_id: str) -> bool:
    links = work.records.find(FamilyLink, child_id=work.the_child.id, carer_id=carer_id)
    return bool(links)


def _line(text: str, field: str, problems: list[Problem]) -> str:
    try:
        return clean_line(text, field=field)
    except Invalid as error:
        problems.extend(error.problems)
        return ""
