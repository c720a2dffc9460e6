"""What needs somebody today."""

from datetime import timedelta
from typing import Any

import pytest

from ir_desktop.domain.consent import How
from ir_desktop.domain.due import DueState
from ir_desktop.domain.people import Role
from ir_desktop.domain.sharing import ExportState
from ir_desktop.errors import NotFound, Refused
from ir_desktop.services import children, due, exports, invitations, replies, sending
from ir_desktop.services.session import Session, by_itself
from ir_desktop.services.today import read_reply, today
from ir_desktop.storage.store import Store
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import TODAY, Clock, Nursery, acts, child_named

DAY = timedelta(days=1)


def test_today_tells_what_is_due(manager: Session) -> None:
    every = due.list_due(manager)
    found = today(manager, most=3)
    assert (found.name, found.role, found.day) == ("Maureen Halloran", Role.MANAGER, TODAY)
    assert found.setting
    assert found.hour == manager.clock.now().astimezone().hour
    assert (list(found.due.rows), found.due.total) == (every[:3], len(every))
    assert sum(found.states.values()) == len(every)
    assert found.states[DueState.OVERDUE] == sum(e.state is DueState.OVERDUE for e in every)
    assert [each.name for each in found.chase.rows] == ["Kofi Mensah"]
    assert found.chase.rows[0].silence.days == 15
    empty = (found.meetings, found.follow_ups, found.at_health, found.news, found.outgoing)
    assert [each.total for each in empty] == [0] * 5


def test_it_is_one_reading_and_writes_nothing(
    manager: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, readings = acts(manager), list[int]()
    reading = Store.reading

    def counted(store: Store) -> Any:
        readings.append(1)
        return reading(store)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "reading", counted)
        today(manager)
    assert len(readings) == 1
    assert acts(manager) == before


def test_an_export_is_followed_until_its_answer_is_read(
    manager: Session, team: HealthTeam, clock: Clock
) -> None:
    zofia, saoirse = (child_named(manager, each).id for each in ("Zofia", "Saoirse"))
    held = exports.approve(manager, saoirse)
    found = today(manager)
    (row,) = found.outgoing.rows
    assert (row.child_id, row.export_id, row.stuck) == (saoirse, held.id, True)
    assert row.words.startswith("Held: ")
    team.introduce(manager)
    export = exports.approve(manager, zofia)
    found = today(manager)
    states = {each.export_id: each.state for each in found.outgoing.rows}
    assert states[export.id] is ExportState.QUEUED
    assert found.outgoing.rows[0].state is ExportState.HELD
    line = Line(team)
    sending.sync_once(manager, connect=line)
    clock.forward(days=6)
    found = today(manager)
    assert export.id not in {each.export_id for each in found.outgoing.rows}
    (waiting,) = [each for each in found.at_health.rows if each.export_id == export.id]
    assert (waiting.name, waiting.days) == ("Zofia Kowalska", 6)
    team.replies.append(team.reply(export.id, outcome="Hearing test booked"))
    replies.fetch_replies(manager, connect=line)
    found = today(manager)
    assert found.at_health.total == 0
    (news,) = found.news.rows
    assert (news.child_id, news.words, news.actions) == (zofia, "Hearing test booked", 0)
    before = len(acts(manager))
    assert read_reply(manager, news.reply_id).outcome == "Hearing test booked"
    assert acts(manager, before) == ["read_reply"]
    assert today(manager).news.total == 0


def test_what_was_replaced_does_not_wait_for_an_answer(manager: Session, team: HealthTeam) -> None:
    team.introduce(manager)
    zofia = child_named(manager, "Zofia").id
    first = exports.approve(manager, zofia)
    sending.sync_once(manager, connect=Line(team))
    with by_itself(manager, "for_the_test") as work:
        newer = work.build(
            type(first),
            child_id=zofia,
            review_id=first.review_id,
            review_version=2,
            health_team_id=first.health_team_id,
            agreement_id=first.agreement_id,
            categories=(),
            bundle_sha256="",
            state=ExportState.RECEIVED,
            received_at=work.now,
            supersedes=first.id,
        )
        work.records.add(newer)
    assert [each.export_id for each in today(manager).at_health.rows] == [newer.id]


def test_everybody_sees_their_own_children_only(
    manager: Session, nursery: Nursery, team: HealthTeam
) -> None:
    for name in ("Zofia", "Saoirse"):
        exports.approve(manager, child_named(manager, name).id)
    for name in ("Blessing", "Oliver", "Kofi", "Dima", "Noah", "Ivy"):
        if name != "Dima":
            child = child_named(manager, name)
            invitations.book_meeting(manager, child.id, TODAY + DAY)
    whole = today(manager, most=100)
    manager.close()
    for role in (Role.PRACTITIONER, Role.ROOM_LEADER):
        with nursery.signed_in(role) as session:
            mine = {each.id for each in children.list_children(session)}
            found = today(session, most=100)
            for part, all_of_it in (
                (found.due, whole.due),
                (found.meetings, whole.meetings),
                (found.outgoing, whole.outgoing),
            ):
                assert list(part.rows) == [e for e in all_of_it.rows if e.child_id in mine]
                assert part.total == len(part.rows)


def test_a_reply_is_read_only_by_those_who_may(
    manager: Session, nursery: Nursery, team: HealthTeam
) -> None:
    team.introduce(manager)
    zofia = child_named(manager, "Zofia")
    export = exports.approve(manager, zofia.id)
    line = Line(team)
    sending.sync_once(manager, connect=line)
    team.replies.append(team.reply(export.id))
    (reply,) = replies.fetch_replies(manager, connect=line).replies
    assert today(manager).news.total == 1
    with pytest.raises(NotFound):
        read_reply(manager, "nothing")
    manager.close()
    with nursery.signed_in(Role.PRACTITIONER) as session:
        assert session.staff.id != zofia.key_person_id
        assert today(session).news.total == 0
        with pytest.raises(Refused, match="not one of yours"):
            read_reply(session, reply.id)
    with nursery.signed_in(Role.MANAGER) as session:
        assert today(session).news.total == 1


def test_meetings_and_follow_ups_are_there(manager: Session, clock: Clock) -> None:
    child = child_named(manager, "Blessing").id
    invitations.book_meeting(manager, child, TODAY, when_and_where="14:00")
    assert [each.words for each in today(manager).meetings.rows] == ["14:00"]
    clock.forward(days=70)
    names = {each.name for each in today(manager).follow_ups.rows}
    assert {"Zofia Kowalska", "Saoirse O’Brien"} <= names
    zofia = child_named(manager, "Zofia").id
    invitations.follow_up_held(
        manager, zofia, how=How.PHONE, occurred_on=clock.today(), outcome="Well"
    )
    assert "Zofia Kowalska" not in {each.name for each in today(manager).follow_ups.rows}
