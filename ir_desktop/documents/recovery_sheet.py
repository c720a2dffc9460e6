"""The sheet with the recovery code: one page to print once and lock away."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ir_desktop.documents.blocks import Block, Stack, para
from ir_desktop.documents.chrome import Chrome, name_words, place_words
from ir_desktop.documents.facts import date_words
from ir_desktop.documents.frames import Box, Bullet, Cell, Row, WriteLines
from ir_desktop.documents.pages import flow
from ir_desktop.documents.pen import Pen
from ir_desktop.documents.printed import Printed
from ir_desktop.documents.tokens import (
    AIRY,
    BODY,
    FOOTER,
    LINE,
    SECTION,
    SMALL,
    TINT,
    TINT_LINE,
    TITLE,
    WELL,
    Style,
)
from ir_desktop.documents.wording import Wording, wording

__all__ = ["KIND", "SheetFacts", "recovery_sheet"]

KIND = "recovery"
_GROUP = Style(27, 34, bold=True)
_NUMBER = Style(9.5, 13, colour=SMALL.colour)
_ACROSS = 4
_ITEMS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Whose records the code opens, the code in its groups, and the day it was made."""

    setting_name: str
    manager_name: str
    code: str = field(repr=False)
    made_on: date


def recovery_sheet(facts: SheetFacts) -> Printed:
    """Return the sheet, one A4 page.

    Raises `text.MissingGlyph`, naming the field, before anything is made.
    """
    words = wording(KIND)
    chrome = _chrome(facts, words)
    pages = flow(list(_body(facts, words)), chrome.room)
    pen = Pen(words.texts["document_title"])
    chrome.draw(pen, pages)
    return Printed(KIND, pen.finish(), pen.pages)


def _chrome(facts: SheetFacts, words: Wording) -> Chrome:
    made = words.say("made", day=date_words(facts.made_on))
    beside = para(made, SMALL, where="", right=True)
    foot = words.say("foot", setting=facts.setting_name, manager=facts.manager_name)
    return Chrome(
        name=name_words(facts.setting_name),
        place=place_words(words.texts["place"]),
        first=beside,
        later=beside,
        foot=para(foot, FOOTER, where="the setting’s name or yours"),
        draft=None,
        page_words=words.texts["page"],
    )


def _body(facts: SheetFacts, words: Wording) -> Iterator[Block]:
    texts, gap = words.texts, AIRY.section_gap * 0.75
    yield para(texts["title"], TITLE, where="")
    yield para(texts["intro"], BODY, where="", before=3)
    yield _code(facts.code, words, before=gap * 0.8)
    for part in ("for", "keep"):
        yield para(texts[part], SECTION, where="", before=gap, keep_next=True)
        for number in _ITEMS:
            item = para(texts[f"{part}_{number}"], AIRY.body, where="")
            yield Bullet(item, 14, AIRY.body, before=3)
    know = [para(texts["know_text"], AIRY.body, where="", lead=f"{texts['know']}.",
                 lead_style=AIRY.strong)]  # fmt: skip
    yield Box(Stack(know), WELL, LINE, 10, before=gap, bar=True)
    yield para(texts["hand"], SMALL, where="", before=gap, keep_next=True)
    yield WriteLines(2, 22)


def _code(code: str, words: Wording, *, before: float) -> Block:
    groups = code.split("-")
    rows: list[Block] = [para(words.texts["code"], SECTION, where="", keep_next=True)]
    for start in range(0, len(groups), _ACROSS):
        cells = [
            Cell(_group(start + place + 1, group), place / _ACROSS, 1 / _ACROSS)
            for place, group in enumerate(groups[start : start + _ACROSS])
        ]
        rows.append(Row(cells, before=8))
    rows.append(para(words.texts["code_note"], SMALL, where="", before=6))
    return Box(Stack(rows), TINT, TINT_LINE, 14, before=before)


def _group(number: int, group: str) -> Block:
    """Return one group with its number above: people copy and type them one by one."""
    return Stack([para(str(number), _NUMBER, where=""), para(group, _GROUP, where="")])
