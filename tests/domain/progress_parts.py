"""A review that is whole, and the facts from which its progress is told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from ir_desktop.domain.asq3 import Answer, Area
from ir_desktop.domain.moderation import ModerationQuestion
from ir_desktop.domain.next_step import next_step
from ir_desktop.domain.progress import ProgressFacts, Step, StepState, steps
from ir_desktop.domain.review import (
    Action,
    AreaNote,
    Asq3Record,
    HealthNote,
    Judgement,
    Need,
    NeedLevel,
    PrimeArea,
    ProgressCheck,
    Review,
    ReviewContent,
    ReviewStatus,
)
from ir_desktop.domain.sharing import Export, ExportState

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
STAMP: dict[str, Any] = {
    "created_at": NOW,
    "created_by": "m",
    "changed_at": NOW,
    "changed_by": "m",
}
S = StepState
YES = (Answer.YES,) * 6
ASQ3 = Asq3Record(completed_on=TODAY, answers=dict.fromkeys(Area, YES))
NOTE = AreaNote(strengths="Talks a lot.", judgement=Judgement.GOING_WELL)
CHECK = ProgressCheck(areas=dict.fromkeys(PrimeArea, NOTE))
WHOLE = ReviewContent(
    held_on=TODAY,
    asq3=ASQ3,
    progress_check=CHECK,
    health={"teeth": HealthNote(note="Brushes")},
    needs=(Need(category="communication", level=NeedLevel.GREEN),),
    actions=(Action(what="Sing", owner="Us", when="Daily"),),
    follow_up_on=TODAY + timedelta(weeks=12),
)


def review(content: ReviewContent = WHOLE, **fields: Any) -> Review:
    given: dict[str, Any] = {"status": ReviewStatus.IN_PROGRESS}
    return Review(
        id="r", child_id="k", age_point="two_year", draft=content, **STAMP, **(given | fields)
    )


SIGNED = review(status=ReviewStatus.SIGNED_OFF, latest_version=1)


def facts(of: Review | None = None, **fields: Any) -> ProgressFacts:
    return ProgressFacts(today=TODAY, no_answer_days=14, review=of, **fields)


def states(of: ProgressFacts) -> dict[Step, StepState]:
    return {each.step: each.state for each in steps(of)}


def words(of: ProgressFacts, step: Step) -> str:
    return next(each.words for each in steps(of) if each.step is step)


def step(of: ProgressFacts) -> tuple[Step | None, str]:
    found = next_step(of)
    return found.step, found.words


def export(state: ExportState, **fields: Any) -> Export:
    return Export(
        id="e",
        **STAMP,
        child_id="k",
        review_id="r",
        review_version=1,
        health_team_id="t",
        agreement_id=None,
        categories=(),
        bundle_sha256="",
        state=state,
        **fields,
    )


def asked(where: str) -> ModerationQuestion:
    return ModerationQuestion(code="a", where=where, sentence="Is it right?")
