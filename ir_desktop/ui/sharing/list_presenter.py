"""The list of Sharing: what needs somebody, what is on its way, what is done. Knows no Qt."""

from datetime import datetime

from ir_desktop.domain.plain import count
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Agreement, Export, ExportState, Reply, next_try
from ir_desktop.services import exports, replies, to_share
from ir_desktop.services.export_look import read_replies
from ir_desktop.services.exports import LedgerRow
from ir_desktop.services.session import Session, looking, may
from ir_desktop.services.to_share import ToShare
from ir_desktop.ui import shapes
from ir_desktop.ui.sharing import sharing_words as words
from ir_desktop.ui.sharing.share_view import Item, ListView

CHILD, EXPORT = "child:", "export:"
"""How the keys begin: of a review nobody approved, by child; of an export, by its id."""

READ, AGAIN = "read", "again"

_NEEDS = (ExportState.REJECTED, ExportState.SET_ASIDE, ExportState.HELD)
_MOVING = (ExportState.SENDING, ExportState.QUEUED, ExportState.WAITING)
_OVER = (ExportState.WITHDRAWN, ExportState.SUPERSEDED)


def list_view(session: Session) -> ListView:
    """Return the whole list for this person."""
    now = session.clock.now()
    waiting = to_share.list_to_share(session)
    ledger = exports.ledger(session)
    answers: dict[str, Reply] = {}
    for row in reversed(replies.list_replies(session)):
        answers[row.reply.about] = row.reply
    with looking(session, Act.SEE_LEDGER) as records:
        read = read_replies(records, sorted({each.child_id for each in answers.values()}))
        agreements = records.count(Agreement)
        may_approve = may(session, records, Act.APPROVE_EXPORT, None)
    ready = [_to_decide(each) for each in waiting if not each.holds] if may_approve else []
    blocked = [_to_decide(each) for each in waiting if each.holds]
    if not may_approve:
        ready = [_for_manager(each) for each in waiting if not each.holds]
    stuck = [_stuck(row) for state in _NEEDS for row in ledger if row.export.state is state]
    moving = [_moving(row, now) for state in _MOVING for row in ledger if row.export.state is state]
    done = _done(ledger, answers, read, now)
    return ListView(
        rows=(
            *_group("Needs you", [*ready, *stuck, *blocked]),
            *_group("On its way", moving),
            *_group("Done", done),
        ),
        held=sum(row.export.state is ExportState.HELD for row in ledger) + len(blocked),
        agreements=agreements,
    )


def _group(title: str, items: list[Item]) -> list[Item]:
    return [Item("", title), *items] if items else []


def _to_decide(each: ToShare) -> Item:
    key = CHILD + each.child_id
    if not each.holds:
        return Item(key, each.name, "Ready to send", "send", "accent", child_id=each.child_id)
    act, does = words.way_out(each.holds)
    told = f"Held: {words.short_hold(each.holds)}"
    return Item(key, each.name, told, shapes.LOOK, "watch", act, does, each.child_id)


def _for_manager(each: ToShare) -> Item:
    told = "Signed off. A manager decides about sending"
    return Item(CHILD + each.child_id, each.name, told, "send", "soft", child_id=each.child_id)


def _stuck(row: LedgerRow) -> Item:
    export = row.export
    shape, _ = shapes.EXPORT[export.state]
    key = EXPORT + export.id
    if export.state is ExportState.HELD:
        act, does = words.way_out(export.holds)
        told = f"Held: {words.short_hold(export.holds)}"
        return Item(key, row.child_name, told, shape, "watch", act, does, export.child_id)
    told = f"{words.STATES[export.state]}: {_lower(export.last_outcome)}"
    if export.state is ExportState.SET_ASIDE:
        return Item(key, row.child_name, told, shape, "watch", "Try again", AGAIN, export.child_id)
    return Item(key, row.child_name, told, shape, "act", child_id=export.child_id)


def _moving(row: LedgerRow, now: datetime) -> Item:
    export = row.export
    shape, _ = shapes.EXPORT[export.state]
    told = waiting_words(export, now)
    return Item(EXPORT + export.id, row.child_name, told, shape, "soft", child_id=export.child_id)


def waiting_words(export: Export, now: datetime) -> str:
    """Return how something on its way stands, with when it is tried next."""
    if export.state is ExportState.SENDING:
        return "Being sent now"
    if export.state is ExportState.QUEUED:
        return "Ready to go. It is sent by itself"
    told = export.last_outcome or "Waiting"
    planned = next_try(export, now=now)
    return told if planned is None else f"{told}, next try {words.moment(planned, now)}"


def _done(
    ledger: list[LedgerRow], answers: dict[str, Reply], read: set[str], now: datetime
) -> list[Item]:
    """Return what is over: unread answers, then the rest as it came, then what was replaced."""
    found: list[tuple[int, Item]] = []
    for row in ledger:
        export = row.export
        answer = answers.get(export.id)
        if export.state in _OVER:
            found.append((2, _over(row)))
        elif export.state in (ExportState.RECEIVED, ExportState.HANDED_OVER):
            if answer is not None:
                unread = answer.id not in read
                found.append((0 if unread else 1, _answered(row, answer, now, unread=unread)))
            else:
                found.append((1, _there(row, now)))
    return [item for _, item in sorted(found, key=lambda each: each[0])]


def _answered(row: LedgerRow, answer: Reply, now: datetime, *, unread: bool) -> Item:
    today = now.astimezone().date()
    told = f"Replied {words.day(answer.replied_at.astimezone().date(), today)}"
    if answer.actions:
        told += f": {count(len(answer.actions), 'action')}"
    act, does = ("Read reply", READ) if unread else ("", "")
    icon = "inbox" if unread else shapes.DONE
    colour = "accent" if unread else "good"
    key = EXPORT + row.export.id
    return Item(key, row.child_name, told, icon, colour, act, does, row.export.child_id)


def _there(row: LedgerRow, now: datetime) -> Item:
    export, today = row.export, now.astimezone().date()
    told = words.STATES[export.state]
    if export.received_at is not None:
        here = export.received_at.astimezone()
        told = f"Received {words.day(here.date(), today)}, {here:%H:%M}"
    key = EXPORT + export.id
    return Item(key, row.child_name, told, shapes.DONE, "good", child_id=export.child_id)


def _over(row: LedgerRow) -> Item:
    shape, _ = shapes.EXPORT[row.export.state]
    key = EXPORT + row.export.id
    return Item(key, row.child_name, row.words, shape, "soft", child_id=row.export.child_id)


def _lower(told: str) -> str:
    return told[:1].lower() + told[1:]
