"""An incident as a paper for the setting's own file."""

from ir_desktop.documents.printed import Printed
from ir_desktop.documents.told_paper import Entry, PaperFacts, Section, told_paper
from ir_desktop.domain.incident import TOLD_WORDS, Incident, consider_by
from ir_desktop.domain.plain import date_words
from ir_desktop.domain.roles import Act
from ir_desktop.services.identity import the_setting
from ir_desktop.services.incidents import IncidentRow, authority_rule, row_of
from ir_desktop.services.session import Session, acting

KIND = "incident"


def print_incident(session: Session, incident_id: str) -> Printed:
    """Return an incident as a paper for the setting's own file."""
    with acting(session, Act.RECORD_INCIDENT) as work:
        row = row_of(work.records, work.records.get(Incident, incident_id))
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
