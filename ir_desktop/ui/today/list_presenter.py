"""The rows of a whole list of Today's. Runs in the database's thread and knows no Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ir_desktop.domain.plain import count
from ir_desktop.services import calendar, due, first_steps
from ir_desktop.services.session import Session
from ir_desktop.services.today import Today, today
from ir_desktop.ui.looks import Cell, Column, Row, Tone
from ir_desktop.ui.today import notes, rows
from ir_desktop.ui.today.notes import Note

_EVERY = 1_000_000

COLUMNS = (
    Column("Child", 40),
    Column("What, and by when", 60),
    Column("How pressing"),
    Column("", right=True),
)
_NOTES = (Column("Child", 40), Column("What there is", 60), Column("", right=True))


def _by_state(row: Row) -> int:
    """Order by how pressing; rows alike stay as they came."""
    tags = [cell.tag for cell in row.cells if cell.tag is not None]
    return _PRESSING.index(tags[0].tone) if tags else len(_PRESSING)


_PRESSING = (Tone.ACT, Tone.WATCH, Tone.CALM, Tone.ACCENT, Tone.GOOD)

KEYS: Mapping[str, Callable[[Row], int]] = {"How pressing": _by_state, "State": _by_state}
"""What a column is ordered by, by its title, where its words do not say it."""


@dataclass(frozen=True, slots=True)
class ListView:
    """The list: its title, how long it is, its rows, and what is said where there are none."""

    title: str
    told: str
    nothing: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def list_view(session: Session, kind: str) -> ListView:
    """Return a list by its kind; one that there is not is that of the checks due."""
    if kind == "chase":
        found = tuple(rows.chase_row(each) for each in calendar.to_chase(session))
        return _view("Families to chase", found, "Every family that was asked has answered.")
    if kind == "follow_ups":
        found = tuple(rows.follow_up_row(each) for each in calendar.follow_ups(session))
        return _view("Follow-ups", found, "No follow-up is near.")
    if kind == "meetings":
        told = tuple(_note_row(notes.meeting_note(each)) for each in calendar.meetings(session))
        return _view("Meetings this week", told, "No meeting is booked this week.", _NOTES)
    if kind in ("health", "held"):
        return _sharing(today(session, most=_EVERY), held=kind == "held")
    every = due.list_due(session)
    acts = first_steps.of_due(session, every)
    found = tuple(
        rows.due_row(each, do, session.today, when=True)
        for each, do in zip(every, acts, strict=True)
    )
    return _view("Checks due", found, "Nobody needs a check just now. Enjoy the day.")


def folded_columns(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns where the second stands under the first."""
    first, second, *others = columns
    return (Column(f"{first.title}. {second.title}", 100), *others)


def _sharing(found: Today, *, held: bool) -> ListView:
    stuck = [_note_row(notes.held_note(each)) for each in found.outgoing.rows if each.stuck]
    if held:
        return _view("Held, not sent", tuple(stuck), "Nothing is held back.", _NOTES)
    told = (
        *(notes.ring_note(each) for each in found.rings.rows),
        *(notes.news_note(each, found.day) for each in found.news.rows),
        *(notes.waiting_note(each) for each in found.at_health.rows),
        *(notes.moving_note(each) for each in found.outgoing.rows if not each.stuck),
    )
    nothing = "Nothing is waiting for an answer."
    return _view("With the health visitor", tuple(map(_note_row, told)), nothing, _NOTES)


def _view(
    title: str, found: tuple[Row, ...], nothing: str, columns: tuple[Column, ...] = COLUMNS
) -> ListView:
    told = f"{count(len(found), 'line')}, the most pressing first." if found else nothing
    return ListView(title, told, nothing, columns, found)


def _note_row(note: Note) -> Row:
    when = " ".join(part for part in note.day if part)
    words = f"{when}: {note.words}" if when else note.words
    return Row(note.key, (Cell(note.name, strong=True), Cell(words), Cell(note.act, act=True)))
