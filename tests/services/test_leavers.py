"""Children who have left: the review, the copies, how long records are kept, and coming back."""

from datetime import date

import pytest

from ir_desktop.domain.consent import How
from ir_desktop.domain.people import SendSupport
from ir_desktop.domain.retention import Retention, kept_until, years_after
from ir_desktop.domain.review import Review, ReviewStatus
from ir_desktop.domain.sharing import STOPPED, Export, ExportState
from ir_desktop.errors import Invalid, Refused
from ir_desktop.services import (
    checking,
    children,
    exports,
    finder,
    form_drafts,
    history,
    incidents,
    leavers,
    removals,
    sending,
    to_share,
)
from ir_desktop.services.invitations import book_meeting, letter_given
from ir_desktop.services.session import Session
from ir_desktop.sync.outbox import state_words
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import TODAY, Clock, Nursery, acts, child_named

LAST = date(2026, 11, 13)


def review_of(session: Session, child_id: str) -> Review:
    with session.store.reading() as records:
        (found,) = records.find(Review, child_id=child_id)
        return found


def test_an_open_review_is_closed_only_where_it_is_asked_for_and_opens_again(
    manager: Session,
) -> None:
    child = child_named(manager, "Amina")
    assert leavers.leaving(manager, child.id).open_review
    before = review_of(manager, child.id)
    leavers.leave(manager, child.id, on=LAST)
    assert review_of(manager, child.id) == before
    leavers.leave(manager, child.id, on=LAST, close_review=True)
    closed = review_of(manager, child.id)
    assert closed.status is ReviewStatus.CHILD_LEFT
    assert closed.draft == before.draft
    assert not leavers.leaving(manager, child.id).open_review
    assert child.id not in {each.id for each in children.list_children(manager)}
    leavers.came_back(manager, child.id)
    assert review_of(manager, child.id).status is ReviewStatus.IN_PROGRESS
    assert child.id in {each.id for each in children.list_children(manager)}
    told = [each.detail for each in history.child_history(manager, child.id)]
    assert {"step": "left", "review": "closed"} in told
    with pytest.raises(Refused):
        leavers.came_back(manager, child.id)


def test_a_review_that_was_only_asked_for_stands_so_again(manager: Session) -> None:
    child = child_named(manager, "Kofi")
    for planned, status in ((None, ReviewStatus.INVITED), (TODAY, ReviewStatus.BOOKED)):
        if planned is None:
            letter_given(manager, child.id, how=How.LETTER, occurred_on=TODAY)
        else:
            book_meeting(manager, child.id, planned)
        assert review_of(manager, child.id).status is status
        leavers.leave(manager, child.id, on=LAST, close_review=True)
        leavers.came_back(manager, child.id)
        assert review_of(manager, child.id).status is status


def test_a_signed_off_review_stays_as_it_is(manager: Session) -> None:
    child = child_named(manager, "Zofia")
    before = review_of(manager, child.id)
    assert not leavers.leaving(manager, child.id).open_review
    leavers.leave(manager, child.id, on=LAST, close_review=True)
    assert review_of(manager, child.id) == before


def test_copies_that_never_left_are_stopped_where_it_is_asked_for(
    manager: Session, team: HealthTeam
) -> None:
    child = child_named(manager, "Zofia")
    team.introduce(manager)
    exports.approve(manager, child.id)
    assert leavers.leaving(manager, child.id).copies == 1
    leavers.leave(manager, child.id, on=LAST, stop_copies=True)
    line = Line(team)
    assert sending.sync_once(manager, connect=line) == []
    assert line.posted == []
    with manager.store.reading() as records:
        (export,) = records.find(Export, child_id=child.id)
    assert export.state is ExportState.SUPERSEDED
    assert state_words(export) == STOPPED
    assert child.id not in {each.child_id for each in to_share.list_to_share(manager)}
    leavers.came_back(manager, child.id)
    assert child.id in {each.child_id for each in to_share.list_to_share(manager)}


def test_copies_may_still_leave_after_the_child_and_those_under_way_are_left_alone(
    manager: Session, team: HealthTeam
) -> None:
    child = child_named(manager, "Zofia")
    team.introduce(manager)
    exports.approve(manager, child.id)
    (waiting,) = sending.sync_once(manager)  # nobody is there: it may have left
    assert waiting.state is ExportState.WAITING
    there = leavers.leaving(manager, child.id)
    assert (there.copies, there.under_way) == (0, 1)
    leavers.leave(manager, child.id, on=LAST, stop_copies=True)
    with manager.store.reading() as records:
        assert records.get(Export, waiting.id).state is ExportState.WAITING


def test_a_day_that_cannot_be_is_refused(manager: Session) -> None:
    child = child_named(manager, "Zofia")
    for day in (date(2020, 1, 1), date(2025, 12, 1)):
        with pytest.raises(Invalid) as wrong:
            leavers.leave(manager, child.id, on=day)
        assert [each.field for each in wrong.value.problems] == ["on"]


def test_records_are_kept_by_the_areas_rule_until_the_setting_chooses_its_own(
    manager: Session, clock: Clock
) -> None:
    child = child_named(manager, "Zofia")
    leavers.leave(manager, child.id, on=LAST)
    found = {each.child_id: each for each in leavers.list_leavers(manager)}
    assert found[child.id].until == date(2029, 11, 13)
    assert not found[child.id].ready
    assert leavers.keeping_rule(manager).chosen_on is None
    assert "3 years" in leavers.keeping_rule(manager).source
    leavers.choose_rule(manager, Retention(1, 0))
    assert leavers.keeping_rule(manager).chosen_on == TODAY
    assert leavers.list_leavers(manager)[-1].until == date(2027, 11, 13)
    clock.forward(days=366)
    assert all(each.ready for each in leavers.list_leavers(manager))
    leavers.use_default_rule(manager)
    assert not any(each.ready for each in leavers.list_leavers(manager))
    with pytest.raises(Invalid) as wrong:
        leavers.choose_rule(manager, Retention(0, 3))
    assert {each.field for each in wrong.value.problems} == {"years", "until_age"}
    assert checking.verify_audit(manager).findings == ()


def test_support_keeps_records_longer() -> None:
    rule = Retention(3, 25)
    left, born = date(2027, 7, 30), date(2024, 2, 29)
    assert kept_until(left, born, None, rule) == date(2030, 7, 30)
    assert kept_until(left, born, SendSupport.NONE, rule) == date(2030, 7, 30)
    assert kept_until(left, born, SendSupport.EHC_PLAN, rule) == date(2049, 3, 1)
    assert kept_until(left, born, SendSupport.EHC_PLAN, Retention(3, 0)) == date(2030, 7, 30)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_what_a_removal_does_is_told_before_and_is_what_it_then_does(
    manager: Session, team: HealthTeam
) -> None:
    child = child_named(manager, "Zofia")
    team.introduce(manager)
    exports.approve(manager, child.id)
    sending.sync_once(manager, connect=Line(team))
    incidents.record_incident(manager, what="A letter", noticed_on=TODAY, child_ids=(child.id,))
    form_drafts.keep(manager, "child_form/x/", {"gp": ["", "Dr Q"]}, child_id=child.id)
    told = removals.look_ahead(manager, child.id)
    assert (told.carers, told.shared, told.versions, told.sent, told.unsent) == (2, 0, 1, 1, 0)
    assert told.incidents == 1
    assert told.early
    removals.remove_child(manager, child.id)
    assert [each.children for each in incidents.list_incidents(manager)] == [("Removed child",)]
    # The row that stands for what was sent is on no list of children, also of those who left.
    assert child.id not in {e.id for e in children.list_children(manager, include_left=True)}
    assert child.id not in {each.child_id for each in leavers.list_leavers(manager)}
    assert finder.find_children(manager, "removed") == []
    assert checking.verify_audit(manager).findings == ()


def test_who_may(nursery: Nursery, leader: Session) -> None:
    child = child_named(leader, "Zofia")
    with pytest.raises(Refused):
        leavers.list_leavers(leader)
    with pytest.raises(Refused):
        leavers.choose_rule(leader, Retention(3, 0))
    with pytest.raises(Refused):
        removals.look_ahead(leader, child.id)
    assert acts(leader)[-3:] == [
        "refused:remove_child", "refused:manage_setting", "refused:remove_child",
    ]  # fmt: skip
