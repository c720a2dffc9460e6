"""What needs somebody today, read at one moment."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from sqlalchemy import exists, select

from ir_desktop.domain.due import Due, DueState, due_order
from ir_desktop.domain.next_step import NextStep
from ir_desktop.domain.people import Role
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Export, ExportState, Reply
from ir_desktop.services.calendar import (
    Chase,
    FollowUp,
    Meeting,
    chase_among,
    follow_ups_among,
    meetings_among,
)
from ir_desktop.services.due import due_among
from ir_desktop.services.first_steps import acts_among
from ir_desktop.services.identity import the_setting
from ir_desktop.services.incidents import undecided_among
from ir_desktop.services.leavers import ready_among
from ir_desktop.services.session import Session, acting, looking
from ir_desktop.services.visible import chunks, visible_names
from ir_desktop.services.withdrawals import Ring
from ir_desktop.services.withdrawals import among as rings_among
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.schema import audit_event, export, reply
from ir_desktop.sync.outbox import state_words

T = TypeVar("T")

_OPEN = (
    ExportState.HELD,
    ExportState.REJECTED,
    ExportState.SET_ASIDE,
    ExportState.WAITING,
    ExportState.SENDING,
    ExportState.QUEUED,
)
_STUCK = frozenset({ExportState.HELD, ExportState.REJECTED, ExportState.SET_ASIDE})


@dataclass(frozen=True, slots=True)
class Top(Generic[T]):
    """The first few of a list, and how many there are in all."""

    rows: tuple[T, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHealth:
    """An export that the health team has and has not answered, for so many days."""

    child_id: str
    name: str
    export_id: str
    received_on: date
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """An export that is still here; `words` say why. `stuck`: it waits for a person, not a line."""

    child_id: str
    name: str
    export_id: str
    state: ExportState
    words: str
    stuck: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """An answer of the health team that nobody has read here."""

    child_id: str
    name: str
    reply_id: str
    replied_on: date
    actions: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What Today shows. `hour` is the hour of the day here; `states` counts all that is due.

    `acts` are what to do about each row of `due`.
    """

    name: str
    role: Role
    setting: str
    day: date
    hour: int
    due: Top[Due]
    acts: tuple[NextStep, ...]
    states: Mapping[DueState, int]
    meetings: Top[Meeting]
    chase: Top[Chase]
    follow_ups: Top[FollowUp]
    at_health: Top[AtHealth]
    news: Top[News]
    outgoing: Top[Outgoing]
    stuck: int
    rings: Top[Ring]
    ready: int  # children whose records may be removed; managers only
    undecided: tuple[datetime, ...]  # until when to consider the ICO, of incidents


def today(session: Session, *, most: int = 6) -> Today:
    """Return what needs this person today, with the `most` pressing rows of each list."""
    with looking(session, Act.SEE_LIST) as records:
        due = sorted(due_among(session, records, session.today), key=due_order)
        outgoing = _outgoing(session, records)
        return Today(
            name=session.staff.name,
            role=session.staff.role,
            setting=the_setting(records).name,
            day=session.today,
            hour=session.clock.now().astimezone().hour,
            due=_top(due, most),
            acts=tuple(acts_among(session, records, due[:most])),
            states=dict(Counter(each.state for each in due)),
            meetings=_top(meetings_among(session, records), most),
            chase=_top(chase_among(session, records), most),
            follow_ups=_top(follow_ups_among(session, records), most),
            at_health=_top(_at_health(session, records), most),
            news=_top(_news(session, records), most),
            outgoing=_top(outgoing, most),
            stuck=sum(each.stuck for each in outgoing),
            rings=_top(rings_among(session, records), most),
            ready=ready_among(session, records),
            undecided=tuple(undecided_among(session, records)),
        )


def count_stuck(session: Session) -> int:
    """Return how many exports of the children this person may see wait for a person."""
    with looking(session, Act.SEE_LIST) as records:
        return sum(each.stuck for each in _outgoing(session, records))


def read_reply(session: Session, reply_id: str) -> Reply:
    """Return an answer, noting that somebody here has read it. Raises `NotFound`."""
    with looking(session, Act.SEE_LEDGER) as records:
        child_id = records.get(Reply, reply_id).child_id
    with acting(session, Act.READ_REPLY, child_id=child_id) as work:
        work.detail["reply"] = reply_id
        return work.records.get(Reply, reply_id)


def _top(found: Sequence[T], most: int) -> Top[T]:
    return Top(tuple(found[:most]), len(found))


def _outgoing(session: Session, records: Repository) -> list[Outgoing]:
    open_ones = records.find_in(Export, "state", _OPEN)
    names = visible_names(session, records, (each.child_id for each in open_ones))
    found = [
        Outgoing(
            child_id=each.child_id,
            name=names[each.child_id],
            export_id=each.id,
            state=each.state,
            words=state_words(each),
            stuck=each.state in _STUCK,
        )
        for each in open_ones
        if each.child_id in names
    ]
    return sorted(found, key=lambda each: _OPEN.index(each.state))


def _at_health(session: Session, records: Repository) -> list[AtHealth]:
    newer = export.alias()
    rows = records.connection.execute(
        select(export.c.id, export.c.child_id, export.c.received_at).where(
            export.c.state == ExportState.RECEIVED,
            export.c.received_at.is_not(None),
            ~exists().where(reply.c.about == export.c.id),
            ~exists().where(
                newer.c.child_id == export.c.child_id,
                newer.c.supersedes == export.c.id,
                newer.c.state == ExportState.RECEIVED,
            ),
        )
    ).all()
    names = visible_names(session, records, (row.child_id for row in rows))
    found = [
        AtHealth(
            child_id=row.child_id,
            name=names[row.child_id],
            export_id=row.id,
            received_on=(day := date.fromisoformat(row.received_at[:10])),
            days=(session.today - day).days,
        )
        for row in rows
        if row.child_id in names
    ]
    return sorted(found, key=lambda each: (-each.days, each.name))


def _news(session: Session, records: Repository) -> list[News]:
    about = records.connection.execute(select(reply.c.id, reply.c.child_id)).all()
    names = visible_names(session, records, (row.child_id for row in about))
    read = _read_ids(records, names)
    unread = [row.id for row in about if row.child_id in names and row.id not in read]
    found: list[News] = []
    for ids in chunks(unread):
        found += [
            News(
                child_id=each.child_id,
                name=names[each.child_id],
                reply_id=each.id,
                replied_on=each.replied_at.date(),
                actions=len(each.actions),
                words=each.outcome,
            )
            for each in records.find_in(Reply, "id", ids)
        ]
    return sorted(found, key=lambda each: (each.replied_on, each.name), reverse=True)


def _read_ids(records: Repository, child_ids: Iterable[str]) -> set[str]:
    """Return the answers that somebody has read, by the chain: a reply itself never changes."""
    found: set[str] = set()
    for ids in chunks(child_ids):
        details = records.connection.execute(
            select(audit_event.c.detail).where(
                audit_event.c.child_id.in_(ids), audit_event.c.act == Act.READ_REPLY.value
            )
        ).scalars()
        found |= {str(json.loads(each).get("reply", "")) for each in details}
    return found
