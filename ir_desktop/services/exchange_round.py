"""One round of exchange with the health teams, and when the next one is wanted.

`plan` only reads, so that it can be asked often; a round sends what is ready and fetches what
came back, outside the records' thread, and can be stopped from any thread.
"""

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from ir_desktop.domain.people import Child
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Agreement, Export, ExportState, next_try
from ir_desktop.services import replies, sending
from ir_desktop.services.authority import agreement_for, facts_of_export, is_this_computer
from ir_desktop.services.sending import Connect, Transport, connect_https
from ir_desktop.services.session import Session, Work, acting, looking, may
from ir_desktop.services.visible import visible_names
from ir_desktop.storage.repository import Repository
from ir_desktop.sync import outbox
from ir_desktop.sync.gate import gate


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What there is to do. `ready`: so many can be tried now, `held`: so many this person sees.

    `next_try` and `words` tell of the one that is tried again first, while any waits.
    `has_team`: there is somebody to ask for answers. `may_send`: this person may ask for a try.
    """

    ready: int
    waiting: int
    held: int
    next_try: datetime | None
    words: str
    has_team: bool
    may_send: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What a round came to: how many were tried and arrived, new answers, and troubles."""

    tried: int
    received: int
    answers: int
    troubles: tuple[str, ...]
    at: datetime


@runtime_checkable
class _Cancellable(Protocol):
    def cancel(self) -> None: ...


def plan(session: Session) -> Plan:
    """Return what a round would do now. Writes nothing."""
    with looking(session, Act.SEE_LEDGER) as records:
        now = session.clock.now()
        found = records.find_in(Export, "state", [state.value for state in outbox.OPEN_STATES])
        held = [each for each in found if each.state is ExportState.HELD]
        waiting = [each for each in found if each.state is ExportState.WAITING]
        ready = [each for each in found if _is_ready(session, records, each, now)]
        tries = ((next_try(each, now=now), each) for each in waiting)
        soonest, first = min(
            ((at, each) for at, each in tries if at is not None),
            key=lambda found: found[0],
            default=(None, None),
        )
        names = visible_names(session, records, (each.child_id for each in held))
        return Plan(
            ready=len(ready),
            waiting=len(waiting),
            held=sum(each.child_id in names for each in held),
            next_try=soonest,
            words="" if first is None else first.last_outcome,
            has_team=any(_may_be_asked(session, each) for each in records.find(Agreement)),
            may_send=may(session, records, Act.SEND, None),
        )


def _is_ready(session: Session, records: Repository, export: Export, now: datetime) -> bool:
    if export.state is not ExportState.HELD:
        return outbox.is_ready(export, now=now, at_once=False)
    # What is held is tried again only once its reasons are gone: each try is a line in the audit.
    child = records.get(Child, export.child_id)
    work = Work(records, session, now, session.staff.id, child)
    agreement = agreement_for(records, export.health_team_id, now)
    return agreement is not None and not gate(facts_of_export(work, export, agreement))


def _may_be_asked(session: Session, agreement: Agreement) -> bool:
    return not session.store.demo or is_this_computer(agreement.endpoint)


class Round:
    """One round. `run` in a thread that may wait; `stop` from any thread."""

    def __init__(self, connect: Connect = connect_https) -> None:
        self._connect = connect
        self._turn = threading.Lock()
        self._open: list[Transport] = []
        self._stopped = False

    def stop(self) -> None:
        """Cut what is under way, and begin nothing more."""
        with self._turn:
            self._stopped = True
            found, self._open = self._open, []
        for transport in found:
            _cancel(transport)

    def is_stopped(self) -> bool:
        """Return whether it was stopped."""
        return self._stopped

    def run(self, session: Session, *, fetch: bool, at_once: bool, asked: bool = False) -> Came:
        """Send what is ready, and `fetch` what came back.

        `at_once`: pauses are not waited for. `asked`: a person wants it now; raises `Refused`
        where their role does not allow it.
        """
        if asked:
            with acting(session, Act.SEND):
                pass
        left = sending.send_approved(
            session, at_once=at_once or asked, connect=self._opened, stop=self.is_stopped
        )
        found = replies.Fetched()
        if fetch and not self._stopped:
            found = replies.fetch_replies(session, connect=self._opened, stop=self.is_stopped)
        return Came(
            tried=len(left),
            received=sum(each.state is ExportState.RECEIVED for each in left),
            answers=len(found.replies),
            troubles=found.troubles,
            at=session.clock.now(),
        )

    def _opened(self, agreement: Agreement) -> Transport:
        transport = self._connect(agreement)
        with self._turn:
            stopped = self._stopped
            if not stopped:
                self._open.append(transport)
        if stopped:
            _cancel(transport)
        return transport


def _cancel(transport: Transport) -> None:
    if isinstance(transport, _Cancellable):
        transport.cancel()
