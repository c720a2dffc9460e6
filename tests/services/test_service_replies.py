"""Replies: the true ones are kept and shown on the child, all others are counted or told."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ir_desktop.domain.people import Child, Role
from ir_desktop.domain.sharing import Export
from ir_desktop.errors import EnvironmentProblem
from ir_desktop.services import agreements, checking, children, due, exports, replies, sending
from ir_desktop.services.replies import Fetched, fetch_replies, list_replies, read_page
from ir_desktop.services.session import Session
from ir_desktop.storage.audit import events_about
from ir_desktop.storage.schema import reply_cursor
from ir_desktop.storage.store import Store
from ir_desktop.sync import claims, keys
from ir_desktop.sync.transports.answer import Answer, Offline
from tests.services.health_team import HealthTeam, Line, page
from tests.services.nursery import Clock, Nursery, child_named, records_of


@pytest.fixture
def line(team: HealthTeam) -> Line:
    return Line(team)


@pytest.fixture
def sent(manager: Session, team: HealthTeam, line: Line) -> Export:
    """Zofia's review, received by the team."""
    team.introduce(manager)
    exports.approve(manager, child_named(manager, "Zofia").id)
    (export,) = sending.sync_once(manager, connect=line)
    return export


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


CLOCK = Answer(401, b'{"type": "https://ir-desktop.example/problems/clock"}')
HOSTILE: dict[str, Answer] = {
    "a café page": Answer(200, b"<html>Welcome</html>"),
    "a redirect": Answer(302, b""),
    "not found": Answer(404, b"{}"),
    "unknown": Answer(401, b'{"type": "unknown_setting"}'),
    "busy": Answer(503, b""),
    "empty": Answer(200, b""),
    "a list": Answer(200, b"[]"),
    "nothing named": Answer(200, b"{}"),
    "replies not a list": Answer(200, b'{"replies": {}, "next": null}'),
    "a reply not an object": Answer(200, b'{"replies": ["x"], "next": null}'),
    "a reply without envelope": Answer(200, b'{"replies": [{}], "next": null}'),
    "a reply not in ASCII": Answer(200, '{"replies":[{"envelope":"é"}],"next":"1"}'.encode()),
    "a cursor that is a number": Answer(200, b'{"replies": [], "next": 5}'),
    "a broken cursor": Answer(200, b'{"replies": [{"envelope": "x"}], "next": "\\ud800"}'),
    "a very long cursor": Answer(
        200, json.dumps({"replies": [{"envelope": "x"}], "next": "9" * 2000}).encode()
    ),
    "the same name twice": Answer(200, b'{"replies": [], "replies": [], "next": null}'),
    "not text": Answer(200, b"\xff\xfe"),
    "very deep": Answer(200, b'{"replies": ' + b"[" * 100_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_page_of_replies_is_told_and_changes_nothing(
    name: str, manager: Session, line: Line, sent: Export
) -> None:
    before = records_of(manager)
    line.pages = [HOSTILE[name]]
    found = fetch_replies(manager, connect=line)
    assert found.replies == ()
    (told,) = found.troubles
    assert told == (
        "The health team’s computer did not give its answers. They are asked for again later."
    )
    assert records_of(manager) == before


def test_a_clock_that_is_wrong_is_told_as_that() -> None:
    with pytest.raises(EnvironmentProblem, match=r"clock.*differ by more than ten minutes"):
        read_page(CLOCK)


def test_one_team_that_cannot_be_reached_does_not_stop_the_others(
    manager: Session, team: HealthTeam, sent: Export
) -> None:
    second = HealthTeam(team.clock, name="Another team", cards=team.cards)
    second.introduce(manager, agreement_id="agreement-0")
    team.replies = [team.reply(sent.id)]

    class Dead(Line):
        def get_replies(self, after: str | None, bearer: str) -> Answer:
            raise Offline("It could not be reached.")

    found = fetch_replies(
        manager,
        connect=lambda each: Line(team) if each.agreement_id == "agreement-1" else Dead(second),
    )
    assert len(found.replies) == 1
    assert found.troubles == ("It could not be reached.",)


def test_a_kill_while_a_page_is_stored_loses_no_reply(
    manager: Session, team: HealthTeam, line: Line, sent: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.replies = [team.reply(sent.id), team.reply(sent.id, review_on=date(2027, 1, 5))]
    before = records_of(manager)
    events = 0
    append = Store.append_event

    def killed(self: Store, *args: object, **event: object) -> None:
        nonlocal events
        events += 1
        if events == 2:
            raise KeyboardInterrupt
        append(self, *args, **event)  # pyright: ignore[reportArgumentType] - one of many shapes

    monkeypatch.setattr(Store, "append_event", killed)
    with pytest.raises(KeyboardInterrupt):
        fetch_replies(manager, connect=line)
    monkeypatch.undo()
    assert records_of(manager) == before
    assert len(fetch_replies(manager, connect=line).replies) == 2
    shown = children.child_page(manager, sent.child_id)
    assert shown.child.health_review_on == date(2027, 1, 5)


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


def renewed(team: HealthTeam, session: Session) -> HealthTeam:
    """The same team with new keys, in a new version of its agreement."""
    fresh = HealthTeam(team.clock, name=team.name, cards=team.cards, taken=team.taken)
    fresh.introduce(session, version="2", starts_in=timedelta(0))
    return fresh


def test_an_answer_signed_with_the_key_of_then_is_read_after_the_key_was_changed(
    manager: Session, team: HealthTeam, sent: Export, clock: Clock
) -> None:
    early = team.reply(sent.id, outcome="Seen before the new key")
    clock.forward(days=3)
    fresh = renewed(team, manager)
    fresh.replies = [early, fresh.reply(sent.id, outcome="Seen after it")]
    line = Line(fresh)
    found = fetch_replies(manager, connect=line)
    assert [each.outcome for each in found.replies] == ["Seen before the new key", "Seen after it"]
    assert (found.unusable, found.troubles) == (0, ())
    assert line.asked == [None]  # asked once, with the new key: the old one opens no door


def test_an_answer_signed_with_a_key_given_up_by_then_is_refused_with_what_to_do(
    manager: Session, team: HealthTeam, sent: Export, clock: Clock
) -> None:
    clock.forward(days=3)
    fresh = renewed(team, manager)
    (old,) = [each for each in agreements.list_agreements(manager) if each.version == "1"]
    with manager.store.transaction() as records:
        records.change(replace(old, ended_on=manager.today))
    clock.forward(days=2)
    late = team.reply(sent.id, outcome="Signed with the old key")
    stranger = team.reply(sent.id, signing_key=keys.new_signing_key())
    fresh.replies = [late, stranger, fresh.reply(sent.id)]
    found = fetch_replies(manager, connect=Line(fresh))
    assert len(found.replies) == 1
    assert found.unusable == 2
    assert found.troubles == (
        "1 answer is signed with a key that Eastfield health visiting team had given up by "
        "then, and not taken in. Ring them on a number you know, and ask them to send the answer "
        "again.",
    )
    assert fetch_replies(manager, connect=Line(fresh)) == Fetched()  # told once
    # Sent again with the key they have now, it is read.
    fresh.replies.append(fresh.reply(sent.id, outcome="Once more"))
    assert [e.outcome for e in fetch_replies(manager, connect=Line(fresh)).replies] == ["Once more"]


def test_another_teams_old_key_counts_for_nothing(
    manager: Session, team: HealthTeam, sent: Export, clock: Clock
) -> None:
    second = HealthTeam(clock, name="Another team", cards=team.cards)
    second.introduce(manager, agreement_id="agreement-2")
    team.replies = [second.reply(sent.id)]
    found = fetch_replies(
        manager,
        connect=lambda each: Line(team if each.agreement_id == "agreement-1" else second),
    )
    assert (found.replies, found.unusable, found.troubles) == ((), 1, ())
