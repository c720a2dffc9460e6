"""What is signed off and was not approved for sending: the reviews that wait for a decision."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from ir_desktop.domain.people import Child
from ir_desktop.domain.review import ReviewVersion
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import STOPPED, Agreement, ExportState, Hold, HoldReason
from ir_desktop.services.authority import agreement_for, consents_for, gate_facts
from ir_desktop.services.exports import present_categories
from ir_desktop.services.session import Session, Work, looking
from ir_desktop.services.teams import WHICH, team_for
from ir_desktop.services.visible import visible_names
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.schema import export, review_version
from ir_desktop.sync.gate import choose_categories, gate

MOST = 200
"""So many are looked at closely; a setting that shares nothing may have thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToShare:
    """A child whose newest signed-off version was never approved, and what would hold it.

    `kinds` is how many kinds of information would leave.
    """

    child_id: str
    name: str
    version: int
    signed_at: datetime
    holds: tuple[Hold, ...]
    kinds: int


def list_to_share(session: Session) -> list[ToShare]:
    """Return what this person could decide about, the newest signature first."""
    with looking(session, Act.SEE_LEDGER) as records:
        waiting = _undecided(records)
        names = visible_names(session, records, waiting)
        newest = sorted((waiting[child_id] for child_id in names), reverse=True)
        ids = [version_id for _, version_id in newest[:MOST]]
        versions = records.find_in(ReviewVersion, "id", ids)
        agreed = records.count(Agreement) > 0
        return [
            _to_share(session, records, each, names[each.child_id], agreed=agreed)
            for each in sorted(versions, key=lambda each: each.signed_at, reverse=True)
        ]


def _undecided(records: Repository) -> dict[str, tuple[str, str]]:
    """Return, by child, when the newest version was signed and its id, if nobody approved it."""
    decided = _decided(records)
    found: dict[str, tuple[str, str]] = {}
    for row in records.connection.execute(
        select(
            review_version.c.id,
            review_version.c.child_id,
            review_version.c.review_id,
            review_version.c.version,
            review_version.c.signed_at,
        ).order_by(review_version.c.version)
    ):
        found[row.child_id] = (row.signed_at, row.id)
        if (row.review_id, row.version) in decided:
            del found[row.child_id]
    return found


def _decided(records: Repository) -> set[tuple[str, int]]:
    """Return each review and version that there is an export of, but for what was replaced."""
    rows = records.connection.execute(
        select(export.c.review_id, export.c.review_version).where(
            or_(export.c.state != ExportState.SUPERSEDED, export.c.last_outcome == STOPPED)
        )
    )
    return {(row.review_id, row.review_version) for row in rows}


def _to_share(
    session: Session, records: Repository, version: ReviewVersion, name: str, *, agreed: bool
) -> ToShare:
    holds, kinds = (_NO_AGREEMENT,), 0
    if agreed:
        holds, kinds = _holds(session, records, version)
    return ToShare(
        child_id=version.child_id,
        name=name,
        version=version.version,
        signed_at=version.signed_at,
        holds=holds,
        kinds=kinds,
    )


_NO_AGREEMENT = Hold(
    reason=HoldReason.NO_AGREEMENT,
    sentence="There is no sharing agreement with this health team. A manager can add one.",
)


def _holds(
    session: Session, records: Repository, version: ReviewVersion
) -> tuple[tuple[Hold, ...], int]:
    """Return what the gate would say, without making the Bundle."""
    child = records.get(Child, version.child_id)
    team = team_for(records, child)
    if team is None:
        which = Hold(reason=HoldReason.NO_AGREEMENT, sentence=WHICH.sentence)
        return (which,), 0
    work = Work(records, session, session.clock.now(), session.staff.id, child)
    agreement = agreement_for(records, team.id, work.now)
    consents = consents_for(records, child.id, team.id)
    present = present_categories(child, version.content)
    inside, _ = choose_categories(present, agreement, consents)
    facts = gate_facts(
        work,
        agreement=agreement,
        child_id=child.id,
        health_team_id=team.id,
        categories=inside,
        signed_off=True,
    )
    return gate(facts), len(inside)
