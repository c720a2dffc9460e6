"""What somebody who leaves has in hand, and who takes it over.

Key children, and with them their reviews, meetings and follow-ups, go by the child's key person.
Agreed actions name who does them in words: in reviews that are still being written the name is
changed; what was signed stays as it was signed, and is listed so that somebody can see to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ir_desktop.domain.people import Child, Staff
from ir_desktop.domain.review import Action, Review, ReviewStatus
from ir_desktop.domain.roles import Act
from ir_desktop.domain.text import match_key
from ir_desktop.errors import Problem
from ir_desktop.services.children import has_left
from ir_desktop.services.session import Session, Work, looking
from ir_desktop.storage.repository import Repository

_OVER = (ReviewStatus.SIGNED_OFF, ReviewStatus.CHILD_LEFT)


@dataclass(frozen=True, slots=True)
class Signed:
    """A child whose signed plan has actions of the person still to be done; how many."""

    child_id: str
    name: str
    actions: int


@dataclass(frozen=True, slots=True)
class InHand:
    """What a member of staff has in hand: children here now, and actions not done yet.

    `reviews` are those children's that are not signed off; `actions` are in reviews that are still
    being written, and can be handed over; `signed` lists the others.
    """

    children: int
    reviews: int
    actions: int
    signed: tuple[Signed, ...]

    @property
    def needs_somebody(self) -> bool:
        """Whether somebody has to take over."""
        return bool(self.children or self.actions)


def in_hand(session: Session, staff_id: str) -> InHand:
    """Return what somebody has in hand, for a manager who notes that they leave."""
    with looking(session, Act.MANAGE_STAFF) as records:
        staff = records.get(Staff, staff_id)
        here = {each.id: each for each in _here(records, session)}
        mine = [each for each in here.values() if each.key_person_id == staff_id]
        own = {each.id for each in mine}
        found = [each for each in records.find(Review) if each.child_id in here]
    open_ones = [each for each in found if not _is_signed(each)]
    signed = [
        Signed(each.child_id, here[each.child_id].full_name, number)
        for each in found
        if _is_signed(each) and (number := len(_theirs(each, staff)))
    ]
    return InHand(
        children=len(mine),
        reviews=sum(each.child_id in own for each in open_ones),
        actions=sum(len(_theirs(each, staff)) for each in open_ones),
        signed=tuple(sorted(signed, key=lambda each: match_key(each.name))),
    )


def hand_over(work: Work, staff: Staff, to: Staff | None) -> list[Problem]:
    """Give what somebody has in hand to a colleague, or return why that cannot be.

    Nobody is needed where there is nothing to hand over.
    """
    mine = [each for each in _here(work.records, work.session) if each.key_person_id == staff.id]
    here = {each.id for each in _here(work.records, work.session)}
    reviews = [
        each
        for each in work.records.find(Review)
        if each.child_id in here and not _is_signed(each) and _theirs(each, staff)
    ]
    if not mine and not reviews:
        return []
    if to is None or not to.active or to.id == staff.id:
        what = "becomes the key person of their children" if mine else "takes over their actions"
        return [Problem("hand_over_to", f"Choose who {what}.")]
    for child in mine:
        work.save(replace(child, key_person_id=to.id))
    for review in reviews:
        theirs = {id(each) for each in _theirs(review, staff)}
        actions = tuple(
            replace(each, owner=to.name) if id(each) in theirs else each
            for each in review.draft.actions
        )
        work.save(replace(review, draft=replace(review.draft, actions=actions)))
    work.detail["to"] = to.id
    return []


def _here(records: Repository, session: Session) -> Iterable[Child]:
    return [each for each in records.find(Child) if not has_left(each, session.today)]


def _is_signed(review: Review) -> bool:
    return review.status in _OVER or review.author_signed_by is not None


def _theirs(review: Review, staff: Staff) -> list[Action]:
    """Return the actions not done yet that name somebody as who does them."""
    name = match_key(staff.name)
    return [
        each
        for each in review.draft.actions
        if each.done_on is None and match_key(each.owner) == name
    ]
