"""Never without authority: the gate against an oracle written apart from it.

A machine makes and ends agreements, records what a family says, moves the clocks, signs and
amends, and after each step asks the gate. The oracle keeps the history in its own plain words (who
said what, about what, on which day) and works out from the rules of the field alone whether
sending is within authority.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.domain.consent import Consent, Decision, How, Purpose, in_force
from ir_desktop.domain.sharing import Agreement, HoldReason
from ir_desktop.sync.gate import GateFacts, gate

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
TEAMS = ("north", "south")
KIDS = ("our-key", "old-key")


@dataclass
class Said:
    """One thing a family said, as somebody would tell it."""

    team: str
    purpose: str
    about: set[str]
    word: str
    day: date
    review_by: date | None


def latest(history: list[Said], team: str, about: str) -> Said | None:
    """Return what counts: the latest day; of one day, what was written down last."""
    counting: Said | None = None
    for each in history:  # in the order it was written down
        if (
            each.team == team
            and each.purpose == "this_review"
            and about in each.about
            and (counting is None or each.day >= counting.day)
        ):
            counting = each
    return counting


def agreed(said: Said | None, *, may_be_told: bool, today: date) -> bool:
    """Whether the family's word suffices today."""
    if said is None or said.day > today:
        return False
    if said.review_by is not None and today > said.review_by:
        return False
    return said.word == "given" or (said.word == "told" and may_be_told)


class Gate(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.written = START - timedelta(days=400)
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
        self.agreement = Agreement(
            id="a1",
            created_at=self.now,
            created_by="me",
            changed_at=self.now,
            changed_by="me",
            agreement_id="AG-2026-014",
            version="1",
            health_team_id=self.team,
            token="",
            recipient_name="Northmere",
            signing_key="{}",
            encryption_key="{}",
            signing_kid="s",
            encryption_kid="e",
            purpose="",
            lawful_basis="",
            valid_from=begins,
            valid_until=begins + timedelta(days=for_days),
            categories=tuple(categories),
            consent_modes=modes,
            endpoint_kind="https",
            endpoint="https://reviews.example/in",
            tls_ca="",
            own_kid=own_kid,
            fingerprint="",
            confirmed_by=confirmed_by,
            confirmed_on=self.today,
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
            Consent(
                id=f"{len(self.consents):04}",
                created_at=self.written,
                created_by="me",
                changed_at=self.written,
                changed_by="me",
                child_id="c1",
                health_team_id=team,
                purpose=purpose,
                categories=tuple(categories),
                decision=decision,
                by_name="Marta Field",
                by_relationship="mother",
                how=How.PHONE,
                occurred_on=day,
                wording_version="2026-1",
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
        found = {(_KINDS[hold.reason], hold.category or "") for hold in holds}
        assert found == self.oracle()
        assert len(holds) == len(found)  # nothing is told twice
        for hold in holds:
            self.true_reason(hold.reason, hold.category)

    def true_reason(self, reason: HoldReason, category: Category | None) -> None:
        """The finer word that a person is told is the right one, too."""
        paper = self.agreement
        if reason is HoldReason.NO_AGREEMENT:
            assert paper is None
        if reason is HoldReason.AGREEMENT_NOT_YET:
            assert paper is not None
            assert paper.ended_on is None
            assert self.now < paper.valid_from
        if reason is HoldReason.AGREEMENT_ENDED:
            assert paper is not None
            assert paper.ended_on is not None or self.now > paper.valid_until
        if category is None or reason is HoldReason.CATEGORY_NOT_ALLOWED:
            return
        said = latest(self.history, self.team, category.value)
        word = None if said is None else said.word
        if reason is HoldReason.CONSENT_DECLINED:
            assert word == "declined"
        elif reason is HoldReason.CONSENT_WITHDRAWN:
            assert word == "withdrawn"
        elif reason is HoldReason.CONSENT_OUT_OF_DATE:
            assert word in ("given", "told")
            assert said is not None
            assert said.review_by is not None
            assert said.review_by < self.today
        else:
            assert word in (None, "given", "told")


_KINDS = {
    HoldReason.ANOTHER_TEAM: "team",
    HoldReason.NOT_SIGNED_OFF: "signature",
    HoldReason.DEMO_STORE: "demo",
    HoldReason.NO_AGREEMENT: "agreement",
    HoldReason.AGREEMENT_NOT_YET: "agreement",
    HoldReason.AGREEMENT_ENDED: "agreement",
    HoldReason.KEY_NOT_CONFIRMED: "key",
    HoldReason.CATEGORY_NOT_ALLOWED: "cover",
    HoldReason.CONSENT_MISSING: "consent",
    HoldReason.CONSENT_DECLINED: "consent",
    HoldReason.CONSENT_WITHDRAWN: "consent",
    HoldReason.CONSENT_OUT_OF_DATE: "consent",
}


def test_the_machine_knows_every_reason() -> None:
    assert set(_KINDS) == set(HoldReason)


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
