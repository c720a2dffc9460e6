"""Incidents: written down by a manager, and printed for the setting's own file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from ir_desktop import paths
from ir_desktop.documents.printed import Printed
from ir_desktop.documents.told_paper import Entry, PaperFacts, Section, told_paper
from ir_desktop.domain.incident import (
    TOLD_WORDS,
    AuthorityRule,
    Incident,
    Told,
    checked_incident,
    consider_by,
)
from ir_desktop.domain.people import Child, Staff
from ir_desktop.domain.plain import date_words
from ir_desktop.domain.records import Record
from ir_desktop.domain.roles import Act
from ir_desktop.errors import EnvironmentProblem, invalid
from ir_desktop.services.identity import the_setting
from ir_desktop.services.session import Session, Work, acting, looking
from ir_desktop.storage.repository import Repository

KIND = "incident"
_FIELDS = frozenset(each.name for each in fields(Incident)) - {e.name for e in fields(Record)}


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident, the names of the children it is about, and who wrote it down."""

    incident: Incident
    children: tuple[str, ...]
    by: str


@cache
def authority_rule() -> AuthorityRule:
    """Return whom to consider telling, and within how many hours; dated data with its source."""
    try:
        raw: Any = json.loads(paths.resource("incidents", "england.json").read_text("utf-8"))
        source = str(raw["sources"][0]["source"])
        return AuthorityRule(int(raw["tell_within_hours"]), str(raw["tell_whom"]), source)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        raise EnvironmentProblem(
            "A file of the program is missing or damaged. Install the program again."
        ) from None


def list_incidents(session: Session) -> list[IncidentRow]:
    """Return every incident, the newest first. Managers only."""
    with looking(session, Act.RECORD_INCIDENT) as records:
        return [_row(records, each) for each in reversed(records.find(Incident))]


def get_incident(session: Session, incident_id: str) -> IncidentRow:
    """Return one incident. Raises `NotFound`, or `Refused` by role."""
    with looking(session, Act.RECORD_INCIDENT) as records:
        return _row(records, records.get(Incident, incident_id))


def record_incident(session: Session, **details: Any) -> Incident:
    """Write down an incident; `details` are `Incident`'s own fields.

    Each child it is about gets a line in their own history. Raises `Invalid` with every problem.
    """
    with acting(session, Act.RECORD_INCIDENT) as work:
        built = _with(work.build(Incident, **{**_EMPTY, **_known(details)}), work)
        work.detail["incident"] = built.id
        made = work.records.add(built)
        _tell_children(work, made)
        return made


def change_incident(session: Session, incident_id: str, **changes: Any) -> Incident:
    """Change some of an incident's fields. Raises `NotFound`, or `Invalid` with every problem."""
    with acting(session, Act.RECORD_INCIDENT) as work:
        before = work.records.get(Incident, incident_id)
        changed = work.save(_with(replace(before, **_known(changes)), work, before=before))
        work.detail["incident"] = incident_id
        _tell_children(work, changed)
        return changed


def print_incident(session: Session, incident_id: str) -> Printed:
    """Return an incident as a paper for the setting's own file."""
    with acting(session, Act.RECORD_INCIDENT) as work:
        row = _row(work.records, work.records.get(Incident, incident_id))
        work.detail |= {"incident": incident_id, "step": "printed"}
        return told_paper(
            KIND,
            PaperFacts(
                setting=the_setting(work.records).name,
                values={"day": date_words(row.incident.noticed_on)},
                sections=_sections(row),
                made_on=work.today,
                demo=session.store.demo,
            ),
        )


def _sections(row: IncidentRow) -> tuple[Section, ...]:
    each, rule = row.incident, authority_rule()
    by = consider_by(each, rule)
    happened = "Not known" if each.occurred_on is None else date_words(each.occurred_on)
    noticed = f"{date_words(each.noticed_on)} {each.noticed_at}".strip()
    about = ", ".join(row.children) or "Nobody named"
    whom = f"{rule.whom[:1].upper()}{rule.whom[1:]}"
    what = (
        ("What happened", each.what),
        ("When it happened", happened),
        ("When it was noticed", noticed),
        ("Which children it is about", about),
        ("Who got what they should not have", each.reached),
    )
    done = (
        ("What was done", each.done),
        ("Which families were told, when and how", each.families_told),
        (whom, TOLD_WORDS[each.authority]),
        ("To be considered by", f"{date_words(by.date())}, {by:%H:%M}"),
        ("Why", each.authority_why),
        ("What changes from now on", each.learned),
        ("Finished", "" if each.closed_on is None else date_words(each.closed_on)),
        ("Written down by", row.by),
    )
    return (
        Section("What happened", (Entry("", _lines(what)),)),
        Section("What was done about it", (Entry("", _lines(done)),)),
    )


def _lines(told: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, words or "Nothing written") for name, words in told)


def _row(records: Repository, incident: Incident) -> IncidentRow:
    names: list[str] = []
    for child_id in incident.child_ids:
        found = records.find_one(Child, id=child_id)
        names.append("Removed child" if found is None else found.full_name)
    who = records.find_one(Staff, id=incident.created_by)
    return IncidentRow(incident, tuple(names), "" if who is None else who.name)


def _known(details: Mapping[str, Any]) -> Mapping[str, Any]:
    if unknown := details.keys() - _FIELDS:
        raise TypeError(f"an incident has no field {', '.join(sorted(unknown))}")
    return details


def _with(incident: Incident, work: Work, before: Incident | None = None) -> Incident:
    known = () if before is None else before.child_ids
    for child_id in incident.child_ids:
        if child_id not in known and work.records.find_one(Child, id=child_id) is None:
            raise invalid("child_ids", "Choose children from the list.")
    return checked_incident(incident, today=work.today)


def _tell_children(work: Work, incident: Incident) -> None:
    for child_id in incident.child_ids:
        if work.records.find_one(Child, id=child_id) is None:
            continue  # removed since
        work.session.store.append_event(
            work.records,
            at=work.now,
            staff_id=work.actor,
            act=Act.RECORD_INCIDENT.value,
            child_id=child_id,
            detail={"incident": incident.id},
            rows=(),
        )


_EMPTY: Mapping[str, Any] = {
    "occurred_on": None,
    "noticed_at": "",
    "child_ids": (),
    "reached": "",
    "done": "",
    "families_told": "",
    "authority": Told.NOT_DECIDED,
    "authority_why": "",
    "learned": "",
}
