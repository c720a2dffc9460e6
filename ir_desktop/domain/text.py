"""Cleaning what people type, so that what is stored is what is shown, printed and sent.

Names of every script pass. What is taken out cannot be seen: control characters, invisible
format characters, and the marks that turn the reading direction of what follows. The two joiners
that Persian and Indic scripts need to spell words stay.
"""

import re
import unicodedata

from ir_desktop.errors import invalid

LINE_LIMIT = 200
"""The most characters (code points) of a line unless the caller says otherwise."""

BLOCK_LIMIT = 10_000
"""The most characters (code points) of a block unless the caller says otherwise."""

_JOINERS = "\u200c\u200d"
_VISIBLE_FORMATS = (  # signs that Unicode files under "format" but that are drawn, as in Arabic
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_NO_CHARACTER = 0xFFFE  # the two last places of every plane; XML cannot hold them
_ALWAYS = _JOINERS + _VISIBLE_FORMATS
_DIRECTION_MARKS = "\u061c\u200e\u200f\u2066\u2067\u2068\u2069"
_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_line(text: str, *, field: str = "", limit: int = LINE_LIMIT) -> str:
    """Return one line: NFC, each run of white space one space, none at the ends.

    Control, direction and other invisible format characters are taken out (line ends and tabs
    become spaces). Raises `errors.Invalid`, naming `field`, for broken characters (lone
    surrogates) or more than `limit` characters.
    """
    kept = _without_invisible(_whole(text, field), keep=_ALWAYS, spaces=True)
    return _within(" ".join(kept.split()), field, limit)


def clean_block(text: str, *, field: str = "", limit: int = BLOCK_LIMIT) -> str:
    """Return text of several lines: NFC, line ends as newlines, tabs kept.

    White space is taken from line ends and from the start and end of the whole, inner blank lines
    stay. Marks of direction stay, since mixed-script prose needs them, but not the overrides that
    can show a text in another order than it is stored. Raises as `clean_line`.
    """
    lines = _LINE_ENDS.sub("\n", _whole(text, field))
    kept = _without_invisible(lines, keep=_ALWAYS + _DIRECTION_MARKS + "\n\t", spaces=False)
    return _within("\n".join(line.rstrip() for line in kept.split("\n")).strip(), field, limit)


def turns_direction(text: str) -> bool:
    """Tell whether a text holds marks, which cannot be seen, that turn its reading direction."""
    return any(each in _DIRECTION_MARKS or each in _OVERRIDES for each in text)


def has_letter(text: str) -> bool:
    """Tell whether the text holds at least one letter of any script."""
    return any(unicodedata.category(character).startswith("L") for character in text)


def match_key(text: str) -> str:
    """Return the text as it is compared: case, compatibility forms and spacing do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def _whole(text: str, field: str) -> str:
    if _SURROGATE.search(text):
        raise invalid(field, "Some characters are broken and cannot be read. Type it again.")
    return unicodedata.normalize("NFC", text)


def _without_invisible(text: str, *, keep: str, spaces: bool) -> str:
    if text.isascii() and text.isprintable():
        return text
    out: list[str] = []
    for character in text:
        kind = unicodedata.category(character)
        if ord(character) & _NO_CHARACTER == _NO_CHARACTER:
            continue
        if character in keep or kind not in ("Cc", "Cf"):
            out.append(character)
        elif spaces and character.isspace():
            out.append(" ")
    return unicodedata.normalize("NFC", "".join(out))  # what stood between may now combine


def _within(text: str, field: str, limit: int) -> str:
    if len(text) > limit:
        raise invalid(field, f"This is too long: at most {limit:,} characters.")
    return text
