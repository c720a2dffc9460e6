"""Incidents: written down by a manager, and printed for the setting's own file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cache
from typing import Any

from ir_desktop import paths
from ir_desktop.domain.incident import (
    AuthorityRule,
    Incident,
    Told,
    checked_incident,
    consider_by,
)
from ir_desktop.domain.people import Child, Staff
from ir_desktop.domain.records import Record
from ir_desktop.domain.roles import Act
from ir_desktop.domain.text import match_key
from ir_desktop.errors import EnvironmentProblem, Invalid, Problem, invalid
from ir_desktop.services.session import Session, Work, acting, looking, may
from ir_desktop.storage.repository import Repository

_REMOVED = "Removed child"
_GONE = match_key(_REMOVED)
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
        return [row_of(records, each) for each in reversed(records.find(Incident))]


def undecided_among(session: Session, records: Repository) -> list[datetime]:
    """Return until when telling the authority is to be considered, of incidents not decided.

    The earliest first; in a transaction there is. Nothing for whoever is not a manager.
    """
    if not may(session, records, Act.RECORD_INCIDENT, None):
        return []
    return sorted(
        consider_by(each, authority_rule())
        for each in records.find(Incident)
        if each.authority is Told.NOT_DECIDED and each.closed_on is None
    )


def get_incident(session: Session, incident_id: str) -> IncidentRow:
    """Return one incident. Raises `NotFound`, or `Refused` by role."""
    with looking(session, Act.RECORD_INCIDENT) as records:
        return row_of(records, records.get(Incident, incident_id))


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


def child_name(session: Session, child_id: str) -> str:
    """Return the name of the child that an incident begins with; empty for none."""
    with looking(session, Act.RECORD_INCIDENT) as records:
        found = records.find_one(Child, id=child_id) if child_id else None
        return "" if found is None else found.full_name


def children_named(session: Session, typed: str, *, known: str = "") -> tuple[str, ...]:
    """Return the ids of the children whose names are typed, one a line.

    Of several with one name those are meant that the incident with the id `known` is about
    already; a child removed since stays. Raises `Invalid` for a name that is nobody's here.
    """
    with looking(session, Act.RECORD_INCIDENT) as records:
        here = {each.id: match_key(each.full_name) for each in records.find(Child)}
        before = records.get(Incident, known).child_ids if known else ()
        found = [each for each in before if each not in here]
        problems: list[Problem] = []
        for line in filter(None, (match_key(each) for each in typed.splitlines())):
            ids = [child_id for child_id, name in here.items() if name == line]
            ids = [each for each in ids if each in before] or ids
            if not ids and not (line == _GONE and before):
                words = "Nobody here has one of these names. Type them as in the list of children."
                problems.append(Problem("children", words))
            found += ids
    if problems:
        raise Invalid(problems[:1])
    return tuple(dict.fromkeys(found))


def row_of(records: Repository, incident: Incident) -> IncidentRow:
    """Return an incident with the names that belong to it, in a transaction there is."""
    names: list[str] = []
    for child_id in incident.child_ids:
        found = records.find_one(Child, id=child_id)
        names.append(_REMOVED if found is None else found.full_name)
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
