"""Reviews: drafts, questions before the signature, versions that stay as they were."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ir_desktop.domain.people import Role
from ir_desktop.domain.review import Review, ReviewContent, ReviewStatus, ReviewVersion
from ir_desktop.errors import Invalid, NotFound, Refused
from ir_desktop.services import children, papers, reviews
from ir_desktop.services.session import Session
from tests.services.nursery import Nursery, child_named
from tests.services.review_hands import whole, write


def test_a_file_becomes_the_draft_and_is_signed_into_a_version(manager: Session, kofi: str) -> None:
    review = write(manager, kofi, whole(questions=[{"text": "Hearing?", "unsure": True}]))
    assert (review.status, review.latest_version) == (ReviewStatus.IN_PROGRESS, 0)
    found = reviews.check(manager, kofi)
    answers = {each.code: "Talked about." for each in found.open_questions}
    reviews.save_draft(manager, kofi, replace(review.draft, moderation=answers))
    assert reviews.check(manager, kofi).ready
    signed = reviews.sign_off(manager, kofi)
    assert isinstance(signed, ReviewVersion)
    assert (signed.version, signed.signed_by_name, signed.countersigned_by_name) == (
        1,
        "Maureen Halloran",
        "Maureen Halloran",
    )
    assert len(signed.sha256) == 64
    with pytest.raises(Refused, match="signed off already"):
        reviews.sign_off(manager, kofi, reason="Again")


def test_an_amendment_is_a_new_version_and_the_first_stays(manager: Session) -> None:
    zofia = child_named(manager, "Zofia").id
    (first,) = children.child_page(manager, zofia).versions
    page = children.child_page(manager, zofia)
    assert page.review is not None
    reviews.save_draft(manager, zofia, replace(page.review.draft, discrepancies="We agree."))
    with pytest.raises(Invalid, match="reason: Say why"):
        reviews.sign_off(manager, zofia, reason="  ")
    second = reviews.sign_off(manager, zofia, reason=" New facts ")
    assert isinstance(second, ReviewVersion)
    assert (second.version, second.reason) == (2, "New facts")
    versions = children.child_page(manager, zofia).versions
    assert versions == (second, first)
    assert second.sha256 != first.sha256


def test_saving_the_same_again_keeps_the_signature(manager: Session) -> None:
    zofia = child_named(manager, "Zofia").id
    page = children.child_page(manager, zofia)
    assert page.review is not None
    assert reviews.save_draft(manager, zofia, page.review.draft) == page.review


def test_an_author_signs_and_a_leader_countersigns(nursery: Nursery) -> None:
    with nursery.signed_in(Role.PRACTITIONER) as author:
        mine = next(
            each for each in children.list_children(author) if each.key_person_id == author.staff.id
        )
        write(author, mine.id, whole())
        open_ones = reviews.check(author, mine.id).open_questions
        draft = reviews.check(author, mine.id).review.draft
        answered = replace(draft, moderation={each.code: "Yes." for each in open_ones})
        reviews.save_draft(author, mine.id, answered)
        signed = reviews.sign_off(author, mine.id)
        assert isinstance(signed, Review)
        assert signed.author_signed_by == author.staff.id
        assert signed.latest_version == 0
        author_name = author.staff.name
    with nursery.signed_in(Role.MANAGER) as manager:
        # A change takes the author's signature away.
        reviews.save_draft(manager, mine.id, replace(answered, place="Hall"))
        changed = reviews.check(manager, mine.id).review
        assert changed.author_signed_by is None
    with nursery.signed_in(Role.PRACTITIONER) as author:
        reviews.sign_off(author, mine.id)
    with nursery.signed_in(Role.MANAGER) as manager:
        version = reviews.sign_off(manager, mine.id)
        assert isinstance(version, ReviewVersion)
        assert version.signed_by_name == author_name
        assert version.countersigned_by_name == "Maureen Halloran"


def test_a_form_that_fits_no_age_is_asked_about_and_nothing_is_lost(
    manager: Session, kofi: str
) -> None:
    too_early = child_named(manager, "Kofi").date_of_birth + timedelta(days=3)
    write(
        manager,
        kofi,
        whole(asq3={"completed_on": too_early.isoformat(), "totals": {"communication": 45}}),
    )
    found = reviews.check(manager, kofi)
    assert found.scores is None
    assert [(each.code, each.where) for each in found.missing] == [
        ("no_form", "asq3, questionnaire")
    ]
    with pytest.raises(Invalid, match=r"asq3, questionnaire: .*\[no_form\]"):
        reviews.sign_off(manager, kofi)
    assert {each.kind for each in papers.print_all(manager, kofi)} >= {"invitation"}


def test_a_review_that_is_not_there_is_not_found(manager: Session, kofi: str) -> None:
    with pytest.raises(NotFound, match="no review of this child yet"):
        reviews.check(manager, kofi)
    with pytest.raises(NotFound, match="no review of this child yet"):
        reviews.sign_off(manager, kofi)


def test_a_signed_version_stays_as_it_was_whatever_is_written_after(manager: Session) -> None:
    with manager.store.reading() as records:
        before = records.find(ReviewVersion)
    zofia = child_named(manager, "Zofia").id
    page = children.child_page(manager, zofia)
    assert page.review is not None
    reviews.save_draft(manager, zofia, ReviewContent(place="Elsewhere"))
    children.edit_child(manager, zofia, given_name="Sofia")
    with manager.store.reading() as records:
        assert records.find(ReviewVersion) == before


def test_a_day_before_birth_or_to_come_is_refused_in_drafts_too(
    manager: Session, kofi: str
) -> None:
    for day in (date(2001, 1, 1), manager.today + timedelta(days=1)):
        with pytest.raises(Invalid, match="held_on: This is"):
            reviews.save_draft(manager, kofi, ReviewContent(held_on=day))
