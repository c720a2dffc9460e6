"""What cannot be printed is asked about before a review is signed."""

import pytest

from ir_desktop.domain.review import Action, AreaNote, PrimeArea, ProgressCheck, ReviewContent
from ir_desktop.services.printable import CODE, printing_questions


def _with(text: str) -> ReviewContent:
    note = AreaNote(strengths=text)
    return ReviewContent(progress_check=ProgressCheck(areas={PrimeArea.PHYSICAL: note}))


@pytest.mark.parametrize("text", ["She sings.", "Zażółć", "Ελένη", "Дмитро", "Tab\tand\nline"])
def test_what_the_fonts_have_is_not_asked_about(text: str) -> None:
    assert printing_questions(_with(text)) == []


def test_the_character_is_named_wherever_it_is() -> None:
    for content in (_with("a ☃"), ReviewContent(actions=(Action(what="محمد", owner="x"),))):
        (asked,) = printing_questions(content)
        assert asked.code == CODE
    (asked,) = printing_questions(_with("a ☃"))
    assert "☃ (SNOWMAN)" in asked.sentence


def test_answers_to_questions_are_never_printed() -> None:
    assert printing_questions(ReviewContent(moderation={"x": "☃"})) == []
