"""Passwords made of words that anybody here would try first: names, and words of the trade.

Such a word adds little, however long it is. So it is taken out, and what is left has to be hard to
guess by itself: a good passphrase with one of them in it stays good, and "Nursery2026!!" does not.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

WEIGHED = 200
"""The characters of a password that are looked at. What comes after them adds nothing: whoever
guesses would have to get these first, and a whole file pasted by mistake must not take minutes."""

_SHORTEST = 3  # letters of a word that is taken out: shorter ones stand in too many others
_BY_ITSELF = 4  # letters up to which a word must not stand inside another: "ann" in "planning"

_STANDS_FOR = {"4": "a", "@": "a", "8": "b", "3": "e", "9": "g", "1": "il", "!": "i", "|": "il",
               "0": "o", "5": "s", "$": "s", "7": "t", "+": "t", "2": "z"}  # fmt: skip
"""The letters that people write a figure or a sign for."""

_FOLDS = str.maketrans({
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ŋ": "n",
    "þ": "th", "ı": "i", "ĸ": "k", "ƒ": "f", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɛ": "e",
    "ɔ": "o", "ɲ": "n", "ə": "e", "ʼ": "'", "ʻ": "'", "ـ": None,
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ѕ": "s",
    "ј": "j", "ο": "o", "α": "a", "ρ": "p",
})  # fmt: skip
"""Letters with a stroke, a hook or a second letter in them. For Unicode these are letters of their
own, which do not come apart as "é" does (and "ß", which comes apart by itself); people at an
English keyboard write what stands here. What follows the hooked ones only looks like it: signs
that join, and letters of Cyrillic and Greek that are drawn as Latin ones."""


def words_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return every word of these texts once, without capitals and accents, the shortest left out.

    The words of each text run together are one more: people write their names so.
    """
    found: list[str] = []
    for text in texts:
        plain = fold(text)
        words = "".join(each if _is_letter(each) else " " for each in plain).split()
        found += [*words, "".join(words)]
    return tuple(dict.fromkeys(each for each in found if len(each) >= _SHORTEST))


def without(password: str, words: Iterable[str]) -> str:
    """Return a password without these words, and without the signs that join them to the rest.

    It comes back as it is where none of them is in it, and of a long one with such a word in it
    only what was `WEIGHED` does. `words` are as `words_in` gives them. A short one counts where no
    letter stands before or after it, or only others of the words.
    """
    long, short = _Words(), _Words()
    for word in words:
        (short if len(word) <= _BY_ITSELF else long).add(word)
    plain = fold(password[:WEIGHED])
    taken = [False] * len(plain)
    _take(taken, ((at, long.longest(plain, at)) for at in range(len(plain))))
    if not any(taken) and not short:
        return password
    _take(taken, ((at, short.run(plain, at, taken)) for at in range(len(plain))))
    if not any(taken):
        return password
    _take_joints(taken, plain)
    return "".join(letter for letter, gone in zip(plain, taken, strict=True) if not gone)


def fold(text: str) -> str:
    """Return a text without capitals, accents, and letters that an English keyboard lacks.

    Signs that carry a vowel, as in Thai or Hindi, stay: without them a name is another one. What
    only joins letters or keeps them apart, and is not seen, goes.
    """
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(each for each in apart.casefold() if not _is_nothing(each))
    return unicodedata.normalize("NFC", bare.translate(_FOLDS))


class _Words:
    """Words by their first letter."""

    def __init__(self) -> None:
        self._by_first: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, word: str) -> None:
        """Take in one more."""
        self._by_first[word[0]].append(word)

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def ends(self, text: str, at: int) -> Iterator[int]:
        """Yield where each of the words ends that begins here, figures read as letters too."""
        for first in _read_as(text[at]):
            for word in self._by_first.get(first, ()):
                there = text[at : at + len(word)]
                if len(there) == len(word) and all(
                    letter in _read_as(written) for letter, written in zip(word, there, strict=True)
                ):
                    yield at + len(word)

    def longest(self, text: str, at: int) -> int:
        """Return where the longest of the words ends that begins here, or `at` for none."""
        return max(self.ends(text, at), default=at)

    def run(self, text: str, at: int, taken: list[bool]) -> int:
        """Return where the longest run of words ends that begins and ends at no letter."""
        if not _is_edge(text, at - 1, taken):
            return at
        seen, waiting = {at}, [at]
        while waiting:
            here = waiting.pop()
            if here < len(text) and not taken[here]:
                fresh = {end for end in self.ends(text, here) if not any(taken[here:end])} - seen
                seen |= fresh
                waiting += fresh
        return max((end for end in seen if _is_edge(text, end, taken)), default=at)


def _take(taken: list[bool], found: Iterable[tuple[int, int]]) -> None:
    """Mark what was found from the left, each beginning where the one before ended or later."""
    free = 0
    for at, end in found:
        if at >= free and end > at:
            taken[at:end] = [True] * (end - at)
            free = end


def _take_joints(taken: list[bool], plain: str) -> None:
    """Mark the signs beside what is marked: they join it to the rest."""
    for places in (range(len(plain)), range(len(plain) - 1, -1, -1)):
        beside = False
        for at in places:
            beside = taken[at] or (beside and _is_joint(plain[at]))
            taken[at] = beside


def _is_edge(text: str, at: int, taken: list[bool]) -> bool:
    """Whether no letter that is left stands at a place."""
    return not 0 <= at < len(text) or taken[at] or not _is_letter(text[at])


def _read_as(written: str) -> str:
    return written + _STANDS_FOR.get(written, "")


def _is_letter(character: str) -> bool:
    """Whether it is part of a word: a letter, or a sign that is written with one."""
    return unicodedata.category(character)[0] in "LM"


def _is_joint(character: str) -> bool:
    return not (character.isalnum() or _is_letter(character))


def _is_nothing(character: str) -> bool:
    """Whether it goes: an accent, a tone, or what is not seen, such as a soft hyphen."""
    return unicodedata.combining(character) != 0 or unicodedata.category(character) == "Cf"
