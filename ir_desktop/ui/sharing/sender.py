"""Sending by itself what was approved, and fetching the answers, while somebody is signed in.

When something is due is read in the records' thread; the round itself runs in the other thread,
because it waits for the network. It tells how it stands in words, and never interrupts anybody.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from ir_desktop.errors import IrError
from ir_desktop.ui.context import Context
from ir_desktop.ui.serving import Serving
from ir_desktop.ui.sharing.network import when_back

if TYPE_CHECKING:
    from ir_desktop.services.exchange_round import Came, Plan, Round

_TICK = 60_000  # milliseconds between two looks whether something has become due
_SOON = 1_000
_ASK_EVERY = timedelta(minutes=15)
_ASK_AT_MOST = timedelta(hours=2)
_NETWORK_PAUSE = timedelta(minutes=1)  # a network that comes and goes is not followed each time


class Sender(Serving):
    """Sends and fetches in the background. One for each person signed in: `of` gives it.

    `told` gives how it stands in words, `held` how many copies wait for something to be freed,
    and `changed` comes when something was sent, was held or came.
    """

    told = Signal(str)
    held = Signal(int)
    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.words, self.held_now = "", 0
        self.may_send, self.busy = False, False
        self._plan: Plan | None = None
        self._round: Round | None = None
        self._stopped, self._looking, self._wanted = False, False, ""
        self._came: Came | None = None
        self._asked_at: datetime | None = None
        self._pause = _ASK_EVERY
        self._network_at: datetime | None = None
        self._tick = QTimer(self, interval=_TICK)
        self._tick.timeout.connect(self.look)
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self.look)

    def start(self) -> None:
        """Begin: what is due is sent at once, and the answers are asked for. Twice is harmless."""
        if self._tick.isActive() or self._stopped:
            return
        self._tick.start()
        when_back(self, self._network_back)
        self.look()

    def stop(self) -> None:
        """Stop for good: the window is locked or closed. Cuts what is under way."""
        self._stopped = True
        self._tick.stop()
        self._next.stop()
        if self._round is not None:
            self._round.stop()

    def look(self, wanted: str = "") -> None:
        """Do what is due. `wanted` ``now``: a person asks; ``back``: the network is there again."""
        self._wanted = wanted or self._wanted
        if self._stopped or self._looking or self.busy:
            return
        from ir_desktop.services.exchange_round import plan

        self._looking = True
        self.context.ask(plan, self._planned, self._not_planned, owner=self)

    def try_now(self) -> None:
        """Try everything now, because a person asks."""
        self.look("now")

    def _network_back(self) -> None:
        now = self.context.session.clock.now()
        if _is_over(self._network_at, _NETWORK_PAUSE, now):
            self._network_at = now
            self.look("back")

    def _planned(self, plan: "Plan") -> None:
        self._looking = False
        if self._stopped:
            return
        before, self._plan = self._plan, plan
        self.may_send, self.held_now = plan.may_send, plan.held
        if before is None or before.held != plan.held:
            self.held.emit(plan.held)
        now = self.context.session.clock.now()
        wanted, self._wanted = self._wanted, ""
        fetch = plan.has_team and (bool(wanted) or self._is_time_to_ask(now))
        send = plan.ready > 0 or (bool(wanted) and plan.waiting > 0)
        if send or fetch:
            self._go(fetch=fetch, wanted=wanted, sends=send)
        else:
            self._tell(self._standing(now))
            self._plan_next(plan, now)

    def _not_planned(self, error: IrError) -> None:
        self._looking = False
        self._tell(error.sentence)

    def _is_time_to_ask(self, now: datetime) -> bool:
        return _is_over(self._asked_at, self._pause, now)

    def _go(self, *, fetch: bool, wanted: str, sends: bool) -> None:
        from ir_desktop.services.exchange_round import Round

        self.busy = True
        self._tell("Sending now…" if sends else "Looking for answers…")
        current = self._round = Round()
        session = self.context.session
        asked = wanted == "now"
        if fetch:
            self._asked_at = session.clock.now()
        self.context.aside.submit(
            lambda: current.run(session, fetch=fetch, at_once=bool(wanted), asked=asked),
            lambda came: self._done(came, fetched=fetch),
            self._failed,
            owner=self,
        )

    def _done(self, came: "Came", *, fetched: bool) -> None:
        self.busy, self._round = False, None
        if self._stopped:
            return
        if fetched:
            self._came = came
            longer = min(self._pause * 2, _ASK_AT_MOST)
            self._pause = longer if came.troubles else _ASK_EVERY
        if came.tried or came.answers:
            self.changed.emit()
        self._look_after()

    def _failed(self, error: IrError) -> None:
        self.busy, self._round = False, None
        if not self._stopped:
            self._tell(error.sentence)
            self._next.start(_TICK)

    def _look_after(self) -> None:
        """Read how it stands now; what should still be ready waits for the next tick."""
        if self._wanted:
            self.look()
            return
        from ir_desktop.services.exchange_round import plan

        self._looking = True
        self.context.ask(plan, self._settled, self._not_planned, owner=self)

    def _settled(self, plan: "Plan") -> None:
        self._looking = False
        if self._stopped:
            return
        before, self._plan = self._plan, plan
        self.may_send, self.held_now = plan.may_send, plan.held
        if before is None or before.held != plan.held:
            self.held.emit(plan.held)
        now = self.context.session.clock.now()
        self._tell(self._standing(now))
        self._plan_next(plan, now)
        if self._wanted:
            self.look()

    def _plan_next(self, plan: "Plan", now: datetime) -> None:
        if plan.next_try is not None:
            left = round((plan.next_try - now).total_seconds() * 1000) + _SOON
            self._next.start(min(max(left, _SOON), _TICK))

    def _standing(self, now: datetime) -> str:
        from ir_desktop.ui.sharing.sharing_words import moment

        plan = self._plan
        if plan is None:
            return ""
        if plan.next_try is not None:
            return f"{plan.words or 'Waiting'}, next try {moment(plan.next_try, now)}."
        if self._came is None or not plan.has_team:
            return ""
        at = moment(self._came.at, now)
        if self._came.troubles:
            return f"Nobody answered at {at}. It is tried again by itself."
        return f"Answers were last looked for at {at}."

    def _tell(self, words: str) -> None:
        if words != self.words:
            self.words = words
            self.told.emit(words)


def _is_over(since: datetime | None, pause: timedelta, now: datetime) -> bool:
    """Return whether a pause is over; one that begins later than now is, as the clock was wrong."""
    return since is None or not timedelta(0) <= now - since < pause
