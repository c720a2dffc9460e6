"""What somebody who leaves has in hand goes to a colleague; what was signed stays."""

from datetime import date

import pytest

from ir_desktop.domain.people import Child, Role, Staff
from ir_desktop.domain.review import Action, Review
from ir_desktop.errors import Invalid, Refused
from ir_desktop.services import checking, drafts, leaving, people, yourself
from ir_desktop.services.session import Session
from tests.services.nursery import Nursery, acts


def person(session: Session, role: Role) -> Staff:
    with session.store.reading() as records:
        return records.find(Staff, role=role)[0]


def review_of(session: Session, child_id: str) -> Review:
    with session.store.reading() as records:
        return records.find(Review, child_id=child_id)[0]


def a_child_of_nobody_here(session: Session, staff: Staff) -> Child:
    """A child of another key person, whose review is being written."""
    with session.store.reading() as records:
        open_ones = {each.child_id for each in records.find(Review) if not leaving._is_signed(each)}
        return next(
            each
            for each in records.find(Child)
            if each.id in open_ones and each.key_person_id not in (None, staff.id)
        )


def test_agreed_actions_that_name_who_leaves_go_to_a_colleague(manager: Session) -> None:
    helper, leader = person(manager, Role.PRACTITIONER), person(manager, Role.ROOM_LEADER)
    child = a_child_of_nobody_here(manager, helper)
    before = leaving.in_hand(manager, helper.id)
    assert before.children > 0
    assert before.needs_somebody
    named = helper.name.upper()
    actions = (
        Action(what="Read together", owner=named),
        Action(what="Ring the library", owner=named, done_on=date(2026, 11, 1)),
        Action(what="Ask the family", owner="Family"),
    )
    drafts.save_step(manager, child.id, {"actions": actions})
    after = leaving.in_hand(manager, helper.id)
    assert (after.actions, after.children) == (before.actions + 1, before.children)
    people.stop_staff(manager, helper.id, hand_over_to=leader.id)
    kept = review_of(manager, child.id).draft.actions
    assert [each.owner for each in kept] == [leader.name, named, "Family"]
    with manager.store.reading() as records:
        assert records.get(Child, child.id).key_person_id == child.key_person_id
    assert leaving.in_hand(manager, helper.id).needs_somebody is False
    assert not checking.verify_audit(manager).findings


def test_somebody_is_asked_for_where_there_are_actions_and_no_key_children(
    manager: Session,
) -> None:
    helper, leader = person(manager, Role.PRACTITIONER), person(manager, Role.ROOM_LEADER)
    people.change_role(manager, leader.id, Role.MANAGER)
    with manager.store.reading() as records:
        theirs = [each.id for each in records.find(Child, key_person_id=leader.id)]
    for each in theirs:
        from ir_desktop.services import children

        children.edit_child(manager, each, key_person_id=helper.id)
    child = a_child_of_nobody_here(manager, leader)
    drafts.save_step(
        manager, child.id, {"actions": (Action(what="Read together", owner=leader.name),)}
    )
    found = leaving.in_hand(manager, leader.id)
    assert (found.children, found.actions) == (0, 1)
    with pytest.raises(Invalid, match="takes over their actions"):
        people.stop_staff(manager, leader.id)
    people.stop_staff(manager, leader.id, hand_over_to=helper.id)
    assert review_of(manager, child.id).draft.actions[0].owner == helper.name


def test_signed_plans_stay_as_they_were_signed_and_are_listed(manager: Session) -> None:
    helper, leader = person(manager, Role.PRACTITIONER), person(manager, Role.ROOM_LEADER)
    with manager.store.reading() as records:
        signed = next(each for each in records.find(Review) if leaving._is_signed(each))
        child = records.get(Child, signed.child_id)
    with manager.store.transaction() as records:
        from dataclasses import replace

        draft = replace(signed.draft, actions=(Action(what="Read", owner=helper.name),))
        records.change(replace(signed, draft=draft))
    found = leaving.in_hand(manager, helper.id)
    assert (child.id, child.full_name, 1) in [
        (each.child_id, each.name, each.actions) for each in found.signed
    ]
    people.stop_staff(manager, helper.id, hand_over_to=leader.id)
    assert review_of(manager, child.id).draft == draft


def test_only_a_manager_looks_at_what_somebody_has_in_hand(
    leader: Session,
) -> None:
    with pytest.raises(Refused):
        leaving.in_hand(leader, leader.staff.id)
    assert acts(leader)[-1] == "refused:manage_staff"


def test_what_one_may_know_of_ones_own_way_in(manager: Session, nursery: Nursery) -> None:
    from ir_desktop.services import passwords, recovery
    from ir_desktop.storage.cost import WEAK_COST

    found = yourself.about_you(manager)
    assert found.alone
    assert found.name == nursery.names[Role.MANAGER]
    assert found.sheet_since is not None
    assert found.password_since == found.sheet_since
    passwords.change_password(
        manager, nursery.passwords[Role.MANAGER], "another one", cost=WEAK_COST
    )
    later = yourself.about_you(manager)
    assert later.password_since is not None
    assert later.password_since > found.sheet_since
    new = recovery.new_code(manager)
    recovery.use_code(manager, new, new.code)
    latest = yourself.about_you(manager)
    assert latest.sheet_since is not None
    assert latest.sheet_since > later.password_since
    helper = person(manager, Role.PRACTITIONER)
    passwords.reset_password(manager, helper.id, "given by hand", cost=WEAK_COST)
    manager.close()
    from ir_desktop.services.sign_in import sign_in

    theirs = sign_in(nursery.folder, helper.id, "given by hand", clock=nursery.clock)
    try:
        own = yourself.about_you(theirs)
        assert own.sheet_since is None
        assert own.password_since is not None
        assert own.password_since > latest.sheet_since
    finally:
        theirs.close()
