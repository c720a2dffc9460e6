"""The glossary: terms of the field in plain words, each with where its meaning is from."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from ir_desktop import paths
from ir_desktop.domain.finding import search_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term: its meaning, other names it is looked for by, and its source."""

    term: str
    meaning: str
    also: tuple[str, ...]
    source: str


@cache
def terms() -> tuple[Term, ...]:
    """Return every term, in the order of the alphabet."""
    read: list[dict[str, Any]] = json.loads(
        paths.resource("glossary", "terms.json").read_text("utf-8")
    )
    found = [
        Term(
            term=each["term"],
            meaning=each["meaning"],
            also=tuple(each.get("also", ())),
            source=each["source"],
        )
        for each in read
    ]
    return tuple(sorted(found, key=lambda each: search_key(each.term)))


def find(typed: str) -> tuple[Term, ...]:
    """Return the terms that hold what is typed, in their names or, after those, their meaning."""
    words = search_key(typed).split()
    names = [each for each in terms() if _holds(f"{each.term} {' '.join(each.also)}", words)]
    rest = [each for each in terms() if each not in names and _holds(each.meaning, words)]
    return (*names, *rest)


def _holds(text: str, words: list[str]) -> bool:
    key = search_key(text)
    return all(word in key for word in words)
