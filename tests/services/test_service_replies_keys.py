"""Replies signed with a team's old key, its new one, and one that it had given up."""

from dataclasses import replace
from datetime import timedelta

from ir_desktop.domain.sharing import Export
from ir_desktop.services import agreements
from ir_desktop.services.replies import Fetched, fetch_replies
from ir_desktop.services.session import Session
from ir_desktop.sync import keys
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import Clock


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
