"""What a role does not allow is refused and written down, by the role in the records now."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ir_desktop.domain.people import Child, Cover, Role, Staff
from ir_desktop.domain.roles import Act
from ir_desktop.errors import Refused
from ir_desktop.services import checking, children, history, identity, importing, reviews, sending
from ir_desktop.services.session import Session, acting, looking, may
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import TODAY, Clock, Nursery, acts, records_of
from tests.services.session_cases import CSV, events

CHILD_ACTS = (
    Act.SEE_CHILD,
    Act.EDIT_CHILD,
    Act.EDIT_FAMILY,
    Act.RECORD_CONSENT,
    Act.RECORD_CONTACT,
    Act.WRITE_REVIEW,
    Act.SIGN_REVIEW,
    Act.PRINT_PAPER,
    Act.APPROVE_EXPORT,
)


@pytest.mark.parametrize("act", CHILD_ACTS)
def test_what_the_role_does_not_allow_is_refused_and_written_down(
    act: Act, practitioner: Session
) -> None:
    stranger = somebody_elses_child(practitioner)
    before = events(practitioner), records_of(practitioner)
    for way in (acting, looking):
        with (
            pytest.raises(Refused, match=r"This child is not one of yours\.|Your role does not"),
            way(practitioner, act, child_id=stranger.id),
        ):
            raise AssertionError("inside although refused")
    assert acts(practitioner, after=before[0]) == [f"refused:{act.value}"] * 2
    assert records_of(practitioner) == before[1]


def somebody_elses_child(session: Session) -> Child:
    with session.store.reading() as records:
        return next(each for each in records.find(Child) if each.key_person_id != session.staff.id)


@pytest.mark.parametrize(
    "work",
    [
        lambda session, team: identity.setting_card(session),
        lambda session, team: importing.import_children(session, CSV),
        lambda session, team: checking.verify_audit(session),
        lambda session, team: sending.sync_once(session, connect=Line(team)),
    ],
    ids=["setting card", "import", "audit", "sync"],
)
def test_a_practitioner_may_not_do_a_managers_acts(
    work: Callable[[Session, HealthTeam], object], practitioner: Session, team: HealthTeam
) -> None:
    with pytest.raises(Refused, match="Your role does not allow this"):
        work(practitioner, team)
    assert acts(practitioner)[-1].startswith("refused:")


def test_the_role_that_counts_is_the_one_in_the_records_now(
    nursery: Nursery, manager: Session
) -> None:
    with manager.store.reading() as records:
        me = records.get(Staff, manager.staff.id)
        child = records.find(Child)[0]
    with acting(manager, Act.MANAGE_STAFF) as work:
        work.save(replace(me, active=False))
    with pytest.raises(Refused):
        children.list_children(manager)
    with manager.store.reading() as records:
        assert not may(manager, records, Act.SEE_CHILD, child)
    manager.close()
    with pytest.raises(Refused, match="no longer sign in"):
        nursery.sign_in()


def test_cover_reaches_a_room_for_its_days_and_no_longer(nursery: Nursery, clock: Clock) -> None:
    with nursery.signed_in() as manager:
        with manager.store.reading() as records:
            staff = next(each for each in records.find(Staff) if each.name.startswith("Tomos"))
            child = next(each for each in records.find(Child) if each.key_person_id != staff.id)
        with acting(manager, Act.MANAGE_STAFF) as work:
            work.new(
                Cover,
                staff_id=staff.id,
                room_id=child.room_id,
                from_day=TODAY,
                until_day=TODAY + timedelta(days=1),
            )
    with nursery.signed_in(Role.PRACTITIONER) as covering:
        assert children.child_page(covering, child.id).child.id == child.id
        assert child.id in {each.id for each in children.list_children(covering)}
        with pytest.raises(Refused):  # cover is to care, not to sign
            reviews.sign_off(covering, child.id)
        clock.forward(days=2)
        with pytest.raises(Refused):
            children.child_page(covering, child.id)


def test_a_look_is_written_down_although_one_was_refused_a_moment_before(
    nursery: Nursery,
) -> None:
    with nursery.signed_in(Role.PRACTITIONER) as session:
        stranger, own = somebody_elses_child(session), session.staff.id
        with pytest.raises(Refused):
            history.viewed(session, stranger.id)
        assert acts(session)[-1] == "refused:see_child"
    with nursery.signed_in(Role.MANAGER) as session:
        children.edit_child(session, stranger.id, key_person_id=own)
    with nursery.signed_in(Role.PRACTITIONER) as session:
        history.viewed(session, stranger.id)
        assert acts(session)[-1] == "see_child"
        before = events(session)
        history.viewed(session, stranger.id)  # the same spell
        assert events(session) == before
