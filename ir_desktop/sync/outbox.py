"""The outbox as a state machine: pure steps from one state to the next.

`services.sharing` owns the transactions; here is only what may follow what, what an answer
means, and when to try again. Only a verified receipt ends an item (EXCHANGE).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from ir_desktop.domain.plain import date_words
from ir_desktop.domain.sharing import (
    LONGEST_PAUSE,
    STOPPED,
    Export,
    ExportState,
    Hold,
    hold_words,
    is_stopped,
    next_try,
)
from ir_desktop.errors import Refused

_S = ExportState

TRANSITIONS: Final[Mapping[ExportState, frozenset[ExportState]]] = MappingProxyType(
    {
        _S.HELD: frozenset({_S.HELD, _S.QUEUED, _S.SUPERSEDED, _S.HANDED_OVER}),
        _S.QUEUED: frozenset({_S.HELD, _S.SENDING, _S.SUPERSEDED, _S.HANDED_OVER}),
        _S.SENDING: frozenset(
            {
                _S.HELD,  # authority went away after a send whose answer never came
                _S.SENDING,  # found again after a crash: the same bytes go once more
                _S.WAITING,
                _S.RECEIVED,
                _S.REJECTED,
                _S.SET_ASIDE,
                _S.SUPERSEDED,
            }
        ),
        _S.WAITING: frozenset({_S.HELD, _S.SENDING, _S.SUPERSEDED, _S.HANDED_OVER}),
        _S.SET_ASIDE: frozenset({_S.QUEUED, _S.HELD, _S.SUPERSEDED, _S.HANDED_OVER}),
        _S.REJECTED: frozenset({_S.SUPERSEDED}),
        _S.RECEIVED: frozenset({_S.WITHDRAWN, _S.SUPERSEDED}),
        _S.HANDED_OVER: frozenset({_S.RECEIVED, _S.WITHDRAWN, _S.SUPERSEDED}),
        _S.WITHDRAWN: frozenset(),
        _S.SUPERSEDED: frozenset(),
    }
)

OPEN_STATES: Final = frozenset({_S.HELD, _S.QUEUED, _S.SENDING, _S.WAITING})
"""States that a run of the outbox looks at."""

_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_OWN = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an attempt came to: the next state, words for a person, and a pause asked for."""

    state: ExportState
    outcome: str
    pause: timedelta | None = None


def move(export: Export, state: ExportState) -> Export:
    """Return the export in another state; raises `Refused` if that may not follow."""
    if state not in TRANSITIONS[export.state]:
        raise Refused("This export can no longer be changed in that way. Look at it in Sharing.")
    waits = state is _S.WAITING
    return replace(export, state=state, next_try_at=export.next_try_at if waits else None)


def hold(export: Export, reasons: Collection[Hold]) -> Export:
    """Return the export held, with every reason."""
    held = move(export, _S.HELD)
    return replace(held, holds=tuple(reasons), last_outcome="Held", next_try_at=None)


def release(export: Export) -> Export:
    """Return a held export in the queue; any other as it is."""
    if export.state is not _S.HELD:
        return export
    return replace(move(export, _S.QUEUED), holds=(), last_outcome="Ready to send")


def start(export: Export) -> Export:
    """Return the export as being sent, its attempt counted before the first byte leaves."""
    return replace(
        move(export, _S.SENDING), attempts=export.attempts + 1, holds=(), next_try_at=None
    )


def finish(export: Export, verdict: Verdict, *, now: datetime) -> Export:
    """Return the export as an attempt left it; `now` is the moment (UTC)."""
    done = replace(move(export, verdict.state), last_outcome=verdict.outcome)
    if verdict.state is _S.WAITING:
        return replace(done, next_try_at=now + pause_after(export.attempts, verdict.pause))
    return replace(done, next_try_at=None)


def is_ready(export: Export, *, now: datetime, at_once: bool) -> bool:
    """Return whether a run should try this export now.

    `at_once`: a person asked, so a pause that is not over is not waited for.
    """
    if export.state not in OPEN_STATES:
        return False
    planned = next_try(export, now=now)
    return at_once or planned is None or planned <= now


def pause_after(attempts: int, asked: timedelta | None) -> timedelta:
    """Return how long to wait after so many attempts: doubling, or what the receiver asked."""
    if asked is not None:
        return min(max(asked, timedelta(0)), LONGEST_PAUSE)
    return min(_FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 20), _LONGEST_OWN)


def judge_unsigned(status: int, *, pause: timedelta | None = None) -> Verdict:
    """Return what an answer without a valid receipt means. It never ends an item.

    `status` is the HTTP status. Busy answers and server faults wait; every other answer may
    come from something between here and the health team, so it waits too, except the answers
    by which a receiver says that a person must look.
    """
    if status in (429, 503):
        return Verdict(state=_S.WAITING, outcome="The health team’s computer is busy", pause=pause)
    if status >= 500:
        return Verdict(
            state=_S.WAITING, outcome="The health team’s computer has a fault", pause=pause
        )
    if status in _LOOK:
        return Verdict(state=_S.SET_ASIDE, outcome=_LOOK[status])
    return Verdict(
        state=_S.WAITING,
        outcome="An answer came, but no receipt from the health team. Check the internet "
        "connection; if it goes on, ring them",
    )


_LOOK: Final[Mapping[int, str]] = MappingProxyType(
    {
        400: "The health team’s computer could not open it. Ring them",
        401: "The health team’s computer does not know this setting. Ring them",
        403: "The health team’s computer has no agreement in force. Ring them",
        409: "The health team’s computer has something else under this reference. Ring them",
        413: "It is too large for the health team’s computer. Ring them",
    }
)


def state_words(export: Export, *, today_words: str = "") -> str:
    """Return the state in the words a person uses (EXCHANGE: "Waiting for the internet")."""
    if export.state is _S.HELD:
        return _told("Held", " ".join(hold_words(export)))
    if export.state is _S.QUEUED:
        return "Ready to send"
    if export.state is _S.SENDING:
        return "Being sent"
    if export.state is _S.WAITING:
        words = export.last_outcome or "Waiting"
        return words + (f", next try {today_words}" if today_words else "")
    if export.state is _S.RECEIVED:
        when = ""
        if export.received_at is not None:
            here = export.received_at.astimezone()
            when = f" {here:%H:%M} on {date_words(here.date())}"
        # The end of the id: its beginning is the time it was made, alike for twins.
        return f"Received{when}, reference {export.id[-8:]}"
    if export.state is _S.REJECTED:
        return _told("Sent back", export.last_outcome)
    if export.state is _S.SET_ASIDE:
        return _told("Set aside", export.last_outcome)
    if is_stopped(export):
        return STOPPED
    return _PLAIN[export.state]


def _told(state: str, why: str) -> str:
    return f"{state}: {why}" if why else state


_PLAIN: Final[Mapping[ExportState, str]] = MappingProxyType(
    {
        _S.HANDED_OVER: "Handed over",
        _S.WITHDRAWN: "Consent withdrawn: the team was told",
        _S.SUPERSEDED: "Replaced by a newer version",
    }
)
