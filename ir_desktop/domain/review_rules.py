"""What a review's content must satisfy, and its scores. Pure: today is passed in."""

from collections.abc import Iterator, Mapping
from datetime import date

from ir_desktop.domain.ages import age_for_questionnaire
from ir_desktop.domain.asq3 import (
    ITEMS,
    NoFit,
    follow_up_topics,
    pick_questionnaire,
    score_area,
    score_total,
)
from ir_desktop.domain.asq3_data import MAX_SCORE, Area, Instrument
from ir_desktop.domain.people import Child
from ir_desktop.domain.profile import Profile
from ir_desktop.domain.review import AreaScore, Asq3Record, Asq3Scores, ReviewContent
from ir_desktop.errors import Problem


def content_problems(
    content: ReviewContent,
    child: Child,
    *,
    today: date,
    instrument: Instrument,
    profile: Profile,
) -> list[Problem]:
    """Return everything that cannot be true or cannot be stored. A draft may lack anything."""
    return [
        *_date_problems(content, child, today),
        *(_asq3_problems(content.asq3, instrument) if content.asq3 is not None else ()),
        *_done_problems(content, child, today),
        *_entry_problems(content, profile),
    ]


def _date_problems(content: ReviewContent, child: Child, today: date) -> Iterator[Problem]:
    check = content.progress_check
    past = {
        "held_on": content.held_on,
        "asq3, completed_on": None if content.asq3 is None else content.asq3.completed_on,
        "progress_check, observed_on": None if check is None else check.observed_on,
        "progress_check, summary_given_on": None if check is None else check.summary_given_on,
    }
    for field, day in past.items():
        yield from _happened(field, day, child, today)
    if content.follow_up_on is not None and content.follow_up_on < child.date_of_birth:
        yield Problem("follow_up_on", "This is before the child was born. Check the date.")


def _done_problems(content: ReviewContent, child: Child, today: date) -> Iterator[Problem]:
    for number, action in enumerate(content.actions, 1):
        yield from _happened(f"actions {number}, done_on", action.done_on, child, today)


def _happened(field: str, day: date | None, child: Child, today: date) -> Iterator[Problem]:
    if day is not None and day < child.date_of_birth:
        yield Problem(field, "This is before the child was born. Check the date.")
    elif day is not None and day > today:
        yield Problem(field, "This is in the future. Check the date.")


def _asq3_problems(record: Asq3Record, instrument: Instrument) -> Iterator[Problem]:
    if record.questionnaire is not None and record.questionnaire not in instrument.months:
        yield Problem("asq3, questionnaire", "There is no ASQ-3 form for this month.")
    for area in Area:
        answers, total = record.answers.get(area), record.totals.get(area)
        if answers is not None and total is not None:
            yield Problem(f"asq3, {area}", "Give either the answers or the total, not both.")
        if answers is not None and len(answers) != ITEMS:
            yield Problem(
                f"asq3, answers, {area}", f"Give {ITEMS} answers, with null for one left blank."
            )
        if total is not None and (not 0 <= total <= MAX_SCORE or total % 5):
            yield Problem(
                f"asq3, totals, {area}", f"A total is a multiple of 5 from 0 to {MAX_SCORE}."
            )
    topics = {each.topic for each in instrument.topics}
    for topic in record.overall:
        if topic not in topics:
            yield Problem("asq3, overall", "There is no such topic. See the list of topics.")


def _entry_problems(content: ReviewContent, profile: Profile) -> Iterator[Problem]:
    for number, action in enumerate(content.actions, 1):
        if not action.what.strip():
            yield Problem(f"actions {number}, what", "Say what will be done.")
        if not action.owner.strip():
            yield Problem(f"actions {number}, owner", "Say who will do it.")
        if action.due is None and not action.when.strip():
            yield Problem(f"actions {number}, due", "Say by when, as a date or in words.")
    for number, question in enumerate(content.questions, 1):
        if not question.text.strip():
            yield Problem(f"questions {number}, text", "Write the question.")
    for number, need in enumerate(content.needs, 1):
        if need.category not in profile.need_categories:
            yield Problem(f"needs {number}, category", "This is not one of the kinds of need.")
    for topic in content.health:
        if topic not in profile.health_prompts:
            yield Problem(f"health, {topic}", "This is not one of the health prompts.")


def scores_of(record: Asq3Record, child: Child, instrument: Instrument) -> Asq3Scores | NoFit:
    """Return the scores of a record that has no problems, or why no form fits.

    Areas with neither answers nor a total count as not answered. The form is the one named,
    even outside its window, or else the one whose window holds the age.
    """
    read_at = age_for_questionnaire(child.date_of_birth, child.weeks_early, record.completed_on)
    month = record.questionnaire
    if month is None:
        fit = pick_questionnaire(instrument, read_at.age)
        if isinstance(fit, NoFit):
            return fit
        month = fit.month
    window = instrument.window(month)
    overall: Mapping[str, str] = {name: each.answer for name, each in record.overall.items()}
    return Asq3Scores(
        questionnaire=month,
        months=read_at.age.months,
        days=read_at.age.days,
        corrected=read_at.corrected,
        in_window=window is not None and window.holds(read_at.age),
        areas={area: _area_score(record, month, area, instrument) for area in Area},
        follow_up_topics=follow_up_topics(instrument, overall),
    )


def _area_score(record: Asq3Record, month: int, area: Area, instrument: Instrument) -> AreaScore:
    limits = instrument.limits[month, area]
    if area in record.totals:
        result = score_total(limits, record.totals[area])
    else:
        result = score_area(limits, record.answers.get(area, (None,) * ITEMS))
    return AreaScore(
        score=result.score,
        answered=result.answered,
        adjusted=result.adjusted,
        band=result.band,
        zone=result.zone,
        zone_confirmed=result.zone_confirmed,
        cutoff=float(limits.cutoff),
        monitoring_upper=float(limits.monitoring_upper),
    )
