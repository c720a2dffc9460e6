"""Incidents: something about a child reached the wrong family or person."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from ir_desktop.domain.child_rules import Checks
from ir_desktop.domain.records import Record


class Told(StrEnum):
    """Whether the supervising authority (the ICO) is told."""

    NOT_DECIDED = "not_decided"
    TOLD = "told"
    NOT_NEEDED = "not_needed"


TOLD_WORDS = {
    Told.NOT_DECIDED: "Not decided yet",
    Told.TOLD: "We told them",
    Told.NOT_NEEDED: "We decided not to, for the reason below",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(Record):
    """What went wrong, when it was noticed, what was done about it, and who was told.

    `noticed_at` is a time of day in words such as ``14:30``, or empty; `occurred_on` None means
    not known.
    """

    what: str
    occurred_on: date | None
    noticed_on: date
    noticed_at: str
    child_ids: tuple[str, ...]
    reached: str
    done: str
    families_told: str
    authority: Told
    authority_why: str
    learned: str
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class AuthorityRule:
    """Whom to consider telling, and within how many hours of noticing; with its source."""

    hours: int
    whom: str
    source: str


def checked_incident(incident: Incident, *, today: date) -> Incident:
    """Return the incident with clean words; raises `Invalid` with every problem."""
    checks = Checks()
    cleaned = replace(
        incident,
        what=checks.block(incident.what, "what"),
        noticed_at=checks.line(incident.noticed_at, "noticed_at"),
        reached=checks.block(incident.reached, "reached"),
        done=checks.block(incident.done, "done"),
        families_told=checks.block(incident.families_told, "families_told"),
        authority_why=checks.block(incident.authority_why, "authority_why"),
        learned=checks.block(incident.learned, "learned"),
        child_ids=tuple(dict.fromkeys(incident.child_ids)),
    )
    if not cleaned.what:
        checks.add("what", "Write what happened, in a sentence or two.")
    if cleaned.noticed_on > today:
        checks.add("noticed_on", "This day is in the future. Check the date.")
    if cleaned.occurred_on is not None and cleaned.occurred_on > cleaned.noticed_on:
        checks.add("occurred_on", "This is after the day it was noticed. Check both dates.")
    if cleaned.noticed_at and time_of(cleaned.noticed_at) is None:
        checks.add("noticed_at", "Type a time of day, such as 14:30.")
    if cleaned.authority is Told.NOT_NEEDED and not cleaned.authority_why:
        checks.add("authority_why", "Write why you decided not to tell them.")
    checks.done()
    return cleaned


def time_of(text: str) -> time | None:
    """Return the time of day that a text such as ``9:05`` or ``14.30`` means, or None."""
    hour, _, minute = text.replace(".", ":").partition(":")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None


def consider_by(incident: Incident, rule: AuthorityRule) -> datetime:
    """Return until when telling the authority is to be considered, in the time of day here.

    Where the time of day was not noted, the day's first moment counts: earlier is safer.
    """
    noticed = datetime.combine(incident.noticed_on, time_of(incident.noticed_at) or time(0, 0))
    return noticed + timedelta(hours=rule.hours)
