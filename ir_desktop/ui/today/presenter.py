"""What Today shows. Runs in the database's thread and knows no Qt."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from ir_desktop.domain.due import Due, DueItem, DueState
from ir_desktop.domain.plain import WEEKDAYS as _WEEKDAYS
from ir_desktop.domain.plain import count, date_words, day_month, list_words, weekday_date
from ir_desktop.domain.sharing import ExportState, hold_words
from ir_desktop.services import due, exports, replies
from ir_desktop.services.exports import LedgerRow
from ir_desktop.services.replies import ReplyRow
from ir_desktop.services.session import Session
from ir_desktop.ui import shapes
from ir_desktop.ui.looks import Cell, Column, Row, Tag, Tone

COLUMNS = (
    Column("Child", 11),
    Column("What, and by when", 10),
    Column("State"),
    Column("", right=True),
)
_MOST = 6
_HELD = frozenset({ExportState.HELD, ExportState.REJECTED, ExportState.SET_ASIDE})
_ON_ITS_WAY = frozenset({ExportState.QUEUED, ExportState.SENDING, ExportState.WAITING})


@dataclass(frozen=True, slots=True)
class Note:
    """A line of one of the small boxes: a child, what there is to tell, and its shape."""

    child_id: str
    name: str
    words: str
    shape: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    """The page. `held`, `waiting` and `answered` are the small boxes, `more_…` what they omit."""

    greeting: str
    day: str
    sentence: str
    rows: tuple[Row, ...]
    held: tuple[Note, ...]
    waiting: tuple[Note, ...]
    answered: tuple[Note, ...]


def today_view(session: Session) -> TodayView:
    """Return what Today shows this person now."""
    now, today = session.clock.now().astimezone(), session.today
    found = due.list_due(session)
    ledger, answers = exports.ledger(session), replies.list_replies(session)
    part = "morning" if now.hour < 12 else "afternoon" if now.hour < 18 else "evening"
    held = [row for row in ledger if row.export.state in _HELD]
    answered = {row.reply.about for row in answers}
    waiting = [
        row
        for row in ledger
        if row.export.state in _ON_ITS_WAY
        or (row.export.state is ExportState.RECEIVED and row.export.id not in answered)
    ]
    return TodayView(
        greeting=f"Good {part}, {session.staff.name.split()[0]}",
        day=weekday_date(today),
        sentence=_sentence(found, len(held)),
        rows=tuple(_row(each, today) for each in found),
        held=tuple(_export_note(row) for row in held[:_MOST]),
        waiting=tuple(_export_note(row) for row in waiting[:_MOST]),
        answered=tuple(_reply_note(row) for row in answers[:_MOST]),
    )


def item_words(each: Due) -> str:
    """Return what is due, in the field's words."""
    if each.item is DueItem.ASQ3:
        return f"ASQ-3, {each.form}-month form"
    return "Progress check" if each.item is DueItem.PROGRESS_CHECK else "Health review"


def state_tag(each: Due, today: date) -> Tag:
    """Return how pressing something is, with its shape and in words."""
    shape, tone = shapes.DUE[each.state]
    if each.state is DueState.OVERDUE:
        words = f"Overdue {_span((today - each.closes).days)}"
    elif each.state is DueState.COMING:
        words = f"Opens in {_span((each.opens - today).days)}"
    else:
        left = (each.closes - today).days
        if left == 0:
            words = "Due today"
        elif left < 7:
            words = f"Due {_WEEKDAYS[each.closes.weekday()]}"
        else:
            words = f"Due in {_span(left)}"
    return Tag(words, shape, tone)


def _span(days: int) -> str:
    """Return a number of days as people say it: days, then weeks, then months."""
    if days < 14:
        return count(days, "day")
    return count(days // 7, "week") if days < 84 else count(days // 30, "month")


def _row(each: Due, today: date) -> Row:
    return Row(
        each.child_id,
        (
            Cell(each.name, strong=True),
            Cell(item_words(each), f"By {date_words(each.closes)}"),
            Cell(tag=state_tag(each, today)),
            Cell("Open", act=True),
        ),
    )


def _sentence(found: list[Due], held: int) -> str:
    """Return how much there is of each, in one sentence."""
    states = Counter(each.state for each in found)
    words = {
        DueState.OVERDUE: "overdue",
        DueState.DUE_SOON: "due soon",
        DueState.DUE: "due later",
        DueState.COMING: "coming up",
    }
    told = [f"{states[state]} {word}" for state, word in words.items() if states[state]]
    sentence = f"Checks and forms: {list_words(told)}." if told else "No checks are due."
    if held:
        sentence += f" {count(held, 'copy is', 'copies are')} held back."
    return sentence


def _export_note(row: LedgerRow) -> Note:
    shape, tone = shapes.EXPORT[row.export.state]
    words = row.words
    if row.export.state is ExportState.HELD and row.export.holds:
        words = hold_words(row.export)[0]
    elif row.export.state is ExportState.RECEIVED and row.export.received_at is not None:
        shape, tone = shapes.WAITING, Tone.CALM
        words = f"Received {day_month(row.export.received_at.date())}, no answer yet"
    return Note(row.export.child_id, row.child_name, words, shape, tone)


def _reply_note(row: ReplyRow) -> Note:
    reply = row.reply
    words = f"Answered {day_month(reply.replied_at.date())}"
    if reply.actions:
        words += f": {count(len(reply.actions), 'action')}"
    return Note(reply.child_id, row.child_name, words, "inbox", Tone.ACCENT)
