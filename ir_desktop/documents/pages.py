"""From parts to pages: which part goes on which page, decided before anything is drawn."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ir_desktop.documents.blocks import Block, Rule
from ir_desktop.documents.pen import Pen
from ir_desktop.documents.tokens import CONTENT_WIDTH

_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class Placed:
    """A part and how far under the top of the page's room it begins, in points."""

    block: Block
    down: float


@dataclass(frozen=True, slots=True)
class Laid:
    """One page's parts, and the room left under them in points."""

    parts: Sequence[Placed]
    left: float

    def draw(self, pen: Pen, x: float, top: float, width: float = CONTENT_WIDTH) -> None:
        """Draw the page's parts, the room's top left corner at (x, top)."""
        for placed in self.parts:
            placed.block.draw(pen, x, top - placed.down, width)


def flow(
    blocks: Sequence[Block], room: Callable[[int], float], width: float = CONTENT_WIDTH
) -> list[Laid]:
    """Return the pages that hold the parts in order; at least one.

    `room` gives the height in points of page 0, 1 and so on. Nothing is dropped: a part that does
    not fit goes on to the next page, split where it allows, and split by force where it is taller
    than a page. Raises ValueError if a part that cannot be split is taller than a page.
    """
    pages: list[Laid] = []
    sheet = _Sheet(room(0), width)
    waiting = deque(blocks)
    while waiting:
        group = _take_group(waiting)
        if sheet.fits(group):
            sheet.place(group)
            continue
        halves = sheet.split(group)
        if halves is not None:
            sheet.place([*group[:-1], halves[0]])
            waiting.appendleft(halves[1])
        elif sheet.placed:
            waiting.extendleft(reversed(group))
        else:  # kept together they are taller than a page: let the first go alone
            waiting.extendleft(reversed(group[1:]))
            waiting.extendleft(reversed(sheet.place_alone(group[0])))
            if not sheet.full:
                continue
        pages.append(sheet.laid())
        sheet = _Sheet(room(len(pages)), width)
    return [*pages, sheet.laid()]


def fits(blocks: Sequence[Block], room: float, width: float = CONTENT_WIDTH) -> bool:
    """Tell whether the parts fit on one page of that room."""
    return _Sheet(room, width).fits(blocks)


def _take_group(waiting: deque[Block]) -> list[Block]:
    group = [waiting.popleft()]
    while group[-1].keep_next and waiting:
        group.append(waiting.popleft())
    return group


class _Sheet:
    """A page being filled."""

    def __init__(self, room: float, width: float) -> None:
        self._room = room
        self._width = width
        self._down = 0.0
        self.placed: list[Placed] = []
        self.full = False

    def _need(self, blocks: Sequence[Block]) -> float:
        need = 0.0
        alone = not self.placed
        for block in blocks:
            if not (alone and isinstance(block, Rule)):
                need += (0 if alone else block.before) + block.height(self._width)
                alone = False
        return need

    def fits(self, blocks: Sequence[Block]) -> bool:
        return self._down + self._need(blocks) <= self._room + _SLACK

    def place(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if isinstance(block, Rule) and not self.placed:
                continue  # nothing above to part it from
            self._down += block.before if self.placed else 0
            self.placed.append(Placed(block, self._down))
            self._down += block.height(self._width)

    def split(self, group: Sequence[Block]) -> tuple[Block, Block] | None:
        last = group[-1]
        above = self._need(group[:-1])
        gap = last.before if len(group) > 1 or self.placed else 0
        return last.split(self._width, self._room - self._down - above - gap, force=False)

    def place_alone(self, block: Block) -> list[Block]:
        """Place a part on this empty page, by force if it must be; return what is left of it."""
        if self.fits([block]):
            self.place([block])
            return []
        halves = block.split(self._width, self._room, force=True)
        if halves is None:
            raise ValueError("a part is taller than a page and cannot be split")
        self.place([halves[0]])
        self.full = True
        return [halves[1]]

    def laid(self) -> Laid:
        return Laid(tuple(self.placed), self._room - self._down)
