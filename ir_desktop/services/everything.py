"""Everything about one child, as a paper and as a file: for a family who asks what is recorded.

Managers only, and each time an event. What it says of other people is not taken out here: a
person has to read it through (the page and the paper say so).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ir_desktop.documents.printed import Printed
from ir_desktop.documents.told_paper import Entry, PaperFacts, Section, told_paper
from ir_desktop.domain.consent import Consent, Contact
from ir_desktop.domain.form_draft import FormDraft
from ir_desktop.domain.history import BY_ITSELF, act_words
from ir_desktop.domain.incident import Incident
from ir_desktop.domain.people import Carer, Child, FamilyLink, HealthTeam, Room, Staff
from ir_desktop.domain.plain import date_words
from ir_desktop.domain.records import Record
from ir_desktop.domain.review import Review, ReviewVersion
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Export, ExportBody, Reply
from ir_desktop.errors import NotFound
from ir_desktop.services import history
from ir_desktop.services.identity import the_setting
from ir_desktop.services.record_words import label_of, lines_of, moment_words
from ir_desktop.services.session import Session, Work, acting, looking
from ir_desktop.storage import audit
from ir_desktop.storage.atomic import replace_file
from ir_desktop.storage.repository import Repository
from ir_desktop.sync.outbox import state_words

KIND = "everything"
PDF, JSON = "pdf", "json"
_FORMAT = "ir-desktop.everything-about-one-child"
_KINDS: tuple[tuple[str, type[Record]], ...] = (
    ("family", FamilyLink),
    ("consents", Consent),
    ("contacts", Contact),
    ("reviews", Review),
    ("signed_off_versions", ReviewVersion),
    ("copies_for_the_health_team", Export),
    ("answers", Reply),
    ("unfinished_forms", FormDraft),
)


@dataclass(frozen=True, slots=True)
class Everything:
    """All that is recorded: the paper, the same for computers, and the other people it names."""

    printed: Printed
    data: bytes
    others: tuple[str, ...]


def everything(session: Session, child_id: str) -> Everything:
    """Return everything that is recorded about a child.

    Raises `NotFound`, or `Refused` by role.
    """
    with acting(session, Act.SUBJECT_ACCESS, child_id=child_id) as work:
        work.detail["step"] = "made"
        return everything_among(work, child_id)


def everything_among(work: Work, child_id: str) -> Everything:
    """As `everything`, inside an act that was checked."""
    records, session = work.records, work.session
    child = records.find_one(Child, id=child_id)
    if child is None:
        raise NotFound("There is no such child in this store.")
    names = _names(records)
    found = {name: records.find(kind, child_id=child_id) for name, kind in _KINDS}
    links = records.find(FamilyLink, child_id=child_id)
    carers = [records.get(Carer, each.carer_id) for each in links]
    incidents = [
        replace(each, child_ids=(child_id,))
        for each in records.find(Incident)
        if child_id in each.child_ids
    ]
    events = audit.events_about(records.connection, child_id)
    sections = (
        Section("The child", (Entry("", lines_of(child, names)),)),
        Section("Parents and carers", tuple(
            Entry(carer.name, [*lines_of(carer, names)[1:], *lines_of(link, {})[:-1]])
            for carer, link in zip(carers, links, strict=True)
        )),
        _section("What the family decided", found["consents"], names),
        _section("Times the family was contacted", found["contacts"], names),
        _section("The review as it stands", found["reviews"], names),
        Section("Signed-off versions", tuple(
            _entry(f"Version {each.version}", each, names)
            for each in records.find(ReviewVersion, child_id=child_id)
        )),
        Section("Copies for the health team", tuple(
            Entry(state_words(each), lines_of(replace(each, last_outcome=""), names))
            for each in records.find(Export, child_id=child_id)
        )),
        _section("The health visitor’s answers", found["answers"], names),
        Section("Forms begun and not saved", tuple(
            _draft(each, names) for each in records.find(FormDraft, child_id=child_id)
        )),
        _section("Incidents", incidents, names),
        Section("Who did what, and when", (Entry("", [
            (moment_words(each.at), f"{each.who or BY_ITSELF}: "
             f"{act_words(each.act, each.detail, refused=each.refused, times=each.times)}")
            for each in history.told(events, names)
        ]),)),
    )  # fmt: skip
    printed = told_paper(
        KIND,
        PaperFacts(
            setting=the_setting(records).name,
            values={
                "child": child.full_name,
                "born": date_words(child.date_of_birth),
                "by": session.staff.name,
            },
            sections=sections,
            made_on=work.today,
            demo=session.store.demo,
        ),
    )
    about = {
        "format": _FORMAT,
        "made_at": work.now.isoformat(),
        "setting": the_setting(records).name,
        "names_of_ids": names,
        "child": _plain(child),
        "carers": [_plain(each) for each in carers],
        **{name: [_plain(each) for each in rows] for name, rows in found.items()},
        "what_the_copies_say": _bodies(records, found["copies_for_the_health_team"]),
        "incidents": [_plain(each) for each in incidents],
        "events": [_event(each) for each in events],
    }
    data = json.dumps(about, ensure_ascii=False, indent=2, sort_keys=False).encode()
    return Everything(printed, data, _others(child, carers, links, found, names))


def save(session: Session, child_id: str, made: Everything, kind: str, file: Path) -> Path:
    """Write the paper or the file for computers where the person chose, and note that they did.

    Returns the file. Raises `Refused` by role, or `EnvironmentProblem` if it cannot be written.
    """
    with looking(session, Act.SUBJECT_ACCESS, child_id=child_id):
        pass
    target = file if file.suffix else file.with_suffix(f".{kind}")
    replace_file(target, made.printed.pdf if kind == PDF else made.data)
    with acting(session, Act.SUBJECT_ACCESS, child_id=child_id) as work:
        work.detail["step"] = kind
    return target


def _names(records: Repository) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in (Staff, Room, HealthTeam):
        found |= {each.id: each.name for each in records.find(kind)}
    return found


def _section(title: str, rows: Iterable[Record], names: Mapping[str, str]) -> Section:
    return Section(title, tuple(_entry("", each, names) for each in rows))


def _entry(title: str, record: Record, names: Mapping[str, str]) -> Entry:
    return Entry(title or moment_words(record.created_at), lines_of(record, names))


def _draft(draft: FormDraft, names: Mapping[str, str]) -> Entry:
    try:
        typed: Any = json.loads(draft.content)
    except ValueError:
        typed = {}
    lines = [(label_of(str(name)), str(pair[-1])) for name, pair in typed.items() if pair]
    return Entry(moment_words(draft.created_at), [*lines, *lines_of(draft, names)[-1:]])


def _plain(record: Record) -> Any:
    return TypeAdapter(type(record)).dump_python(record, mode="json")


def _bodies(records: Repository, exports: Iterable[Record]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in exports:
        body = records.find_one(ExportBody, id=each.id)
        if body is not None:
            found[each.id] = json.loads(body.bundle)
    return found


def _event(event: audit.AuditEvent) -> dict[str, Any]:
    return {
        "number": event.seq,
        "at": event.at.isoformat(),
        "by": event.staff_id,
        "what": event.act,
        "detail": dict(event.detail),
    }


def _others(
    child: Child,
    carers: list[Carer],
    links: list[FamilyLink],
    found: Mapping[str, list[Any]],
    names: Mapping[str, str],
) -> tuple[str, ...]:
    """Return the other people that it surely names; words that were typed may name more."""
    told = [f"{c.name} ({x.relationship})" for c, x in zip(carers, links, strict=True)]
    told += [child.named_health_visitor] if child.named_health_visitor else []
    rows = [child, *carers, *(each for some in found.values() for each in some)]
    staff = {by for each in rows for by in (each.created_by, each.changed_by) if by in names}
    if child.key_person_id in names:
        staff.add(str(child.key_person_id))
    return (*dict.fromkeys(told), *sorted(names[each] for each in staff))
