"""What the last page before the signature shows. Runs in the records' thread and knows no Qt."""

from dataclasses import dataclass

from ir_desktop.domain.moderation import ModerationQuestion
from ir_desktop.domain.people import Child
from ir_desktop.domain.progress import Step, step_of
from ir_desktop.domain.review import ReviewVersion
from ir_desktop.domain.roles import Act
from ir_desktop.errors import NotFound
from ir_desktop.services import papers, reviews
from ir_desktop.services.session import Session, acting
from ir_desktop.ui.review.told import Printed, Told, told


@dataclass(frozen=True, slots=True)
class Ask:
    """Something missing, or a question of moderation's: where it is mended, and its answer."""

    code: str
    sentence: str
    step: Step
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What stands before the signature, and everything that would be signed."""

    missing: tuple[Ask, ...]
    asked: tuple[Ask, ...]
    told: tuple[Told, ...]
    begun: bool

    @property
    def open(self) -> tuple[Ask, ...]:
        """The questions that have no answer yet."""
        return tuple(each for each in self.asked if not each.answer.strip())

    @property
    def ready(self) -> bool:
        """Whether it can be signed."""
        return self.begun and not self.missing and not self.open


def check_answers(session: Session, child_id: str) -> Checked:
    """Return what stands before the signature of the child's review."""
    try:
        found = reviews.check(session, child_id)
    except NotFound:
        first = Ask("nothing", "The progress check is not written.", Step.PROGRESS_CHECK)
        return Checked((first,), (), (), False)
    content = found.review.draft
    return Checked(
        missing=tuple(_ask(each) for each in found.missing),
        asked=tuple(_ask(each, content.moderation.get(each.code, "")) for each in found.asked),
        told=tuple(told(content, found.scores, session.profile.level_labels)),
        begun=True,
    )


def sign(session: Session, child_id: str, reason: str) -> Checked | bool:
    """Sign the review if nothing stands before it; return what does, or whether it is for good."""
    found = check_answers(session, child_id)
    if not found.ready:
        return found
    return isinstance(reviews.sign_off(session, child_id, reason=reason), ReviewVersion)


def print_version(session: Session, child_id: str, number: int) -> Printed:
    """Return the parents' summary of one signed-off version. Raises `NotFound`."""
    with acting(session, Act.PRINT_PAPER, child_id=child_id) as work:
        work.detail["kind"] = papers.SUMMARY
        versions = work.records.find(ReviewVersion, child_id=child_id)
        version = next((each for each in versions if each.version == number), None)
        if version is None:
            raise NotFound("There is no such version.")
        return papers.summary(work.records, work.records.get(Child, child_id), version, work)


def _ask(question: ModerationQuestion, answer: str = "") -> Ask:
    return Ask(question.code, question.sentence, step_of(question.where), answer)
