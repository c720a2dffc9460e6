"""Records that are older than they were: telling it, and a manager's word that they may be used.

Two ways lead there. Somebody put an older copy of the whole folder back, which this computer's
keyring notices; or the records were restored from a backup, which they say themselves. Until a
manager has accepted them nothing is sent, because nobody can know from an older ledger alone what
has left already.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ir_desktop.domain.plain import date_words
from ir_desktop.domain.roles import Act
from ir_desktop.errors import Refused
from ir_desktop.services import doubts
from ir_desktop.services.session import Session, acting
from ir_desktop.storage import anchor, info

PUT_BACK = "put_back"
"""The name under which a store keeps what it was restored from, until a manager has accepted it."""


class AlarmKind(StrEnum):
    """Why the records are older than they were."""

    OLDER = "older"
    PUT_BACK = "put_back"


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is wrong and what to do, for everybody who is signed in."""

    kind: AlarmKind
    sentence: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a manager's word did: the new epoch, and how many exports wait for a person."""

    epoch: int
    set_aside: int


_OLDER = (
    "These records are older than the ones last used on this computer: what was written since is "
    "missing. If nobody put an older copy back on purpose, stop and restore the newest backup. "
    "If somebody did, a manager can accept them. Nothing is sent until then."
)


def alarm(session: Session) -> Alarm | None:
    """Return what everybody must be told before working on, or None."""
    if session.store.missing is not None:
        return Alarm(AlarmKind.OLDER, _OLDER)
    with session.store.reading() as records:
        kept = info.get(records.connection, PUT_BACK)
    if not kept:
        return None
    made = datetime.fromisoformat(json.loads(kept)["made_at"]).astimezone().date()
    return Alarm(
        AlarmKind.PUT_BACK,
        f"These records were put back from the backup of {date_words(made)}. What was written "
        "after it is missing. Nothing is sent until a manager has looked and accepted them.",
    )


def accept(session: Session) -> Accepted:
    """Accept records that are older than they were, and begin a new epoch with them.

    What was approved and not sent yet may have left since: it is set aside for a person.

    Raises `Refused` by role, or if there is nothing to accept.
    """
    store = session.store
    with acting(session, Act.RESTORE) as work:
        connection = work.records.connection
        kept = info.get(connection, PUT_BACK)
        if store.missing is None and not kept:
            raise Refused("There is nothing to accept: these records are as they should be.")
        set_aside = 0
        if store.missing is not None:
            known = (anchor.epoch_of(connection), store.missing.epoch)
            store.begin_epoch(work.records, anchor.next_epoch(*known, now=work.now))
            set_aside = len(doubts.set_aside(work))
        if kept:
            info.put(work.records, PUT_BACK, "")
        work.detail |= {"step": "accepted", "set_aside": str(set_aside)}
    store.epoch_begun()
    return Accepted(store.epoch, set_aside)


def refuse_to_send(session: Session) -> None:
    """Raise `Refused` while the records wait for a manager's word."""
    found = alarm(session)
    if found is not None:
        raise Refused(found.sentence)
