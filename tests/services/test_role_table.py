"""The whole table of roles on a real store: role x act x whose child x state, from its own data.

The expected answers come from the table written out in `tests/domain/test_roles.py`, by what its
words mean; the answers come from `acting` and `looking`, through which every service goes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from ir_desktop.domain.people import Child, Cover, Role, Room, Staff
from ir_desktop.domain.roles import Act, Scope
from ir_desktop.errors import NotFound, Refused
from ir_desktop.services.session import Session, Work, acting, looking
from tests.domain.test_roles import rows
from tests.services.nursery import TODAY, Nursery, acts, newest_act

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """A child, and for which scopes of the table they are within reach."""

    name: str
    child_id: str
    within: frozenset[Scope]


def arrange(session: Session, me: str) -> list[Case]:
    """Make a child of every kind there is for the person `me`."""
    with session.store.transaction() as records:
        work = Work(records, session, session.clock.now(), me)
        other = next(each for each in records.find(Staff) if each.id != me)
        mine, covered, over, coming, far = (
            work.new(Room, name=f"Test {each}") for each in ("mine", "now", "past", "soon", "far")
        )
        staff = records.get(Staff, me)
        if staff.role is Role.ROOM_LEADER:
            work.save(replace(staff, room_ids=(mine.id,)))
        for room, begins, ends in (
            (covered, TODAY, TODAY),
            (over, TODAY - 3 * DAY, TODAY - DAY),
            (coming, TODAY + DAY, TODAY + 3 * DAY),
        ):
            work.new(Cover, staff_id=me, room_id=room.id, from_day=begins, until_day=ends)
        own = {Scope.KEY_CHILDREN, Scope.KEY_AND_COVER}
        kinds: list[tuple[str, str | None, str, set[Scope]]] = [
            ("my key child, in my room", mine.id, me, own | {Scope.ROOMS}),
            ("my key child, in a far room", far.id, me, own),
            ("my key child, in no room", None, me, own),
            ("in my room", mine.id, other.id, {Scope.ROOMS}),
            ("in a room I cover today", covered.id, other.id, {Scope.KEY_AND_COVER}),
            ("in a room I covered", over.id, other.id, set()),
            ("in a room I shall cover", coming.id, other.id, set()),
            ("in a far room", far.id, other.id, set()),
            ("in no room", None, other.id, set()),
        ]
        found: list[Case] = []
        for left in (None, TODAY - DAY):  # that somebody left changes nothing of who may see them
            for name, room_id, key_person, within in kinds:
                child = work.new(
                    Child,
                    given_name="Test",
                    family_name=name,
                    date_of_birth=TODAY - 800 * DAY,
                    room_id=room_id,
                    key_person_id=key_person,
                    leaving_date=left,
                )
                words = name if left is None else f"{name}, left"
                found.append(Case(words, child.id, frozenset({*within, Scope.ALL})))
    return found


def answers(session: Session, act: Act, child_id: str | None) -> Iterator[bool]:
    """Yield whether acting is allowed and whether looking is, each from its own audit event."""
    for ask in (acting, looking):
        before = newest_act(session)
        try:
            with ask(session, act, child_id=child_id):
                allowed, said = True, ""
        except Refused as refused:
            allowed, said = False, refused.sentence
        written = acts(session, before)
        if not allowed:
            assert "Ask a manager" in said
            assert written == [f"refused:{act.value}"]
        else:
            assert written == ([act.value] if ask is acting else [])
        yield allowed


@pytest.mark.parametrize("says_so", [False, True], ids=["manager sends", "leader may send"])
@pytest.mark.parametrize("role", list(Role))
def test_the_whole_table(role: Role, says_so: bool, nursery: Nursery) -> None:
    with nursery.signed_in(role) as signed_in:
        profile = replace(signed_in.profile, room_leader_may_send=says_so)
        session = replace(signed_in, profile=profile)
        cases = arrange(session, session.staff.id)
        if role is not Role.PRACTITIONER:  # cover is for practitioners: it opens nothing here
            cases = [replace(each, within=each.within - {Scope.KEY_AND_COVER}) for each in cases]
        asked = 0
        for its_role, act, its_profile, scope in rows():
            if (its_role, its_profile) != (role, says_so):
                continue
            asked += 1
            about_nobody = set(answers(session, act, None))
            assert about_nobody == {scope is not Scope.NONE}, act
            for case in cases:
                expected = scope in case.within
                assert set(answers(session, act, case.child_id)) == {expected}, (act, case.name)
        assert asked == len(Act)


@pytest.mark.parametrize("role", list(Role))
def test_who_works_here_no_more_or_was_never_here_may_do_nothing(
    role: Role, nursery: Nursery
) -> None:
    with nursery.signed_in(role) as session:
        (case, *_) = arrange(session, session.staff.id)
        with session.store.transaction() as records:
            me = records.get(Staff, session.staff.id)
            records.change(replace(me, active=False))
        stranger = replace(session, staff=replace(me, id="stranger"))
        for act in Act:
            for someone in (session, stranger):
                assert set(answers(someone, act, None)) == {False}, act
            assert set(answers(session, act, case.child_id)) == {False}, act


@pytest.mark.parametrize("role", list(Role))
def test_a_role_taken_away_counts_at_once(role: Role, nursery: Nursery) -> None:
    """The role is that of the records now, not of the sign-in."""
    with nursery.signed_in(role) as session:
        for now in Role:
            with session.store.transaction() as records:
                me = records.get(Staff, session.staff.id)
                records.change(replace(me, role=now))
            for its_role, act, says_so, scope in rows():
                if its_role is now and not says_so:
                    assert set(answers(session, act, None)) == {scope is not Scope.NONE}, act


def test_no_such_child_is_told_as_such_to_everybody(nursery: Nursery) -> None:
    for role in Role:
        with nursery.signed_in(role) as session:
            for ask in (acting, looking):
                with pytest.raises(NotFound), ask(session, Act.SEE_CHILD, child_id="nobody"):
                    raise AssertionError("there is no such child")
