"""Passwords made of words that anybody here would try first: names, and words of the trade.

Such a word adds little, however long it is. So it is taken out, and what is left has to be hard to
guess by itself: a good passphrase with one of them in it stays good, and "Nursery2026!!" does not.
"""

import re
import unicodedata
from collections.abc import Iterable

_SHORTEST = 3  # letters of a word that is taken out: shorter ones stand in too many others
_STANDS_FOR = {"a": "4@", "b": "8", "e": "3", "g": "9", "i": "1!|", "l": "1|", "o": "0",
               "s": "5$", "t": "7+", "z": "2"}  # fmt: skip
"""Figures and signs that people write for a letter."""


def words_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return every word of these texts once, without capitals and accents, the shortest left out.

    The words of each text run together are one more: people write their names so.
    """
    found: list[str] = []
    for text in texts:
        words = re.findall(r"[^\W\d_]+", _plain(text))
        found += [*words, "".join(words)]
    return tuple(dict.fromkeys(each for each in found if len(each) >= _SHORTEST))


def without(password: str, words: Iterable[str]) -> str:
    """Return a password without these words, and without the signs that join them to the rest.

    It comes back as it is where none of them is in it. `words` are as `words_in` gives them.
    """
    longest_first = sorted(words, key=lambda each: (-len(each), each))
    if not longest_first:
        return password
    plain = _plain(password)
    known = "|".join("".join(map(_letter, each)) for each in longest_first)
    rest = re.sub(rf"(?:[\W_]*(?:{known}))+[\W_]*", "", plain)
    return password if rest == plain else rest


def _letter(letter: str) -> str:
    others = _STANDS_FOR.get(letter, "")
    return f"[{re.escape(letter + others)}]" if others else re.escape(letter)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    return unicodedata.normalize("NFC", bare)
