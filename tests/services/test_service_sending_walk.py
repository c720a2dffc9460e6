"""A long random walk over agreements, consents, clocks, kills and a hostile line.

What is watched after every step: nothing left without authority, nothing is called received
without a verified receipt, nothing was accepted twice for one version without taking the place
of the first, and every try of one package carried the same bytes.
"""

import hashlib
import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise

import pytest

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Consent, Decision, How, Purpose, in_force
from ir_desktop.domain.review import Review
from ir_desktop.domain.sharing import Agreement, Export, ExportBody, ExportState
from ir_desktop.errors import Refused
from ir_desktop.services import agreements, checking, consents, exports, reviews, sending
from ir_desktop.services.session import Session
from ir_desktop.sync import claims, keys
from ir_desktop.sync.transports.answer import Answer, Offline
from tests.services.health_team import Exchange, HealthTeam, Line
from tests.services.nursery import Nursery, child_named

STEPS = int(os.environ.get("IR_WALK_STEPS", "250"))


class Killed(BaseException):
    """The process ended."""


@dataclass
class Walk:
    """The nursery, the team, the line between, and what was seen on it."""

    nursery: Nursery
    team: HealthTeam
    dice: random.Random
    session: Session = field(init=False)
    children: list[str] = field(init=False)
    versions: int = 1
    sent: dict[str, set[bytes]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.session = self.nursery.sign_in()
        self.children = [child_named(self.session, name).id for name in ("Zofia", "Saoirse")]

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
        consents.record_consent(
            self.session,
            self.dice.choice(self.children),
            decision=self.dice.choice([Decision.GIVEN] * 3 + list(Decision)),
            by_name="A parent",
            by_relationship="mother",
            how=How.PHONE,
            occurred_on=self.session.today,
            categories=some,
            review_by=self.dice.choice([None, self.session.today + timedelta(days=10)]),
        )

    def introduce(self) -> None:
        self.versions += 1
        self.team.introduce(
            self.session,
            version=str(self.versions),
            agreement_id=f"agreement-{self.versions // 3}",
            categories=self.dice.choice(
                [tuple(Category), tuple(Category)[:-2], tuple(Category)[1:]]
            ),
            days=self.dice.choice([5, 40, 300]),
            starts_in=timedelta(days=self.dice.choice([-2, 0, 1])),
        )

    def end(self) -> None:
        found = agreements.list_agreements(self.session)
        if found:
            agreements.end_agreement(self.session, self.dice.choice(found).id)

    def wait(self) -> None:
        self.nursery.clock.forward(hours=self.dice.choice([0.05, 2, 24, 24 * 9]))

    def look(self) -> None:
        aside = [
            row.export.id
            for row in exports.ledger(self.session)
            if row.export.state is ExportState.SET_ASIDE
        ]
        if aside:
            exports.try_again(self.session, self.dice.choice(aside))

    def send(self) -> None:
        line = Line(self.team, [self.exchange for _ in range(50)])
        at_once = self.dice.random() < 0.6
        sending.send_approved(self.session, at_once=at_once, connect=line)

    # The line

    def exchange(self, team: HealthTeam, body: bytes, jti: str) -> Answer:
        """One exchange: looked at as it leaves, then answered well, badly, or not at all."""
        self.watch_leaving(body, jti)
        return self.dice.choice(ANSWERS)(team, body, jti)

    def watch_leaving(self, body: bytes, jti: str) -> None:
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
            ended = {
                each.agreement_id
                for each in records.find(Agreement)
                if each.ended_on is not None and each.created_at >= agreement.created_at
            }
        assert agreement.ended_on is None
        assert agreement.agreement_id not in ended
        assert agreement.valid_from <= now <= agreement.valid_until
        opened = claims.open_package(
            body,
            private_key=self.team.encryption,
            sender_key_for=lambda kid: self.team.cards[kid].signing_key,
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
        for export in ledger:
            body = bodies[export.id]
            assert hashlib.sha256(body.bundle).hexdigest() == export.bundle_sha256
            if export.state is ExportState.RECEIVED:
                assert export.receipt
                assert export.id in self.team.taken
            if export.envelope_sha256:
                assert hashlib.sha256(body.envelope).hexdigest() == export.envelope_sha256
        # Of one version that came twice, the later says that it takes the earlier's place.
        came: dict[tuple[str, int], list[str]] = {}
        for jti, taken in self.team.taken.items():
            ref = taken.opened.claims.review
            came.setdefault((ref.id, ref.version), []).append(jti)
        for jtis in came.values():
            ordered = sorted(jtis, key=lambda jti: by_id[jti].seq or 0)
            for earlier, later in pairwise(ordered):
                assert earlier in _replaced(by_id, later), "the same version twice, unconnected"
        open_now = Counter(
            (each.child_id, each.review_version)
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


def _accept(team: HealthTeam, body: bytes, jti: str) -> Answer:
    return team.take(body, jti)


def _lost(team: HealthTeam, body: bytes, jti: str) -> Answer:
    raise Offline("The line broke.")


def _lost_after(team: HealthTeam, body: bytes, jti: str) -> Answer:
    team.take(body, jti)
    raise Offline("The line broke.")


def _killed(team: HealthTeam, body: bytes, jti: str) -> Answer:
    raise Killed


def _killed_after(team: HealthTeam, body: bytes, jti: str) -> Answer:
    team.take(body, jti)
    raise Killed


def _forged(team: HealthTeam, body: bytes, jti: str) -> Answer:
    return Answer(201, team.receipt(body, jti, signing_key=keys.new_signing_key()).encode())


def _other_bytes(team: HealthTeam, body: bytes, jti: str) -> Answer:
    return Answer(200, team.receipt(body, jti, sha256="0" * 64).encode())


def _replayed(team: HealthTeam, body: bytes, jti: str) -> Answer:
    """Another package's true receipt."""
    others = [taken.receipt for known, taken in team.taken.items() if known != jti]
    return Answer(201, (others or ["x"])[-1].encode())


def _cafe(team: HealthTeam, body: bytes, jti: str) -> Answer:
    return Answer(200, b"<html>Welcome</html>", "text/html")


def _refused(team: HealthTeam, body: bytes, jti: str) -> Answer:
    return Answer(403, b"{}")


def _busy(team: HealthTeam, body: bytes, jti: str) -> Answer:
    return Answer(503, b"", retry_after=3600)


def _rejected(team: HealthTeam, body: bytes, jti: str) -> Answer:
    if jti in team.taken:
        return team.take(body, jti)  # what was taken is not refused afterwards
    return Answer(403, team.refusal(body, jti, claims.RejectReason.NOT_OUR_CHILD).encode())


ANSWERS: list[Exchange] = [
    *[_accept] * 6,
    *(_lost, _lost_after, _killed, _killed_after, _forged, _other_bytes, _replayed),
    *(_cafe, _refused, _busy, _rejected),
]


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_leaves_without_authority_and_only_receipts_end_things(
    seed: int, nursery: Nursery
) -> None:
    walk = Walk(nursery, HealthTeam(nursery.clock), random.Random(seed))
    steps: list[Callable[[], None]] = [
        *[walk.send] * 6,
        *[walk.approve] * 3,
        *[walk.decide] * 3,
        *(walk.amend, walk.introduce, walk.end, walk.wait, walk.wait, walk.look),
    ]
    walk.introduce()
    for _ in range(STEPS):
        step = walk.dice.choice(steps)
        try:
            step()
            walk.done[step.__name__] += 1
        except Refused:
            walk.done[f"{step.__name__} refused"] += 1
        except Killed:
            walk.done["killed"] += 1
            walk.session.close()
            walk.session = nursery.sign_in()
        walk.watch()
    assert checking.verify_audit(walk.session).findings == ()
    walk.session.close()
    # The walk went somewhere: all of it was tried, and things were sent.
    assert {"send", "approve", "decide", "amend", "introduce", "wait", "killed"} <= set(walk.done)
    assert len(walk.team.taken) >= 5
    assert len(walk.sent) > len(walk.team.taken)
