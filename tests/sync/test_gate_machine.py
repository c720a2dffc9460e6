"""Never without authority: the gate against an oracle written apart from it.

A machine makes and ends agreements, records what a family says, moves the clocks, signs and
amends, and after each step asks the gate. The oracle keeps the history in its own plain words (who
said what, about what, on which day) and works out from the rules of the field alone whether
sending is within authority.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.domain.consent import Consent, Decision, Purpose, in_force
from ir_desktop.domain.sharing import Agreement, HoldReason
from ir_desktop.sync.gate import GateFacts, gate
from tests.sync.gate_oracle import KINDS, Said, agreed, check_reason, latest
from tests.sync.gate_parts import NOW, under
from tests.sync.gate_parts import said as consented

TEAMS = ("north", "south")
KIDS = ("our-key", "old-key")


class Gate(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.written = NOW - timedelta(days=400)
        self.agreement: Agreement | None = None
        self.consents: list[Consent] = []
        self.history: list[Said] = []
        self.categories = {Category.IDENTITY, Category.PROGRESS_CHECK}
        self.signed_off = True
        self.demo = False
        self.own_kid = "our-key"
        self.team = "north"
        self.moved = False

    @property
    def today(self) -> date:
        return self.now.date()

    # What happens.

    @rule(
        from_days=st.integers(-20, 5),
        for_days=st.integers(0, 60),
        categories=st.just(set(Category)) | st.sets(st.sampled_from(Category)),
        opt_outs=st.sets(st.sampled_from(Category)),
        silent=st.booleans(),
        own_kid=st.sampled_from(["our-key", "our-key", "old-key"]),
        confirmed_by=st.sampled_from(["Hannah Whitlock", "Hannah Whitlock", "", " "]),
    )
    def introduce(
        self,
        from_days: int,
        for_days: int,
        categories: set[Category],
        opt_outs: set[Category],
        silent: bool,
        own_kid: str,
        confirmed_by: str,
    ) -> None:
        modes = {
            each: ConsentMode.OPT_OUT if each in opt_outs else ConsentMode.OPT_IN
            for each in Category
            if each in opt_outs or not silent  # an agreement may say nothing: then it is opt-in
        }
        begins = self.now + timedelta(days=from_days)
        self.agreement = under(
            health_team_id=self.team,
            valid_from=begins,
            valid_until=begins + timedelta(days=for_days),
            categories=tuple(categories),
            consent_modes=modes,
            own_kid=own_kid,
            confirmed_by=confirmed_by,
        )

    @rule()
    def introduce_in_full(self) -> None:
        self.introduce(0, 60, set(Category), set(), False, self.own_kid, "Hannah Whitlock")

    @rule()
    def end_agreement(self) -> None:
        if self.agreement is not None:
            self.agreement = replace(self.agreement, ended_on=self.today)

    @rule()
    def lose_agreement(self) -> None:
        self.agreement = None

    @rule(
        team=st.sampled_from(["north", "north", "south"]),
        purpose=st.sampled_from([Purpose.THIS_REVIEW, Purpose.THIS_REVIEW, *Purpose]),
        categories=st.just(set(Category)) | st.sets(st.sampled_from(Category), min_size=1),
        decision=st.sampled_from([Decision.GIVEN, Decision.GIVEN, *Decision]),
        days_ago=st.sampled_from([0, 0, 0, 1, 3, -2]),
        review_in=st.none() | st.integers(0, 30),
    )
    def say(
        self,
        team: str,
        purpose: Purpose,
        categories: set[Category],
        decision: Decision,
        days_ago: int,
        review_in: int | None,
    ) -> None:
        day = self.today - timedelta(days=days_ago)
        review_by = None if review_in is None else day + timedelta(days=review_in)
        self.written += timedelta(minutes=1)
        self.consents.insert(
            len(self.consents) // 2,  # kept in no particular order
            consented(
                decision,
                id=f"{len(self.consents):04}",
                created_at=self.written,
                changed_at=self.written,
                health_team_id=team,
                purpose=purpose,
                categories=tuple(categories),
                occurred_on=day,
                review_by=review_by,
            ),
        )
        about = {each.value for each in categories}
        self.history.append(Said(team, purpose.value, about, decision.value, day, review_by))

    @rule()
    def give_all(self) -> None:
        self.say(self.team, Purpose.THIS_REVIEW, set(Category), Decision.GIVEN, 0, None)

    @rule(hours=st.sampled_from([1, 5, 24, 24 * 7, 24 * 40, -1, -24, -24 * 8]))
    def clock(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(edge=st.sampled_from(["valid_from", "valid_until"]), step=st.integers(-1, 1))
    def clock_to_an_edge(self, edge: str, step: int) -> None:
        if self.agreement is not None:
            moment: datetime = getattr(self.agreement, edge)
            self.now = moment + timedelta(microseconds=step)

    @rule(categories=st.sets(st.sampled_from(Category), min_size=1))
    def amend(self, categories: set[Category]) -> None:
        self.categories = categories

    @rule()
    def sign(self) -> None:
        self.signed_off = not self.signed_off

    @rule()
    def demo_store(self) -> None:
        self.demo = not self.demo

    @rule(kid=st.sampled_from(KIDS))
    def new_key(self, kid: str) -> None:
        self.own_kid = kid

    @rule(team=st.sampled_from(TEAMS))
    def move_house(self, team: str) -> None:
        self.team = team

    @rule()
    def child_moves(self) -> None:
        """The child belongs to another team than the copy was approved for, or again to it."""
        self.moved = not self.moved

    # What the rules of the field say.

    def oracle(self) -> set[tuple[str, str]]:
        """Return every want of authority as (what, about which category)."""
        wants: set[tuple[str, str]] = set()
        if self.moved:
            return {("team", "")}
        if not self.signed_off:
            wants.add(("signature", ""))
        if self.demo:
            wants.add(("demo", ""))
        paper = self.agreement
        if paper is None:
            wants.add(("agreement", ""))
        else:
            in_time = paper.valid_from <= self.now <= paper.valid_until
            if paper.ended_on is not None or not in_time:
                wants.add(("agreement", ""))
            if not paper.confirmed_by.strip() or paper.own_kid != self.own_kid:
                wants.add(("key", ""))
        for category in self.categories:
            code = category.value
            if paper is not None and category not in paper.categories:
                wants.add(("cover", code))
            may_be_told = (
                paper is not None
                and code != "progress_check"
                and paper.consent_modes.get(category) == "opt_out"
            )
            said = latest(self.history, self.team, code)
            if not agreed(said, may_be_told=may_be_told, today=self.today):
                wants.add(("consent", code))
        return wants

    @invariant()
    def the_gate_agrees(self) -> None:
        facts = GateFacts(
            agreement=self.agreement,
            categories=self.categories,
            consents=in_force(self.consents, health_team_id=self.team, purpose=Purpose.THIS_REVIEW),
            signed_off=self.signed_off,
            own_kid=self.own_kid,
            today=self.today,
            now=self.now,
            real_endpoint_from_demo=self.demo,
            another_team=self.moved,
        )
        holds = gate(facts)
        found = {(KINDS[hold.reason], hold.category or "") for hold in holds}
        assert found == self.oracle()
        assert len(holds) == len(found)  # nothing is told twice
        for hold in holds:
            said = latest(self.history, self.team, hold.category.value) if hold.category else None
            check_reason(hold, self.agreement, said, self.now)


def test_the_machine_knows_every_reason() -> None:
    assert set(KINDS) == set(HoldReason)


def test_the_oracle_can_say_yes_and_no() -> None:
    """Otherwise the machine below could agree with a gate that always says no."""
    machine = Gate()
    assert machine.oracle()
    machine.introduce_in_full()
    machine.give_all()
    assert machine.oracle() == set()
    machine.the_gate_agrees()
    machine.child_moves()
    assert machine.oracle() == {("team", "")}
    machine.child_moves()
    machine.say("north", Purpose.THIS_REVIEW, {Category.IDENTITY}, Decision.WITHDRAWN, 0, None)
    assert machine.oracle() == {("consent", "identity")}


# 10,000 steps (TARGETS "never without authority").
TestGate = Gate.TestCase
TestGate.settings = settings(max_examples=200, stateful_step_count=50, deadline=None)
