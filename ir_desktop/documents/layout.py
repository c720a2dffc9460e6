"""From runs of text to lines: where each line breaks and where each piece of it stands.

Greedy and ragged right. Lines break at spaces; a word wider than the line breaks after a hyphen or
slash if that helps, else between letters, so nothing is ever cut off or hangs out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import combining

from ir_desktop.documents.fonts import bold, regular
from ir_desktop.documents.text import Clean
from ir_desktop.documents.tokens import Style

_SPACES = re.compile("([ \u2000-\u2006\u2008-\u200a\u205f]+)")
_UNUSUAL = re.compile("^ | $|  |[\u2000-\u2006\u2008-\u200a\u205f]")
_INNER_BREAK = re.compile("(?<=[-/])")
_SLACK = 0.01  # points: rounding must not break a line that fits


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style. Runs of a paragraph may differ in weight and colour."""

    text: Clean
    style: Style


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one run on one line, its left edge in points from the line's start."""

    x: float
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its pieces in order and its width in points."""

    pieces: tuple[Piece, ...]
    width: float


@dataclass(slots=True)
class _Word:
    """A word of one or more parts, each (run, text, width), and the gap before it."""

    gap: tuple[int, str, float]
    parts: list[tuple[int, str, float]]

    @property
    def width(self) -> float:
        return sum(part[2] for part in self.parts)


def measure(text: str, style: Style) -> float:
    """Return the width of cleaned text in points."""
    return (bold() if style.bold else regular()).width(text, style.size)


def break_lines(runs: Sequence[Run], width: float) -> list[Line]:
    """Return the lines of a paragraph's runs within a width in points.

    New lines in the text end a line; an empty line is a line without pieces.
    """
    if len(runs) == 1:
        lines = _quick(runs[0], width)
        if lines is not None:
            return lines
    return [line for words in _paragraphs(runs) for line in _fill(words, runs, width)]


def _quick(run: Run, width: float) -> list[Line] | None:
    """Break a paragraph of one run, parted by single spaces, whose every word fits a line.

    Nearly all paragraphs are such, and a batch of letters has tens of thousands of them. None if
    this one is not; the lines are the same as the long way's.
    """
    style = run.style
    one = (bold() if style.bold else regular()).widths
    scale = style.size / 1000
    space = one[" "] * scale
    limit = width + _SLACK
    lines: list[Line] = []
    for text in run.text.split("\n"):
        if _UNUSUAL.search(text):
            return None
        words = text.split(" ")
        start = 0
        used = -space
        for at, word in enumerate(words):
            wide = sum(map(one.__getitem__, word)) * scale
            if wide > limit:
                return None
            if used + space + wide > limit:
                lines.append(Line((Piece(0.0, " ".join(words[start:at]), style),), used))
                start, used = at, wide
            else:
                used += space + wide
        rest = " ".join(words[start:])
        lines.append(Line((Piece(0.0, rest, style),) if rest else (), max(used, 0.0)))
    return lines


def _paragraphs(runs: Sequence[Run]) -> Iterator[list[_Word]]:
    words: list[_Word] = []
    gap = (0, "", 0.0)
    joined = False  # whether the next text carries on the last word
    for index, run in enumerate(runs):
        for number, line in enumerate(run.text.split("\n")):
            if number:
                yield words
                words, gap, joined = [], (0, "", 0.0), False
            for token in _SPACES.split(line):
                if not token:
                    continue
                part = (index, token, measure(token, run.style))
                if _SPACES.fullmatch(token):
                    gap, joined = part, False
                elif joined:
                    words[-1].parts.append(part)
                else:
                    words.append(_Word(gap, [part]))
                    gap, joined = (0, "", 0.0), True
    yield words


def _fill(words: list[_Word], runs: Sequence[Run], width: float) -> Iterator[Line]:
    limit = width + _SLACK
    line: list[tuple[int, str, float]] = []
    used = 0.0
    for word in words:
        long = word.width
        if line and used + word.gap[2] + long <= limit:
            line += [word.gap, *word.parts]
            used += word.gap[2] + long
            continue
        if line:
            yield _line(line, runs)
        line, used = list(word.parts), long
        while used > limit:
            head, line = _cut(line, runs, limit)
            yield _line(head, runs)
            used = sum(part[2] for part in line)
    yield _line(line, runs)


def _cut(
    parts: list[tuple[int, str, float]], runs: Sequence[Run], limit: float
) -> tuple[list[tuple[int, str, float]], list[tuple[int, str, float]]]:
    """Cut a word that is too wide: as much as fits, and the rest. At least one letter fits."""
    head: list[tuple[int, str, float]] = []
    used = 0.0
    for at, (index, text, wide) in enumerate(parts):
        if used + wide <= limit:
            head.append((index, text, wide))
            used += wide
            continue
        style = runs[index].style
        cut = _cut_at(text, style, limit - used) or (0 if head else 1)
        first, rest = text[:cut], text[cut:]
        if first:
            head.append((index, first, measure(first, style)))
        tail = [(index, rest, measure(rest, style))] if rest else []
        return head, [*tail, *parts[at + 1 :]]
    return head, []


def _cut_at(text: str, style: Style, room: float) -> int:
    """Return how many letters fit: up to the last hyphen or slash if any does, else up to any."""
    fits = soft = 0
    breaks = {found.start() for found in _INNER_BREAK.finditer(text)}
    used = 0.0
    for at, character in enumerate(text):
        used += measure(character, style)
        if used > room:
            break
        fits = at + 1
        if fits in breaks and fits > 1:
            soft = fits
    while 1 < fits < len(text) and combining(text[fits]):
        fits -= 1  # a mark stays with its letter
    return soft or fits


def _line(parts: list[tuple[int, str, float]], runs: Sequence[Run]) -> Line:
    pieces: list[Piece] = []
    x = used = 0.0
    current = -1
    text = ""
    for index, token, wide in parts:
        if index != current and token:
            if text:
                pieces.append(Piece(x, text, runs[current].style))
            current, text, x = index, "", used
        text += token
        used += wide
    if text:
        pieces.append(Piece(x, text, runs[current].style))
    return Line(tuple(pieces), used)
