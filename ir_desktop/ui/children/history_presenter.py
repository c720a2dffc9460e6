"""What was done for a child, event by event, in plain words. Knows no Qt."""

from dataclasses import dataclass

from ir_desktop.domain.history import BY_ITSELF, act_words
from ir_desktop.domain.plain import date_words
from ir_desktop.services.history import HistoryEvent, history_page
from ir_desktop.services.session import Session
from ir_desktop.ui.looks import Cell, Column, Row

COLUMNS = (Column("When", 3), Column("Who", 3), Column("What", 6))

FEW_COLUMNS = (Column("What", 1),)
"""With big text: who and when stand under what."""

MOST = 60
"""So many events are read and shown at a time: a history grows for years."""


@dataclass(frozen=True, slots=True)
class HistoryRows:
    """Some rows, newest first; `earlier` asks for those below, None where there are none."""

    rows: tuple[Row, ...]
    earlier: int | None


def history_rows(session: Session, child_id: str, before: int | None = None) -> HistoryRows:
    """Return the next rows of a child's history, newest first."""
    found = history_page(session, child_id, before=before, most=MOST)
    above = "" if before is None else str(before)
    rows = tuple(_row(f"{above}/{place}", each) for place, each in enumerate(found.events))
    return HistoryRows(rows, found.earlier)


def _row(key: str, event: HistoryEvent) -> Row:
    at = event.at.astimezone()
    when = f"{date_words(at.date())}, {at:%H:%M}"
    cells = (
        Cell(when, soft=True),
        Cell(event.who or BY_ITSELF),
        Cell(words(event)),
    )
    return Row(key, cells)


def narrow(row: Row) -> Row:
    """Return a row for `FEW_COLUMNS`."""
    when, who, what = row.cells
    return Row(row.key, (Cell(what.words, f"{who.words}, {when.words}"),))


def words(event: HistoryEvent) -> str:
    """Return what was done, such as "Wrote in the review (3 times)"."""
    return act_words(event.act, event.detail, refused=event.refused, times=event.times)
