"""Runs of sending: one item's trouble is its own, and two runs at once lose nothing."""

from dataclasses import replace

import pytest

from ir_desktop.domain.consent import Consent, Decision
from ir_desktop.domain.sharing import Export, ExportState
from ir_desktop.errors import EnvironmentProblem, invalid
from ir_desktop.services import exports, sending
from ir_desktop.services.session import Session, by_itself
from ir_desktop.storage.problems import DiskFull
from ir_desktop.storage.repository import Repository
from ir_desktop.sync.outbox import state_words
from ir_desktop.sync.transports.answer import Answer, Offline
from tests.services.health_team import HealthTeam, Line, drop_before
from tests.services.nursery import child_named
from tests.services.sending_hands import CAFE, decide, get, sync


def test_one_that_cannot_be_made_never_blocks_the_others(
    manager: Session, team: HealthTeam, line: Line, queued: Export
) -> None:
    saoirse = child_named(manager, "Saoirse").id
    decide(manager, saoirse, Decision.GIVEN)
    other = exports.approve(manager, saoirse)
    with by_itself(manager, "for_the_test") as work:  # as an older version could have kept it
        for each in work.records.find(Consent, child_id=queued.child_id):
            work.save(replace(each, by_relationship="x" * 150))
    left = {each.id: each for each in sync(manager, line)}
    assert left[queued.id].state is ExportState.SET_ASIDE
    assert "could not be made ready" in state_words(left[queued.id])
    assert left[other.id].state is ExportState.RECEIVED
    assert sync(manager, line) == []


def test_an_endpoint_that_cannot_be_used_is_set_aside(
    manager: Session, team: HealthTeam, queued: Export
) -> None:
    def connect(agreement: object) -> Line:
        raise invalid("endpoint", "The address must begin with https://.")

    (left,) = sending.sync_once(manager, connect=connect)
    assert left.state is ExportState.SET_ASIDE
    assert "must begin with https" in left.last_outcome


def test_a_full_disk_stops_the_run_and_leaves_the_rest_as_it_was(
    manager: Session, line: Line, queued: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Repository, record: object) -> object:
        raise DiskFull

    monkeypatch.setattr(Repository, "change", full)
    with pytest.raises(EnvironmentProblem, match="disk is full"):
        sending.sync_once(manager, connect=line)
    monkeypatch.undo()
    assert line.posted == []
    assert get(manager, queued.id).state is ExportState.QUEUED
    assert sync(manager, line)[0].state is ExportState.RECEIVED


def test_two_runs_at_once_lose_no_receipt_and_break_nothing(
    manager: Session, team: HealthTeam, line: Line, queued: Export
) -> None:
    """The window's own run and a person's may both be waiting for the same answer."""

    def meanwhile(team: HealthTeam, body: bytes, jti: str) -> Answer:
        (inner,) = sending.sync_once(manager, connect=Line(team))
        assert inner.state is ExportState.RECEIVED
        return team.take(body, jti)

    line.script = [meanwhile]
    (left,) = sync(manager, line)
    assert left.state is ExportState.RECEIVED
    assert list(team.taken) == [queued.id]


def test_a_receipt_that_comes_after_another_run_gave_up_still_counts(
    manager: Session, team: HealthTeam, line: Line, queued: Export, zofia: str
) -> None:
    def meanwhile(team: HealthTeam, body: bytes, jti: str) -> Answer:
        sending.sync_once(manager, connect=Line(team, [drop_before]))
        assert get(manager, queued.id).state is ExportState.WAITING
        decide(manager, zofia, Decision.WITHDRAWN)
        sending.sync_once(manager, connect=Line(team))
        assert get(manager, queued.id).state is ExportState.HELD
        return team.take(body, jti)

    line.script = [meanwhile]
    (left,) = sync(manager, line)
    assert left.state is ExportState.RECEIVED  # it is there, whatever was decided since


def test_a_late_failure_does_not_undo_what_another_run_reached(
    manager: Session, team: HealthTeam, line: Line, queued: Export
) -> None:
    def meanwhile(team: HealthTeam, body: bytes, jti: str) -> Answer:
        sending.sync_once(manager, connect=Line(team))
        raise Offline("The line broke.")

    def meanwhile_page(team: HealthTeam, body: bytes, jti: str) -> Answer:
        return CAFE

    line.script = [meanwhile, meanwhile_page]
    (left,) = sync(manager, line)
    assert left.state is ExportState.RECEIVED


def test_between_exports_a_person_can_stop_it(manager: Session, line: Line, queued: Export) -> None:
    assert sending.send_approved(manager, at_once=True, connect=line, stop=lambda: True) == []
    assert line.posted == []
