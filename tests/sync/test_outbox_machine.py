"""The outbox through everything that can happen to one export, in any order."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ir_desktop.domain.sharing import Export, ExportState, Hold, next_try
from ir_desktop.errors import Refused
from ir_desktop.sync import outbox
from ir_desktop.sync.outbox import OPEN_STATES, TRANSITIONS, Verdict
from tests.sync.outbox_parts import NO_AGREEMENT, NO_CONSENT, NOW, S, export


class Outbox(RuleBasedStateMachine):
    """One export through everything that can happen to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.begin()

    def begin(self) -> None:
        self.export = export(S.HELD, holds=(NO_AGREEMENT,))
        self.history = [self.export.state]
        self.signed = False  # whether a receipt was verified

    def put(self, changed: Export) -> None:
        if changed.state is not self.export.state:
            assert changed.state in TRANSITIONS[self.export.state]
        assert (
            replace(
                changed,
                state=self.export.state,
                holds=self.export.holds,
                attempts=self.export.attempts,
                next_try_at=self.export.next_try_at,
                last_outcome=self.export.last_outcome,
            )
            == self.export
        )  # nothing else of it ever changes here
        assert changed.attempts >= self.export.attempts
        self.export = changed
        self.history.append(changed.state)

    def attempt(self, after: ExportState, made: Export | None) -> None:
        """Check that what was refused had to be, and keep what was not."""
        if made is None:
            assert after not in TRANSITIONS[self.export.state]
        else:
            self.put(made)

    @rule(reasons=st.lists(st.sampled_from([NO_AGREEMENT, NO_CONSENT]), min_size=1, max_size=2))
    def hold(self, reasons: list[Hold]) -> None:
        try:
            made = outbox.hold(self.export, reasons)
        except Refused:
            made = None
        self.attempt(S.HELD, made)

    @rule()
    def release(self) -> None:
        self.put(outbox.release(self.export))

    @precondition(lambda self: self.export.state in {S.HELD, S.QUEUED, S.WAITING})
    @rule()
    def send(self) -> None:
        self.release()
        self.start()

    @rule()
    def start(self) -> None:
        try:
            made = outbox.start(self.export)
        except Refused:
            made = None
        self.attempt(S.SENDING, made)

    @precondition(lambda self: self.export.state is S.SENDING)
    @rule(
        status=st.integers(100, 599),
        pause=st.none() | st.integers(-10, 10**6).map(lambda each: timedelta(seconds=each)),
    )
    def unsigned_answer(self, status: int, pause: timedelta | None) -> None:
        verdict = outbox.judge_unsigned(status, pause=pause)
        self.put(outbox.finish(self.export, verdict, now=self.now))

    @precondition(lambda self: self.export.state is S.SENDING)
    @rule(state=st.sampled_from([S.RECEIVED, S.REJECTED]))
    def signed_answer(self, state: ExportState) -> None:
        self.signed = True
        self.put(outbox.finish(self.export, Verdict(state=state, outcome="Signed"), now=self.now))

    @rule(
        state=st.sampled_from(
            [S.QUEUED, S.QUEUED, S.QUEUED, S.RECEIVED, S.HANDED_OVER, S.WITHDRAWN, S.SUPERSEDED]
        )
    )
    def a_person_acts(self, state: ExportState) -> None:
        if state is S.RECEIVED:  # a receipt that came in a file, for what was handed over
            self.signed = self.signed or self.export.state is S.HANDED_OVER
            if self.export.state is S.SENDING:
                return
        try:
            made = outbox.move(self.export, state)
        except Refused:
            made = None
        self.attempt(state, made)

    @precondition(lambda self: self.export.state in {S.WITHDRAWN, S.SUPERSEDED})
    @rule()
    def a_newer_version(self) -> None:
        self.begin()

    @rule(hours=st.integers(0, 30))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(days=st.integers(1, 500))
    def the_clock_is_put_back(self, days: int) -> None:
        self.now -= timedelta(days=days)

    @invariant()
    def nothing_waits_for_longer_than_a_day(self) -> None:
        if self.export.state in OPEN_STATES:
            a_day_later = self.now + timedelta(days=1)
            assert any(
                outbox.is_ready(self.export, now=now, at_once=False)
                for now in (self.now, a_day_later)
            )
            planned = next_try(self.export, now=self.now)
            assert planned is None or planned <= a_day_later

    @invariant()
    def only_a_signed_answer_ends_it(self) -> None:
        if not self.signed:
            assert not {S.RECEIVED, S.REJECTED} & set(self.history)

    @invariant()
    def an_end_is_an_end(self) -> None:
        for end in (S.RECEIVED, S.REJECTED, S.HANDED_OVER, S.WITHDRAWN, S.SUPERSEDED):
            if end in self.history:
                after = self.history[self.history.index(end) :]
                assert not OPEN_STATES & set(after)
                assert not outbox.is_ready(self.export, now=self.now, at_once=True)
        for terminal in (S.WITHDRAWN, S.SUPERSEDED):
            if terminal in self.history:
                assert set(self.history[self.history.index(terminal) :]) == {terminal}

    @invariant()
    def it_is_whole(self) -> None:
        assert outbox.state_words(self.export)
        assert (self.export.next_try_at is not None) == (self.export.state is S.WAITING) or (
            self.export.state in {S.HANDED_OVER, S.SUPERSEDED}  # moved by a person while waiting
        )
        if self.export.state is S.HELD:
            assert self.export.holds
        if self.export.state is S.SENDING:
            assert self.export.attempts > 0


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
