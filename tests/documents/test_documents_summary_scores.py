"""The parents' summary: the scores, with the band first."""

from dataclasses import replace

from ir_desktop.documents.facts import SummaryFacts
from ir_desktop.documents.summary import parents_summary
from ir_desktop.domain.asq3 import Area, Zone
from tests.documents.summary_parts import Pages, scores_of


def test_scores_are_a_plain_table_with_the_band_first(
    summary_facts: SummaryFacts, pages_of: Pages
) -> None:
    front, back = pages_of(parents_summary(summary_facts))
    assert "of 60" not in front
    assert "Area National result Score Zone, as a guide" in back
    assert "Big movements (gross motor) At or above cut-off 55 of 60 On schedule" in back
    assert "At or above cut-off 25 of 60 Monitoring (not confirmed)" in back
    assert "Problem solving Below cut-off 15 of 60 Below cut-off" in back
    assert "Personal and social Not scored Some answers are missing" in back


def test_a_communication_score_never_stands_for_no_concern(
    summary_facts: SummaryFacts, pages_of: Pages
) -> None:
    _, back = pages_of(parents_summary(summary_facts))
    row = back[back.index("Communication At") : back.index("Big movements")]
    assert row.strip() == "Communication At or above cut-off 45 of 60 See “Talking and listening”"
    assert "A score can look better than a child’s talking is." in back
    assert "no concern" not in back.lower()


def test_a_communication_score_that_needs_a_look_says_so(
    summary_facts: SummaryFacts, pages_of: Pages
) -> None:
    scores = scores_of(summary_facts)
    watched = replace(scores.areas[Area.COMMUNICATION], zone=Zone.MONITORING)
    areas = {**scores.areas, Area.COMMUNICATION: watched}
    facts = replace(summary_facts, scores=replace(scores, areas=areas))
    assert (
        "Communication At or above cut-off 45 of 60 Monitoring"
        in pages_of(parents_summary(facts))[1]
    )


def test_an_adjusted_score_keeps_its_half(summary_facts: SummaryFacts, pages_of: Pages) -> None:
    scores = scores_of(summary_facts)
    areas = {Area.GROSS_MOTOR: replace(scores.areas[Area.GROSS_MOTOR], score=37.5)}
    facts = replace(
        summary_facts,
        scores=replace(scores, areas=areas, corrected=True, in_window=False),
    )
    back = pages_of(parents_summary(facts))[1]
    assert "37.5 of 60" in back
    assert "This age takes into account that Zofia was born early." in back
    assert "The form is for another age, so the scores may not fit Zofia." in back


def test_no_scores_no_table(summary_facts: SummaryFacts, pages_of: Pages) -> None:
    text = " ".join(pages_of(parents_summary(replace(summary_facts, scores=None))))
    assert "ASQ-3" not in text
    assert "of 60" not in text
