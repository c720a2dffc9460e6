"""The parts that pages are stacked from. A part knows its height, how to split, and how to draw.

Splitting never loses anything: what does not fit goes on to the next page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ir_desktop.documents.layout import Line, Run, break_lines
from ir_desktop.documents.pen import Pen
from ir_desktop.documents.text import clean
from ir_desktop.documents.tokens import HAIR, LINE, Colour, Style

_FEWEST = 2  # lines of a paragraph left alone at the foot or the head of a page


class Block(Protocol):
    """A part of a page. `before` is the space above it (none at the top of a page).

    `keep_next` keeps it on the page of the part after it.
    """

    @property
    def before(self) -> float:
        """Space above, in points."""
        ...

    @property
    def keep_next(self) -> bool:
        """Whether the next part must start on the same page."""
        ...

    def height(self, width: float) -> float:
        """Return the height in points at a width, without `before`."""
        ...

    def split(self, width: float, room: float, *, force: bool) -> "tuple[Block, Block] | None":
        """Return the part that fits in `room` and the rest, or None if it will not be split.

        With `force` (nothing else is on the page) it is split even if that looks poor.
        """
        ...

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw it with its top left corner at (x, top)."""
        ...


class Words:
    """A paragraph, or several with new lines between."""

    def __init__(
        self,
        runs: Sequence[Run],
        leading: float,
        *,
        before: float = 0,
        keep_next: bool = False,
        lines: Sequence[Line] | None = None,
        right: bool = False,
    ) -> None:
        self._runs = runs
        self._leading = leading
        self.before = before
        self.keep_next = keep_next
        self._right = right
        self._broken = lines  # set for the halves of a split: their lines are decided
        self._at: tuple[float, Sequence[Line]] | None = None

    def lines(self, width: float) -> Sequence[Line]:
        """Return its lines at a width."""
        if self._broken is not None:
            return self._broken
        if self._at is None or self._at[0] != width:
            self._at = (width, break_lines(self._runs, width))
        return self._at[1]

    def height(self, width: float) -> float:
        """Return the height of its lines."""
        return len(self.lines(width)) * self._leading

    def widest(self, width: float) -> float:
        """Return the width of its longest line."""
        return max((line.width for line in self.lines(width)), default=0)

    def split(self, width: float, room: float, *, force: bool) -> "tuple[Words, Words] | None":
        """Split between lines, leaving two on either side unless forced."""
        lines = self.lines(width)
        fits = int((room + 0.01) // self._leading)
        if not force:
            fits = min(fits, len(lines) - _FEWEST)
        if fits < (1 if force else _FEWEST) or fits >= len(lines):
            return None
        return self._part(lines[:fits], self.before), self._part(lines[fits:], 0)

    def _part(self, lines: Sequence[Line], before: float) -> "Words":
        return Words(
            self._runs,
            self._leading,
            before=before,
            keep_next=self.keep_next,
            lines=lines,
            right=self._right,
        )

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw its lines."""
        lines = self.lines(width)
        if not self._right:
            pen.lines(lines, x, top, self._leading)
            return
        for at, line in enumerate(lines):
            pen.lines([line], x + width - line.width, top - at * self._leading, self._leading)


def para(
    text: str,
    style: Style,
    *,
    where: str,
    lead: str = "",
    lead_style: Style | None = None,
    before: float = 0,
    keep_next: bool = False,
    right: bool = False,
) -> Words:
    """Return a paragraph of anything typed: the one way from a string to a page.

    `where` names the field for `MissingGlyph`; `lead` is set before the text in `lead_style` with
    a space between. Raises `text.MissingGlyph`.
    """
    runs = [Run(clean(text, where), style)]
    if lead:
        runs.insert(0, Run(clean(f"{lead} ", where), lead_style or style))
    return Words(runs, style.leading, before=before, keep_next=keep_next, right=right)


@dataclass(frozen=True, slots=True)
class Rule:
    """A hairline across, with space above and below."""

    before: float = 0
    after: float = 0
    colour: Colour = LINE
    keep_next: bool = False

    def height(self, width: float) -> float:
        """Return the space it takes."""
        return HAIR + self.after

    def split(self, width: float, room: float, *, force: bool) -> None:
        """A line is not split."""

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the line."""
        pen.rule(x, top - HAIR / 2, width, self.colour)


def _kept(head: list[Block], *, force: bool) -> list[Block]:
    """Return what may stay of the parts before a break: not a heading without its text."""
    stay = len(head)
    while stay and head[stay - 1].keep_next:
        stay -= 1
    return head if force and not stay else head[:stay]


class Stack:
    """Parts one under another, as one part."""

    def __init__(
        self, parts: Sequence[Block], *, before: float = 0, keep_next: bool = False
    ) -> None:
        self._parts = list(parts)
        self.before = before
        self.keep_next = keep_next

    def height(self, width: float) -> float:
        """Return the height of all parts and the spaces between them."""
        return sum(
            part.height(width) + (part.before if at else 0) for at, part in enumerate(self._parts)
        )

    def split(self, width: float, room: float, *, force: bool) -> "tuple[Stack, Stack] | None":
        """Split between parts, or inside the part at which the room ends."""
        used = 0.0
        for at, part in enumerate(self._parts):
            gap = part.before if at else 0
            height = part.height(width)
            if used + gap + height <= room + 0.01:
                used += gap + height
                continue
            halves = part.split(width, room - used - gap, force=force and at == 0)
            head, tail = list(self._parts[:at]), list(self._parts[at:])
            if halves:
                head.append(halves[0])
                tail[0] = halves[1]
            elif kept := _kept(head, force=force):
                tail = [*head[len(kept) :], *tail]
                head = kept
            else:
                return None
            return Stack(head, before=self.before), Stack(tail, keep_next=self.keep_next)
        return None

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw each part under the one before it."""
        for at, part in enumerate(self._parts):
            top -= part.before if at else 0
            part.draw(pen, x, top, width)
            top -= part.height(width)
