"""Parts that hold other parts: boxes, rows of columns, tables, tags and lines to write on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from ir_desktop.documents.blocks import Block, Stack, Words, para
from ir_desktop.documents.pen import Pen
from ir_desktop.documents.shapes import Shape, draw_shape
from ir_desktop.documents.tokens import (
    ACCENT,
    BOX_INSIDE,
    CONTROL,
    CORNER,
    HAIR,
    LINE,
    TAG_CORNER,
    TAG_HEIGHT,
    TAG_INSIDE,
    Colour,
    Style,
    Tone,
)

_SIGN = 13.0  # the side of a tag's shape
_BAR = 3.4


@dataclass(frozen=True, slots=True)
class Box:
    """A tinted box round parts; `bar` draws the accent bar down its left edge."""

    inside: Stack
    fill: Colour
    edge: Colour
    pad: float
    before: float = 0
    keep_next: bool = False
    bar: bool = False

    def height(self, width: float) -> float:
        """Return the height with its padding."""
        return self.inside.height(width - 2 * BOX_INSIDE) + 2 * self.pad

    def split(self, width: float, room: float, *, force: bool) -> "tuple[Box, Box] | None":
        """Split into two boxes."""
        halves = self.inside.split(width - 2 * BOX_INSIDE, room - 2 * self.pad, force=force)
        if halves is None:
            return None
        return self._with(halves[0], self.before), self._with(halves[1], 0)

    def _with(self, inside: Stack, before: float) -> "Box":
        return Box(inside, self.fill, self.edge, self.pad, before, self.keep_next, self.bar)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the box, then what is in it."""
        height = self.height(width)
        pen.box(x, top - height, width, height, corner=CORNER, fill=self.fill, edge=self.edge)
        if self.bar:
            pen.box(x, top - height + self.pad * 0.7, _BAR, height - self.pad * 1.4, fill=ACCENT)
        self.inside.draw(pen, x + BOX_INSIDE, top - self.pad, width - 2 * BOX_INSIDE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A part in a column: left edge and width as shares of the row's width."""

    part: Block
    left: float
    share: float


@dataclass(frozen=True, slots=True)
class Row:
    """Parts side by side, with space above and below and a hairline under them."""

    cells: Sequence[Cell]
    pad: float = 0
    ruled: bool = False
    before: float = 0
    keep_next: bool = False

    def height(self, width: float) -> float:
        """Return the height of the tallest cell with the space round it."""
        tallest = max(cell.part.height(width * cell.share) for cell in self.cells)
        return tallest + 2 * self.pad + (HAIR if self.ruled else 0)

    def split(self, width: float, room: float, *, force: bool) -> "tuple[Row, Row] | None":
        """Split every cell that does not fit; only when forced."""
        if not force:
            return None
        space = room - 2 * self.pad - HAIR
        heads: list[Cell] = []
        tails: list[Cell] = []
        split = False
        for cell in self.cells:
            wide = width * cell.share
            halves = None
            if cell.part.height(wide) > space:
                halves = cell.part.split(wide, space, force=True)
                split = split or halves is not None
            head, tail = halves if halves else (cell.part, Stack([]))
            heads.append(Cell(head, cell.left, cell.share))
            tails.append(Cell(tail, cell.left, cell.share))
        if not split:
            return None
        return (
            Row(heads, self.pad, False, self.before),
            Row(tails, self.pad, self.ruled, 0, self.keep_next),
        )

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw each cell, then the line under the row."""
        for cell in self.cells:
            cell.part.draw(pen, x + width * cell.left, top - self.pad, width * cell.share)
        if self.ruled:
            pen.rule(x, top - self.height(width) + HAIR / 2, width, LINE)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head that is repeated where the table goes on to another page."""

    head: Row
    rows: Sequence[Row]
    before: float = 0
    keep_next: bool = False

    def height(self, width: float) -> float:
        """Return the height of the head and all rows."""
        return self.head.height(width) + sum(row.height(width) for row in self.rows)

    def split(self, width: float, room: float, *, force: bool) -> "tuple[Table, Table] | None":
        """Split between rows; a row taller than a page is split itself."""
        used = self.head.height(width)
        for at, row in enumerate(self.rows):
            if used + row.height(width) <= room + 0.01:
                used += row.height(width)
                continue
            if at:
                return self._with(self.rows[:at], self.before), self._with(self.rows[at:], 0)
            halves = row.split(width, room - used, force=force)
            if halves is None:
                return None
            return (
                self._with([halves[0]], self.before),
                self._with([halves[1], *self.rows[1:]], 0),
            )
        return None

    def _with(self, rows: Sequence[Row], before: float) -> "Table":
        return Table(self.head, rows, before, self.keep_next)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the head and the rows."""
        for row in (self.head, *self.rows):
            row.draw(pen, x, top, width)
            top -= row.height(width)


@dataclass(frozen=True, slots=True)
class Tag:
    """A state: a shape and words in a small tinted box."""

    shape: Shape
    words: Words
    tone: Tone

    def width(self) -> float:
        """Return its width in points."""
        return TAG_INSIDE * 2 + _SIGN + 5 + self.words.widest(1000)

    def draw(self, pen: Pen, right: float, top: float) -> None:
        """Draw it with its right end at `right`."""
        wide = self.width()
        x = right - wide
        pen.box(
            x,
            top - TAG_HEIGHT,
            wide,
            TAG_HEIGHT,
            corner=TAG_CORNER,
            fill=self.tone.tint,
            edge=self.tone.ink,
        )
        middle = top - TAG_HEIGHT / 2
        draw_shape(pen, self.shape, x + TAG_INSIDE, middle + _SIGN / 2, _SIGN, self.tone.ink)
        high = self.words.height(1000)
        self.words.draw(pen, x + TAG_INSIDE + _SIGN + 5, middle + high / 2, 1000)


@dataclass(frozen=True, slots=True)
class Headed:
    """A heading with a tag at the right end of its line."""

    heading: Words
    tag: Tag | None
    before: float = 0
    keep_next: bool = True

    def _room(self, width: float) -> float:
        return width - (self.tag.width() + 12 if self.tag else 0)

    def height(self, width: float) -> float:
        """Return the height of whichever is taller."""
        return max(self.heading.height(self._room(width)), TAG_HEIGHT if self.tag else 0)

    def split(self, width: float, room: float, *, force: bool) -> None:
        """A heading is not split."""

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the heading and the tag, level with its first line."""
        room = self._room(width)
        lower = max(0.0, (TAG_HEIGHT - self.heading.height(room)) / 2) if self.tag else 0
        self.heading.draw(pen, x, top - lower, room)
        if self.tag:
            self.tag.draw(pen, x + width, top)


@dataclass(frozen=True, slots=True)
class WriteLines:
    """Lines to write on by hand, `pitch` points apart."""

    count: int
    pitch: float = 24
    after: float = 0
    before: float = 0
    keep_next: bool = False
    colour: Colour = field(default=CONTROL)

    def height(self, width: float) -> float:
        """Return the height of all lines."""
        return self.count * self.pitch + self.after

    def split(self, width: float, room: float, *, force: bool) -> None:
        """Lines for the hand stay together."""

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the lines."""
        for number in range(1, self.count + 1):
            pen.rule(x, top - number * self.pitch, width, self.colour, 0.6)


@cache
def _dot(style: Style) -> Words:
    return para("•", style, where="")


@dataclass(frozen=True, slots=True)
class Bullet:
    """A part with a dot, or a state's shape, before it; `style` is its text's."""

    part: Block
    indent: float
    style: Style
    shape: Shape | None = None
    tone: Tone = Tone.CALM
    before: float = 0
    keep_next: bool = False
    first: bool = True

    def height(self, width: float) -> float:
        """Return the height of the part."""
        return self.part.height(width - self.indent)

    def split(self, width: float, room: float, *, force: bool) -> "tuple[Bullet, Bullet] | None":
        """Split the part; the rest has no dot."""
        halves = self.part.split(width - self.indent, room, force=force)
        if halves is None:
            return None
        return self._with(halves[0], self.before, True), self._with(halves[1], 0, False)

    def _with(self, part: Block, before: float, first: bool) -> "Bullet":
        return Bullet(
            part,
            self.indent,
            self.style,
            self.shape,
            self.tone,
            before,
            self.keep_next,
            first and self.first,
        )

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the sign and the part."""
        if self.first and self.shape:
            middle = top - self.style.leading / 2
            draw_shape(pen, self.shape, x, middle + _SIGN / 2, _SIGN, self.tone.ink)
        elif self.first:
            _dot(self.style).draw(pen, x + 1, top, 12)
        self.part.draw(pen, x + self.indent, top, width - self.indent)
