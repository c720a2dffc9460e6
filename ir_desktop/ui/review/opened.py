"""What the review workspace is opened with. Runs in the records' thread and knows no Qt."""

from dataclasses import dataclass
from datetime import date, datetime

from ir_desktop.domain.asq3_data import Instrument
from ir_desktop.domain.consent import Contact
from ir_desktop.domain.inviting import Inviting, standing
from ir_desktop.domain.people import Child
from ir_desktop.domain.plain import age_words
from ir_desktop.domain.profile import Profile
from ir_desktop.domain.review import Review, ReviewContent, ReviewStatus, ReviewVersion
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Export
from ir_desktop.services import children, drafts
from ir_desktop.services.children import FamilyMember
from ir_desktop.services.drafts import Progress
from ir_desktop.services.session import Session, looking, may


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A child's review as it stands, with what its steps need. `versions` are newest first."""

    child: Child
    age: str
    family: tuple[FamilyMember, ...]
    key_person: str
    health_team: str
    review: Review | None
    versions: tuple[ReviewVersion, ...]
    contacts: tuple[Contact, ...]
    exports: tuple[Export, ...]
    inviting: Inviting
    progress: Progress
    may_sign: bool
    may_countersign: bool
    staff_id: str
    staff_name: str
    today: date
    profile: Profile
    instrument: Instrument

    @property
    def content(self) -> ReviewContent:
        """What is written; a review not begun has the local area's way of doing it."""
        if self.review is None:
            return ReviewContent(model=self.profile.review_model)
        return self.review.draft

    @property
    def changed_at(self) -> datetime | None:
        """When the review was last changed."""
        return None if self.review is None else self.review.changed_at

    @property
    def signed(self) -> bool:
        """Whether the review is signed off, and nothing has changed since."""
        return self.review is not None and self.review.status is ReviewStatus.SIGNED_OFF

    @property
    def declined(self) -> bool:
        """Whether the family said no to the review."""
        return self.review is not None and self.review.status is ReviewStatus.DECLINED

    @property
    def carers(self) -> tuple[str, ...]:
        """The names of the parents and carers."""
        return tuple(each.carer.name for each in self.family)


def open_review(session: Session, child_id: str) -> Opened:
    """Return a child's review. Raises `NotFound` or `Refused` with a sentence."""
    page = children.child_page(session, child_id)
    with looking(session, Act.SEE_CHILD, child_id=child_id) as records:
        signs = may(session, records, Act.SIGN_REVIEW, page.child)
        countersigns = may(session, records, Act.COUNTERSIGN_REVIEW, page.child)
    return Opened(
        child=page.child,
        age=age_words(page.age),
        family=page.family,
        key_person=page.key_person,
        health_team="" if page.health_team is None else page.health_team.name,
        review=page.review,
        versions=page.versions,
        contacts=page.contacts,
        exports=page.exports,
        inviting=standing(page.contacts),
        progress=drafts.progress_of(session, child_id),
        may_sign=signs,
        may_countersign=countersigns,
        staff_id=session.staff.id,
        staff_name=session.staff.name,
        today=session.today,
        profile=session.profile,
        instrument=session.instrument,
    )
