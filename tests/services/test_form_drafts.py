"""What was typed in a form and not saved: one's own only, and told to the chain twice."""

import pytest
from sqlalchemy.exc import IntegrityError

from ir_desktop.domain.form_draft import FormDraft
from ir_desktop.domain.people import Role
from ir_desktop.errors import NotFound, Refused
from ir_desktop.services import checking, form_drafts, history
from ir_desktop.services.session import Session
from tests.services.nursery import Nursery, acts, change_behind

FORM = "child_form//"
TYPED = {"given_name": ["", "Wren <3 \ud83d"], "date_of_birth": [None, {"date": ["3", "Feb", ""]}]}


def stored(session: Session) -> list[FormDraft]:
    with session.store.reading() as records:
        return records.find(FormDraft)


@pytest.mark.parametrize("role", Role)
def test_everybody_keeps_their_own_and_it_is_there_after_signing_in_again(
    nursery: Nursery, role: Role
) -> None:
    with nursery.signed_in(role) as session:
        assert form_drafts.kept(session, FORM) == {}
        form_drafts.keep(session, FORM, TYPED)
    with nursery.signed_in(role) as session:
        assert form_drafts.kept(session, FORM) == TYPED
        assert form_drafts.kept(session, "child_form//carer") == {}


def test_nobody_sees_or_ends_what_somebody_else_typed(nursery: Nursery) -> None:
    with nursery.signed_in(Role.PRACTITIONER) as mine:
        form_drafts.keep(mine, FORM, TYPED)
    with nursery.signed_in(Role.MANAGER) as other:
        assert form_drafts.kept(other, FORM) == {}
        form_drafts.forget(other, FORM)
        form_drafts.keep(other, FORM, {"given_name": ["", "Another"]})
        assert len(stored(other)) == 2
    with nursery.signed_in(Role.PRACTITIONER) as mine:
        assert form_drafts.kept(mine, FORM) == TYPED


def test_the_chain_is_told_that_it_began_and_ended_and_holds_none_of_it(manager: Session) -> None:
    before = len(acts(manager))
    for words in ("W", "Wr", "Wren"):
        form_drafts.keep(manager, FORM, {"given_name": ["", words]})
        assert checking.verify_audit(manager).findings == ()
    form_drafts.forget(manager, FORM)
    form_drafts.forget(manager, FORM)
    assert acts(manager, before) == ["keep_draft"] * 2
    assert stored(manager) == []
    assert checking.verify_audit(manager).findings == ()


def test_a_draft_made_or_taken_behind_the_programs_back_is_found(manager: Session) -> None:
    form_drafts.keep(manager, FORM, TYPED)
    assert change_behind(manager, "UPDATE form_draft SET created_by = 'somebody'") == 1
    assert len(checking.verify_audit(manager).findings) == 1
    assert change_behind(manager, "DELETE FROM form_draft") == 1
    assert len(checking.verify_audit(manager).findings) == 1


def test_it_is_about_a_child_there_is_and_stands_in_nobodys_history(manager: Session) -> None:
    with manager.store.reading() as records:
        child_id = str(records.connection.exec_driver_sql("SELECT id FROM child").scalar())
    before = len(history.child_history(manager, child_id))
    form_drafts.keep(manager, f"child_form/{child_id}/", TYPED, child_id=child_id)
    assert stored(manager)[0].child_id == child_id
    assert len(history.child_history(manager, child_id)) == before
    with pytest.raises(NotFound):
        form_drafts.keep(manager, "child_form/none/", TYPED, child_id="none")
    with pytest.raises(IntegrityError):  # no child goes and leaves a draft behind
        change_behind(manager, "UPDATE form_draft SET child_id = 'gone'")


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "3"])
def test_what_cannot_be_read_is_nothing(manager: Session, content: str) -> None:
    form_drafts.keep(manager, FORM, TYPED)
    change_behind(manager, "UPDATE form_draft SET content = :content", content=content)
    assert form_drafts.kept(manager, FORM) == {}
    form_drafts.keep(manager, FORM, TYPED)
    assert form_drafts.kept(manager, FORM) == TYPED


def test_who_was_stopped_keeps_nothing(practitioner: Session) -> None:
    change_behind(
        practitioner, "UPDATE staff SET active = 0 WHERE id = :id", id=practitioner.staff.id
    )
    with pytest.raises(Refused):
        form_drafts.keep(practitioner, FORM, TYPED)
    with pytest.raises(Refused):
        form_drafts.kept(practitioner, FORM)
    assert stored(practitioner) == []
