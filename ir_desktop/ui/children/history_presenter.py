"""What was done for a child, event by event, in plain words. Knows no Qt."""

from collections.abc import Mapping

from ir_desktop.domain.plain import count, date_words
from ir_desktop.domain.roles import Act
from ir_desktop.services.history import HistoryEvent, child_history
from ir_desktop.services.session import Session
from ir_desktop.ui.looks import Cell, Column, Row

COLUMNS = (Column("When", 3), Column("Who", 3), Column("What", 6))

FEW_COLUMNS = (Column("What", 1),)
"""With big text: who and when stand under what."""

_BY_ITSELF = "This computer"
_WORDS: Mapping[str, str] = {
    Act.ADD_CHILD: "Added the child",
    Act.EDIT_CHILD: "Changed the details",
    Act.EDIT_FAMILY: "Changed the family",
    Act.RECORD_CONSENT: "Wrote down what the family decided",
    Act.RECORD_CONTACT: "Wrote down a contact with the family",
    Act.WRITE_REVIEW: "Wrote in the review",
    Act.SIGN_REVIEW: "Signed the review as its author",
    Act.COUNTERSIGN_REVIEW: "Signed the review off",
    Act.PRINT_PAPER: "Made a paper",
    Act.APPROVE_EXPORT: "Approved a copy for the health team",
    Act.SEND: "Sent a copy to the health team",
    Act.READ_REPLY: "Read the health visitor’s answer",
    Act.SEE_CHILD: "Opened the child’s page",
    Act.RESTORE: "Brought records back from a backup",
    "reply_shown": "Brought the health visitor’s answer",
    "send_begin": "Began to send a copy to the health team",
    "send_end": "Ended an attempt to send a copy",
}
_DETAILS: Mapping[tuple[str, str], str] = {
    ("decision", "given"): "agreed",
    ("decision", "declined"): "said no",
    ("decision", "withdrawn"): "took it back",
    ("decision", "told"): "told, no objection",
    ("kind", "invitation"): "invitation letter",
    ("kind", "summary"): "summary for parents",
    ("answer", "yes"): "said yes",
    ("answer", "no"): "said no",
    ("answer", "another_date"): "asked for another date",
    ("removed", "carer"): "took a parent or carer off the list",
    ("state", "received"): "the health team received it",
    ("state", "waiting"): "it waits for the internet",
    ("state", "rejected"): "the health team did not take it",
    ("state", "held"): "it is held back",
    ("state", "set_aside"): "it was set aside",
    ("state", "handed_over"): "it was handed over",
    ("state", "withdrawn"): "it was withdrawn",
}


def history_rows(session: Session, child_id: str) -> tuple[Row, ...]:
    """Return the rows of a child's history, newest first."""
    found = child_history(session, child_id)
    return tuple(_row(place, each) for place, each in enumerate(found))


def _row(place: int, event: HistoryEvent) -> Row:
    at = event.at.astimezone()
    when = f"{date_words(at.date())}, {at:%H:%M}"
    cells = (
        Cell(when, soft=True),
        Cell(event.who or _BY_ITSELF),
        Cell(words(event)),
    )
    return Row(str(place), cells)


def narrow(row: Row) -> Row:
    """Return a row for `FEW_COLUMNS`."""
    when, who, what = row.cells
    return Row(row.key, (Cell(what.words, f"{who.words}, {when.words}"),))


def words(event: HistoryEvent) -> str:
    """Return what was done, such as "Wrote in the review, 3 times"."""
    told = _WORDS.get(event.act, "Did something else")
    parts = [told if not event.refused else f"Was not allowed: {told[:1].lower()}{told[1:]}"]
    for name, value in event.detail.items():
        for part in value.split(","):
            found = _DETAILS.get((name, part))
            if found:
                parts.append(found)
    if "version" in event.detail:
        parts.append(f"version {event.detail['version']}")
    sentence = ": ".join((parts[0], ", ".join(parts[1:]))) if parts[1:] else parts[0]
    return sentence if event.times == 1 else f"{sentence} ({count(event.times, 'time')})"
