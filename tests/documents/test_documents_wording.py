import json
import re
from datetime import date
from pathlib import Path

import pytest

from ir_desktop.documents import wording as module
from ir_desktop.documents.wording import wording
from ir_desktop.errors import EnvironmentProblem
from ir_desktop.paths import resource

_KINDS = ("summary", "invitation", "everything", "incident")


@pytest.mark.parametrize("kind", _KINDS)
def test_wording_is_dated_and_says_who_wrote_it(kind: str) -> None:
    found = wording(kind)
    assert (found.kind, found.language) == (kind, "en")
    assert found.in_use_from <= date(2026, 11, 1)
    assert found.version
    assert found.author
    assert found.source


@pytest.mark.parametrize("kind", _KINDS)
def test_every_text_is_used_by_its_paper(kind: str) -> None:
    folder = Path(module.__file__).parent
    code = " ".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    families = re.findall(r'f"([a-z0-9_]+_)\{', code)  # such as f"area_{area.value}"
    for key in wording(kind).texts:
        assert f'"{key}"' in code or key.startswith(tuple(families)), key


def test_a_place_is_filled_once_and_never_read_again() -> None:
    said = wording("summary").say("title", childs="{child} {day}")
    assert said == "{child} {day} two-year review"


def test_an_unknown_place_or_text_is_a_bug() -> None:
    with pytest.raises(KeyError):
        wording("summary").say("title")
    with pytest.raises(KeyError):
        wording("summary").say("no such text")


def test_missing_wording_is_told_in_plain_words() -> None:
    with pytest.raises(EnvironmentProblem, match="Install the program again"):
        wording("summary", "xx")


def _syllables(word: str) -> int:
    groups = re.findall(r"[aeiouy]+", word.lower())
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee"))
    return max(1, len(groups) - (1 if silent and len(groups) > 1 else 0))


def test_the_letter_can_be_read_by_a_ten_year_old() -> None:
    """Flesch-Kincaid grade of the running text: grade 5 is read at about 10 or 11."""
    texts = wording("invitation").texts
    filled = [re.sub(r"\{[a-z_]+\}", "Sam", text) for text in texts.values()]
    sentences = [s for t in filled for s in re.split(r"(?<=[.?!])\s+", t) if len(s.split()) > 3]
    words = [w for s in sentences for w in re.findall(r"[A-Za-z’-]+", s)]
    grade = (
        0.39 * len(words) / len(sentences)
        + 11.8 * sum(_syllables(word) for word in words) / len(words)
        - 15.59
    )
    assert grade < 5
    assert max(len(sentence.split()) for sentence in sentences) <= 20


def test_no_wording_of_the_questionnaire_is_there() -> None:
    for kind in _KINDS:
        raw = json.loads(resource("letters", f"{kind}.en.json").read_text("utf-8"))
        assert "does your" not in json.dumps(raw).lower()
