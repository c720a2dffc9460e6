"""What to do first for a child, and for each row of what is due, by one rule for both."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

from ir_desktop.domain.consent import Contact
from ir_desktop.domain.due import Due, window_dates
from ir_desktop.domain.first_step import ChildFacts, act_for, first_step
from ir_desktop.domain.next_step import NextStep
from ir_desktop.domain.people import Child
from ir_desktop.domain.review import Review
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Export, Reply
from ir_desktop.services import withdrawals
from ir_desktop.services.drafts import facts_of, progress_facts
from ir_desktop.services.due import due_among
from ir_desktop.services.session import Session, looking
from ir_desktop.services.visible import chunks
from ir_desktop.storage.repository import Repository

R = TypeVar("R", Contact, Export, Reply, Review)


def of_child(session: Session, child_id: str) -> NextStep:
    """Return what to do first for a child. Raises `NotFound`, `Refused`."""
    rings = withdrawals.of_child(session, child_id)
    with looking(session, Act.SEE_CHILD, child_id=child_id) as records:
        child = records.get(Child, child_id)
        opens, _ = window_dates(child.date_of_birth, session.profile.progress_check_window)
        facts = ChildFacts(
            progress=progress_facts(session, records, child),
            due=tuple(due_among(session, records, session.today, child_id=child_id)),
            opens=opens,
            elsewhere=child.check_elsewhere,
            ring=rings[0].sentence if rings else "",
        )
    return first_step(facts)


def of_due(session: Session, due: Sequence[Due]) -> list[NextStep]:
    """Return what to do about each of these things that are due."""
    with looking(session, Act.SEE_LIST) as records:
        return acts_among(session, records, due)


def acts_among(session: Session, records: Repository, due: Sequence[Due]) -> list[NextStep]:
    """As `of_due`, in a transaction there is: a few statements, however many there are."""
    ids = list(dict.fromkeys(each.child_id for each in due))
    children = {e.id: e for some in chunks(ids) for e in records.find_in(Child, "id", some)}
    reviews = {
        each.child_id: each for of in _by_child(records, Review, ids).values() for each in of
    }
    contacts, exports, replies = (
        _by_child(records, Contact, ids),
        _by_child(records, Export, ids),
        _by_child(records, Reply, ids),
    )
    facts = {
        child_id: facts_of(
            session,
            children[child_id],
            reviews.get(child_id),
            contacts=contacts[child_id],
            exports=exports[child_id],
            replies=replies[child_id],
        )
        for child_id in ids
    }
    return [act_for(each, facts[each.child_id]) for each in due]


def _by_child(records: Repository, kind: type[R], child_ids: list[str]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for some in chunks(child_ids):
        for each in records.find_in(kind, "child_id", some):
            found[each.child_id].append(each)
    return found
