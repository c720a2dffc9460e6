"""Whom to ring because a family took consent back after a copy left, and that it was done."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ir_desktop.domain.categories import CATEGORY_WORDS
from ir_desktop.domain.consent import Consent, Contact, Decision, How
from ir_desktop.domain.people import HealthTeam
from ir_desktop.domain.plain import date_words, list_words
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Export, ExportState
from ir_desktop.domain.withdrawal import TOLD, ToTell, left_here, to_tell
from ir_desktop.errors import Refused
from ir_desktop.services.session import Session, acting, looking
from ir_desktop.services.visible import visible_names
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.schema import consent, export
from ir_desktop.sync import outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A health team to ring about a child, with what to say to them; `words` is for a list."""

    child_id: str
    name: str
    team: str
    since: date
    words: str
    sentence: str


def of_child(session: Session, child_id: str) -> tuple[Ring, ...]:
    """Return the health teams to ring about a child. Raises `NotFound`, `Refused`."""
    with looking(session, Act.SEE_CHILD, child_id=child_id) as records:
        names = visible_names(session, records, [child_id])
        return _rings(records, child_id, names[child_id])


def among(session: Session, records: Repository) -> list[Ring]:
    """Return the health teams to ring about the children this person may see, longest first."""
    refused = [Decision.WITHDRAWN.value, Decision.DECLINED.value]
    rows = records.connection.execute(
        select(consent.c.child_id)
        .join(export, export.c.child_id == consent.c.child_id)
        .where(consent.c.decision.in_(refused), export.c.envelope_sha256 != "")
        .distinct()
    ).scalars()
    names = visible_names(session, records, rows)
    found = [ring for child_id in names for ring in _rings(records, child_id, names[child_id])]
    return sorted(found, key=lambda each: (each.since, each.name))


def note_told(
    session: Session, child_id: str, *, how: How = How.PHONE, outcome: str = ""
) -> Contact:
    """Note that the health teams were told today: a contact, and copies marked as taken back.

    Raises `Refused` if there is nobody to tell.
    """
    with acting(session, Act.RECORD_CONTACT, child_id=child_id) as work:
        records = work.records
        exports = records.find(Export, child_id=child_id)
        found = _to_tell(records, child_id, exports)
        if not found:
            raise Refused("No health team is to be told anything about this child.")
        whole = {each.health_team_id for each in found if each.whole}
        for each in exports:
            may = ExportState.WITHDRAWN in outbox.TRANSITIONS[each.state]
            if each.health_team_id in whole and left_here(each) and may:
                work.save(outbox.move(each, ExportState.WITHDRAWN))
        teams = list_words([records.get(HealthTeam, each.health_team_id).name for each in found])
        return work.new(
            Contact,
            child_id=child_id,
            carer_id=None,
            how=how,
            about=TOLD,
            outcome=outcome or f"Told {teams}",
            occurred_on=work.today,
        )


def _to_tell(records: Repository, child_id: str, exports: list[Export]) -> tuple[ToTell, ...]:
    return to_tell(
        exports, records.find(Consent, child_id=child_id), records.find(Contact, child_id=child_id)
    )


def _rings(records: Repository, child_id: str, name: str) -> tuple[Ring, ...]:
    found = _to_tell(records, child_id, records.find(Export, child_id=child_id))
    return tuple(_ring(records, child_id, name, each) for each in found)


def _ring(records: Repository, child_id: str, name: str, each: ToTell) -> Ring:
    team = records.get(HealthTeam, each.health_team_id).name
    what = "everything" if each.whole else list_words([CATEGORY_WORDS[k] for k in each.kinds])
    has = "have a copy" if each.surely else "may have a copy: one left, and no receipt came"
    return Ring(
        child_id=child_id,
        name=name,
        team=team,
        since=each.since,
        words=f"Consent taken back {date_words(each.since)}: tell {team}",
        sentence=f"{each.by_name} took back consent on {date_words(each.since)}, for: {what}. "
        f"They {has}. Ring them on a number you know, ask them to stop using it, and note here "
        "that they were told.",
    )
