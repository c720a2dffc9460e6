"""Letters to many families at once."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from ir_desktop.documents.letter import Cancelled
from ir_desktop.domain import inviting
from ir_desktop.domain.consent import How
from ir_desktop.domain.inviting import Answer
from ir_desktop.errors import Invalid, Refused
from ir_desktop.services import children, families, invitations, letters
from ir_desktop.services.session import Session
from tests.services.nursery import Nursery, records_of


def ids(session: Session) -> list[str]:
    return [each.child.id for each in letters.to_invite(session)]


def test_due_families_are_listed_until_they_got_a_letter_and_again_after_silence(
    nursery: Nursery, manager: Session
) -> None:
    first = letters.to_invite(manager)
    assert first
    chosen = next(each for each in first if not each.reminder).child.id
    letters.letters_given(manager, [chosen], how=How.IN_PERSON, occurred_on=manager.today)
    assert chosen not in ids(manager)
    nursery.clock.forward(days=manager.profile.no_answer_days)
    (again,) = [each for each in letters.to_invite(manager) if each.child.id == chosen]
    assert again.reminder
    letters.letters_given(
        manager,
        [chosen],
        how=How.LETTER,
        occurred_on=manager.today,
        reminders=frozenset({chosen}),
    )
    about = [each.about for each in children.child_page(manager, chosen).contacts]
    assert about[-2:] == [inviting.INVITATION, inviting.REMINDER]
    nursery.clock.forward(days=manager.profile.no_answer_days)
    assert chosen in ids(manager)
    invitations.record_answer(manager, chosen, Answer.YES, how=How.PHONE, occurred_on=manager.today)
    assert chosen not in ids(manager)


def test_a_booked_or_declined_family_needs_no_letter(manager: Session) -> None:
    one, two, *_ = ids(manager)
    invitations.book_meeting(manager, one, manager.today + timedelta(days=3))
    invitations.record_answer(manager, two, Answer.NO, how=How.PHONE, occurred_on=manager.today)
    assert not {one, two} & set(ids(manager))


def test_all_letters_are_one_pdf_in_the_order_asked_and_each_is_noted(manager: Session) -> None:
    chosen = ids(manager)[:3]
    told: list[int] = []
    made = letters.make_letters(manager, chosen, progress=told.append)
    assert told == [1, 2, 3]
    pages = PdfReader(io.BytesIO(made.pdf)).pages
    assert len(pages) == made.pages == 3
    for child_id, page in zip(chosen, pages, strict=True):
        child = children.child_page(manager, child_id).child
        assert child.called in page.extract_text()


def test_a_stopped_batch_leaves_nothing(manager: Session) -> None:
    chosen, done = ids(manager)[:3], list[int]()
    before = records_of(manager)
    with pytest.raises(Cancelled):
        letters.make_letters(
            manager, chosen, progress=done.append, cancelled=lambda: len(done) >= 2
        )
    assert (done, records_of(manager)) == ([1, 2], before)
    with pytest.raises(Refused, match="no letter"):
        letters.make_letters(manager, [])


def test_a_family_not_to_be_posted_to_is_marked(manager: Session) -> None:
    chosen = next(each for each in ids(manager) if children.child_page(manager, each).family)
    carer = children.child_page(manager, chosen).family[0].carer
    families.edit_carer(manager, chosen, carer.id, safe_to_post=False)
    (row,) = [each for each in letters.to_invite(manager) if each.child.id == chosen]
    assert row.hand_over


def test_a_wrong_day_notes_nothing_for_anybody(manager: Session) -> None:
    chosen, before = ids(manager)[:3], records_of(manager)
    for wrong, day in (
        ([], manager.today),
        (chosen, manager.today + timedelta(days=1)),
        (chosen, manager.today - timedelta(days=6000)),
    ):
        with pytest.raises(Invalid):
            letters.letters_given(manager, wrong, how=How.LETTER, occurred_on=day)
    assert records_of(manager) == before


def test_a_child_who_left_meanwhile_does_not_stop_the_others(manager: Session) -> None:
    gone, stays = ids(manager)[:2]
    children.edit_child(
        manager, gone, start_date=None, leaving_date=manager.today - timedelta(days=1)
    )
    found = letters.letters_given(manager, [gone, stays], how=How.LETTER, occurred_on=manager.today)
    assert (found.done, len(found.refused)) == (1, 1)
    assert "left the setting" in found.refused[0][1]
