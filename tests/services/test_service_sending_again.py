"""Sending again: pauses, kills, envelopes made anew, and the versions one after the other."""

import hashlib
from datetime import timedelta

import pytest

from ir_desktop.domain.consent import Decision
from ir_desktop.domain.sharing import Export, ExportState
from ir_desktop.errors import Refused
from ir_desktop.services import children, exchange_round, exports, sending
from ir_desktop.services.session import Session
from ir_desktop.sync.outbox import state_words
from ir_desktop.sync.transports.answer import Answer
from tests.services.health_team import HealthTeam, Line, drop_before
from tests.services.nursery import Clock, Nursery
from tests.services.sending_hands import amend, decide, envelope, get, sync, unsigned
from tests.services.walk_answers import Killed, killed_after


def test_a_newer_version_takes_the_place_of_one_that_waits(
    manager: Session, line: Line, queued: Export, zofia: str
) -> None:
    line.script = [drop_before]
    sync(manager, line)
    assert get(manager, queued.id).state is ExportState.WAITING
    amend(manager, zofia, "We see it alike.")
    fresh = exports.approve(manager, zofia)
    assert get(manager, queued.id).state is ExportState.SUPERSEDED
    assert fresh.supersedes == queued.id  # it may have arrived without a receipt
    (done,) = sync(manager, line)
    assert (done.id, done.state) == (fresh.id, ExportState.RECEIVED)


@pytest.mark.parametrize(
    ("asked", "minutes"), [(None, 1), (0, 0), (90, 1.5), (3600, 60), (86_400, 1440)]
)
def test_a_busy_team_is_left_alone_as_long_as_it_asks(
    asked: int | None,
    minutes: float,
    manager: Session,
    line: Line,
    queued: Export,
    clock: Clock,
) -> None:
    line.script = [unsigned(503, retry_after=asked)]
    (left,) = sync(manager, line)
    assert left.next_try_at is not None
    wait = left.next_try_at - clock.moment
    assert abs(wait - timedelta(minutes=minutes)) < timedelta(seconds=1)
    clock.forward(minutes=minutes - 0.1)
    if minutes:
        assert sending.send_approved(manager, at_once=False, connect=line) == []
    clock.forward(minutes=0.2)
    (again,) = sending.send_approved(manager, at_once=False, connect=line)
    assert again.state is ExportState.RECEIVED


def test_pauses_grow_but_not_for_ever(manager: Session, line: Line, queued: Export) -> None:
    pauses: list[float] = []
    for _ in range(14):
        line.script = [drop_before]
        (left,) = sync(manager, line)
        assert left.next_try_at is not None
        pauses.append((left.next_try_at - left.changed_at).total_seconds() / 60)
    assert pauses[:4] == [1, 2, 4, 8]
    assert pauses[-1] == pauses[-2] == 360
    assert left.attempts == 14


def test_a_try_planned_by_a_clock_that_was_ahead_is_not_waited_for(
    manager: Session, line: Line, queued: Export, clock: Clock
) -> None:
    clock.forward(days=30)
    line.script = [drop_before]
    (left,) = sync(manager, line)
    assert left.state is ExportState.WAITING
    assert exchange_round.plan(manager).next_try == left.next_try_at
    clock.forward(days=-30)
    line.script = [unsigned(503)]
    found = exchange_round.plan(manager)
    assert (found.ready, found.waiting, found.next_try) == (1, 1, None)
    (again,) = sending.send_approved(manager, at_once=False, connect=line)
    assert (again.id, again.attempts) == (queued.id, 2)


def test_a_kill_before_the_answer_sends_the_same_bytes_again(
    nursery: Nursery, manager: Session, team: HealthTeam, line: Line, queued: Export
) -> None:
    line.script = [killed_after]
    with pytest.raises(Killed):
        sending.sync_once(manager, connect=line)
    manager.close()
    with nursery.signed_in() as later:
        assert get(later, queued.id).state is ExportState.SENDING
        assert state_words(get(later, queued.id)) == "Being sent"
        (left,) = sync(later, line)
        assert left.state is ExportState.RECEIVED
        assert left.attempts == 2
    assert len({each.body for each in line.posted}) == 1
    assert list(team.taken) == [queued.id]


def test_a_kill_while_the_envelope_is_made_leaves_none(
    manager: Session, line: Line, queued: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(export: Export) -> Export:
        raise KeyboardInterrupt

    monkeypatch.setattr(sending.outbox, "start", killed)
    with pytest.raises(KeyboardInterrupt):
        sending.sync_once(manager, connect=line)
    monkeypatch.undo()
    assert envelope(manager, queued.id) == b""
    assert get(manager, queued.id).state is ExportState.QUEUED
    assert line.posted == []


def test_running_numbers_and_the_envelope_before_make_a_chain(
    manager: Session, team: HealthTeam, line: Line, queued: Export, zofia: str
) -> None:
    sync(manager, line)
    for words in ("First change", "Second change"):
        amend(manager, zofia, words)
        exports.approve(manager, zofia)
        sync(manager, line)
    said = [each.opened.claims for each in team.taken.values()]
    assert [each.seq for each in said] == [1, 2, 3]
    digests = [hashlib.sha256(each.body).hexdigest() for each in line.posted]
    assert [each.prev for each in said] == [None, digests[0], digests[1]]
    ids = [each.jti for each in line.posted]
    assert [each.supersedes for each in said] == [None, ids[0], ids[1]]
    assert [get(manager, each).state for each in ids] == [
        ExportState.SUPERSEDED,
        ExportState.SUPERSEDED,
        ExportState.RECEIVED,
    ]


def test_an_envelope_that_grew_too_old_is_replaced_with_the_same_bundle(
    manager: Session, team: HealthTeam, line: Line, queued: Export, zofia: str, clock: Clock
) -> None:
    line.script = [drop_before]
    sync(manager, line)
    first = envelope(manager, queued.id)
    clock.forward(days=29)
    line.script = [drop_before]
    sync(manager, line)
    assert line.posted[-1].body == first  # not yet
    clock.forward(days=2)
    (left,) = sync(manager, line)
    assert left.state is ExportState.RECEIVED
    assert left.id != queued.id
    assert (left.supersedes, left.attempts) == (queued.id, 1)
    assert get(manager, queued.id).state is ExportState.SUPERSEDED
    opened = team.taken[left.id].opened
    assert opened.claims.supersedes == queued.id
    assert hashlib.sha256(opened.bundle_bytes).hexdigest() == queued.bundle_sha256
    assert opened.claims.seq == 2  # a number was used by the one that may have arrived
    assert sync(manager, line) == []


def test_all_earlier_ones_are_replaced_also_through_an_envelope_made_anew(
    manager: Session, line: Line, queued: Export, zofia: str, clock: Clock
) -> None:
    sync(manager, line)  # version 1 is received
    amend(manager, zofia, "Changed")
    second = exports.approve(manager, zofia)
    line.script = [drop_before]
    sync(manager, line)
    clock.forward(days=31)
    (left,) = sync(manager, line)  # version 2, made anew
    states = {each: get(manager, each).state for each in (queued.id, second.id, left.id)}
    assert states == {
        queued.id: ExportState.SUPERSEDED,
        second.id: ExportState.SUPERSEDED,
        left.id: ExportState.RECEIVED,
    }


def test_a_newer_version_that_arrives_first_takes_the_earlier_ones_place(
    manager: Session, line: Line, queued: Export, zofia: str
) -> None:
    line.script = [unsigned(503, retry_after=3600)]
    sync(manager, line)
    amend(manager, zofia, "Changed")
    second = exports.approve(manager, zofia)
    (left,) = sending.send_approved(manager, at_once=False, connect=line)
    assert (left.id, left.state) == (second.id, ExportState.RECEIVED)
    assert get(manager, queued.id).state is ExportState.SUPERSEDED
    assert sync(manager, line) == []


def test_the_same_version_cannot_be_approved_twice_once_it_is_on_its_way(
    manager: Session, team: HealthTeam, line: Line, queued: Export, zofia: str
) -> None:
    fresh = exports.approve(manager, zofia)  # nothing left yet: the new one takes its place
    assert get(manager, queued.id).state is ExportState.SUPERSEDED

    def meanwhile(team: HealthTeam, body: bytes, jti: str) -> Answer:
        with pytest.raises(Refused, match="approved already: Being sent"):
            exports.approve(manager, zofia)
        return team.take(body, jti)

    line.script = [meanwhile]
    sync(manager, line)
    with pytest.raises(Refused, match="approved already: Received"):
        exports.approve(manager, zofia)
    assert get(manager, fresh.id).state is ExportState.RECEIVED


def test_an_approval_for_another_team_replaces_nothing_that_the_first_team_has(
    manager: Session, team: HealthTeam, line: Line, queued: Export, zofia: str
) -> None:
    """A family that moved: the new team never hears of the package that the old one has."""
    sync(manager, line)
    amend(manager, zofia, "Changed")
    never_sent = exports.approve(manager, zofia)
    assert never_sent.supersedes == queued.id
    second = HealthTeam(team.clock, name="Another team", cards=team.cards)
    agreement = second.introduce(manager, agreement_id="agreement-2")
    children.edit_child(manager, zofia, health_team_id=agreement.health_team_id)
    decide(manager, zofia, Decision.GIVEN)
    fresh = exports.approve(manager, zofia)
    assert (fresh.health_team_id, fresh.supersedes) == (agreement.health_team_id, "")
    sending.sync_once(
        manager,
        connect=lambda each: Line(second if each.agreement_id == "agreement-2" else team),
    )
    assert get(manager, fresh.id).state is ExportState.RECEIVED
    assert get(manager, queued.id).state is ExportState.RECEIVED  # the first team still has it
