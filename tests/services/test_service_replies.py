"""Replies: the true ones are kept and shown on the child, all others are counted or told."""

from datetime import date, timedelta

from ir_desktop.domain.people import Child, Role
from ir_desktop.domain.sharing import Export
from ir_desktop.services import checking, children, due, exports, replies, sending
from ir_desktop.services.replies import Fetched, fetch_replies, list_replies
from ir_desktop.services.session import Session
from ir_desktop.storage.audit import events_about
from ir_desktop.storage.schema import reply_cursor
from ir_desktop.sync import claims, keys
from tests.services.health_team import HealthTeam, Line, page
from tests.services.nursery import Clock, Nursery, child_named


def cursor(session: Session) -> list[str]:
    with session.store.reading() as records:
        return [row.cursor for row in records.connection.execute(reply_cursor.select())]


def test_a_reply_is_kept_and_shown_on_the_child(
    manager: Session, team: HealthTeam, line: Line, sent: Export
) -> None:
    team.replies = [
        team.reply(
            sent.id,
            review_on=date(2026, 12, 3),
            outcome="Hearing test asked for",
            actions=(claims.AgreedAction("Hearing test", "Hannah", date(2026, 12, 18)),),
            follow_up_by="Hannah",
            contact="01632 960 300",
        )
    ]
    found = fetch_replies(manager, connect=line)
    assert (len(found.replies), found.unusable, found.troubles) == (1, 0, ())
    assert line.open == 0
    (row,) = list_replies(manager)
    assert row.child_name == "Zofia Kowalska"
    assert (row.reply.outcome, row.reply.follow_up_by) == ("Hearing test asked for", "Hannah")
    assert [each.what for each in row.reply.actions] == ["Hearing test"]
    shown = children.child_page(manager, sent.child_id)
    assert shown.child.health_review_on == date(2026, 12, 3)
    assert [each.id for each in shown.replies] == [row.reply.id]
    assert list_replies(manager, child_id=sent.child_id) == [row]
    assert list_replies(manager, child_id=child_named(manager, "Kofi").id) == []
    with manager.store.reading() as records:
        newest = events_about(records.connection, sent.child_id)[0]
    assert (newest.act, newest.staff_id) == ("reply_shown", "this-laptop")
    assert fetch_replies(manager, connect=line) == Fetched()  # nothing twice
    assert line.asked == [None, "1"]
    assert cursor(manager) == ["1"]
    assert checking.verify_audit(manager).findings == ()


def test_a_health_review_whose_day_is_known_is_off_the_due_list(
    manager: Session, team: HealthTeam, line: Line, sent: Export, clock: Clock
) -> None:
    def waits() -> bool:
        return any(
            each.child_id == sent.child_id and each.item == "health_review"
            for each in due.list_due(manager)
        )

    assert waits()
    later, sooner = manager.today + timedelta(days=30), manager.today + timedelta(days=3)
    team.replies = [team.reply(sent.id, review_on=later)]
    fetch_replies(manager, connect=line)
    assert not waits()
    clock.forward(days=1)
    team.replies.append(team.reply(sent.id, review_on=sooner))  # moved: the newest answer counts
    fetch_replies(manager, connect=line)
    with manager.store.reading() as records:
        assert records.get(Child, sent.child_id).health_review_on == sooner
    assert not waits()


def test_replies_of_others_and_about_nothing_are_counted_and_left(
    manager: Session, team: HealthTeam, line: Line, sent: Export
) -> None:
    good = team.reply(sent.id)
    changed = bytearray(good)
    changed[len(changed) // 2] ^= 1
    stranger = HealthTeam(team.clock, cards=team.cards)
    team.replies = [
        team.reply(sent.id, signing_key=keys.new_signing_key()),  # forged
        team.reply("019aa123-4567-7abc-8def-000000000001"),  # about nothing we sent
        stranger.reply(sent.id),
        bytes(changed) if bytes(changed).isascii() else good[:-4],
        b"nonsense",
        b"",
        good,
        good,
    ]
    found = fetch_replies(manager, connect=line)
    assert (len(found.replies), found.unusable, found.troubles) == (1, 6, ())
    assert cursor(manager) == ["8"]
    assert fetch_replies(manager, connect=line) == Fetched()


def test_a_reply_about_another_teams_export_is_not_taken(
    manager: Session, team: HealthTeam, line: Line, sent: Export
) -> None:
    """A second team, itself trusted, cannot answer for the first."""
    second = HealthTeam(team.clock, name="Another team", cards=team.cards)
    second.introduce(manager, agreement_id="agreement-2")
    second.replies = [second.reply(sent.id)]
    found = fetch_replies(
        manager,
        connect=lambda agreement: Line(team if agreement.agreement_id == "agreement-1" else second),
    )
    assert (found.replies, found.unusable) == ((), 1)


def test_many_pages_are_fetched_in_one_go(
    manager: Session, team: HealthTeam, line: Line, sent: Export
) -> None:
    team.replies = [team.reply(sent.id, outcome=f"Part {number}") for number in range(7)]
    line.page_size = 3
    found = fetch_replies(manager, connect=line)
    assert [each.outcome for each in found.replies] == [f"Part {number}" for number in range(7)]
    assert line.asked == [None, "3", "6"]
    listed = [row.reply.outcome for row in list_replies(manager)]
    assert listed == [f"Part {number}" for number in reversed(range(7))]


def test_a_team_that_never_ends_its_pages_is_left_after_a_while(
    manager: Session, team: HealthTeam, line: Line, sent: Export
) -> None:
    endless = page([b"nonsense"], next="1", more=True)
    line.pages = [endless] * 1000
    found = fetch_replies(manager, connect=line)
    assert len(line.asked) == 100
    assert found.unusable == 100


def test_a_stop_between_two_teams_is_obeyed(manager: Session, line: Line, sent: Export) -> None:
    assert fetch_replies(manager, connect=line, stop=lambda: True) == Fetched()
    assert line.asked == []


def test_replies_of_a_child_out_of_reach_are_not_listed(
    nursery: Nursery, team: HealthTeam, line: Line
) -> None:
    with nursery.signed_in() as manager:
        team.introduce(manager)
        ids = {}
        for name in ("Zofia", "Saoirse"):
            ids[name] = child_named(manager, name)
        exports.approve(manager, ids["Zofia"].id)
        (export,) = sending.sync_once(manager, connect=line)
        team.replies = [team.reply(export.id)]
        fetch_replies(manager, connect=line)
    with nursery.signed_in(Role.PRACTITIONER) as practitioner:
        mine = ids["Zofia"].key_person_id == practitioner.staff.id
        assert bool(list_replies(practitioner)) is mine
        assert bool(exports.ledger(practitioner)) is mine
        assert not mine


def test_nothing_is_asked_where_there_is_no_agreement(manager: Session, line: Line) -> None:
    assert replies.fetch_replies(manager, connect=line) == Fetched()
    assert line.asked == []
