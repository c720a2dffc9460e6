"""The parents' summary: what its front and its back say of an ordinary review."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from ir_desktop.documents.facts import SummaryFacts
from ir_desktop.documents.summary import parents_summary
from ir_desktop.domain.people import Sex
from ir_desktop.domain.review import Action, Judgement, PrimeArea, ProgressCheck, ReviewContent
from tests.documents.summary_parts import Pages, check_of, with_check, with_content


def test_the_front_says_what_parents_need(summary_facts: SummaryFacts, pages_of: Pages) -> None:
    printed = parents_summary(summary_facts)
    front, _ = pages_of(printed)
    assert printed.kind == "parents_summary"
    assert printed.pages == 2
    for words in (
        "Willow Lane Nursery",
        "14 Willow Lane, Eastfield, EF1 2GH",
        "Zofia’s two-year review",
        "We talked on 10 September 2026, when Zofia was 2 years 4 months old.",
        "You told us She sings all day, and she always wants to help me cook.",
        "How Zofia is getting on",
        "Talking and listening A little extra help",
        "Next: Joining words, in either language.",
        "Moving and using her hands Going well",
        "Feelings and friends Going well",
        "What we will do What Who By when",
        "Book a hearing check. Hannah 9 October 2026",
        "We will meet again on 3 December 2026. If you are worried before then, talk to Grace or "
        "ring us on 01632 960 142.",
        "Keep this page and bring it to Zofia’s health review.",
        "Page 1 of 2",
    ):
        assert words in front
    assert "Draft" not in front
    assert "Version" not in front


def test_the_back_is_for_the_health_visitor(summary_facts: SummaryFacts, pages_of: Pages) -> None:
    _, back = pages_of(parents_summary(summary_facts))
    for words in (
        "Zofia Kowalska Born 2 May 2024",
        "Questions for the health visitor",
        "Written by Grace Adeyemi on 11 September 2026.",
        "Our signature",
        "Parent or carer’s signature",
        "The health visitor’s comments",
        "Page 2 of 2",
    ):
        assert words in back
    unsure = back.index("We are not sure: Is it all right to mix languages?")
    assert unsure < back.index("Could her hearing be checked?")


def test_a_draft_is_marked_on_every_page(summary_facts: SummaryFacts, pages_of: Pages) -> None:
    facts = replace(
        with_content(summary_facts, actions=summary_facts.content.actions * 12),
        draft=True,
        signed_on=None,
    )
    pages = pages_of(parents_summary(facts))
    assert len(pages) > 2
    for page in pages:
        assert page.startswith("Draft. This is not finished and not signed.")


def test_a_later_version_says_so_on_every_page(
    summary_facts: SummaryFacts, pages_of: Pages
) -> None:
    facts = replace(summary_facts, version_number=2, signed_on=date(2026, 10, 5))
    for page in pages_of(parents_summary(facts)):
        assert "Version 2, changed on 5 October 2026" in page


def test_a_concern_and_its_plan_are_printed(summary_facts: SummaryFacts, pages_of: Pages) -> None:
    facts = with_check(
        summary_facts,
        concern="Zofia does not turn when we call her name.",
        targeted_plan="Our SENCO will watch Zofia at play.",
    )
    printed = parents_summary(facts)
    text = " ".join(pages_of(printed))
    assert printed.pages == 2
    assert "What we want to look at together Zofia does not turn when we call her name." in text
    assert "Our plan: Our SENCO will watch Zofia at play." in text


@pytest.mark.parametrize(
    ("judgement", "words"),
    [
        (Judgement.GOING_WELL, "Going well"),
        (Judgement.LITTLE_HELP, "A little extra help"),
        (Judgement.MORE_HELP, "More help"),
        (Judgement.POSSIBLE_DELAY, "Possible delay"),
    ],
)
def test_each_judgement_has_its_word(
    summary_facts: SummaryFacts, pages_of: Pages, judgement: Judgement, words: str
) -> None:
    check = check_of(summary_facts)
    areas = {area: replace(note, judgement=judgement) for area, note in check.areas.items()}
    front = pages_of(parents_summary(with_check(summary_facts, areas=areas)))[0]
    assert front.count(words) == 3


@pytest.mark.parametrize(
    ("sex", "words"), [(Sex.FEMALE, "her"), (Sex.MALE, "his"), (Sex.UNKNOWN, "their")]
)
def test_hands_belong_to_the_child(
    summary_facts: SummaryFacts, pages_of: Pages, sex: Sex, words: str
) -> None:
    facts = replace(summary_facts, child=replace(summary_facts.child, sex=sex))
    assert f"Moving and using {words} hands" in pages_of(parents_summary(facts))[0]


def test_support_and_everything_else_written_about_an_area_is_printed(
    summary_facts: SummaryFacts, pages_of: Pages
) -> None:
    check = check_of(summary_facts)
    note = replace(
        check.areas[PrimeArea.PHYSICAL],
        support_in_setting="We climb together.",
        support_at_home="Walk on low walls.",
        aspects={"gross_motor": "Jumps with both feet."},
    )
    areas = {**check.areas, PrimeArea.PHYSICAL: note}
    facts = with_check(
        summary_facts,
        areas=areas,
        childs_voice="She points to the door.",
        parents_view_from="Anna",
    )
    front = pages_of(parents_summary(facts))[0]
    for words in (
        "Gross motor: Jumps with both feet.",
        "With us: We climb together.",
        "At home: Walk on low walls.",
        "Zofia shows us: She points to the door.",
        "From Anna",
    ):
        assert words in front


def test_what_came_of_an_action_is_printed(summary_facts: SummaryFacts, pages_of: Pages) -> None:
    action = Action(
        what="Book a hearing check.",
        owner="Hannah",
        goal="To know how well she hears.",
        measure="the letter comes.",
        due=date(2026, 10, 9),
        done_on=date(2026, 10, 1),
        result="All was well.",
    )
    front = pages_of(parents_summary(with_content(summary_facts, actions=(action,))))[0]
    assert "Done on 1 October 2026" in front
    assert "Aim: To know how well she hears." in front
    assert "We will know when: the letter comes." in front
    assert "How it went: All was well." in front


def test_parents_who_were_not_heard_get_lines_to_write_on(
    summary_facts: SummaryFacts, pages_of: Pages
) -> None:
    front = pages_of(parents_summary(with_check(summary_facts, parents_view=" ")))[0]
    assert "What would you like to tell us?" in front
    assert "You told us" not in front


def test_an_empty_draft_is_two_friendly_pages(summary_facts: SummaryFacts, pages_of: Pages) -> None:
    setting = replace(summary_facts.setting, phone="", address="", postcode="")
    facts = replace(
        summary_facts,
        setting=setting,
        content=ReviewContent(),
        scores=None,
        key_person="",
        author="",
        signed_on=None,
        draft=True,
    )
    front, back = pages_of(parents_summary(facts))
    assert front.count("We have not written this part yet.") == 3
    assert "We have not written our plan yet." in front
    assert "If you are worried, talk to us." in front
    assert "Our phone" not in front
    assert "Written by" not in back


def test_equal_facts_give_equal_bytes(summary_facts: SummaryFacts) -> None:
    first = parents_summary(summary_facts)
    again = parents_summary(replace(summary_facts))
    assert first == again
    other = parents_summary(replace(summary_facts, key_person="Amina"))
    assert other.pdf != first.pdf


def test_the_file_itself_names_no_child(summary_facts: SummaryFacts) -> None:
    reader = PdfReader(io.BytesIO(parents_summary(summary_facts).pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "Two-year review summary"
    assert not any("Zofia" in str(value) for value in reader.metadata.values())
    assert reader.root_object["/Lang"] == "en-GB"


def test_the_known_name_is_used(summary_facts: SummaryFacts, pages_of: Pages) -> None:
    child = replace(summary_facts.child, known_as="Zosia")
    front, back = pages_of(parents_summary(replace(summary_facts, child=child)))
    assert "Zosia’s two-year review" in front
    assert "Zofia Kowalska" in back


def test_progress_check_without_areas_still_prints(summary_facts: SummaryFacts) -> None:
    assert parents_summary(with_content(summary_facts, progress_check=ProgressCheck())).pages == 2
