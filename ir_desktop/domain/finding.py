"""Finding a child by what somebody types: part of a name, an NHS number or a date of birth.

Marks over and under letters, case, apostrophes and hyphens do not count, so that names of every
script are found on any keyboard.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from ir_desktop.domain.importing_cells import parse_date_cell
from ir_desktop.errors import Invalid

LONGEST = 100
"""Characters of what is typed that count."""

_LEAST_DIGITS = 3
_SIGNS = str.maketrans("-‐‑–—.,/", " " * 8, "'’‘ʼʻ`´")
# Letters with a stroke or joined, which Unicode does not take apart.
_PLAIN = str.maketrans(
    dict(zip("łøđðħıŋŧə", "loddhinte", strict=True)) | {"þ": "th", "æ": "ae", "œ": "oe"}
)
_NUMBER = re.compile(r"[0-9][0-9 \-]*")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: every one of `words`, or the digits, or a child born on the day."""

    words: tuple[str, ...]
    digits: str = ""
    born: date | None = None


def search_key(text: str) -> str:
    """Return a text as it is searched: small plain letters, one space between words."""
    if text.isascii():
        plain = text.lower()
    else:
        # Folding can bring marks back, as for a capital I with its dot, so they go last.
        folded = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
        apart = unicodedata.normalize("NFKD", folded)
        plain = "".join(each for each in apart if unicodedata.category(each) != "Mn")
    return " ".join(plain.translate(_SIGNS).split())


def wanted(typed: str, *, today: date) -> Wanted:
    """Return what somebody looks for by what they typed; dates are read as on a form."""
    text = typed.strip()[:LONGEST]
    digits = re.sub(r"[ \-]", "", text) if _NUMBER.fullmatch(text) else ""
    return Wanted(
        words=tuple(search_key(text).split()),
        digits=digits if len(digits) >= _LEAST_DIGITS else "",
        born=_day(text, today),
    )


def name_rank(want: Wanted, key: str) -> int | None:
    """Return how well names fit, less being better, or None where they do not.

    `key` is the `search_key` of all the names together. 0: they begin with the first word typed;
    1: each word typed begins a name; 2: each is somewhere inside.
    """
    if not want.words or not all(word in key for word in want.words):
        return None
    if not all(key.startswith(word) or f" {word}" in key for word in want.words):
        return 2
    return 0 if key.startswith(want.words[0]) else 1


def _day(text: str, today: date) -> date | None:
    if not any(character.isdigit() for character in text):
        return None
    try:
        return parse_date_cell(text, today)
    except Invalid:
        return None
