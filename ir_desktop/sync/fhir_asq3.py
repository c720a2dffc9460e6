"""The ASQ-3 in a Bundle: scores, bands and flags. Never the questionnaire's wording or items."""

from collections.abc import Mapping

from ir_desktop.domain.ages import Age
from ir_desktop.domain.asq3 import Area, Band, Zone
from ir_desktop.domain.plain import count, date_words, months_days
from ir_desktop.domain.review import AreaScore, Asq3Record, Asq3Scores, OverallAnswer, YesNo
from ir_desktop.sync.fhir_codes import (
    DATA_ABSENT,
    INTERPRETATION,
    YES_NO,
    Own,
    Part,
    in_order,
    own,
    public,
    words,
)
from ir_desktop.sync.fhir_facts import BundleFacts, Section
from ir_desktop.sync.fhir_narrative import Block, Line, Table, line
from ir_desktop.sync.fhir_observations import concept, fact, observation, said, spoken
from ir_desktop.sync.fhir_parts import Entry, Frame, day, number, quantity

_HEAD = ("Area", "Score of 60", "Cut-off", "Band", "Zone")
_UNCONFIRMED = "The zone rests on a figure not confirmed against the licensed guide."
_YES_NO = {YesNo.YES: ("Y", "Yes"), YesNo.NO: ("N", "No")}


def asq3(frame: Frame, facts: BundleFacts) -> Section:
    """Return the scores: one Observation an area, one a flag, and one that holds them together."""
    record, scores = facts.version.content.asq3, facts.version.scores
    if scores is None:
        return Section("asq3", ())
    areas = [area for area in Area if area in scores.areas]
    topics = in_order(Own.OVERALL, scores.follow_up_topics)
    overall: Mapping[str, OverallAnswer] = record.overall if record else {}
    members = [_area(frame, facts, scores, area) for area in areas]
    members += [_flag(frame, topic, overall.get(topic), _completed(record)) for topic in topics]
    whole = observation(
        frame,
        "asq3",
        code=own(Own.ITEM, "asq3"),
        effectiveDateTime=_completed(record),
        method=_form(scores),
        hasMember=[each.ref for each in members],
        component=_circumstances(facts, record, scores),
    )
    rows = tuple(_row(area, scores.areas[area]) for area in areas)
    blocks: list[Block] = [Line(f"{scores.questionnaire}-month", "Questionnaire")]
    blocks += _circumstance_lines(record, scores)
    blocks += [Table(_HEAD, rows)] if rows else []
    if any(not each.zone_confirmed for each in _scored(scores)):
        blocks.append(
            Line(
                "A zone marked “not confirmed” rests on a figure not yet checked "
                "against the licensed guide."
            )
        )
    for topic in in_order(Own.OVERALL, {*overall, *topics}):
        blocks += _overall_line(topic, overall.get(topic), flagged=topic in topics)
    return Section("asq3", tuple(blocks), (whole, *members))


def score_words(score: AreaScore) -> str:
    """Return a score for reading, as exact as it is: ``52.5``; "not scored" without one."""
    return "not scored" if score.score is None else f"{number(score.score)}"


def _scored(scores: Asq3Scores) -> list[AreaScore]:
    return [each for each in scores.areas.values() if each.score is not None]


def _completed(record: Asq3Record | None) -> str:
    return day(record.completed_on if record else None)


def _form(scores: Asq3Scores) -> Part:
    month = scores.questionnaire
    return own(Own.FORM, f"{month}-month", f"ASQ-3, {month}-month questionnaire")


def _area(frame: Frame, facts: BundleFacts, scores: Asq3Scores, area: Area) -> Entry:
    score = scores.areas[area]
    code = own(Own.AREA, area)
    known = facts.snomed.get((scores.questionnaire, area))
    if known is not None:
        code["coding"].insert(0, {"system": known.system, "code": known.code})
    value: Part = (
        {"dataAbsentReason": public(DATA_ABSENT, "not-performed", "Not scored: too few answers")}
        if score.score is None
        else {"valueQuantity": _points(score.score)}
    )
    unsure = score.score is not None and not score.zone_confirmed
    return observation(
        frame,
        "asq3",
        area,
        code=code,
        effectiveDateTime=_completed(facts.version.content.asq3),
        method=_form(scores),
        **value,
        interpretation=_interpretation(score),
        referenceRange=_ranges(score),
        note=[{"text": _UNCONFIRMED}] if unsure else [],
        component=[
            *fact("items_answered", valueInteger=score.answered),
            *fact("adjusted", valueBoolean=score.adjusted),
        ],
    )


def _interpretation(score: AreaScore) -> list[Part]:
    """Return band and zone; the public code for low too, but never one for normal."""
    band, zone = own(Own.BAND, score.band), own(Own.ZONE, score.zone)
    if score.band is Band.BELOW:
        band["coding"].append({"system": INTERPRETATION, "code": "L", "display": "Low"})
    return [band, zone]


def _ranges(score: AreaScore) -> list[Part]:
    ranges: list[Part] = [
        {
            "low": _points(score.cutoff),
            "type": own(Own.RANGE, "at_or_above_cut_off"),
            "text": f"At or above the cut-off of {number(score.cutoff)}",
        }
    ]
    if score.monitoring_upper >= score.cutoff:
        ranges.append(
            {
                "low": _points(score.cutoff),
                "high": _points(score.monitoring_upper),
                "type": own(Own.RANGE, "monitoring_zone"),
                "text": f"Monitoring up to and including {number(score.monitoring_upper)}",
            }
        )
    return ranges


def _points(value: float) -> Part:
    return quantity(value, "points", "{score}")


def _flag(frame: Frame, topic: str, answer: OverallAnswer | None, completed: str) -> Entry:
    value: Part = {"dataAbsentReason": public(DATA_ABSENT, "unknown", "Answer not recorded")}
    if answer is not None:
        code, text = _YES_NO[answer.answer]
        value = {"valueCodeableConcept": public(YES_NO, code, text)}
    return observation(
        frame,
        "asq3-overall",
        topic,
        code=concept(Own.OVERALL, topic),
        effectiveDateTime=completed,
        **value,
        interpretation=[own(Own.FLAG, "needs_follow_up")],
        component=said("comment", answer.comment if answer else ""),
    )


def _circumstances(facts: BundleFacts, record: Asq3Record | None, scores: Asq3Scores) -> list[Part]:
    basis = "corrected" if scores.corrected else "chronological"
    early = facts.child.weeks_early if scores.corrected else 0
    return [
        *fact("age_months", valueQuantity=quantity(scores.months, "months", "mo")),
        *fact("age_days", valueQuantity=quantity(scores.days, "days", "d")),
        *fact("age_basis", valueCodeableConcept=own(Own.AGE_BASIS, basis)),
        *(fact("weeks_early", valueQuantity=quantity(early, "weeks", "wk")) if early else ()),
        *fact("in_window", valueBoolean=scores.in_window),
        *said("completed_by", record.completed_by if record else ""),
        *said("helped_by", record.helped_by if record else ""),
        *(fact("interpreter", valueBoolean=record.interpreter) if record else ()),
    ]


def _circumstance_lines(record: Asq3Record | None, scores: Asq3Scores) -> list[Line]:
    basis = words(Own.AGE_BASIS, "corrected" if scores.corrected else "chronological")
    lines = [Line(f"{months_days(Age(scores.months, scores.days))} ({basis.lower()})", "Age used")]
    if not scores.in_window:
        lines.append(Line("This age is outside the questionnaire’s window.", "Please note"))
    if record is not None:
        lines += line(date_words(record.completed_on), "Completed on")
        lines += line(record.completed_by, words(Own.ITEM, "completed_by"))
        lines += line(record.helped_by, words(Own.ITEM, "helped_by"))
        lines += line("Yes" if record.interpreter else "", words(Own.ITEM, "interpreter"))
    return lines


def _row(area: Area, score: AreaScore) -> tuple[str, ...]:
    points = score_words(score)
    if score.adjusted:
        points += f" (adjusted: {count(score.answered, 'item')} answered)"
    unsure = score.zone is not Zone.NOT_SCORED and not score.zone_confirmed
    zone = score.zone.label + (" (not confirmed)" if unsure else "")
    return (area.label, points, f"{number(score.cutoff)}", score.band.label, zone)


def _overall_line(topic: str, answer: OverallAnswer | None, *, flagged: bool) -> tuple[Line, ...]:
    reply = _YES_NO[answer.answer][1].lower() if answer else "answer not recorded"
    label = f"{spoken(Own.OVERALL, topic)}, {reply}" + (", to follow up" if flagged else "")
    comment = answer.comment if answer else ""
    return line(comment, label) or (Line(reply.capitalize(), label.replace(f", {reply}", "")),)
