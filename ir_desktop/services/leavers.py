"""Children who have left: noting it, and how long their records are kept.

Nothing is removed by itself: this only says whose records a manager may remove now.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import select

from ir_desktop.domain.child_rules import checked_child
from ir_desktop.domain.people import REMOVED_NAME, Child, SendSupport
from ir_desktop.domain.plain import date_words
from ir_desktop.domain.retention import Chosen, Retention, checked, kept_until, of_profile
from ir_desktop.domain.review import Review, ReviewContent, ReviewStatus
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import STOPPED, Export, ExportState, is_stopped
from ir_desktop.errors import Refused, invalid
from ir_desktop.services import profile
from ir_desktop.services.session import Session, acting, looking, may
from ir_desktop.storage import info
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.schema import child as child_table
from ir_desktop.sync import outbox

RULE = "retention"
"""The name under which a store keeps the setting's own choice of how long records are kept."""

_OVER = frozenset({ReviewStatus.SIGNED_OFF, ReviewStatus.DECLINED, ReviewStatus.CHILD_LEFT})
_NOT_LEFT = frozenset({ExportState.HELD, ExportState.QUEUED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What there is to decide when a child leaves.

    `open_review`: a review is not finished; `copies` are those for the health team that have not
    left this computer, `under_way` those that may have.
    """

    child: Child
    open_review: bool
    copies: int
    under_way: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaver:
    """A child who has left, and the first day on which the records may be removed."""

    child_id: str
    name: str
    left_on: date
    until: date
    ready: bool


def leaving(session: Session, child_id: str) -> Leaving:
    """Return what there is to decide. Raises `NotFound`, or `Refused` by role."""
    with looking(session, Act.EDIT_CHILD, child_id=child_id) as records:
        exports = records.find(Export, child_id=child_id)
        return Leaving(
            child=records.get(Child, child_id),
            open_review=bool(_open_reviews(records, child_id)),
            copies=sum(_never_left(each) for each in exports),
            under_way=sum(
                each.state in outbox.OPEN_STATES and not _never_left(each) for each in exports
            ),
        )


def leave(
    session: Session,
    child_id: str,
    *,
    on: date,
    close_review: bool = False,
    stop_copies: bool = False,
) -> Child:
    """Note a child's last day here; perhaps close the review, and stop copies not yet sent.

    What is written in a review that is closed stays, and can be opened again by `came_back`.
    Raises `Invalid` with every problem, each naming its field, or `Refused` by role.
    """
    with acting(session, Act.EDIT_CHILD, child_id=child_id) as work:
        child = work.the_child
        if on < child.date_of_birth:
            raise invalid("on", "This is before the child was born. Check the date.")
        if child.start_date is not None and on < child.start_date:
            raise invalid("on", "This is before the child started here. Check the date.")
        changed = checked_child(replace(child, leaving_date=on), today=work.today)
        work.detail["step"] = "left"
        if close_review:
            for review in _open_reviews(work.records, child_id):
                work.save(replace(review, status=ReviewStatus.CHILD_LEFT))
                work.detail["review"] = "closed"
        if stop_copies:
            for export in work.records.find(Export, child_id=child_id):
                if _never_left(export):
                    stopped = outbox.move(export, ExportState.SUPERSEDED)
                    work.save(replace(stopped, holds=(), last_outcome=STOPPED))
                    work.detail["copies"] = "stopped"
        return work.save(changed)


def came_back(session: Session, child_id: str) -> Child:
    """Take the leaving back, as where it was noted by mistake or the child came back.

    A review that was closed for it is open again, and a copy that was stopped waits for somebody's
    decision. Raises `Refused` if no leaving is noted.
    """
    with acting(session, Act.EDIT_CHILD, child_id=child_id) as work:
        child = work.the_child
        if child.leaving_date is None:
            raise Refused("No leaving date is noted for this child.")
        for review in work.records.find(Review, child_id=child_id):
            if review.status is ReviewStatus.CHILD_LEFT:
                work.save(replace(review, status=_status_again(review)))
        for export in work.records.find(Export, child_id=child_id):
            if is_stopped(export):  # somebody may decide about it anew
                work.save(replace(export, last_outcome=""))
        work.detail["step"] = "came_back"
        return work.save(replace(child, leaving_date=None))


def list_leavers(session: Session) -> list[Leaver]:
    """Return every child who has left, those first whose records may go. Managers only."""
    with looking(session, Act.REMOVE_CHILD) as records:
        return leavers_among(records, session.today)


def leavers_among(records: Repository, today: date) -> list[Leaver]:
    """As `list_leavers`, in a transaction there is."""
    rule = keeping_rule_among(records).rule
    rows = records.connection.execute(
        select(
            child_table.c.id,
            child_table.c.given_name,
            child_table.c.family_name,
            child_table.c.date_of_birth,
            child_table.c.leaving_date,
            child_table.c.send_support,
        ).where(child_table.c.leaving_date < today.isoformat())
    )
    found: list[Leaver] = []
    for row in rows:
        if (row.given_name, row.family_name) == REMOVED_NAME:
            continue
        left = date.fromisoformat(row.leaving_date)
        support = None if row.send_support is None else SendSupport(row.send_support)
        until = kept_until(left, date.fromisoformat(row.date_of_birth), support, rule)
        found.append(
            Leaver(
                child_id=row.id,
                name=f"{row.given_name} {row.family_name}".strip(),
                left_on=left,
                until=until,
                ready=until <= today,
            )
        )
    return sorted(found, key=lambda each: (each.until, each.name))


def ready_among(session: Session, records: Repository) -> int:
    """Return how many children's records may be removed now; 0 for whoever may not remove them."""
    if not may(session, records, Act.REMOVE_CHILD, None):
        return 0
    return sum(each.ready for each in leavers_among(records, session.today))


def keeping_rule(session: Session) -> Chosen:
    """Return how long records are kept, and by whose choice; everybody may know."""
    with looking(session, Act.SEE_LIST) as records:
        return keeping_rule_among(records)


def keeping_rule_among(records: Repository) -> Chosen:
    """As `keeping_rule`, in a transaction there is."""
    kept = info.get(records.connection, RULE)
    if kept:
        found = json.loads(kept)
        day = date.fromisoformat(found["chosen_on"])
        source = f"Chosen here on {date_words(day)}."
        return Chosen(Retention(found["years"], found["until_age"]), day, source)
    area = profile.in_force(records)
    told = next((e.source for e in area.sources if "keep_years_after_leaving" in e.what), "")
    return Chosen(of_profile(area), None, told)


def choose_rule(session: Session, chosen: Retention) -> Chosen:
    """Keep the setting's own choice of how long records are kept; it counts at once.

    Raises `Invalid` with every problem, or `Refused` by role.
    """
    with acting(session, Act.MANAGE_SETTING) as work:
        found = asdict(checked(chosen)) | {"chosen_on": work.today.isoformat()}
        info.put(work.records, RULE, json.dumps(found))
        work.detail["step"] = "retention"
        return keeping_rule_among(work.records)


def use_default_rule(session: Session) -> Chosen:
    """Go back to what the local area's profile says."""
    with acting(session, Act.MANAGE_SETTING) as work:
        info.put(work.records, RULE, "")
        work.detail["step"] = "retention"
        return keeping_rule_among(work.records)


def _status_again(review: Review) -> ReviewStatus:
    """Return how a review stands that was closed and is open again."""
    if review.draft != ReviewContent() or review.latest_version:
        return ReviewStatus.IN_PROGRESS
    return ReviewStatus.INVITED if review.planned_on is None else ReviewStatus.BOOKED


def _open_reviews(records: Repository, child_id: str) -> list[Review]:
    return [e for e in records.find(Review, child_id=child_id) if e.status not in _OVER]


def _never_left(export: Export) -> bool:
    return export.state in _NOT_LEFT and not export.envelope_sha256
