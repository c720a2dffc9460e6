"""Reads the help pages: a small part of Markdown, one file a page. Knows no Qt.

The same files make the user guide (`tools/guide.py`). A file begins with a few lines
"Name: value": `Title`, `Part` (the group it stands in), `Order` (its place in the list), `For` (the
places it belongs to, such as ``review/asq3``), `See` (other pages) and, for the guide's daily
tasks, `Task`. Below stand paragraphs, "## " headings, "- " and "1. " lists, and pictures for the
guide alone: "![what it shows](its file)". Words in curly quotes are words on a screen.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from ir_desktop import paths
from ir_desktop.ui import keys

FIRST = "start"
"""The page that is shown where no other belongs."""

SHORTCUTS, GLOSSARY = "shortcuts", "glossary"
GLOSSARY_TITLE = "What words mean"

LOOK_UP = "Look it up"
"""The group that the keys and the glossary stand in."""

_PICTURE = re.compile(r"!\[(?P<words>[^]]*)]\((?P<name>[a-z0-9-]+)\)")
_ITEM = re.compile(r"(?:- |\d+\. )(?P<words>.*)")


class Kind(Enum):
    """What a block of a page is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BULLETS = "bullets"
    STEPS = "steps"
    KEYS = "keys"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a page: its words; for keys, in pairs; for a picture, its words and its file."""

    kind: Kind
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A help page. `topics` are the places it belongs to, `see` the pages to read on.

    `part` is the group that it stands in; `task` numbers the daily tasks from 1, and is 0 else.
    """

    id: str
    title: str
    part: str
    order: int
    task: int
    topics: tuple[str, ...]
    see: tuple[str, ...]
    blocks: tuple[Block, ...]


@cache
def all_pages() -> tuple[Page, ...]:
    """Return every page, in their order; the keys and the glossary come last."""
    folder = paths.resource("help")
    found = [parse(path.stem, path.read_text("utf-8")) for path in folder.glob("*.md")]
    return (*sorted(found, key=lambda page: (page.order, page.id)), _shortcuts())


def page_of(page_id: str) -> Page:
    """Return a page; the first for a page that there is not."""
    found = {page.id: page for page in all_pages()}
    return found.get(page_id) or found[FIRST]


def contents() -> tuple[str, ...]:
    """Return the ids of everything there is to read, in order, the glossary among it."""
    return (*(page.id for page in all_pages()), GLOSSARY)


def parts() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return everything there is to read by its groups, each in the place of its first page."""
    found: dict[str, list[str]] = {}
    for page_id in contents():
        part = LOOK_UP if page_id == GLOSSARY else page_of(page_id).part
        found.setdefault(part, []).append(page_id)
    return tuple((part, tuple(ids)) for part, ids in found.items())


def title_of(page_id: str) -> str:
    """Return a page's title, or the glossary's."""
    return GLOSSARY_TITLE if page_id == GLOSSARY else page_of(page_id).title


def page_for(kind: str, part: str = "") -> str:
    """Return the id of the page that belongs to a place: to its part, or else to all of it.

    A part such as ``carer:ID`` is that of one record, and has the page of ``carer``.
    """
    topics = {topic: page.id for page in reversed(all_pages()) for topic in page.topics}
    own = topics.get(f"{kind}/{part}") or topics.get(f"{kind}/{part.partition(':')[0]}")
    return own or topics.get(kind) or FIRST


def parse(page_id: str, text: str) -> Page:
    """Return the page that a file holds. Raises `KeyError` if it has no title."""
    head, _, body = text.partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    return Page(
        id=page_id,
        title=facts["Title"],
        part=facts.get("Part", LOOK_UP),
        order=int(facts.get("Order", "0")),
        task=int(facts.get("Task", "0")),
        topics=_listed(facts.get("For", "")),
        see=_listed(facts.get("See", "")),
        blocks=tuple(_blocks(body)),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())


def _blocks(body: str) -> Iterable[Block]:
    for chunk in re.split(r"\n\s*\n", body.strip()):
        lines = [line.strip() for line in chunk.splitlines()]
        picture = _PICTURE.fullmatch(lines[0])
        if picture is not None:
            yield Block(Kind.PICTURE, (picture["words"], picture["name"]))
        elif lines[0].startswith("## "):
            yield Block(Kind.HEADING, (lines[0].removeprefix("## "),))
        elif _ITEM.match(lines[0]):
            kind = Kind.BULLETS if lines[0].startswith("- ") else Kind.STEPS
            yield Block(kind, tuple(_items(lines)))
        else:
            yield Block(Kind.PARAGRAPH, (" ".join(lines),))


def _items(lines: Iterable[str]) -> list[str]:
    found: list[str] = []
    for line in lines:
        item = _ITEM.match(line)
        if item is not None:
            found.append(item["words"])
        else:
            found[-1] = f"{found[-1]} {line}"
    return found


def _shortcuts() -> Page:
    def pairs(table: Iterable[tuple[str, str]]) -> Block:
        return Block(Kind.KEYS, tuple(word for row in table for word in row))

    return Page(
        id=SHORTCUTS,
        title="Keys",
        part=LOOK_UP,
        order=1000,
        task=0,
        topics=(),
        see=("looks", "finding"),
        blocks=(
            Block(Kind.PARAGRAPH, ("Everything can be done without a mouse.",)),
            Block(Kind.HEADING, ("Everywhere",)),
            pairs((*keys.EVERYWHERE, ("Ctrl+1, Ctrl+2, …", "The places at the left, in order"))),
            Block(Kind.HEADING, ("On a page",)),
            pairs(keys.BY_HAND),
            Block(Kind.HEADING, ("In a form",)),
            pairs(keys.FORM),
            Block(Kind.HEADING, ("In a review",)),
            pairs(keys.REVIEW),
            Block(Kind.HEADING, ("Typing in the ASQ-3",)),
            pairs(keys.ASQ3),
        ),
    )
