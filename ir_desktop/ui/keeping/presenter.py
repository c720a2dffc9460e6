"""What the pages about keeping records show, in words. Knows no Qt."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ir_desktop.domain.incident import TOLD_WORDS, AuthorityRule, Incident, Told, consider_by
from ir_desktop.domain.plain import count, date_words, list_words
from ir_desktop.domain.retention import Chosen
from ir_desktop.services import incidents, leavers
from ir_desktop.services.checking import AuditReport, LastCheck
from ir_desktop.services.incidents import IncidentRow
from ir_desktop.services.leavers import Leaver
from ir_desktop.services.removals import Removal
from ir_desktop.services.session import Session
from ir_desktop.ui.looks import Cell, Column, Row, Tag, Tone

KIND = "keeping"
"""The kind of place of these pages."""

LEAVER_COLUMNS = (Column("Child", 3), Column("Left", 2), Column("Records"))
NARROW_LEAVER_COLUMNS = (Column("Child", 1), Column("Records"))
INCIDENT_COLUMNS = (Column("What happened", 5), Column("Noticed", 2), Column("State"))
NARROW_INCIDENT_COLUMNS = (Column("What happened", 1), Column("State"))
_SHORT = 90  # letters of an incident in a list
_MOST_FOUND = 12

_WHERE = {
    "child": "Details of a child",
    "carer": "A parent or carer",
    "family_link": "Who belongs to a child",
    "consent": "What a family decided",
    "contact": "A contact with a family",
    "review": "A review",
    "review_version": "A signed-off review",
    "export": "A copy for a health team",
    "export_body": "What a copy for a health team says",
    "reply": "A health visitor’s answer",
    "staff": "The staff",
    "room": "The rooms",
    "setting": "The setting’s details",
    "agreement": "A sharing agreement",
    "incident": "An incident",
}
WHAT_TO_DO = (
    "Write nothing more in these records until you know why.",
    "Think about who could get at this computer or its disk besides you.",
    "Make a backup to a new stick as it is now, so that nothing is lost. Keep the older ones.",
    "Bring the records back from the newest backup from before it happened.",
    "If somebody may have read or changed children’s records, write it down as an incident.",
)


@dataclass(frozen=True, slots=True)
class LeaversView:
    """The children who have left, and the rule by which their records are kept."""

    leavers: tuple[Leaver, ...]
    rule: Chosen

    @property
    def ready(self) -> int:
        """How many children's records may be removed now."""
        return sum(each.ready for each in self.leavers)


def leavers_view(session: Session) -> LeaversView:
    """Read the children who have left."""
    return LeaversView(tuple(leavers.list_leavers(session)), leavers.keeping_rule(session))


def rule_words(chosen: Chosen) -> str:
    """Return how long records are kept, as a sentence."""
    rule = chosen.rule
    told = f"Records are kept for {count(rule.years, 'year')} after a child has left"
    if rule.until_age:
        return f"{told}; with SEN or disability support, until age {rule.until_age} if later."
    return f"{told}."


def ready_words(number: int) -> str:
    """Return how many children's records may be removed now."""
    if not number:
        return "Nobody’s records are ready to be removed."
    return f"The records of {count(number, 'child', 'children')} are ready to be removed."


def leaver_rows(found: Sequence[Leaver], *, narrow: bool) -> list[Row]:
    """Return the list of children who have left."""
    return [Row(each.child_id, _leaver(each, narrow=narrow)) for each in found]


def _leaver(each: Leaver, *, narrow: bool) -> tuple[Cell, ...]:
    left = date_words(each.left_on)
    state = Cell(tag=leaver_tag(each))
    if narrow:
        return (Cell(each.name, f"Left {left}", strong=True), state)
    return (Cell(each.name, strong=True), Cell(left), state)


def leaver_tag(each: Leaver) -> Tag:
    """Return whether the records may go."""
    if each.ready:
        return Tag("Ready to be removed", "clock", Tone.WATCH)
    return Tag(f"Keep until {date_words(each.until)}", "circle-check", Tone.CALM)


def goes(found: Removal) -> list[str]:
    """Return what a removal takes away."""
    lines = ["The child’s name, date of birth, address and every other detail"]
    pairs = (
        (found.carers, "parent or carer", "parents and carers"),
        (found.consents, "decision of the family", "decisions of the family"),
        (found.contacts, "contact with the family", "contacts with the family"),
        (found.versions, "signed-off review", "signed-off reviews"),
        (found.replies, "answer of the health visitor", "answers of the health visitor"),
        (found.unsent, "copy that was never sent", "copies that were never sent"),
    )
    lines += [count(number, one, many) for number, one, many in pairs if number]
    if found.open_review:
        lines.append("A review that is not finished")
    lines.append("What was typed in forms and not saved")
    return lines


def stays(found: Removal) -> list[str]:
    """Return what a removal leaves."""
    lines = ["That these records were here and were removed: when, and by whom, with no name"]
    if found.sent:
        what = count(found.sent, "copy was sent", "copies were sent")
        lines.append(f"That {what} to a health team, and when. What was in it goes")
    if found.shared:
        lines.append(
            f"{count(found.shared, 'parent or carer', 'parents and carers')} of other children here"
        )
    if found.incidents:
        lines.append("Incidents that are about this child. Their words may name the child")
    lines.append("Backups keep the records until they are replaced by newer ones")
    lines.append("Papers that were printed, files that were saved, and what others hold")
    return lines


def early_words(found: Removal) -> str:
    """Return why it is too early, or an empty text."""
    if not found.early:
        return ""
    if found.until is None:
        return "No leaving date is noted for this child. Remove records only if they are a mistake."
    return f"By your rule they are kept until {date_words(found.until)}."


def last_words(last: LastCheck | None) -> str:
    """Return when the history was last checked."""
    if last is None:
        return "Nobody has checked it here yet."
    at = last.at.astimezone()
    who = f", by {last.who}" if last.who else ""
    how = "all was whole" if not last.findings else f"{count(last.findings, 'thing')} did not fit"
    return f"Last checked on {date_words(at.date())} at {at:%H:%M}{who}: {how}."


def whole_words(report: AuditReport) -> str:
    """Return what was checked and found right."""
    return (
        f"{count(report.events, 'act')} and every record were checked. Nothing was changed, "
        "removed or put back behind the program’s back."
    )


def found_lines(report: AuditReport) -> list[tuple[str, str]]:
    """Return what does not fit: where, and what is wrong, things alike as one."""
    told = Counter((_where(each.where), each.sentence) for each in report.findings)
    lines = [
        (where if number == 1 else f"{where} ({count(number, 'time')})", sentence)
        for (where, sentence), number in told.items()
    ]
    if len(lines) > _MOST_FOUND:
        more = count(len(lines) - _MOST_FOUND, "more")
        return [*lines[:_MOST_FOUND], ("And", f"{more.removesuffix('s')} like these.")]
    return lines


def _where(where: str) -> str:
    if where.startswith("event "):
        return f"Line {where.removeprefix('event ')} of the history"
    return _WHERE.get(where, f"{where[:1].upper()}{where[1:]}".replace("_", " "))


@dataclass(frozen=True, slots=True)
class IncidentView:
    """One incident with what there is to consider about telling the authority."""

    row: IncidentRow
    rule: AuthorityRule
    by: datetime
    now: datetime

    @property
    def tag(self) -> Tag:
        """How it stands."""
        return incident_tag(self.row.incident, self.by, self.now)


def incident_view(session: Session, incident_id: str) -> IncidentView:
    """Read one incident."""
    row, rule = incidents.get_incident(session, incident_id), incidents.authority_rule()
    return IncidentView(row, rule, consider_by(row.incident, rule), _here(session))


def incidents_view(session: Session) -> list[IncidentView]:
    """Read every incident, the newest first."""
    rule, now = incidents.authority_rule(), _here(session)
    return [
        IncidentView(row, rule, consider_by(row.incident, rule), now)
        for row in incidents.list_incidents(session)
    ]


def _here(session: Session) -> datetime:
    return session.clock.now().astimezone().replace(tzinfo=None)


def incident_tag(incident: Incident, by: datetime, now: datetime) -> Tag:
    """Return how an incident stands: the clock of telling the authority goes before all else."""
    if incident.authority is Told.NOT_DECIDED and incident.closed_on is None:
        if now > by:
            return Tag("Decide about the ICO now", "octagon-alert", Tone.ACT)
        return Tag(f"Decide by {date_words(by.date())}, {by:%H:%M}", "clock", Tone.WATCH)
    if incident.closed_on is not None:
        return Tag("Finished", "circle-check", Tone.GOOD)
    return Tag("In progress", "circle-dot", Tone.CALM)


def incident_rows(found: Sequence[IncidentView], *, narrow: bool) -> list[Row]:
    """Return the list of incidents."""
    rows: list[Row] = []
    for each in found:
        incident = each.row.incident
        what, when = _short(incident.what), date_words(incident.noticed_on)
        state = Cell(tag=each.tag)
        cells = (
            (Cell(what, when, strong=True), state)
            if narrow
            else (Cell(what, strong=True), Cell(when), state)
        )
        rows.append(Row(incident.id, cells))
    return rows


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else f"{line[:_SHORT].rstrip()}…"


def incident_lines(view: IncidentView) -> list[tuple[str, str]]:
    """Return an incident as questions and answers."""
    each = view.row.incident
    noticed = " at ".join(part for part in (date_words(each.noticed_on), each.noticed_at) if part)
    happened = "Not known" if each.occurred_on is None else date_words(each.occurred_on)
    finished = "Not yet" if each.closed_on is None else date_words(each.closed_on)
    lines = [
        ("What happened", each.what),
        ("When it happened", happened),
        ("When it was noticed", noticed),
        ("Which children", list_words(view.row.children) or "Nobody named"),
        ("Who got it", each.reached),
        ("What was done", each.done),
        ("Families told", each.families_told),
        ("Telling the ICO", TOLD_WORDS[each.authority]),
        ("Why", each.authority_why),
        ("What changes", each.learned),
        ("Finished", finished),
        ("Written down by", view.row.by),
    ]
    return [(name, words or "Nothing written yet") for name, words in lines]


def authority_words(rule: AuthorityRule) -> str:
    """Return what to consider about telling the authority, with its source."""
    return (
        f"If it could harm somebody, consider telling {rule.whom}, within {rule.hours} hours of "
        f"noticing it. {rule.source}."
    )
