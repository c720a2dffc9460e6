"""What people typed, on its way to paper. The one door: nothing else may bring text to a page.

Text is never read as mark-up: no parser sees it (`layout` measures it and `pen` draws it, letter by
letter), so ``<b>``, ``&amp;`` and ``<img src>`` print as they were typed. What may differ between
what was typed and what is printed is decided here and nowhere else:

- letters and their marks are composed (NFC), which changes no letter; a mark that composes with
  nothing (as in Ẹ́) is drawn where the type has it, over a capital or a wide letter a little off;
- every kind of line end is a new line, a tab is a space;
- signs without ink that change nothing among left-to-right letters are left out: zero-width spaces
  and joiners, soft hyphens, variation selectors, marks of direction, embeddings and isolates;
- anything else that cannot be drawn as typed stops the paper and is named: letters the type does
  not have (Arabic, Hebrew, Chinese, Bengali, emoji and so on), other control characters, halves of
  a broken character, and the override that shows letters in reverse.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NewType

from ir_desktop.documents.fonts import Face, both
from ir_desktop.errors import Refused

Clean = NewType("Clean", str)
"""Text that has been through `clean`: every letter of it can be drawn."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_WITHOUT_INK = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202d\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
_NOT_LETTERS = ("Cc", "Cf", "Cs", "Co", "Cn")  # Cf: above all U+202E, which shows text in reverse
_SCRIPTS = {"CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}
_PLAIN = re.compile("[ -~\n\u00a0-\u00ac\u00ae-\u017f‘’“”–…]*")  # composed, and in the type


class MissingGlyph(Refused):
    """A character that cannot be drawn as it was typed.

    `where` says in which field, in words; `character` is the character, `code_point` its number
    and `character_name` its Unicode name. Raised before any part of the paper is made.
    """

    def __init__(self, character: str, where: str) -> None:
        self.character = character
        self.where = where
        self.code_point = ord(character)
        self.character_name = _name(character)
        subject = f"{where[:1].upper()}{where[1:]}" if where else "The text"
        super().__init__(f"{subject} has {_told(character, self.character_name)}")


def clean(text: str, where: str) -> Clean:
    """Return text ready to be drawn; `where` names the field for the person.

    Raises `MissingGlyph` for the first character that cannot be drawn.
    """
    if not _PLAIN.fullmatch(text):
        lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
        text = unicodedata.normalize("NFC", _WITHOUT_INK.sub("", lines))
        check_glyphs(text, both(), where)
    return Clean(text)


def check_glyphs(text: str, faces: Iterable[Face], where: str) -> None:
    """Raise `MissingGlyph` for the first character that one of the faces cannot draw.

    New lines are allowed. Give text as `clean` leaves it, or use `clean`.
    """
    used = set(text) - {"\n"}
    bad = {each for each in used if unicodedata.category(each) in _NOT_LETTERS}
    for each in faces:
        bad |= used.difference(each.widths)
    if bad:
        raise MissingGlyph(next(character for character in text if character in bad), where)


def _told(character: str, name: str) -> str:
    """Return what the character is in a person's words; its number is for who mends the type."""
    if unicodedata.category(character)[0] == "L":
        script = _SCRIPTS.get(name.split()[0], name.split()[0].capitalize())
        return (
            f"{script} letters, such as “{character}” (U+{ord(character):04X}), which cannot be "
            "printed yet. Write them in English letters, as the family does, and print again."
        )
    shown = f"“{character}”" if character.isprintable() else "one that cannot be seen"
    return (
        f"a character that cannot be printed yet: {shown} (U+{ord(character):04X}). "
        "Take it out, and print again."
    )


def _name(character: str) -> str:
    if unicodedata.category(character) == "Cs":
        return "half of a broken character"
    return unicodedata.name(character, "a control character or one without a name")
