"""The user guide is what the help pages make, and nothing in it leads nowhere."""

import re
from pathlib import Path

import pytest

from ir_desktop.ui.help import glossary, pages
from ir_desktop.ui.help.pages import Kind
from tools import guide
from tools.dev.places import ROOT

MADE = guide.guide()
NAMES = sorted(MADE)
PICTURE = re.compile(r"!\[(?P<words>[^]]*)]\((?P<file>[^)]+)\)")
LINK = re.compile(r"(?<!!)\[(?P<words>[^]]+)]\((?P<file>[^)]+)\)")


def test_the_committed_guide_is_what_the_tool_makes(tmp_path: Path) -> None:
    """If this fails: .venv/bin/python -m tools.guide"""
    (tmp_path / "gone.md").write_text("A page that is no more.", "utf-8")
    assert guide.main([str(tmp_path)]) == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == NAMES
    assert sorted(each.name for each in guide.FOLDER.iterdir()) == NAMES
    for name in NAMES:
        assert (guide.FOLDER / name).read_text("utf-8") == (tmp_path / name).read_text("utf-8")


def test_every_help_page_is_in_the_guide_and_in_its_index() -> None:
    assert {f"{page_id}.md" for page_id in pages.contents()} | {guide.INDEX} == set(NAMES)
    listed = [each["file"] for each in LINK.finditer(MADE[guide.INDEX])]
    assert sorted(listed) == sorted(f"{page_id}.md" for page_id in pages.contents())


def test_the_index_leads_through_the_first_ten_minutes_and_the_five_daily_tasks() -> None:
    index = MADE[guide.INDEX]
    first, daily, rest = (index.index(f"## {part}") for part, _ in pages.parts()[:3])
    assert "start.md" in index[first:daily]
    tasks = [line for line in index[daily:rest].splitlines() if line[:1].isdigit()]
    assert [line[:3] for line in tasks] == ["1. ", "2. ", "3. ", "4. ", "5. "]


@pytest.mark.parametrize("name", NAMES)
def test_no_link_of_the_guide_is_broken(name: str) -> None:
    links = [each["file"] for each in LINK.finditer(MADE[name])]
    assert links
    assert set(links) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_is_there_and_says_what_it_shows(name: str) -> None:
    for each in PICTURE.finditer(MADE[name]):
        assert len(each["words"].split()) >= 3
        file = (guide.FOLDER / each["file"]).resolve()
        assert file.parent == (ROOT / "docs" / "pictures").resolve()
        assert file.is_file(), f"{file.name} is not there: dev.py pictures"


def test_the_words_of_a_page_are_those_under_f1() -> None:
    for page in pages.all_pages():
        text = MADE[f"{page.id}.md"]
        assert f"# {page.title}\n" in text
        for block in page.blocks:
            told = block.words[:1] if block.kind is Kind.PICTURE else block.words
            assert all(words in text for words in told), page.id


def test_the_glossary_of_the_guide_holds_every_term() -> None:
    text = MADE["glossary.md"]
    for each in glossary.terms():
        assert f"## {each.term}\n\n{each.meaning}" in text
        assert f"Source: {each.source}." in text


def test_the_readme_leads_to_the_guide() -> None:
    assert "(docs/guide/index.md)" in (ROOT / "README.md").read_text("utf-8")
