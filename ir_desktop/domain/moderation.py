"""Moderation: questions the program asks before sign-off. It asks; it never decides.

Each question is mended in the review or answered in a sentence (DESIGN "Moderation").
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ir_desktop.domain.asq3 import Area, Band, Zone
from ir_desktop.domain.profile import Profile
from ir_desktop.domain.review import (
    PRIME_AREA_WORDS,
    Asq3Scores,
    Judgement,
    NeedLevel,
    PrimeArea,
    ReviewContent,
    ReviewModel,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModerationQuestion:
    """A question: its code (the key of its answer), where to mend it, and its words."""

    code: str
    where: str
    sentence: str


_AREA_WORDS = {
    Area.COMMUNICATION: "communication",
    Area.GROSS_MOTOR: "gross motor",
    Area.FINE_MOTOR: "fine motor",
    Area.PROBLEM_SOLVING: "problem solving",
    Area.PERSONAL_SOCIAL: "personal-social",
}
_HELP = frozenset({Judgement.LITTLE_HELP, Judgement.MORE_HELP, Judgement.POSSIBLE_DELAY})


def missing_parts(content: ReviewContent) -> list[ModerationQuestion]:
    """Return what must be there before a progress check can be signed off (EYFS 2025).

    These cannot be answered with a sentence: a written summary in all prime areas is the law.
    """
    found: list[ModerationQuestion] = []
    check = content.progress_check
    if check is None:
        return [_ask("no_progress_check", "progress_check", "The progress check is not written.")]
    for area in PrimeArea:
        note = check.areas.get(area)
        words = PRIME_AREA_WORDS[area]
        if note is None or not note.strengths.strip():
            found.append(
                _ask(f"no_strengths_{area}", "progress_check", f"{words}: say what the child does.")
            )
        if note is None or note.judgement is None:
            found.append(
                _ask(f"no_judgement_{area}", "progress_check", f"{words}: choose your judgement.")
            )
        elif note.judgement in _HELP and not note.support_in_setting.strip():
            # The law asks what the provider will do; what the family may do at home is beside it.
            found.append(
                _ask(
                    f"no_support_{area}",
                    "progress_check",
                    f"{words}: say what support you will give, as you judge that it is needed.",
                )
            )
    return found


def moderation_questions(
    content: ReviewContent, scores: Asq3Scores | None, *, on: date, profile: Profile
) -> list[ModerationQuestion]:
    """Return every question that this review raises on a day, answered or not."""
    return [
        *_scores_without_action(content, scores),
        *_language_worry(content, scores),
        *_words_and_needs(content),
        *_unconfirmed(scores),
        *_circumstances(content, scores, on, profile),
    ]


def unanswered(
    questions: list[ModerationQuestion], content: ReviewContent
) -> list[ModerationQuestion]:
    """Return the questions with no sentence for an answer yet."""
    return [each for each in questions if not content.moderation.get(each.code, "").strip()]


def _ask(code: str, where: str, sentence: str) -> ModerationQuestion:
    return ModerationQuestion(code=code, where=where, sentence=sentence)


def _raised(content: ReviewContent) -> bool:
    return bool(content.actions) or any(need.level is not NeedLevel.GREEN for need in content.needs)


def _scores_without_action(
    content: ReviewContent, scores: Asq3Scores | None
) -> Iterator[ModerationQuestion]:
    if scores is None or _raised(content):
        return
    for area, result in scores.areas.items():
        if result.band is Band.BELOW:
            yield _ask(
                f"below_without_action_{area}",
                "plan",
                f"The {_AREA_WORDS[area]} score is below the cut-off, but there is no need and no "
                "action. What will happen next?",
            )


def _language_worry(
    content: ReviewContent, scores: Asq3Scores | None
) -> Iterator[ModerationQuestion]:
    check = content.progress_check
    if scores is None or check is None:
        return
    result = scores.areas.get(Area.COMMUNICATION)
    note = check.areas.get(PrimeArea.COMMUNICATION)
    if result is None or note is None:
        return
    if result.zone is Zone.ON_SCHEDULE and note.judgement in _HELP:
        yield _ask(
            "language_worry_on_schedule",
            "conclusions",
            "The communication score is on schedule, but the progress check has a worry about "
            "language. Scores alone can look better than a child’s language is. What is your view?",
        )


def _words_and_needs(content: ReviewContent) -> Iterator[ModerationQuestion]:
    check = content.progress_check
    if check is None:
        return
    judged = {note.judgement for note in check.areas.values()}
    concern = bool(check.concern.strip()) or Judgement.POSSIBLE_DELAY in judged
    worried = concern or Judgement.MORE_HELP in judged
    if worried and all(need.level is NeedLevel.GREEN for need in content.needs):
        yield _ask(
            "concern_all_green",
            "conclusions",
            "The progress check tells of a concern, but no need is amber or red. Are both right?",
        )
    if concern and not check.targeted_plan.strip():
        yield _ask(
            "concern_without_plan",
            "progress_check",
            "There is a concern but no targeted plan. Who else will help, such as the SENCO?",
        )


def _unconfirmed(scores: Asq3Scores | None) -> Iterator[ModerationQuestion]:
    if scores is None:
        return
    for area, result in scores.areas.items():
        if result.band is Band.NOT_SCORED:
            yield _ask(
                f"not_scored_{area}",
                "asq3",
                f"Three or more {_AREA_WORDS[area]} answers are missing, so it has no score. Can "
                "the family be asked?",
            )


def _circumstances(
    content: ReviewContent, scores: Asq3Scores | None, on: date, profile: Profile
) -> Iterator[ModerationQuestion]:
    check = content.progress_check
    if scores is not None and not scores.in_window:
        yield _ask(
            "outside_window",
            "asq3",
            f"The {scores.questionnaire}-month form does not fit the child’s age on that day. Why "
            "was it used?",
        )
    if content.model is ReviewModel.EARLY_YEARS_ONLY:
        yield _ask(
            "no_health_input",
            "conclusions",
            "Nobody from health takes part in this review. How will health be asked?",
        )
    if check is not None and not check.parents_view.strip():
        yield _ask(
            "no_parents_view",
            "progress_check",
            "The parents’ view is missing. How will they be heard?",
        )
    seen = [day for day in (content.held_on, check.observed_on if check else None) if day]
    if seen and on - max(seen) > timedelta(days=profile.late_write_up_days):
        yield _ask(
            "late_write_up",
            "progress_check",
            f"This is written up more than {profile.late_write_up_days} days after the day it is "
            "about. Is it still right?",
        )
