"""The shapes that stand beside words, and the mark. Each can be told apart without colour.

Drawn on a 24 by 24 grid with y downwards, as icons are. The sprout is Lucide's (ISC licence, see
the icons' licence in the resources), its arcs written out as curves.
"""

from enum import Enum

from ir_desktop.documents.pen import Pen, Stroke
from ir_desktop.documents.tokens import ACCENT, WHITE, Colour

_SPROUT: tuple[tuple[Stroke, ...], ...] = (
    (
        (14, 9.54),
        (14, 7),
        (14, 4.79, 15.79, 3, 18, 3),
        (19.5, 3),
        (19.78, 3, 20, 3.22, 20, 3.5),
        (20, 5),
        (20, 7.21, 18.21, 9, 16, 9),
        (13.79, 9, 12, 10.79, 12, 13),
        (12, 15, 13, 16, 13, 18),
        (13, 19.08, 12.65, 20.13, 12, 21),
    ),
    (
        (4, 9),
        (5.52, 7.86, 7.54, 7.68, 9.24, 8.53),
        (10.93, 9.37, 12, 11.11, 12, 13),
        (10.48, 14.14, 8.46, 14.32, 6.76, 13.47),
        (5.07, 12.63, 4, 10.89, 4, 9),
    ),
    ((5, 21), (19, 21)),
)
_TICK: tuple[Stroke, ...] = ((7.5, 12.5), (10.7, 15.6), (16.5, 9))
_TRIANGLE: tuple[Stroke, ...] = ((12, 3), (22, 20.5), (2, 20.5), (12, 3))
_DIAMOND: tuple[Stroke, ...] = ((12, 1.5), (22.5, 12), (12, 22.5), (1.5, 12), (12, 1.5))
_OCTAGON: tuple[Stroke, ...] = (
    (7.9, 2),
    (16.1, 2),
    (22, 7.9),
    (22, 16.1),
    (16.1, 22),
    (7.9, 22),
    (2, 16.1),
    (2, 7.9),
    (7.9, 2),
)


class Shape(Enum):
    """A filled shape with a white sign in it; always printed beside a word."""

    TICK_CIRCLE = "tick in a circle"
    TRIANGLE = "triangle with an exclamation mark"
    DIAMOND = "diamond with an exclamation mark"
    OCTAGON = "octagon with an exclamation mark"


_OUTLINES = {
    Shape.TRIANGLE: (_TRIANGLE, 9.5, 14, 17.3),
    Shape.DIAMOND: (_DIAMOND, 6.8, 13, 17),
    Shape.OCTAGON: (_OCTAGON, 6.8, 13, 17),
}


def draw_shape(pen: Pen, shape: Shape, x: float, top: float, size: float, colour: Colour) -> None:
    """Draw a state's shape in a square of `size` points, its top left corner at (x, top)."""
    scale = size / 24
    if shape is Shape.TICK_CIRCLE:
        pen.circle(x + size / 2, top - size / 2, size * 0.46, colour)
        pen.shape(x, top, scale, [_TICK], edge=WHITE, thick=2.6)
        return
    outline, upper, lower, dot = _OUTLINES[shape]
    pen.shape(x, top, scale, [outline], fill=colour, edge=colour, thick=1.6)
    pen.shape(x, top, scale, [((12, upper), (12, lower))], edge=WHITE, thick=2.4)
    pen.circle(x + 12 * scale, top - dot * scale, 1.35 * scale, WHITE)


def draw_mark(pen: Pen, x: float, top: float, size: float) -> None:
    """Draw the sprout on its rounded square."""

    def draw() -> None:
        pen.box(0, -size, size, size, corner=size / 5, fill=ACCENT)
        inner = size * 0.66
        edge = (size - inner) / 2
        pen.shape(edge, -edge, inner / 24, _SPROUT, edge=WHITE, thick=2.1)

    pen.stamp(f"mark-{size:g}", draw, x, top)
