"""The parents' summary: long, foreign and hostile words are printed as they were typed."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ir_desktop.documents.facts import SummaryFacts
from ir_desktop.documents.fonts import regular
from ir_desktop.documents.summary import parents_summary
from ir_desktop.documents.text import MissingGlyph, clean
from ir_desktop.domain.people import Child
from ir_desktop.domain.review import Action, Question
from tests.documents.summary_parts import Pages, check_of, with_check, with_content, without_space


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
    assert without_space(f"{given}’s two-year review") in without_space(front)
    assert without_space(f"{given} {family}") in without_space(rest[0])


def test_twelve_actions_and_six_questions_are_all_there(
    summary_facts: SummaryFacts, pages_of: Pages
) -> None:
    actions = tuple(
        Action(what=f"Do thing number {n} together every day.", owner=f"Person {n}", when="Soon")
        for n in range(1, 13)
    )
    questions = tuple(Question(text=f"Is this question {n}?") for n in range(1, 7))
    printed = parents_summary(with_content(summary_facts, actions=actions, questions=questions))
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
    check = check_of(summary_facts)
    words = [f"word{number}" for number in range(1500)]
    areas = {area: replace(note, strengths=" ".join(words)) for area, note in check.areas.items()}
    facts = with_check(
        summary_facts, areas=areas, parents_view=" ".join(words), concern="\n".join(words[:300])
    )
    long_action = Action(what=" ".join(words), owner="Grace", when="Soon")
    printed = parents_summary(with_content(facts, actions=(long_action,)))
    pages = pages_of(printed)
    found = Counter(" ".join(pages).split())
    assert printed.pages == len(pages) > 10
    for word in words:
        assert found[word] == (6 if int(word[4:]) < 300 else 5)
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
    facts = with_check(summary_facts, parents_view=typed, concern=typed, targeted_plan=typed)
    action = Action(what=typed, owner="Grace", when="Soon")
    facts = with_content(facts, actions=(action,), questions=(Question(text=typed),))
    text = without_space(" ".join(pages_of(parents_summary(facts))))
    assert text.count(without_space(typed)) >= 5


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
    printed = parents_summary(with_check(summary_facts, parents_view=text))
    wanted = without_space(clean(text, ""))
    assert wanted in without_space(" ".join(pages_of(printed)))


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
        return with_content(facts, actions=(Action(what="Play.", owner=word),))
    if field == "question":
        return with_content(facts, questions=(Question(text=word),))
    return with_check(facts, **{field: word})


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
