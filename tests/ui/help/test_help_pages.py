"""The help pages themselves: written for the screens there are, in words that are on them."""

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest

import ir_desktop
from ir_desktop import paths
from ir_desktop.domain.progress import Step
from ir_desktop.ui import keys
from ir_desktop.ui.backups import screens as backup_screens
from ir_desktop.ui.children import forms as child_forms
from ir_desktop.ui.children.child_page import TABS
from ir_desktop.ui.help import glossary, pages
from ir_desktop.ui.help.pages import GLOSSARY, SHORTCUTS, Kind, Page
from ir_desktop.ui.keeping import screens as keeping
from ir_desktop.ui.places import ENTRIES
from ir_desktop.ui.review import workspace
from ir_desktop.ui.settings import forms as settings_forms
from ir_desktop.ui.settings import presenter as settings

WRITTEN = [page for page in pages.all_pages() if page.id != SHORTCUTS]
SOURCES = sorted(paths.resource("help").glob("*.md"))
_IDS = [page.id for page in WRITTEN]

PARTS: dict[str, tuple[str, ...]] = {
    "today": ("",),
    "due": ("", "due", "chase", "follow_ups", "meetings", "health", "held"),
    "children": ("",),
    "letters": ("",),
    "import": ("",),
    "sharing": ("", "agreements", "introduce", "add", "added:A team", "pages:export:1", "export:1"),
    "settings": (
        settings.SETTING,
        settings.ROOMS,
        settings.STAFF,
        settings.KEEPING,
        settings.AREA,
        settings.YOU,
        settings.COMPUTER,
        settings.BACKUPS,
        settings.LOOK,
        settings.ABOUT,
    ),
    "settings_form": (
        *settings_forms._PARTS,
        *(f"{x}:1" for x in settings_forms._PARTS),
        "person:1",
        "sheet",
    ),
    "backup": tuple(backup_screens._PARTS),
    "keeping": tuple(each for name in keeping.PARTS for each in (name, f"{name}:1")),
    "child": ("", *TABS),
    "child_form": tuple(each for name in child_forms._PARTS for each in (name, f"{name}:1")),
    "review": ("", *(step.value for step in Step)),
}


def blocks_words(page: Page) -> list[str]:
    return [words for each in page.blocks if each.kind is not Kind.PICTURE for words in each.words]


def test_every_place_is_known_here_with_its_parts() -> None:
    assert {each.kind for each in ENTRIES if not each.over} == set(PARTS)


@pytest.mark.parametrize(
    ("kind", "part"), [(kind, part) for kind, parts in PARTS.items() for part in parts]
)
def test_every_place_and_each_of_its_parts_has_a_page(kind: str, part: str) -> None:
    assert pages.page_for(kind, part) != pages.FIRST


def test_parts_of_their_own_have_pages_of_their_own() -> None:
    assert len({pages.page_for("review", step.value) for step in Step}) == len(Step)
    assert pages.page_for("settings", "Staff") == pages.page_for("settings_form", "cover:1")
    assert pages.page_for("sharing", "add") == "agreements"
    assert pages.page_for("sharing", "export:1") == "sharing"
    assert pages.page_for("child", "Family & consent") == pages.page_for("child_form", "carer:1")
    assert pages.page_for("nowhere") == pages.FIRST


def test_no_page_is_for_a_place_that_is_not_there() -> None:
    there = {kind for kind in PARTS} | {
        f"{kind}/{part.partition(':')[0]}" for kind, parts in PARTS.items() for part in parts
    }
    named = {topic for page in WRITTEN for topic in page.topics}
    assert named <= there
    twice = [t for t in named if sum(t in page.topics for page in WRITTEN) > 1]
    assert not twice


@pytest.mark.parametrize("page", pages.all_pages(), ids=lambda page: page.id)
def test_see_also_leads_to_other_pages(page: Page) -> None:
    assert page.see
    assert page.id not in page.see
    assert set(page.see) <= set(pages.contents())


def test_the_groups_hold_every_page_once_in_the_order_of_the_list() -> None:
    listed = [page_id for _, ids in pages.parts() for page_id in ids]
    assert sorted(listed) == sorted(pages.contents())
    assert [part for part, _ in pages.parts()] == [
        "Begin here",
        "The five daily tasks",
        "Children and families",
        "The review, step by step",
        "Sharing and settings",
        pages.LOOK_UP,
    ]
    assert sorted(page.task for page in WRITTEN if page.task) == [1, 2, 3, 4, 5]
    assert listed[-1] == GLOSSARY


HEAD = re.compile(r"(Title|Part|Task|Order|For|See): \S.*")
UNKNOWN = re.compile(r"\*|`|_|<|>|\||\]\(|\[|^#(?!# )|^\s|^\+|https?:|\\|&\w+;|#\d")
PICTURE = re.compile(r"!\[[^]]+\]\([a-z0-9-]+\)")


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_no_page_holds_mark_up_that_the_reader_does_not_know(file: Path) -> None:
    head, _, body = file.read_text("utf-8").partition("\n\n")
    assert all(HEAD.fullmatch(line) for line in head.splitlines()), head
    for chunk in body.strip().split("\n\n"):
        lines = chunk.splitlines()
        if PICTURE.fullmatch(chunk):
            continue
        assert not [line for line in lines if UNKNOWN.search(line)], chunk
        if lines[0].startswith("## "):
            assert len(lines) == 1, chunk
        kinds = {
            ("-" if x.startswith("- ") else "1" if re.match(r"\d+\. ", x) else "") for x in lines
        }
        assert len(kinds) == 1, chunk  # one list, or one paragraph
        if kinds == {"1"}:
            numbers = [int(line.partition(".")[0]) for line in lines]
            assert numbers == list(range(1, len(lines) + 1)), chunk


@pytest.mark.parametrize("page", WRITTEN, ids=_IDS)
def test_a_child_of_eleven_could_read_it(page: Page) -> None:
    """Short sentences of short words: a Flesch-Kincaid grade under that of ten to eleven years."""
    sentences = [
        each
        for words in blocks_words(page)
        for each in re.split(r"(?<=[.?!:])\s+", words)
        if len(each.split()) > 2
    ]
    assert not [each for each in sentences if len(each.split()) > 25]
    assert grade(sentences) < 5


def grade(sentences: list[str]) -> float:
    words = [word for each in sentences for word in re.findall(r"[A-Za-z’]+", each)]
    beats = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * beats / len(words) - 15.59


def syllables(word: str) -> int:
    plain = re.sub(r"(?:es|ed|e)$", "", word.lower()) or word.lower()
    return max(len(re.findall(r"[aeiouy]+", plain)), 1)


@cache
def on_screen() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return all words of the program, and the patterns of those that are put together."""
    whole: set[str] = set()
    patterns: set[str] = set()
    for file in Path(ir_desktop.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                fixed = [
                    part.value if isinstance(part, ast.Constant) else None for part in node.values
                ]
                told = [part for part in fixed if isinstance(part, str)]
                whole |= {part.strip(" :,.") for part in told}
                if sum(letter.isalpha() for part in told for letter in part) >= 4:
                    patterns.add("".join(".+" if x is None else re.escape(str(x)) for x in fixed))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value.strip(" ,"))
    profile = json.loads(paths.resource("profiles", "england-2025.json").read_text("utf-8"))
    whole |= set(profile["level_labels"].values())
    return frozenset(whole), tuple(re.compile(each) for each in patterns)


@pytest.mark.parametrize("page", WRITTEN, ids=_IDS)
def test_words_in_quotes_are_words_of_the_program(page: Page) -> None:
    whole, patterns = on_screen()
    quoted = [each for words in blocks_words(page) for each in re.findall("“([^”]+)”", words)]
    unknown = [
        each
        for each in quoted
        if each not in whole and not any(pattern.fullmatch(each) for pattern in patterns)
    ]
    assert not unknown


def test_pages_name_what_to_press() -> None:
    silent = {page.id for page in WRITTEN if "“" not in " ".join(blocks_words(page))}
    assert silent == {"not-yet"}  # which is about what is not there


def test_the_keys_are_those_that_the_program_obeys() -> None:
    told = " ".join(blocks_words(pages.page_of(SHORTCUTS)))
    for table in (keys.EVERYWHERE, keys.BY_HAND, keys.FORM, keys.REVIEW, keys.ASQ3):
        assert all(name in told and does in told for name, does in table)
    source = Path(workspace.__file__).read_text("utf-8")
    for name, as_qt in (("Ctrl+Page Down", "Ctrl+PgDown"), ("Ctrl+Page Up", "Ctrl+PgUp"),
                        ("Ctrl+Enter", "Ctrl+Return")):  # fmt: skip
        assert name in told
        assert f'"{as_qt}"' in source


WANTED = (
    "progress check", "key person", "prime area", "cut-off", "monitoring zone", "consent",
    "sharing agreement", "fingerprint", "receipt", "health visitor", "ASQ-3", "EYFS", "SEND",
    "EHC plan", "SENCO", "NHS number", "Ofsted number", "recovery sheet", "countersign", "cover",
    "health team", "held", "profile", "red book", "interpreter", "follow-up", "signed off",
    "targeted plan", "parental responsibility", "practitioner", "room leader", "manager",
    "overall questions", "setting card", "encrypted", "draft", "version", "summary for parents",
)  # fmt: skip


@pytest.mark.parametrize("word", WANTED)
def test_the_glossary_explains_the_words_of_the_screens(word: str) -> None:
    names = [name.lower() for each in glossary.terms() for name in (each.term, *each.also)]
    assert word.lower() in names
    assert glossary.find(word)


LICENCES = frozenset({"MIT", "ISC", "SIL"})
COMMAND = re.compile(r"ir-desktop .*")


def test_every_abbreviation_on_a_screen_is_in_the_glossary() -> None:
    """Abbreviations in sentences of the screens: two capitals or more, such as SENCO."""
    names = " ".join(name for each in glossary.terms() for name in (each.term, *each.also))
    known = set(re.findall(r"[A-Z][A-Z0-9-]+", names)) | LICENCES
    found: dict[str, str] = {}
    for file in (Path(ir_desktop.__file__).parent / "ui").rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        told = {
            id(each.body[0].value)
            for each in ast.walk(tree)
            if isinstance(each, ast.Module | ast.ClassDef | ast.FunctionDef)
            and each.body
            and isinstance(each.body[0], ast.Expr)
        }
        told |= {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            if id(node) in told or " " not in node.value.strip() or COMMAND.match(node.value):
                continue
            for short in re.findall(r"\b[A-Z]{2,}(?:-\d)?\b", node.value):
                found.setdefault(short, node.value)
    assert {"ASQ-3", "SENCO", "NHS", "CSV"} <= set(found)
    assert not {short: where for short, where in found.items() if short not in known}


def test_terms_have_meanings_of_their_own_and_sources() -> None:
    every = glossary.terms()
    assert len({each.term.lower() for each in every}) == len(every)
    for each in every:
        assert each.meaning.endswith("."), each.term
        assert each.source.strip(), each.term
        assert not each.source.endswith("."), each.term
        assert not UNKNOWN.search(each.meaning), each.term
