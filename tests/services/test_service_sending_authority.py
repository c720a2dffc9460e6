"""Sending: nothing leaves without an agreement in force and the family's word."""

from datetime import timedelta

import pytest

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Decision
from ir_desktop.domain.sharing import Export, ExportState, HoldReason
from ir_desktop.errors import Invalid, Refused
from ir_desktop.services import agreements, exports, replies
from ir_desktop.services.session import Session
from ir_desktop.sync import claims
from ir_desktop.sync.outbox import state_words
from tests.services.health_team import HealthTeam, Line, drop_after, drop_before
from tests.services.nursery import Clock
from tests.services.sending_hands import decide, get, sync


def test_a_new_version_of_the_agreement_has_the_envelope_made_anew(
    manager: Session, team: HealthTeam, line: Line, queued: Export, clock: Clock
) -> None:
    line.script = [drop_before]
    sync(manager, line)
    clock.forward(minutes=5)
    newer = team.introduce(manager, version="2", starts_in=timedelta(0))
    clock.forward(minutes=5)
    (left,) = sync(manager, line)
    assert left.state is ExportState.RECEIVED
    assert left.agreement_id == newer.id
    assert left.supersedes == queued.id
    assert team.taken[left.id].opened.claims.head.agreement.version == "2"
    assert len({each.body for each in line.posted}) == 2


def test_a_narrower_version_that_begins_at_the_same_moment_counts(
    manager: Session, team: HealthTeam, line: Line, queued: Export, zofia: str
) -> None:
    """The later one taken in is the one that was agreed last."""
    moment = team.clock.moment
    narrower = tuple(each for each in Category if each is not Category.ASQ3)
    team.clock.moment = moment
    for version, categories in (("2", tuple(Category)), ("3", narrower)):
        team.clock.moment = moment.replace(microsecond=0)
        team.introduce(manager, version=version, categories=categories, starts_in=timedelta(0))
    team.clock.forward(minutes=1)
    (left,) = sync(manager, line)
    assert left.state is ExportState.HELD
    assert {each.reason for each in left.holds} == {HoldReason.CATEGORY_NOT_ALLOWED}
    again = exports.approve(manager, zofia)
    assert Category.ASQ3 not in again.categories
    sync(manager, line)
    assert b"Problem solving" not in team.taken[again.id].opened.bundle_bytes


def test_an_agreement_that_was_ended_sends_nothing_more_under_any_version(
    manager: Session, team: HealthTeam, line: Line, queued: Export, clock: Clock
) -> None:
    clock.forward(minutes=5)
    newer = team.introduce(manager, version="2", starts_in=timedelta(0))
    clock.forward(minutes=5)
    ended = agreements.end_agreement(manager, newer.id)
    assert ended.id == newer.id
    assert ended.ended_on == manager.today
    with pytest.raises(Refused, match="has ended already"):
        agreements.end_agreement(manager, newer.id)
    (left,) = sync(manager, line)
    assert left.state is ExportState.HELD
    assert {each.reason for each in left.holds} == {HoldReason.AGREEMENT_ENDED}
    assert line.posted == []


@pytest.mark.parametrize("tried_before", [False, True])
def test_consent_withdrawn_meanwhile_holds_it(
    tried_before: bool,
    manager: Session,
    team: HealthTeam,
    line: Line,
    queued: Export,
    zofia: str,
) -> None:
    if tried_before:
        line.script = [drop_before]
        sync(manager, line)
    decide(manager, zofia, Decision.WITHDRAWN)
    posted = len(line.posted)
    (left,) = sync(manager, line)
    assert left.state is ExportState.HELD
    assert {each.reason for each in left.holds} == {HoldReason.CONSENT_WITHDRAWN}
    assert state_words(left).startswith("Held: ")
    assert len(line.posted) == posted
    # Given again, the same package goes.
    decide(manager, zofia, Decision.GIVEN)
    (again,) = sync(manager, line)
    assert (again.id, again.state) == (queued.id, ExportState.RECEIVED)


@pytest.mark.parametrize("tried_before", [False, True])
def test_what_is_held_can_be_approved_again_without_what_the_family_took_back(
    tried_before: bool,
    manager: Session,
    team: HealthTeam,
    line: Line,
    queued: Export,
    zofia: str,
) -> None:
    if tried_before:
        line.script = [drop_after]
        sync(manager, line)
    decide(manager, zofia, Decision.WITHDRAWN, categories=(Category.ASQ3,))
    (held,) = sync(manager, line)
    assert held.state is ExportState.HELD
    again = exports.approve(manager, zofia)
    assert again.state is ExportState.QUEUED
    assert Category.ASQ3 not in again.categories
    assert get(manager, queued.id).state is ExportState.SUPERSEDED
    # What was tried may be there already: the new one says that it takes its place.
    assert again.supersedes == (queued.id if tried_before else "")
    (left,) = sync(manager, line)
    assert (left.id, left.state) == (again.id, ExportState.RECEIVED)
    assert b"Problem solving" not in team.taken[again.id].opened.bundle_bytes


def test_what_may_have_arrived_is_remembered_through_approvals_that_never_left(
    manager: Session, line: Line, queued: Export, zofia: str
) -> None:
    line.script = [drop_after]
    sync(manager, line)
    decide(manager, zofia, Decision.WITHDRAWN)
    sync(manager, line)
    for _ in range(3):
        again = exports.approve(manager, zofia)
        assert again.state is ExportState.HELD
        assert again.supersedes == queued.id


def test_consent_out_of_date_holds_it(
    manager: Session, line: Line, queued: Export, zofia: str, clock: Clock
) -> None:
    decide(manager, zofia, Decision.GIVEN, review_by=manager.today + timedelta(days=3))
    clock.forward(days=4)
    (left,) = sync(manager, line)
    assert {each.reason for each in left.holds} == {HoldReason.CONSENT_OUT_OF_DATE}
    assert line.posted == []


def test_an_agreement_not_begun_or_run_out_holds_it(
    manager: Session, team: HealthTeam, line: Line, zofia: str, clock: Clock
) -> None:
    team.introduce(manager, starts_in=timedelta(days=2), days=5)
    export = exports.approve(manager, zofia)
    assert {each.reason for each in export.holds} == {HoldReason.AGREEMENT_NOT_YET}
    (left,) = sync(manager, line)
    assert left.state is ExportState.HELD
    clock.forward(days=8)
    (left,) = sync(manager, line)
    assert {each.reason for each in left.holds} == {HoldReason.AGREEMENT_ENDED}
    assert line.posted == []


def test_no_agreement_at_all_holds_it_until_there_is_one(
    manager: Session, team: HealthTeam, line: Line, zofia: str
) -> None:
    export = exports.approve(manager, zofia)
    assert {each.reason for each in export.holds} == {HoldReason.NO_AGREEMENT}
    (left,) = sync(manager, line)
    assert left.state is ExportState.HELD
    team.introduce(manager)
    (left,) = sync(manager, line)
    assert (left.id, left.state) == (export.id, ExportState.RECEIVED)


@pytest.mark.parametrize(
    "address",
    [
        "https://receiver.example",
        "https://192.0.2.7",
        "https://localhost.example",
        "https://127.0.0.1.example",
        "https://[2001:db8::1]",
    ],
)
def test_the_demo_never_sends_or_asks_outside_this_computer(
    address: str, manager: Session, team: HealthTeam, line: Line, zofia: str
) -> None:
    team.introduce(manager, endpoint=claims.Endpoint(claims.EndpointKind.HTTPS, address))
    export = exports.approve(manager, zofia)
    assert {each.reason for each in export.holds} == {HoldReason.DEMO_STORE}
    (left,) = sync(manager, line)
    assert left.state is ExportState.HELD
    assert replies.fetch_replies(manager, connect=line) == replies.Fetched()
    assert (line.posted, line.asked, line.open) == ([], [], 0)


def test_a_relationship_longer_than_the_format_carries_is_refused_at_once(
    manager: Session, zofia: str
) -> None:
    with pytest.raises(Invalid, match="relationship: This is too long: at most 100"):
        decide(manager, zofia, Decision.GIVEN, by_relationship="x" * 101)
