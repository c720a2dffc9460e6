"""The doubt whether this computer's clock is right, kept with the records until it is settled.

At each way in, what was written since the one before is compared with the clock. If some of it has
a time that is still to come, the clock was wrong then or is wrong now, and nobody can know which.
So the latest time is remembered, and told to everybody, until the clock has passed it or a manager
says that the date is right. What was written before that word settles nothing afterwards; what was
written since raises the doubt anew as soon as the clock falls behind it.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from ir_desktop.domain.roles import Act
from ir_desktop.errors import Refused
from ir_desktop.services.session import WAYS_IN, Session, Work, acting, looking
from ir_desktop.storage import anchor, audit, info

_DOUBT, _WORD = "clock_doubt", "clock_word"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something was written at the time `later`, as event number `seq`, and that is to come."""

    later: datetime
    seq: int


def note(work: Work) -> None:
    """Remember the latest time that was written since the last way in, if it is still to come.

    The past of a demo is made up at one go, and nobody's clock: the first way in passes it over.
    """
    session, connection = work.session, work.records.connection
    if session.store.demo and not audit.events_of(connection, WAYS_IN):
        return
    found = audit.latest_since(connection, WAYS_IN, after=_word(info.get(connection, _WORD)))
    if found is None or not session.is_ahead(found[1]):
        return
    seq, later = found
    kept = _doubt(info.get(connection, _DOUBT))
    if kept is None or later > kept.later:
        info.put(work.records, _DOUBT, json.dumps({"later": later.isoformat(), "seq": seq}))


def doubt(session: Session) -> Doubt | None:
    """Return why the clock may be wrong, or None. Everybody who is signed in may know."""
    with looking(session, Act.SEE_LIST) as records:
        found = _doubt(info.get(records.connection, _DOUBT))
    return found if found is not None and session.is_ahead(found.later) else None


def say_right(session: Session) -> None:
    """Take a manager's word that this computer's date and time are right now.

    Raises `Refused` by role, or if there is no doubt.
    """
    with acting(session, Act.MANAGE_SETTING) as work:
        connection = work.records.connection
        found = _doubt(info.get(connection, _DOUBT))
        if found is None or not session.is_ahead(found.later):
            raise Refused("Nothing speaks against the date and the time now.")
        info.put(work.records, _DOUBT, "")
        info.put(work.records, _WORD, str(anchor.head(connection).seq))
        work.detail |= {"what": "clock_right", "event": str(found.seq)}


def _doubt(kept: str) -> Doubt | None:
    if not kept:
        return None
    found = json.loads(kept)
    return Doubt(datetime.fromisoformat(found["later"]), found["seq"])


def _word(kept: str) -> int:
    return int(kept) if kept else 0
