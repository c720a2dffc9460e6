"""A child whose health team changes while a copy waits: it is held, and what frees it is said."""

from collections.abc import Callable

import pytest

from ir_desktop.domain.consent import Decision, How
from ir_desktop.domain.sharing import Agreement, Export, ExportState, HoldReason
from ir_desktop.services import children, consents, exports, sending, to_share
from ir_desktop.services.exchange_round import plan
from ir_desktop.services.session import Session
from ir_desktop.sync.outbox import state_words
from ir_desktop.sync.transports.answer import Answer
from ir_desktop.ui.sharing.detail_presenter import detail_view
from ir_desktop.ui.sharing.list_presenter import CHILD, EXPORT, list_view
from ir_desktop.ui.sharing.sharing_words import RENEW
from tests.services.health_team import HealthTeam, Line, accept, drop_after
from tests.services.nursery import child_named

S = ExportState


class Two:
    """Two teams with agreements, and lines to both."""

    def __init__(self, session: Session, old: HealthTeam) -> None:
        self.session, self.old = session, old
        self.new = HealthTeam(old.clock, name="Westfield health visiting team")
        self.first = old.introduce(session)
        self.second = self.new.introduce(session, agreement_id="agreement-2")
        self.lines = {self.first.id: Line(old), self.second.id: Line(self.new)}
        self.zofia = child_named(session, "Zofia").id

    def approve(self) -> Export:
        return exports.approve(self.session, self.zofia)

    def send(self) -> list[Export]:
        return sending.sync_once(self.session, connect=lambda each: self.lines[each.id](each))

    def move(self, agreement: Agreement | None) -> None:
        team = None if agreement is None else agreement.health_team_id
        children.edit_child(self.session, self.zofia, health_team_id=team)

    def agree(self, agreement: Agreement) -> None:
        consents.record_consent(
            self.session,
            self.zofia,
            decision=Decision.GIVEN,
            by_name="Agnieszka",
            by_relationship="mother",
            how=How.PHONE,
            occurred_on=self.session.today,
            health_team_id=agreement.health_team_id,
        )

    def get(self, export: Export) -> Export:
        with self.session.store.reading() as records:
            return records.get(Export, export.id)

    def script(self, *exchanges: Callable[[HealthTeam, bytes, str], Answer]) -> None:
        self.lines[self.first.id].script = list(exchanges)

    @property
    def posted(self) -> list[int]:
        return [len(each.posted) for each in self.lines.values()]


@pytest.fixture
def two(manager: Session, team: HealthTeam) -> Two:
    made = Two(manager, team)
    made.move(made.first)
    made.agree(made.first)
    return made


def test_what_waits_for_the_old_team_is_held_with_one_reason_and_what_frees_it(two: Two) -> None:
    queued = two.approve()
    assert queued.state is S.QUEUED
    two.move(two.second)
    (held,) = two.send()
    assert (held.id, held.state) == (queued.id, S.HELD)
    (reason,) = held.holds
    assert reason.reason is HoldReason.ANOTHER_TEAM
    assert state_words(held) == (
        "Held: The child belongs to another health team now. Approve it again for that team, or "
        "put the health team right in the child’s details."
    )
    assert two.posted == [0, 0]
    assert plan(two.session).held == 1
    assert plan(two.session).ready == 0


def test_put_right_again_it_goes_by_itself(two: Two) -> None:
    queued = two.approve()
    two.move(two.second)
    two.send()
    two.move(two.first)
    assert plan(two.session).ready == 1
    (left,) = two.send()
    assert (left.id, left.state) == (queued.id, S.RECEIVED)
    assert two.posted == [1, 0]


def test_where_nobody_says_which_team_it_goes_to_the_one_it_was_approved_for(two: Two) -> None:
    two.approve()
    two.move(None)
    (left,) = two.send()
    assert left.state is S.RECEIVED


def test_approved_again_it_goes_to_the_new_team_alone(two: Two) -> None:
    old = two.approve()
    two.move(two.second)
    two.send()
    fresh = two.approve()
    assert fresh.health_team_id == two.second.health_team_id
    assert fresh.state is S.HELD  # the family has not been asked about this team
    assert {each.reason for each in fresh.holds} == {HoldReason.CONSENT_MISSING}
    assert two.get(old).state is S.SUPERSEDED
    two.agree(two.second)
    (left,) = two.send()
    assert (left.id, left.state, left.supersedes) == (fresh.id, S.RECEIVED, "")
    assert two.posted == [0, 1]


def test_what_the_old_team_may_have_is_remembered_if_the_child_comes_back(two: Two) -> None:
    old = two.approve()
    two.script(drop_after)  # it is there, but no receipt came
    two.send()
    two.move(two.second)
    two.send()
    between = two.approve()
    assert two.get(old).state is S.SUPERSEDED
    two.move(two.first)
    back = two.approve()
    assert (back.health_team_id, back.supersedes) == (two.first.health_team_id, old.id)
    assert two.get(between).state is S.SUPERSEDED
    (left,) = two.send()
    assert left.state is S.RECEIVED
    assert two.old.taken[left.id].opened.claims.supersedes == old.id


def test_moved_and_approved_anew_in_the_middle_of_a_send(two: Two) -> None:
    old = two.approve()
    two.agree(two.second)

    def meanwhile(team: HealthTeam, body: bytes, jti: str) -> Answer:
        two.move(two.second)
        two.approve()
        return drop_after(team, body, jti)

    two.script(meanwhile, accept)
    two.send()
    left = {each.health_team_id: each.state for each in two.send()}
    assert left == {
        two.first.health_team_id: S.SUPERSEDED,  # no second try for the team of before
        two.second.health_team_id: S.RECEIVED,
    }
    assert two.posted == [1, 1]
    assert two.get(old).state is S.SUPERSEDED


def test_a_receipt_of_the_old_team_still_counts(two: Two) -> None:
    old = two.approve()

    def meanwhile(team: HealthTeam, body: bytes, jti: str) -> Answer:
        two.move(two.second)
        return team.take(body, jti)

    two.script(meanwhile)
    (left,) = two.send()
    assert (left.id, left.state) == (old.id, S.RECEIVED)


def test_a_moved_childs_review_is_not_offered_twice(two: Two) -> None:
    two.approve()
    two.move(two.second)
    two.send()
    assert two.zofia not in {each.child_id for each in to_share.list_to_share(two.session)}


def test_sharing_says_it_in_words_with_the_way_out(two: Two) -> None:
    queued = two.approve()
    two.move(two.second)
    two.send()
    key = f"{EXPORT}{queued.id}"
    (row,) = [each for each in list_view(two.session).rows if each.key == key]
    assert (row.words, row.act, row.does) == (
        "Held: the child has another team now",
        "Prepare for new team",
        RENEW,
    )
    (told,) = detail_view(two.session, key).holds
    assert (told.act, told.does) == ("Prepare for new team", RENEW)
    # That opens what would go to the new team, to look at before it is approved.
    fresh = detail_view(two.session, f"{CHILD}{two.zofia}")
    assert f"To {two.new.name}" in fresh.once_more
