"""What letters typed into the answer grid come to, in words and on the bar."""

from collections.abc import Sequence
from decimal import Decimal

from ir_desktop.domain.asq3 import (
    ITEMS,
    LEAST_ANSWERED,
    Answer,
    AreaResult,
    Zone,
    score_area,
)
from ir_desktop.domain.asq3_data import Limits
from ir_desktop.ui import shapes
from ir_desktop.ui.looks import Tag, Tone
from ir_desktop.ui.widgets.answer_cell import answer_of
from ir_desktop.ui.widgets.answer_grid import AreaLine
from ir_desktop.ui.widgets.score_zone import ZoneLook


def area_line(limits: Limits) -> AreaLine:
    """Return the line of an area on one form."""
    return AreaLine(
        str(limits.area),
        limits.area.label,
        float(limits.cutoff),
        float(limits.monitoring_upper),
        limits.confirmed,
    )


def judge(limits: Limits, letters: Sequence[str]) -> ZoneLook:
    """Return what six letters come to.

    While some are not given yet, it tells what total is still possible; an item left blank on
    purpose is a left-out item, which the score allows for as the questionnaire's rule says.
    """
    answers = [answer_of(letter) for letter in letters]
    open_items = sum(1 for letter in letters if not letter)
    if open_items:
        return _so_far(answers, open_items)
    result = score_area(limits, answers)
    if result.score is None:
        return ZoneLook(
            "\u2013",
            Tag("Not scored", shapes.PARTLY, Tone.CALM),
            f"{result.answered} of {len(letters)} answered, {LEAST_ANSWERED} needed",
        )
    shape, tone = shapes.band(result.band, result.zone)
    tag = Tag(result.band.label, shape, tone)
    return ZoneLook(_figure(result.score), tag, _detail(result), result.score)


def _so_far(answers: Sequence[Answer | None], open_items: int) -> ZoneLook:
    """Return the range the score can still reach, left-out items allowed for as in the end."""
    given = len(answers) - open_items
    words = f"{given} of {len(answers)} answered" if given else "Not started"
    tag = Tag(words, shapes.PARTLY, Tone.CALM)
    points = [answer.points for answer in answers if answer is not None]
    counted = len(points) + open_items
    if counted < LEAST_ANSWERED or not given:
        return ZoneLook("", tag, "too many left blank to score" if given else "")
    low = sum(points) * ITEMS / counted
    high = (sum(points) + open_items * Answer.YES.points) * ITEMS / counted
    detail = f"{_figure(low)} to {_figure(high)} possible"
    return ZoneLook(_figure(low), tag, detail, low, (low, high))


def _detail(result: AreaResult) -> str:
    parts: list[str] = []
    if result.zone is not Zone.BELOW_CUTOFF:
        parts.append(result.zone.label.lower())
    if not result.zone_confirmed and result.zone is Zone.MONITORING:
        parts.append("to confirm")
    if result.adjusted:
        parts.append("allowing for blanks")
    return ", ".join(parts)


def _figure(score: float) -> str:
    return f"{Decimal(str(score)).normalize():f}"
