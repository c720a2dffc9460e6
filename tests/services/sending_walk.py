"""A nursery, two teams and the line between them, with everything that may happen there."""

import hashlib
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Consent, Decision, How, Purpose, in_force
from ir_desktop.domain.people import Child
from ir_desktop.domain.people import HealthTeam as Team
from ir_desktop.domain.review import Review
from ir_desktop.domain.sharing import Agreement, Export, ExportBody, ExportState, HoldReason
from ir_desktop.services import agreements, children, consents, exports, reviews, sending
from ir_desktop.services.session import Session
from ir_desktop.sync import claims
from ir_desktop.sync.transports.answer import Answer
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import Nursery, child_named
from tests.services.walk_answers import ANSWERS


@dataclass
class Walk:
    """The nursery, two teams, the line between, and what was seen on it."""

    nursery: Nursery
    teams: tuple[HealthTeam, HealthTeam]
    dice: random.Random
    session: Session = field(init=False)
    children: list[str] = field(init=False)
    versions: int = 1
    sent: dict[str, set[bytes]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    held_for_new_team: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.session = self.nursery.sign_in()
        self.children = [child_named(self.session, name).id for name in ("Zofia", "Saoirse")]

    def team_of(self, agreement: Agreement) -> HealthTeam:
        (found,) = [each for each in self.teams if each.signing_kid == agreement.signing_kid]
        return found

    def team_ids(self) -> list[str]:
        """Return the health teams there are in the store."""
        with self.session.store.reading() as records:
            return [each.id for each in records.find(Team)]

    # What may happen

    def approve(self) -> None:
        exports.approve(self.session, self.dice.choice(self.children))

    def amend(self) -> None:
        child_id = self.dice.choice(self.children)
        with self.session.store.reading() as records:
            (review,) = records.find(Review, child_id=child_id)
        draft = replace(review.draft, discrepancies=f"Change {self.dice.random()}")
        reviews.save_draft(self.session, child_id, draft)
        asked = reviews.check(self.session, child_id).asked
        answered = replace(draft, moderation={each.code: "Talked about." for each in asked})
        reviews.save_draft(self.session, child_id, answered)
        reviews.sign_off(self.session, child_id, reason="New facts")

    def decide(self) -> None:
        some = self.dice.choice(
            [tuple(Category)] * 3 + [(Category.ASQ3,), (Category.PROGRESS_CHECK,)]
        )
        child_id = self.dice.choice(self.children)
        with self.session.store.reading() as records:
            own = records.get(Child, child_id).health_team_id
        consents.record_consent(
            self.session,
            child_id,
            health_team_id=self.dice.choice([own or self.team_ids()[0]] * 7 + self.team_ids()),
            decision=self.dice.choice([Decision.GIVEN] * 8 + list(Decision)),
            by_name="A parent",
            by_relationship="mother",
            how=How.PHONE,
            occurred_on=self.session.today,
            categories=some,
            review_by=self.dice.choice([None, self.session.today + timedelta(days=10)]),
        )

    def introduce(self) -> None:
        self.versions += 1
        place = self.dice.choice([0, 0, 1])
        self.teams[place].introduce(
            self.session,
            version=str(self.versions),
            agreement_id=f"agreement-{place}-{self.versions // 3}",
            categories=self.dice.choice(
                [tuple(Category), tuple(Category)[:-2], tuple(Category)[1:]]
            ),
            days=self.dice.choice([5, 40, 300, 300]),
            starts_in=timedelta(days=self.dice.choice([-2, 0, 1])),
        )

    def move(self) -> None:
        """The family moves house, or somebody puts the child's team right."""
        children.edit_child(
            self.session,
            self.dice.choice(self.children),
            health_team_id=self.dice.choice([None, *self.team_ids()]),
        )

    def end(self) -> None:
        found = agreements.list_agreements(self.session)
        if found:
            agreements.end_agreement(self.session, self.dice.choice(found).id)

    def wait(self) -> None:
        self.nursery.clock.forward(hours=self.dice.choice([0.05, 0.05, 2, 2, 24, 24 * 9]))

    def look(self) -> None:
        aside = [
            row.export.id
            for row in exports.ledger(self.session)
            if row.export.state is ExportState.SET_ASIDE
        ]
        if aside:
            exports.try_again(self.session, self.dice.choice(aside))

    def send(self) -> None:
        lines = [Line(team, [self.exchange for _ in range(50)]) for team in self.teams]
        at_once = self.dice.random() < 0.6
        sending.send_approved(
            self.session,
            at_once=at_once,
            connect=lambda each: lines[self.teams.index(self.team_of(each))](each),
        )

    # The line

    def exchange(self, team: HealthTeam, body: bytes, jti: str) -> Answer:
        """One exchange: looked at as it leaves, then answered well, badly, or not at all."""
        self.watch_leaving(team, body, jti)
        return self.dice.choice(ANSWERS)(team, body, jti)

    def watch_leaving(self, team: HealthTeam, body: bytes, jti: str) -> None:
        """Judge by the records alone, not by the gate, whether this may leave now."""
        now, today = self.nursery.clock.moment, self.session.today
        self.sent.setdefault(jti, set()).add(body)
        assert len(self.sent[jti]) == 1, "one package went as two different envelopes"
        with self.session.store.reading() as records:
            export = records.get(Export, jti)
            assert export.state is ExportState.SENDING
            assert export.agreement_id is not None
            agreement = records.get(Agreement, export.agreement_id)
            decided = in_force(
                records.find(Consent, child_id=export.child_id),
                health_team_id=export.health_team_id,
                purpose=Purpose.THIS_REVIEW,
            )
            bundle = records.get(ExportBody, jti).bundle
            child = records.get(Child, export.child_id)
            ended = {
                each.agreement_id
                for each in records.find(Agreement)
                if each.ended_on is not None and each.created_at >= agreement.created_at
            }
        assert child.health_team_id in (None, export.health_team_id), "sent to the old team"
        assert agreement.health_team_id == export.health_team_id
        assert self.team_of(agreement) is team
        assert agreement.ended_on is None
        assert agreement.agreement_id not in ended
        assert agreement.valid_from <= now <= agreement.valid_until
        opened = claims.open_package(
            body,
            private_key=team.encryption,
            sender_key_for=lambda kid: team.cards[kid].signing_key,
            now=now,
        )
        assert opened.bundle_bytes == bundle
        assert set(opened.claims.categories) == set(export.categories)
        assert opened.claims.head.agreement.version == agreement.version
        for category in export.categories:
            assert category in agreement.categories
            consent = decided[category]
            assert consent.decision is Decision.GIVEN
            assert consent.review_by is None or consent.review_by >= today

    # What must hold after every step

    def watch(self) -> None:
        with self.session.store.reading() as records:
            ledger = records.find(Export)
            bodies = {each.id: each for each in records.find(ExportBody)}
        by_id = {each.id: each for each in ledger}
        self.held_for_new_team |= {
            each.id
            for each in ledger
            if any(hold.reason is HoldReason.ANOTHER_TEAM for hold in each.holds)
        }
        for export in ledger:
            body = bodies[export.id]
            assert hashlib.sha256(body.bundle).hexdigest() == export.bundle_sha256
            if export.state is ExportState.RECEIVED:
                assert export.receipt
                assert sum(export.id in team.taken for team in self.teams) == 1
            if export.envelope_sha256:
                assert hashlib.sha256(body.envelope).hexdigest() == export.envelope_sha256
        # Of one version that came twice, the later says that it takes the earlier's place.
        came: dict[tuple[int, str, int], list[str]] = {}
        for place, team in enumerate(self.teams):
            for jti, taken in team.taken.items():
                ref = taken.opened.claims.review
                came.setdefault((place, ref.id, ref.version), []).append(jti)
                assert taken.opened.claims.supersedes in (None, *team.taken, *self.sent)
                for earlier in _replaced(by_id, jti) - {""}:
                    assert by_id[earlier].health_team_id == by_id[jti].health_team_id
        for jtis in came.values():
            ordered = sorted(jtis, key=lambda jti: by_id[jti].seq or 0)
            for earlier, later in pairwise(ordered):
                assert earlier in _replaced(by_id, later), "the same version twice, unconnected"
        open_now = Counter(
            (each.child_id, each.health_team_id, each.review_version)
            for each in ledger
            if each.state in (ExportState.RECEIVED, ExportState.QUEUED)
        )
        assert all(number == 1 for number in open_now.values())


def _replaced(by_id: dict[str, Export], jti: str) -> set[str]:
    found: set[str] = set()
    while jti:
        jti = by_id[jti].supersedes
        found.add(jti)
    return found
