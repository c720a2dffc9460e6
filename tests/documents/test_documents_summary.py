import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from ir_desktop.documents.facts import SummaryFacts
from ir_desktop.documents.fonts import regular
from ir_desktop.documents.printed import Printed
from ir_desktop.documents.summary import parents_summary
from ir_desktop.documents.text import MissingGlyph, clean
from ir_desktop.domain.asq3 import Area, Zone
from ir_desktop.domain.people import Child, Sex
from ir_desktop.domain.review import (
    Action,
    Judgement,
    PrimeArea,
    ProgressCheck,
    Question,
    ReviewContent,
)

Pages = Callable[[Printed], list[str]]


def _with(facts: SummaryFacts, **changes: object) -> SummaryFacts:
    return replace(facts, content=replace(facts.content, **changes))


def _checked(facts: SummaryFacts, **changes: object) -> SummaryFacts:
    check = facts.content.progress_check
    assert check is not None
    return _with(facts, progress_check=replace(check, **changes))


def _without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


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
    scores = summary_facts.scores
    assert scores is not None
    watched = replace(scores.areas[Area.COMMUNICATION], zone=Zone.MONITORING)
    areas = {**scores.areas, Area.COMMUNICATION: watched}
    facts = replace(summary_facts, scores=replace(scores, areas=areas))
    assert (
        "Communication At or above cut-off 45 of 60 Monitoring"
        in pages_of(parents_summary(facts))[1]
    )


def test_an_adjusted_score_keeps_its_half(summary_facts: SummaryFacts, pages_of: Pages) -> None:
    scores = summary_facts.scores
    assert scores is not None
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


def test_a_draft_is_marked_on_every_page(summary_facts: SummaryFacts, pages_of: Pages) -> None:
    facts = replace(
        _with(summary_facts, actions=summary_facts.content.actions * 12), draft=True, signed_on=None
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
    facts = _checked(
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
    check = summary_facts.content.progress_check
    assert check is not None
    areas = {area: replace(note, judgement=judgement) for area, note in check.areas.items()}
    front = pages_of(parents_summary(_checked(summary_facts, areas=areas)))[0]
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
    check = summary_facts.content.progress_check
    assert check is not None
    note = replace(
        check.areas[PrimeArea.PHYSICAL],
        support_in_setting="We climb together.",
        support_at_home="Walk on low walls.",
        aspects={"gross_motor": "Jumps with both feet."},
    )
    areas = {**check.areas, PrimeArea.PHYSICAL: note}
    facts = _checked(
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
    front = pages_of(parents_summary(_with(summary_facts, actions=(action,))))[0]
    assert "Done on 1 October 2026" in front
    assert "Aim: To know how well she hears." in front
    assert "We will know when: the letter comes." in front
    assert "How it went: All was well." in front


def test_parents_who_were_not_heard_get_lines_to_write_on(
    summary_facts: SummaryFacts, pages_of: Pages
) -> None:
    front = pages_of(parents_summary(_checked(summary_facts, parents_view=" ")))[0]
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


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("Maximiliana-Alexandrina", "Featherstonehaugh-Cholmondeley Wolverhampton-Marjoribanks"),
        ("Nguyễn Thị Ánh", "Nguyệt Đỗ"),
        ("Χρυσάνθη", "Παπαδοπούλου"),
        ("Олександра", "Шевченко-Ґалаґан"),
        ("Łucja", "Żółkiewska"),
        ("W" * 120, "M" * 200),
    ],
)
def test_long_and_foreign_names_are_whole(
    summary_facts: SummaryFacts, pages_of: Pages, given: str, family: str
) -> None:
    child = replace(summary_facts.child, given_name=given, family_name=family)
    front, *rest = pages_of(parents_summary(replace(summary_facts, child=child)))
    assert _without_space(f"{given}’s two-year review") in _without_space(front)
    assert _without_space(f"{given} {family}") in _without_space(rest[0])


def test_twelve_actions_and_six_questions_are_all_there(
    summary_facts: SummaryFacts, pages_of: Pages
) -> None:
    actions = tuple(
        Action(what=f"Do thing number {n} together every day.", owner=f"Person {n}", when="Soon")
        for n in range(1, 13)
    )
    questions = tuple(Question(text=f"Is this question {n}?") for n in range(1, 7))
    printed = parents_summary(_with(summary_facts, actions=actions, questions=questions))
    text = " ".join(pages_of(printed))
    for n in range(1, 13):
        assert f"Do thing number {n} together every day." in text
        assert f"Person {n} Soon" in text
    for n in range(1, 7):
        assert f"Is this question {n}?" in text
    assert text.count("By when") == 2  # the head again where the table goes on


def test_a_very_long_review_goes_on_without_loss(
    summary_facts: SummaryFacts, pages_of: Pages
) -> None:
    check = summary_facts.content.progress_check
    assert check is not None
    words = [f"word{number}" for number in range(1500)]
    areas = {area: replace(note, strengths=" ".join(words)) for area, note in check.areas.items()}
    facts = _checked(
        summary_facts, areas=areas, parents_view=" ".join(words), concern="\n".join(words[:300])
    )
    long_action = Action(what=" ".join(words), owner="Grace", when="Soon")
    printed = parents_summary(_with(facts, actions=(long_action,)))
    pages = pages_of(printed)
    text = " ".join(pages).split()
    assert printed.pages == len(pages) > 10
    for word in words:
        assert text.count(word) == (6 if int(word[4:]) < 300 else 5)
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page


_MARK_UP = [
    "<b>bold</b> & <i>it</i>",
    "<img src='file:///etc/passwd'/>",
    '<img src="http://example.org/x.png" width="9">',
    "<para><font color=red>red</font></para>",
    "&lt;not a tag&gt; &amp; &#65; &nbsp;",
    "<a href='x'>link</a><br/>end</para>",
    "a < b > c && d",
    "{child} {0} %s %(x)s ${x} \\n \\u0041",
    "=1+1 @SUM(A1) -2+3",
    "(brackets) \\ back ) slash (",
    "</b></b></b><<<>>>",
    "<onDraw name='x' label='y'/>",
    "<!-- gone? --> <![CDATA[x]]>",
]


@pytest.mark.parametrize("typed", _MARK_UP)
def test_mark_up_is_printed_as_typed(
    summary_facts: SummaryFacts, pages_of: Pages, typed: str
) -> None:
    facts = _checked(summary_facts, parents_view=typed, concern=typed, targeted_plan=typed)
    action = Action(what=typed, owner="Grace", when="Soon")
    facts = _with(facts, actions=(action,), questions=(Question(text=typed),))
    text = _without_space(" ".join(pages_of(parents_summary(facts))))
    assert text.count(_without_space(typed)) >= 5


_LETTERS = sorted(c for c in regular().widths if c.isprintable() and not c.isspace())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    typed=st.text(
        st.one_of(st.sampled_from(" <>&;/'\"{}%()\\\n"), st.sampled_from(_LETTERS)), min_size=1
    )
)
def test_what_is_typed_is_what_is_printed(
    summary_facts: SummaryFacts, pages_of: Pages, typed: str
) -> None:
    text = f"start {typed} end"
    printed = parents_summary(_checked(summary_facts, parents_view=text))
    wanted = _without_space(clean(text, ""))
    assert wanted in _without_space(" ".join(pages_of(printed)))


def _arabic(facts: SummaryFacts, field: str) -> SummaryFacts:
    word = "سلام"
    child: Child = facts.child
    if field == "child":
        return replace(facts, child=replace(child, family_name=word))
    if field == "setting":
        return replace(facts, setting=replace(facts.setting, name=word))
    if field == "key_person":
        return replace(facts, key_person=word)
    if field == "author":
        return replace(facts, author=word)
    if field == "action":
        return _with(facts, actions=(Action(what="Play.", owner=word),))
    if field == "question":
        return _with(facts, questions=(Question(text=word),))
    return _checked(facts, **{field: word})


@pytest.mark.parametrize(
    ("field", "where"),
    [
        ("child", "the child’s name"),
        ("setting", "the setting’s name"),
        ("key_person", "the key person’s name or the setting’s phone"),
        ("author", "the author’s name"),
        ("action", "who does action 1"),
        ("question", "question 1"),
        ("parents_view", "the parents’ view"),
        ("childs_voice", "the child’s voice"),
        ("concern", "the concern"),
        ("targeted_plan", "the targeted plan"),
    ],
)
def test_a_letter_that_cannot_be_printed_names_its_field(
    summary_facts: SummaryFacts, field: str, where: str
) -> None:
    with pytest.raises(MissingGlyph) as caught:
        parents_summary(_arabic(summary_facts, field))
    assert caught.value.where == where
    assert caught.value.character == "س"


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
    assert parents_summary(_with(summary_facts, progress_check=ProgressCheck())).pages == 2
