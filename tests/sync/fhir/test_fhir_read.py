"""What a recipient reads, from the Bundle alone; and the words told before it leaves."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Decision
from ir_desktop.domain.review import Action, Need, NeedLevel, Question
from ir_desktop.errors import Invalid
from ir_desktop.sync.fhir_narrative import Line, Table, narrative, plain_lines
from ir_desktop.sync.fhir_parts import string
from ir_desktop.sync.package import (
    BundleFacts,
    build_bundle,
    check_bundle,
    contents_words,
    read_bundle,
    stays_words,
)

Change = Callable[..., BundleFacts]

SCRIPTS = [
    "Zofia’s “new” words – ćwierć",
    "مرحبا بالطفلة",
    "שלום ילדה",
    "नमस्ते बच्ची",
    "হ্যালো শিশু",
    "ਸਤਿ ਸ੍ਰੀ ਅਕਾਲ",
    "வணக்கம் குழந்தை",
    "สวัสดีเด็กน้อย",
    "你好，孩子",
    "こんにちは、子ども",
    "안녕하세요 아이",
    "Привет, малышка",
    "Γειά σου παιδί",
    "ሰላም ልጅ",
    "გამარჯობა ბავშვო",
    "Բարև երեխա",
    "سلام دختر\u200cها",
    "👩‍👧 𝒵𝑜𝓈𝒾𝒶",
]
MARKUP = [
    "<script>alert(1)</script>",
    "]]> <!-- & &amp; &lt; &nbsp; --> <br/>",
    "<b>bold</b> \" ' `",
    '"}],"resourceType":"Patient"',
    "a\r\nb\rc\nd\te   f",
    " leading and trailing ",
    "javascript:alert(1) <a href='https://example.org'>x</a>",
    "<!DOCTYPE x [<!ENTITY e 'e'>]>&e;",
    "<?php 1 ?>",
]

# What XML can carry, which is all that people can type; the rest is shown as U+FFFD.
xml_character = st.characters(
    codec="utf-8", exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"
).filter(lambda c: c in "\t\n\r" or c >= " ")
texts = st.text(xml_character, min_size=1, max_size=80).filter(str.strip) | st.sampled_from(
    SCRIPTS + MARKUP
)


@pytest.mark.parametrize("text", SCRIPTS + MARKUP)
def test_text_comes_back_exactly(with_content: Change, facts: BundleFacts, text: str) -> None:
    check = facts.version.content.progress_check
    assert check is not None
    given_ = with_content(
        progress_check=replace(check, parents_view=text),
        questions=(Question(text=text, unsure=True),),
        discrepancies=text,
    )
    bundle = build_bundle(replace(given_, child=replace(facts.child, given_name=text)))
    assert check_bundle(bundle) == ()
    view = read_bundle(bundle)
    assert view.sections[0].lines == (f"Unsure: {text}",)
    assert view.sections[1].lines[0] == text
    assert view.questions[0].text == string(text)
    assert view.child_name == string(f"{text} Nowak".strip())


@settings(deadline=None, max_examples=60)
@given(text=texts, other=texts)
def test_any_text_comes_back_exactly(with_content: Change, text: str, other: str) -> None:
    changed = with_content(
        questions=(Question(text=text),),
        needs=(Need(category=other, level=NeedLevel.RED, note=text),),
        actions=(Action(what=text, owner=other, goal=text, measure=other, result=text),),
        health={},
    )
    bundle = build_bundle(changed)
    assert check_bundle(bundle) == ()
    sections = {each.code: each for each in read_bundle(bundle).sections}
    assert sections["questions"].lines == (f"Question: {text}",)
    assert sections["conclusions"].lines[0].endswith(f", red: {text}")
    assert f"Who: {other}" in sections["plan"].lines
    assert f"Result: {text}" in sections["plan"].lines


@given(blocks=st.lists(st.builds(Line, texts, st.sampled_from(["", "Label"])), min_size=1))
def test_lines_come_back_from_the_narrative(blocks: list[Line]) -> None:
    expected = [f"{b.label}: {b.text}" if b.label else b.text for b in blocks]
    assert list(plain_lines(narrative(blocks)["div"])) == expected


@given(text=st.text())
def test_characters_that_xml_cannot_carry_are_shown_as_unreadable(text: str) -> None:
    shown = plain_lines(narrative([Line(text, "Said")])["div"])
    assert len(shown) == 1
    assert len(shown[0]) == len("Said: ") + len(text)


def test_control_characters_do_not_make_a_bundle_unsound(with_content: Change) -> None:
    bundle = build_bundle(with_content(discrepancies="a\x00b\x0bc\x1b[0m\ud800"))
    assert check_bundle(bundle) == ()
    lines = [line for each in read_bundle(bundle).sections for line in each.lines]
    assert "Where views differ: a\ufffdb\ufffdc\ufffd[0m\ufffd" in lines


def test_a_table_reads_row_by_row() -> None:
    table = Table(("Area", "Score"), (("Gross <motor>", "60"), ("Fine motor", "5")))
    lines = plain_lines(narrative([table])["div"])
    assert lines == ("Area; Score", "Gross <motor>; 60", "Fine motor; 5")


def test_right_to_left_text_says_so() -> None:
    assert '<span dir="rtl">مرحبا</span>' in narrative([Line("مرحبا", "Name")])["div"]
    assert "rtl" not in narrative([Line("12 – Zofia مرحبا")])["div"]


def test_a_foreign_narrative_reads_too() -> None:
    div = """<div xmlns="http://www.w3.org/1999/xhtml" xml:lang="en">
      <h2>Plan</h2> loose <ul><li>One <i>thing</i></li><li><p>Two</p></li></ul>
      <table><tr><th>A</th><td>1<br/>2</td></tr></table></div>"""
    assert plain_lines(div) == ("Plan", "loose", "One thing", "Two", "A; 1\n2")


def test_a_narrative_with_broken_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="broken"):
        plain_lines("<div>\ud800</div>")


def test_a_bundle_tells_who_it_is_about(bundle: bytes) -> None:
    view = read_bundle(bundle)
    assert view.child_name == "Zofia Nowak"
    assert view.date_of_birth == date(2024, 5, 23)
    assert view.nhs_number == "9990000018"
    assert (view.setting, view.author) == ("Poppies Nursery", "Jo Field")
    assert (view.version, view.amended, view.relatives, view.phones) == (1, False, 2, 1)
    assert view.signed_at == "2026-09-15T10:05:00Z"
    assert view.bundle_id == "01935a2e-9000-7000-8000-000000000009"


def test_what_was_not_shared_is_empty(facts: BundleFacts) -> None:
    view = read_bundle(build_bundle(replace(facts, categories=frozenset({Category.ASQ3}))))
    assert (view.child_name, view.date_of_birth, view.nhs_number) == ("", None, "")
    assert [each.code for each in view.sections] == ["asq3", "sharing"]
    assert view.summary_pdf is None


def test_what_was_shared_but_not_written_is_said(with_content: Change) -> None:
    view = read_bundle(build_bundle(with_content(questions=())))
    first = view.sections[0]
    assert (first.code, first.empty, first.lines) == (
        "questions",
        True,
        ("Nothing was written here.",),
    )


def test_an_unsound_bundle_is_not_read(bundle: bytes) -> None:
    whole = json.loads(bundle)
    whole["type"] = "collection"
    with pytest.raises(Invalid) as caught:
        read_bundle(json.dumps(whole).encode())
    assert [each.field for each in caught.value.problems] == ["type"]


def test_words_of_what_leaves(facts: BundleFacts) -> None:
    assert contents_words(facts) == [
        "The child’s name, date of birth, sex and home languages.",
        "The child’s NHS number.",
        "Names of the family, two parents or carers, one telephone number.",
        "Questions for the health visitor, two questions, one unsure.",
        "What the parents said.",
        "Progress check at age two.",
        "ASQ-3 scores, five areas and one point to follow up.",
        "Health points talked about.",
        "Conclusions.",
        "The agreed plan, three actions and the date of the follow-up.",
        "The parents’ summary as a PDF.",
        "Who signed, and from which setting.",
    ]


def test_words_are_read_from_the_bytes_themselves(facts: BundleFacts) -> None:
    little = replace(facts, categories=frozenset({Category.ASQ3}))
    assert contents_words(build_bundle(little)) == [
        "ASQ-3 scores, five areas and one point to follow up.",
        "Who signed, and from which setting.",
    ]


def test_words_say_what_was_allowed_but_not_written(with_content: Change) -> None:
    words = contents_words(with_content(questions=()))
    assert "Questions for the health visitor: nothing was written." in words


def test_words_of_what_stays_give_the_reason(facts: BundleFacts) -> None:
    consents = {
        Category.ASQ3: replace(facts.consents[Category.ASQ3], decision=Decision.DECLINED),
        Category.PLAN: replace(facts.consents[Category.PLAN], decision=Decision.WITHDRAWN),
        Category.CONCLUSIONS: facts.consents[Category.CONCLUSIONS],
    }
    kept = {*consents, Category.QUESTIONS}
    categories = frozenset(Category) - kept
    words = stays_words(replace(facts, categories=categories, consents=consents))
    assert words[:4] == [
        "ASQ-3 scores: stays, because the family has declined.",
        "Conclusions and needs: stays, because the agreement does not allow it.",
        "The agreed plan: stays, because the family has withdrawn its consent.",
        "Questions for the health visitor: stays, because the agreement or the family’s consent "
        "does not cover it.",
    ]
    assert any("Telephone" in each for each in words)
    assert any("Home addresses" in each for each in words)


def test_nothing_stays_that_is_not_there(facts: BundleFacts) -> None:
    child = replace(facts.child, nhs_number="")
    categories = frozenset(Category) - {Category.NHS_NUMBER}
    words = stays_words(replace(facts, child=child, categories=categories))
    assert not any("NHS" in each for each in words)


def test_the_child_may_stay_unnamed(facts: BundleFacts) -> None:
    words = stays_words(replace(facts, categories=frozenset()))
    assert words[0].startswith("Name, date of birth and carers: stays, because")
    assert not any("Telephone" in each for each in words)
