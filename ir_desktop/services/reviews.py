"""Reviews: drafts, moderation's questions, signing off, and amending."""

import hashlib
from dataclasses import dataclass, replace

from ir_desktop.domain.asq3 import NoFit
from ir_desktop.domain.moderation import (
    ModerationQuestion,
    missing_parts,
    moderation_questions,
    unanswered,
)
from ir_desktop.domain.people import Child, Staff
from ir_desktop.domain.review import (
    Asq3Scores,
    Review,
    ReviewContent,
    ReviewStatus,
    ReviewVersion,
)
from ir_desktop.domain.review_rules import content_problems, scores_of
from ir_desktop.domain.roles import Act
from ir_desktop.errors import Invalid, NotFound, Problem, Refused
from ir_desktop.services import review_file
from ir_desktop.services.printable import printing_questions
from ir_desktop.services.session import Session, Work, acting, looking, may
from ir_desktop.storage.mapping import mapper_for
from ir_desktop.storage.repository import Repository

AGE_POINT = "two_year"
_LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffCheck:
    """What stands between a draft and its signature.

    `missing` must be mended; each of `open_questions` is mended or answered in a sentence, under
    its code in the content's `moderation`; `asked` has the answered ones too.
    """

    review: Review
    scores: Asq3Scores | None
    missing: tuple[ModerationQuestion, ...]
    asked: tuple[ModerationQuestion, ...]
    open_questions: tuple[ModerationQuestion, ...]

    @property
    def ready(self) -> bool:
        """Whether it can be signed."""
        return not self.missing and not self.open_questions


def save_draft(
    session: Session, child_id: str, content: ReviewContent, *, reason: str = ""
) -> Review:
    """Save the draft of the child's review, beginning the review if there is none.

    A change takes away the author's signature that waits for a countersignature. Over a
    signed-off review this begins an amendment. Raises `Invalid` with every problem.
    """
    with acting(session, Act.WRITE_REVIEW, child_id=child_id) as work:
        return _save(work, work.the_child, review_file.cleaned(content))


def import_review(session: Session, data: bytes, *, child_id: str | None = None) -> Review:
    """Save a review written elsewhere as the draft of its child's review.

    `child_id` None takes the child that the file names. Raises `Invalid` with every problem.
    """
    read = review_file.read_review_file(data)
    wanted = child_id or read.child
    problems = list(read.problems)
    if not wanted and not any(each.field == "child" for each in problems):
        problems.append(Problem("child", "Say which child this review is of."))
    if child_id and read.child and child_id != read.child:
        problems.append(Problem("child", "The file is about another child. Check which is right."))
        raise Invalid(problems)
    if not wanted:
        raise Invalid(problems)
    with acting(session, Act.WRITE_REVIEW, child_id=wanted) as work:
        child = work.the_child
        if problems:
            raise Invalid((*problems, *_untrue(session, child, read.content)))
        return _save(work, child, read.content)


def _save(work: Work, child: Child, content: ReviewContent) -> Review:
    problems = _untrue(work.session, child, content)
    if problems:
        raise Invalid(problems)
    review = work.records.find_one(Review, child_id=child.id, age_point=AGE_POINT)
    if review is None:
        return work.new(
            Review,
            child_id=child.id,
            age_point=AGE_POINT,
            status=ReviewStatus.IN_PROGRESS,
            draft=content,
        )
    if review.draft == content:
        return review
    return work.save(
        replace(
            review,
            draft=content,
            status=ReviewStatus.IN_PROGRESS,
            author_signed_by=None,
            author_signed_at=None,
        )
    )


def check(session: Session, child_id: str) -> SignOffCheck:
    """Return what stands between the child's draft and its signature.

    Raises `NotFound` if there is no review.
    """
    with looking(session, Act.SEE_CHILD, child_id=child_id) as records:
        return _check(session, records, records.get(Child, child_id))


def _check(session: Session, records: Repository, child: Child) -> SignOffCheck:
    review = records.find_one(Review, child_id=child.id, age_point=AGE_POINT)
    if review is None:
        raise NotFound("There is no review of this child yet. Write one first.")
    wrong = _wrong(session, child, review.draft)
    scores, no_form = None, ()
    if not any(each.where.startswith("asq3") for each in wrong):
        scores, no_form = _scores(session, child, review.draft)
    asked = [
        *moderation_questions(review.draft, scores, on=session.today, profile=session.profile),
        *printing_questions(review.draft),
    ]
    return SignOffCheck(
        review=review,
        scores=scores,
        missing=(*wrong, *no_form, *missing_parts(review.draft)),
        asked=tuple(asked),
        open_questions=tuple(unanswered(asked, review.draft)),
    )


def _wrong(
    session: Session, child: Child, content: ReviewContent
) -> tuple[ModerationQuestion, ...]:
    """Return what is untrue or half written: a draft saved as it was typed may hold anything."""
    return tuple(
        ModerationQuestion(code="to_mend", where=each.field, sentence=each.sentence)
        for each in _untrue(session, child, content)
    )


def _untrue(session: Session, child: Child, content: ReviewContent) -> list[Problem]:
    return content_problems(
        content,
        child,
        today=session.today,
        instrument=session.instrument,
        profile=session.profile,
    )


def _scores(
    session: Session, child: Child, content: ReviewContent
) -> tuple[Asq3Scores | None, tuple[ModerationQuestion, ...]]:
    """Return the scores, and what must be mended where no form fits the age."""
    if content.asq3 is None:
        return None, ()
    scores = scores_of(content.asq3, child, session.instrument)
    if isinstance(scores, NoFit):
        return None, (
            ModerationQuestion(code="no_form", where="asq3, questionnaire", sentence=scores.reason),
        )
    return scores, ()


def sign_off(session: Session, child_id: str, *, reason: str = "") -> Review | ReviewVersion:
    """Sign the child's draft: as author, or, by someone who may countersign, for good.

    A practitioner's signature waits for a countersignature, and the review is returned. Anyone
    who may countersign freezes a version, which is returned; if nobody signed as author, that
    person signs as both ("Just me": one signature). An amendment needs a `reason`.

    Raises:
        Invalid: parts are missing or moderation's questions open, all of them; no reason given.
        Refused: nothing has changed since the last version.
    """
    with acting(session, Act.SIGN_REVIEW, child_id=child_id) as work:
        child = work.the_child
        found = _check(session, work.records, child)
        _refuse_unready(found, reason)
        review = found.review
        if not may(session, work.records, Act.COUNTERSIGN_REVIEW, child):
            return work.save(
                replace(review, author_signed_by=session.staff.id, author_signed_at=work.now)
            )
        version = _freeze(work, child, found, reason)
        work.save(
            replace(
                review,
                status=ReviewStatus.SIGNED_OFF,
                latest_version=version.version,
                author_signed_by=None,
                author_signed_at=None,
            )
        )
        work.detail["version"] = str(version.version)
        return version


def _refuse_unready(found: SignOffCheck, reason: str) -> None:
    review = found.review
    if review.status is ReviewStatus.SIGNED_OFF:
        raise Refused("This is signed off already, and nothing has changed since.")
    problems = [
        Problem(each.where, f"{each.sentence} [{each.code}]")
        for each in (*found.missing, *found.open_questions)
    ]
    if len(reason) > _LONGEST_REASON:
        problems.append(Problem("reason", f"Say it in at most {_LONGEST_REASON} characters."))
    if review.latest_version and not reason.strip():
        problems.append(Problem("reason", "Say why the signed-off review is changed."))
    if problems:
        raise Invalid(problems)


def _freeze(work: Work, child: Child, found: SignOffCheck, reason: str) -> ReviewVersion:
    review, session = found.review, work.session
    me = work.records.get(Staff, session.staff.id)
    author = me
    if review.author_signed_by is not None:
        author = work.records.get(Staff, review.author_signed_by)
    version = work.build(
        ReviewVersion,
        review_id=review.id,
        child_id=child.id,
        version=review.latest_version + 1,
        content=review.draft,
        scores=found.scores,
        signed_by=author.id,
        signed_by_name=author.name,
        signed_at=review.author_signed_at or work.now,
        countersigned_by_name=me.name,
        reason=reason.strip(),
        sha256="",
    )
    plain = mapper_for(ReviewVersion).dump(version)
    frozen = f"{plain['content']}\n{plain['scores'] or ''}"
    return work.records.add(replace(version, sha256=hashlib.sha256(frozen.encode()).hexdigest()))


def latest_version(records: Repository, child_id: str) -> ReviewVersion | None:
    """Return the newest signed-off version of the child's review, or None."""
    versions = records.find(ReviewVersion, child_id=child_id)
    return max(versions, key=lambda each: each.version, default=None)
