"""Scoring a form of the questionnaire."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.ages import Age, age_in_months_days
from ir_desktop.domain.asq3 import (
    Answer,
    AreaResult,
    Band,
    Zone,
    follow_up_topics,
    score_area,
    score_total,
    still_possible,
)
from ir_desktop.domain.asq3_data import Area, Certainty, Limits
from ir_desktop.errors import Invalid
from tests.domain.england import INSTRUMENT

KEYS = {"Y": Answer.YES, "S": Answer.SOMETIMES, "N": Answer.NOT_YET, "-": None}
COMMUNICATION_24 = INSTRUMENT.limits[24, Area.COMMUNICATION]  # 25.17, monitoring to 35
any_limits = st.sampled_from(list(INSTRUMENT.limits.values()))
any_answers = st.lists(st.sampled_from([*Answer, None]), min_size=6, max_size=6)


def typed(keys: str) -> list[Answer | None]:
    return [KEYS[key] for key in keys]


@pytest.mark.parametrize(
    ("keys", "score", "answered", "adjusted"),
    [
        ("YYYYYY", 60.0, 6, False),
        ("NNNNNN", 0.0, 6, False),
        ("YSNYSN", 30.0, 6, False),
        ("YSN-YY", 42.0, 5, True),
        ("SSSS--", 30.0, 4, True),
        ("YSSS--", 37.5, 4, True),
        ("NNNNN-", 0.0, 5, True),
        ("YYY---", None, 3, False),
        ("------", None, 0, False),
    ],
)
def test_left_out_items(keys: str, score: float | None, answered: int, adjusted: bool) -> None:
    result = score_area(COMMUNICATION_24, typed(keys))
    assert (result.score, result.answered, result.adjusted) == (score, answered, adjusted)
    if score is None:
        assert result == AreaResult(None, answered, False, Band.NOT_SCORED, Zone.NOT_SCORED, False)


@given(any_limits, any_answers)
def test_against_fractions(limits: Limits, answers: list[Answer | None]) -> None:
    """The same rule in exact fractions, told another way."""
    result = score_area(limits, answers)
    points = [{"Y": 10, "S": 5, "N": 0}[answer] for answer in answers if answer]
    assert result.answered == len(points)
    if len(points) <= 3:
        assert result.band is Band.NOT_SCORED
        return
    exact = Fraction(sum(points) * 6, len(points))
    assert result.score is not None
    assert Fraction(result.score) == exact
    assert result.adjusted == (len(points) < 6)
    below = exact < Fraction(limits.cutoff)
    assert result.band is (Band.BELOW if below else Band.AT_OR_ABOVE)
    if below:
        assert result.zone is Zone.BELOW_CUTOFF
    elif exact <= limits.monitoring_upper or (
        result.adjusted and exact < limits.lowest_on_schedule
    ):
        assert result.zone is Zone.MONITORING
    else:
        assert result.zone is Zone.ON_SCHEDULE


@pytest.mark.parametrize(
    ("total", "band", "zone"),
    [
        (0, Band.BELOW, Zone.BELOW_CUTOFF),
        (25, Band.BELOW, Zone.BELOW_CUTOFF),  # under 25.17, though it rounds to it
        (30, Band.AT_OR_ABOVE, Zone.MONITORING),
        (35, Band.AT_OR_ABOVE, Zone.MONITORING),
        (40, Band.AT_OR_ABOVE, Zone.ON_SCHEDULE),
        (60, Band.AT_OR_ABOVE, Zone.ON_SCHEDULE),
    ],
)
def test_totals(total: int, band: Band, zone: Zone) -> None:
    assert score_total(COMMUNICATION_24, total) == AreaResult(
        float(total), 6, False, band, zone, True
    )


def test_a_score_at_the_cutoff_is_not_below() -> None:
    at_30 = replace(COMMUNICATION_24, cutoff=Decimal("30.00"))
    just_over = replace(COMMUNICATION_24, cutoff=Decimal("30.000001"))
    assert score_total(at_30, 30).band is Band.AT_OR_ABOVE
    assert score_total(just_over, 30).band is Band.BELOW
    assert score_area(at_30, typed("SSSS--")).band is Band.AT_OR_ABOVE
    assert score_area(just_over, typed("SSSS--")).band is Band.BELOW


def test_an_adjusted_score_between_the_zones_is_monitoring() -> None:
    result = score_area(COMMUNICATION_24, typed("YSSS--"))  # 37.5: over 35, under 40
    assert (result.zone, result.zone_confirmed) == (Zone.MONITORING, True)


def test_a_plain_score_that_no_source_shows_is_on_schedule_to_be_confirmed() -> None:
    limits = INSTRUMENT.limits[9, Area.PERSONAL_SOCIAL]  # verified: 30 monitoring, 40 on schedule
    assert limits.confirmed
    between = score_total(limits, 35)
    assert (between.zone, between.zone_confirmed) == (Zone.ON_SCHEDULE, False)
    assert score_total(limits, 30).zone_confirmed
    assert score_total(limits, 40).zone_confirmed


def test_an_unconfirmed_limit_leaves_only_below_confirmed() -> None:
    limits = INSTRUMENT.limits[27, Area.GROSS_MOTOR]
    assert score_total(limits, 25).zone_confirmed
    assert not score_total(limits, 35).zone_confirmed
    assert not score_total(limits, 60).zone_confirmed
    unsure = replace(limits, cutoff_certainty=Certainty.SINGLE_SOURCE)
    assert not score_total(unsure, 25).zone_confirmed
    sure = INSTRUMENT.confirming({(27, Area.GROSS_MOTOR): 35}).limits[27, Area.GROSS_MOTOR]
    assert score_total(sure, 60).zone_confirmed


@pytest.mark.parametrize("total", [-5, 61, 65, 42, 1])
def test_a_wrong_total_is_refused(total: int) -> None:
    with pytest.raises(Invalid, match=r"communication: .*multiple of 5 from 0 to 60"):
        score_total(COMMUNICATION_24, total)


@pytest.mark.parametrize("keys", ["", "YYYYY", "YYYYYYY"])
def test_an_area_has_six_items(keys: str) -> None:
    with pytest.raises(ValueError, match="6 items"):
        score_area(COMMUNICATION_24, typed(keys))
    with pytest.raises(ValueError, match="6 items"):
        still_possible(typed(keys))


def test_still_possible() -> None:
    possible = still_possible(typed("YSYY--"))
    assert (possible.low, possible.high, possible.answered) == (35, 55, 4)


@given(any_answers, st.data())
def test_what_is_still_possible_holds_the_end(
    answers: list[Answer | None], data: st.DataObject
) -> None:
    possible = still_possible(answers)
    ended = [a or data.draw(st.sampled_from(list(Answer))) for a in answers]
    end = score_area(COMMUNICATION_24, ended).score
    assert end is not None
    assert possible.low <= end <= possible.high
    assert still_possible(ended).low == still_possible(ended).high == end


def test_follow_up_topics() -> None:
    answers = {"hearing": "no", "talking": "yes", "vision": "yes", "behaviour": "no", "odd": "yes"}
    assert follow_up_topics(INSTRUMENT, answers) == ("hearing", "vision")


def test_labels() -> None:
    assert [band.label for band in Band] == ["Below cut-off", "At or above cut-off", "Not scored"]
    assert Zone.ON_SCHEDULE.label == "On schedule"
    assert Area.PERSONAL_SOCIAL.label == "Personal-social"


def test_the_example_of_the_design() -> None:
    assert age_in_months_days(date(2024, 6, 1), date(2026, 9, 10)) == Age(27, 9)
    limits = INSTRUMENT.limits[27, Area.COMMUNICATION]
    assert score_area(limits, typed("YSN-YY")) == AreaResult(
        42.0, 5, True, Band.AT_OR_ABOVE, Zone.ON_SCHEDULE, True
    )
