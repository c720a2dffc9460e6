"""What the finder offers: children, places, things to do, help pages and terms. Knows no Qt."""

from collections.abc import Iterable
from dataclasses import dataclass

from ir_desktop.domain.finding import search_key
from ir_desktop.domain.plain import date_words
from ir_desktop.services import due, finder
from ir_desktop.services.finder import Found
from ir_desktop.services.session import Session
from ir_desktop.ui.help import glossary, pages
from ir_desktop.ui.links import link_to
from ir_desktop.ui.looks import Cell, Column, Row

COLUMNS = (Column("What", 60), Column("", 40))
DO = "do"
"""The kind of a key that is no place but something to do; its part says what."""

_MOST_CHILDREN, _MOST_DUE = 12, 6


@dataclass(frozen=True, slots=True)
class Offer:
    """Something besides children: its words, what it is, where it leads, other words for it."""

    words: str
    what: str
    key: str
    also: str = ""

    def fits(self, words: list[str]) -> bool:
        """Return whether each word begins one of its own."""
        own = f" {search_key(f'{self.words} {self.also}')}"
        return all(f" {word}" in own for word in words)

    def row(self) -> Row:
        """Return it as a row."""
        return Row(self.key, (Cell(self.words, strong=True), Cell(self.what, soft=True)))


def help_offers() -> list[Offer]:
    """Return the help pages and the terms of the glossary."""
    found = [Offer(page.title, "Help", link_to("help", part=page.id)) for page in pages.all_pages()]
    found.append(
        Offer(pages.GLOSSARY_TITLE, "Help", link_to("help", part=pages.GLOSSARY), "glossary")
    )
    found += [
        Offer(
            each.term,
            "What it means",
            link_to("help", part=f"{pages.GLOSSARY}:{each.term}"),
            " ".join(each.also),
        )
        for each in glossary.terms()
    ]
    return found


def find_all(session: Session, typed: str, offers: Iterable[Offer]) -> list[Row]:
    """Return the children a text could mean, then what else it fits; for no text, what to do."""
    words = search_key(typed).split()
    fitting = [each.row() for each in offers if each.fits(words)]
    if not words:
        return fitting
    found = finder.find_children(session, typed, most=_MOST_CHILDREN)
    return [*(_row(each, link_to("child", each.child_id)) for each in found), *fitting]


def find_for_review(session: Session, typed: str) -> list[Row]:
    """Return the children a text could mean; for no text, those whose checks press most."""
    if typed.strip():
        found = finder.find_children(session, typed, most=_MOST_CHILDREN)
        return [_row(each, link_to("review", each.child_id)) for each in found]
    names = {each.child_id: each.name for each in due.list_due(session)}
    rows = [
        Row(link_to("review", child_id), (Cell(name, strong=True), Cell("Is due", soft=True)))
        for child_id, name in names.items()
    ]
    return rows[:_MOST_DUE]


def _row(found: Found, key: str) -> Row:
    name = f"{found.name} ({found.known_as})" if found.known_as else found.name
    left = ", has left" if found.left else ""
    born = f"Born {date_words(found.date_of_birth)}{left}"
    return Row(key, (Cell(name, strong=True), Cell(born, soft=True)))
