"""Consent taken back after a copy left: whom to ring, until it is noted."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Decision, How
from ir_desktop.domain.people import Role
from ir_desktop.domain.sharing import Export, ExportState
from ir_desktop.domain.withdrawal import TOLD, to_tell
from ir_desktop.errors import Refused
from ir_desktop.services import checking, children, exports, sending, withdrawals
from ir_desktop.services.session import Session
from ir_desktop.services.today import today
from ir_desktop.services.withdrawals import note_told, of_child
from tests.services.health_team import HealthTeam, Line, drop_after
from tests.services.nursery import Clock, Nursery, acts, child_named
from tests.services.sending_hands import decide

S = ExportState


@pytest.fixture
def zofia(manager: Session, team: HealthTeam) -> str:
    """Zofia, whose review is approved and may leave."""
    team.introduce(manager)
    child_id = child_named(manager, "Zofia").id
    assert exports.approve(manager, child_id).state is S.QUEUED
    return child_id


def send(session: Session, team: HealthTeam, *script: Any) -> Export:
    (left,) = sending.sync_once(session, connect=Line(team, list(script)))
    return left


def states(session: Session, child_id: str) -> list[ExportState]:
    return [each.state for each in children.child_page(session, child_id).exports]


def test_what_never_left_needs_no_telling(manager: Session, zofia: str) -> None:
    decide(manager, zofia, Decision.WITHDRAWN)
    assert of_child(manager, zofia) == ()
    assert today(manager).rings.total == 0
    with pytest.raises(Refused, match="No health team is to be told"):
        note_told(manager, zofia)


def test_a_team_that_has_it_is_to_be_rung_until_that_is_noted(
    manager: Session, team: HealthTeam, zofia: str, clock: Clock
) -> None:
    assert send(manager, team).state is S.RECEIVED
    assert of_child(manager, zofia) == ()
    decide(manager, zofia, Decision.WITHDRAWN)
    (ring,) = of_child(manager, zofia)
    assert (ring.team, ring.since, ring.name) == (team.name, manager.today, "Zofia Kowalska")
    assert ring.sentence == (
        "Agnieszka Kowalska took back consent on 20 November 2026, for: everything. They have a "
        "copy. Ring them on a number you know, ask them to stop using it, and note here that they "
        "were told."
    )
    assert today(manager).rings.rows == (ring,)
    clock.forward(days=30)
    assert today(manager).rings.total == 1  # it does not go away by itself
    before = len(acts(manager))
    contact = note_told(manager, zofia)
    assert (contact.about, contact.how, contact.occurred_on) == (TOLD, How.PHONE, manager.today)
    assert contact.outcome == f"Told {team.name}"
    assert acts(manager, before) == ["record_contact"]
    assert of_child(manager, zofia) == ()
    assert today(manager).rings.total == 0
    assert states(manager, zofia) == [S.WITHDRAWN]
    assert today(manager).at_health.total == 0  # nobody waits for an answer any more
    with pytest.raises(Refused):
        note_told(manager, zofia)
    assert checking.verify_audit(manager).findings == ()


def test_a_copy_that_may_have_arrived_counts_too(
    manager: Session, team: HealthTeam, zofia: str
) -> None:
    send(manager, team, drop_after)
    decide(manager, zofia, Decision.WITHDRAWN)
    assert send(manager, team).state is S.HELD
    (ring,) = of_child(manager, zofia)
    assert "They may have a copy: one left, and no receipt came." in ring.sentence
    note_told(manager, zofia)
    assert of_child(manager, zofia) == ()
    assert states(manager, zofia) == [S.HELD]  # and stays here


def test_a_part_taken_back_names_it_and_leaves_the_rest(
    manager: Session, team: HealthTeam, zofia: str
) -> None:
    send(manager, team)
    decide(manager, zofia, Decision.WITHDRAWN, categories=(Category.ASQ3, Category.PLAN))
    (ring,) = of_child(manager, zofia)
    assert "everything" not in ring.sentence
    assert "ASQ-3" in ring.sentence
    note_told(manager, zofia)
    assert states(manager, zofia) == [S.RECEIVED]
    # More is taken back later: they are to be rung again.
    decide(manager, zofia, Decision.WITHDRAWN)
    assert len(of_child(manager, zofia)) == 1


def test_agreed_again_before_anybody_rang_there_is_nothing_to_tell(
    manager: Session, team: HealthTeam, zofia: str
) -> None:
    send(manager, team)
    decide(manager, zofia, Decision.WITHDRAWN)
    decide(manager, zofia, Decision.GIVEN)
    assert of_child(manager, zofia) == ()


def test_agreed_again_afterwards_the_same_review_can_be_sent_again(
    manager: Session, team: HealthTeam, zofia: str
) -> None:
    first = send(manager, team)
    decide(manager, zofia, Decision.WITHDRAWN)
    note_told(manager, zofia)
    decide(manager, zofia, Decision.GIVEN)
    again = exports.approve(manager, zofia)
    assert (again.state, again.supersedes) == (S.QUEUED, first.id)
    assert send(manager, team).state is S.RECEIVED
    decide(manager, zofia, Decision.WITHDRAWN)
    assert len(of_child(manager, zofia)) == 1


def test_a_team_that_refused_it_has_nothing_to_stop_using(
    manager: Session, team: HealthTeam, zofia: str
) -> None:
    from ir_desktop.sync import claims
    from ir_desktop.sync.transports.answer import Answer

    def refused(team: HealthTeam, body: bytes, jti: str) -> Answer:
        return Answer(403, team.refusal(body, jti, claims.RejectReason.NOT_OUR_CHILD).encode())

    assert send(manager, team, refused).state is S.REJECTED
    decide(manager, zofia, Decision.WITHDRAWN)
    assert of_child(manager, zofia) == ()


def test_nobody_hears_of_it_for_children_out_of_their_reach(
    nursery: Nursery, manager: Session, team: HealthTeam, zofia: str
) -> None:
    send(manager, team)
    decide(manager, zofia, Decision.WITHDRAWN)
    assert child_named(manager, "Zofia").key_person_id != "nobody"
    manager.close()
    with nursery.signed_in(Role.PRACTITIONER) as session:
        assert today(session).rings.total == 0
        with pytest.raises(Refused):
            of_child(session, zofia)
        with pytest.raises(Refused):
            note_told(session, zofia)


decisions = st.lists(st.sampled_from(Decision), max_size=6)


@given(decisions, st.sampled_from(ExportState), st.booleans())
def test_told_exactly_while_what_left_is_refused(
    said: list[Decision], state: ExportState, left: bool
) -> None:
    from datetime import UTC, datetime, timedelta

    from ir_desktop.domain.consent import Consent, Purpose

    start = datetime(2026, 11, 20, tzinfo=UTC)
    stamp: dict[str, Any] = {"created_by": "m", "changed_at": start, "changed_by": "m"}
    history = [
        Consent(
            id=f"{n}", created_at=start + timedelta(minutes=n), child_id="c", health_team_id="t",
            purpose=Purpose.THIS_REVIEW, categories=tuple(Category), decision=each, by_name="A",
            by_relationship="", how=How.PHONE, occurred_on=start.date(), wording_version="1",
            **stamp,
        )
        for n, each in enumerate(said)
    ]  # fmt: skip
    export = Export(
        id="e", created_at=start, child_id="c", review_id="r", review_version=1,
        health_team_id="t", agreement_id=None, categories=(Category.IDENTITY,), bundle_sha256="",
        state=state, envelope_sha256="x" if left else "", **stamp,
    )  # fmt: skip
    found = to_tell([export], history, [])
    refused = bool(said) and said[-1] in (Decision.WITHDRAWN, Decision.DECLINED)
    there = state in (S.RECEIVED, S.HANDED_OVER)
    wanted = refused and (left or there) and state not in (S.REJECTED, S.WITHDRAWN)
    assert bool(found) is wanted
    if found:
        assert found[0].surely is there
        assert found[0].whole


def test_everybodys_list_is_read_in_few_statements(manager: Session, zofia: str) -> None:
    from tests.services.test_service_sharing_lists import add_many, statements

    def rings() -> list[withdrawals.Ring]:
        with manager.store.reading() as records:
            return withdrawals.among(manager, records)

    with statements(manager) as few:
        assert rings() == []
    add_many(manager, 600)
    with statements(manager) as many:
        rings()
    assert len(many) == len(few)
