"""What Today shows. Runs in the database's thread and knows no Qt."""

from dataclasses import dataclass
from datetime import datetime

from ir_desktop.domain.due import DueState
from ir_desktop.domain.plain import list_words, moment_words, weekday_date
from ir_desktop.services import children
from ir_desktop.services.session import Session
from ir_desktop.services.today import Today, today
from ir_desktop.ui.backups.today_notes import backup_notes
from ir_desktop.ui.looks import Row, Tone
from ir_desktop.ui.today import notes, rows
from ir_desktop.ui.today.notes import Note

MOST = 5
"""So many rows of each list stand on Today; the others are one click away."""

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class List:
    """One of the lists of rows; `total` is how many there are, `nothing` is said where none is."""

    kind: str
    title: str
    icon: str
    nothing: str
    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Box:
    """One of the small boxes beside the lists. `held` gives it the edge of what is held."""

    kind: str
    title: str
    icon: str
    nothing: str
    notes: tuple[Note, ...]
    total: int
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    """The page. Nobody is here yet where `first_use`: it offers to add children.

    `last` says when the person signed in before this time.
    """

    greeting: str
    day: str
    sentence: str
    lists: tuple[List, ...]
    boxes: tuple[Box, ...]
    first_use: bool
    last: str


def today_view(session: Session) -> TodayView:
    """Return what Today shows this person now."""
    found = today(session, most=MOST)
    part = "morning" if found.hour < 12 else "afternoon" if found.hour < 18 else "evening"
    lists, boxes = _lists(found), _boxes(found)
    quiet = not any(each.total for each in (*lists, *boxes))
    return TodayView(
        greeting=f"Good {part}, {found.name.split()[0]}",
        day=weekday_date(found.day),
        sentence=sentence(found),
        lists=lists,
        boxes=(*boxes, *_backup_box(session)),
        first_use=quiet and not children.list_children(session),
        last=last_words(session.last_sign_in),
    )


def last_words(at: datetime | None) -> str:
    """Return when somebody signed in before this time, or nothing on the first."""
    return "" if at is None else f"You last signed in on {moment_words(at.astimezone())}."


def number_words(number: int, one: str, many: str, *, capital: bool = False) -> str:
    """Return a number with its noun, small numbers in words: ``two checks are``."""
    figure = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    words = f"{figure} {one if number == 1 else many}"
    return words[:1].upper() + words[1:] if capital else words


def sentence(found: Today) -> str:
    """Return what presses most, in one sentence."""
    overdue, soon = (found.states.get(state, 0) for state in (DueState.OVERDUE, DueState.DUE_SOON))
    coming = found.meetings.total - sum(each.past for each in found.meetings.rows)
    told: list[str] = []
    for number, one, many in (
        (overdue, "check is overdue", "checks are overdue"),
        (0 if overdue else soon, "check is due soon", "checks are due soon"),
        (
            max(coming, found.meetings.total - MOST),
            "meeting is this week",
            "meetings are this week",
        ),
        (found.stuck, "copy is held back", "copies are held back"),
        (found.news.total, "answer is new", "answers are new"),
        (found.rings.total, "health team is to be rung", "health teams are to be rung"),
    ):
        if number:
            told.append(number_words(number, one, many))
    if not told:
        return "Nothing presses today."
    words = list_words(told)
    return f"{words[:1].upper()}{words[1:]}."


def _lists(found: Today) -> tuple[List, ...]:
    return (
        List(
            "due",
            "Checks due",
            "clipboard-check",
            "Nobody needs a check just now. Enjoy the day.",
            tuple(
                rows.due_row(each, do, found.day)
                for each, do in zip(found.due.rows, found.acts, strict=True)
            ),
            found.due.total,
        ),
        List(
            "chase",
            "Families to chase",
            "phone",
            "Every family that was asked has answered.",
            tuple(rows.chase_row(each) for each in found.chase.rows),
            found.chase.total,
        ),
        List(
            "follow_ups",
            "Follow-ups",
            "undo-2",
            "No follow-up is near.",
            tuple(rows.follow_up_row(each) for each in found.follow_ups.rows),
            found.follow_ups.total,
        ),
    )


def _backup_box(session: Session) -> tuple[Box, ...]:
    """Return the box on backups; a demo has none."""
    told = backup_notes(session)
    if not told:
        return ()
    held = told[0].tone in (Tone.ACT, Tone.WATCH)
    return (Box("backup", "Backup", "shield-check", "", told, len(told), held=held),)


def _boxes(found: Today) -> tuple[Box, ...]:
    stuck = [each for each in found.outgoing.rows if each.stuck]
    moving = [each for each in found.outgoing.rows if not each.stuck]
    with_health = (
        *(notes.ring_note(each) for each in found.rings.rows),
        *(notes.news_note(each, found.day) for each in found.news.rows),
        *(notes.waiting_note(each) for each in found.at_health.rows),
        *(notes.moving_note(each) for each in moving),
    )
    return (
        Box(
            "meetings",
            "Meetings this week",
            "calendar-days",
            "No meeting is booked this week.",
            tuple(notes.meeting_note(each) for each in found.meetings.rows),
            found.meetings.total,
        ),
        Box(
            "health",
            "With the health visitor",
            "stethoscope",
            "Nothing is waiting for an answer.",
            with_health[:MOST],
            found.rings.total
            + found.news.total
            + found.at_health.total
            + found.outgoing.total
            - found.stuck,
        ),
        Box(
            "held",
            "Held, not sent",
            "circle-pause",
            "Nothing is held back.",
            tuple(notes.held_note(each) for each in stuck),
            found.stuck,
            held=True,
        ),
        *_keeping(found),
    )


def _keeping(found: Today) -> tuple[Box, ...]:
    """Return the box about keeping records, which stands there only where there is something."""
    lines = [notes.undecided_note(each) for each in found.undecided]
    if found.ready:
        lines.append(notes.ready_note(found.ready))
    if not lines:
        return ()
    shown = tuple(lines[:MOST])
    return (Box("keeping", "Keeping records", "shield-check", "", shown, len(shown)),)
