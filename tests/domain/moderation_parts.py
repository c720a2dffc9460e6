"""A review with nothing to ask about, and what is asked of one with less."""

from dataclasses import replace
from datetime import date

from ir_desktop.domain.asq3 import Area, Band, Zone
from ir_desktop.domain.moderation import missing_parts, moderation_questions
from ir_desktop.domain.review import (
    Action,
    AreaNote,
    AreaScore,
    Asq3Scores,
    Judgement,
    Need,
    NeedLevel,
    PrimeArea,
    ProgressCheck,
    ReviewContent,
)
from tests.domain.england import ENGLAND

HELD = date(2026, 11, 10)
ON = date(2026, 11, 20)
WELL = AreaNote(strengths="Runs and climbs.", judgement=Judgement.GOING_WELL)
COMMUNICATION = PrimeArea.COMMUNICATION


def check(**more: object) -> ProgressCheck:
    """A progress check with nothing to ask about."""
    plain = ProgressCheck(
        observed_on=HELD,
        areas=dict.fromkeys(PrimeArea, WELL),
        parents_view="She loves the park.",
    )
    return replace(plain, **more)


def review(**more: object) -> ReviewContent:
    """A review with nothing to ask about."""
    plain = ReviewContent(held_on=HELD, progress_check=check())
    return replace(plain, **more)


def judged(judgement: Judgement | None, **note: str) -> ProgressCheck:
    note = {"support_in_setting": "We say a word and wait.", **note}
    area = replace(WELL, judgement=judgement, **note)
    return check(areas=dict.fromkeys(PrimeArea, WELL) | {COMMUNICATION: area})


def needing(level: NeedLevel) -> tuple[Need, ...]:
    return (Need(category="communication", level=level),)


def scored(zone: Zone = Zone.ON_SCHEDULE, area: Area = Area.COMMUNICATION) -> Asq3Scores:
    """Scores on schedule but for one area."""
    bands = {Zone.BELOW_CUTOFF: Band.BELOW, Zone.NOT_SCORED: Band.NOT_SCORED}

    def one(each: Area) -> AreaScore:
        mine = zone if each is area else Zone.ON_SCHEDULE
        return AreaScore(
            score=None if mine is Zone.NOT_SCORED else 45.0,
            answered=3 if mine is Zone.NOT_SCORED else 6,
            adjusted=False,
            band=bands.get(mine, Band.AT_OR_ABOVE),
            zone=mine,
            zone_confirmed=True,
            cutoff=24.02,
            monitoring_upper=35.0,
        )

    return Asq3Scores(
        questionnaire=27,
        months=27,
        days=3,
        corrected=False,
        in_window=True,
        areas={each: one(each) for each in Area},
    )


def asked(content: ReviewContent, scores: Asq3Scores | None = None, on: date = ON) -> list[str]:
    return [each.code for each in moderation_questions(content, scores, on=on, profile=ENGLAND)]


def missing(check: ProgressCheck | None) -> list[str]:
    return [each.code for each in missing_parts(review(progress_check=check))]


ACTION = Action(what="Share a book", owner="Family", when="Every day")
