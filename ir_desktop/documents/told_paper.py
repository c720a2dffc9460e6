"""A plain paper of headed lists of questions and answers, for the setting's own file or a family.

Whatever was typed must come out, so nothing stops it: words in letters that no font here has are
replaced by a sentence that says so, and where they are to be found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ir_desktop.documents.blocks import Block, Rule, Stack, para
from ir_desktop.documents.chrome import Chrome, draft_words, name_words, place_words
from ir_desktop.documents.facts import date_words
from ir_desktop.documents.frames import Box, Cell, Row
from ir_desktop.documents.pages import flow
from ir_desktop.documents.pen import Pen
from ir_desktop.documents.printed import Printed
from ir_desktop.documents.text import MissingGlyph, clean
from ir_desktop.documents.tokens import (
    BODY,
    FOOTER,
    ITEM,
    LINE,
    ROOMY,
    SECTION,
    SMALL,
    TITLE,
    WELL,
    Style,
)
from ir_desktop.documents.wording import Wording, wording

_NAMES, _VALUES = 0.32, 0.66
_LABEL = Style(10.5, 14.5, bold=True)
_VALUE = Style(10.5, 14.5)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is recorded: its heading, perhaps none, and its lines of name and value."""

    title: str
    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under a heading; `nothing` is said where there is none."""

    title: str
    entries: Sequence[Entry]
    nothing: str = "Nothing is recorded."


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What the paper says. `values` fill the places of its wording, such as ``{child}``."""

    setting: str
    sections: Sequence[Section]
    made_on: date
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    demo: bool = False


def told_paper(kind: str, facts: PaperFacts) -> Printed:
    """Return the paper of a kind, whose wording is in `resources/letters`."""
    words = wording(kind)
    values = {name: _drawn(value, words) for name, value in facts.values.items()}
    chrome = _chrome(facts, words, values)
    pages = flow(list(_body(facts, words, values)), chrome.room)
    pen = Pen(words.texts["document_title"])
    chrome.draw(pen, pages)
    return Printed(kind, pen.finish(), pen.pages)


def _chrome(facts: PaperFacts, words: Wording, values: Mapping[str, str]) -> Chrome:
    beside = para(words.say("made", day=date_words(facts.made_on)), SMALL, where="", right=True)
    texts = words.texts
    return Chrome(
        name=name_words(_drawn(facts.setting, words)),
        place=place_words(texts["place"]),
        first=beside,
        later=beside,
        foot=para(words.say("foot", **values), FOOTER, where=""),
        draft=draft_words(texts["demo"], texts["demo_means"]) if facts.demo else None,
        page_words=texts["page"],
    )


def _body(facts: PaperFacts, words: Wording, values: Mapping[str, str]) -> Iterator[Block]:
    texts, gap = words.texts, ROOMY.section_gap
    yield para(words.say("title", **values), TITLE, where="")
    yield para(words.say("intro", **values), BODY, where="", before=4)
    if "warn" in texts:
        lead = texts["warn_title"]
        warned = [para(texts["warn"], ROOMY.body, where="", lead=lead, lead_style=ROOMY.strong)]
        yield Box(Stack(warned), WELL, LINE, ROOMY.box_pad, before=gap * 0.7, bar=True)
    for section in facts.sections:
        yield para(section.title, SECTION, where="", before=gap, keep_next=True)
        if not section.entries:
            yield para(section.nothing, SMALL, where="", before=4)
        for place, entry in enumerate(section.entries):
            yield from _entry(entry, words, first=place == 0)


def _entry(entry: Entry, words: Wording, *, first: bool) -> Iterator[Block]:
    if entry.title:
        if not first:
            yield Rule(before=8, after=2)
        title = _drawn(entry.title, words)
        yield para(title, ITEM, where="", before=5, keep_next=True)
    for name, value in entry.lines:
        named = para(name, _LABEL, where="")
        told = para(_drawn(value, words), _VALUE, where="")
        cells = (Cell(named, 0, _NAMES), Cell(told, 1 - _VALUES, _VALUES))
        yield Row(cells, before=3)


def _drawn(text: str, words: Wording) -> str:
    """Return the text, or a sentence in its place where it cannot be drawn."""
    try:
        clean(text, "")
    except MissingGlyph:
        return words.texts["cannot"]
    return text
