"""Who did what for a child, and when: the audit events about one child."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ir_desktop.domain.history import ADDED, BROUGHT_IN
from ir_desktop.domain.people import Child, Staff
from ir_desktop.domain.records import THIS_LAPTOP
from ir_desktop.domain.roles import Act
from ir_desktop.services.session import Session, acting, looking
from ir_desktop.storage import audit
from ir_desktop.storage.audit import AuditEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEvent:
    """One thing done: when, by whom, and which act with its codes.

    `who` is a name, or empty for what the program did by itself; `refused` says that it was tried
    and not allowed; `act` is the code of `domain.roles.Act`, or the program's own. `times` counts
    the same act by the same person on the same day that followed one another; `at` is the newest.
    """

    at: datetime
    who: str
    act: str
    refused: bool
    detail: Mapping[str, str]
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """A part of a history; `earlier` asks for the part below it, None where there is none."""

    events: tuple[HistoryEvent, ...]
    earlier: int | None


_REFUSED = "refused:"

_SPELL = timedelta(minutes=15)


def viewed(session: Session, child_id: str) -> None:
    """Write down that the person signed in looked at a child's records.

    A page is read anew after each change, so what follows anything that the same person did for
    the child within a quarter of an hour is the same spell and no event of its own.
    """
    with session.store.reading() as records:
        last = audit.last_about(records.connection, child_id, session.staff.id)
    if last is None or not timedelta(0) <= session.clock.now() - last < _SPELL:
        with acting(session, Act.SEE_CHILD, child_id=child_id):
            pass


def child_history(session: Session, child_id: str) -> list[HistoryEvent]:
    """Return what was done for a child, newest first; whoever may see the child may see it."""
    return list(history_page(session, child_id).events)


def history_page(
    session: Session, child_id: str, *, before: int | None = None, most: int | None = None
) -> HistoryPage:
    """Return a part of what was done for a child, newest first.

    `most` is how many events are read, `before` the `earlier` of the part above. Whoever may see
    the child may see it. Raises `NotFound`, or `Refused` by role.
    """
    with looking(session, Act.SEE_CHILD, child_id=child_id) as records:
        events = audit.events_about(
            records.connection,
            child_id,
            before=before,
            most=None if most is None else most + 1,
        )
        names = {each.id: each.name for each in records.find(Staff)}
        child = records.get(Child, child_id)
        added = audit.newest_of(records.connection, ADDED, child_id)
    shown = events if most is None else events[:most]
    found = told(shown, names)
    if len(events) > len(shown):
        return HistoryPage(events=tuple(found), earlier=shown[-1].seq)
    if added is None:  # an import is one event for the whole list, of no child by itself
        who = names.get(child.created_by, "Somebody")
        found.append(
            HistoryEvent(at=child.created_at, who=who, act=BROUGHT_IN, refused=False, detail={})
        )
    return HistoryPage(events=tuple(found), earlier=None)


def told(events: Iterable[AuditEvent], names: Mapping[str, str]) -> list[HistoryEvent]:
    """Return events for a person; the same again on the same day is one. `names` are by id."""
    found: list[HistoryEvent] = []
    for each in events:
        refused = each.act.startswith(_REFUSED)
        who = "" if each.staff_id == THIS_LAPTOP else names.get(each.staff_id, "Somebody")
        event = HistoryEvent(
            at=each.at,
            who=who,
            act=each.act.removeprefix(_REFUSED),
            refused=refused,
            detail=each.detail,
        )
        if found and _same(found[-1], event):
            found[-1] = replace(found[-1], times=found[-1].times + 1)
        else:
            found.append(event)
    return found


def _same(one: HistoryEvent, two: HistoryEvent) -> bool:
    return (
        (one.who, one.act, one.refused, dict(one.detail))
        == (two.who, two.act, two.refused, dict(two.detail))
    ) and one.at.astimezone().date() == two.at.astimezone().date()
