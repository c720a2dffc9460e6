"""Colours, sizes and measures of paper, in one place (the look's tokens, "Paper").

Lengths are PDF points (1/72 inch). Tinted boxes are light enough for a black-and-white printer;
no text is under 9.5 points.
"""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, TypeAlias

Colour: TypeAlias = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""


def _hex(digits: str) -> Colour:
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


MM: Final = 72 / 25.4
PAGE_WIDTH: Final = 210 * MM
PAGE_HEIGHT: Final = 297 * MM
MARGIN: Final = 20 * MM
CONTENT_WIDTH: Final = PAGE_WIDTH - 2 * MARGIN

INK: Final = _hex("1D292D")
SOFT: Final = _hex("515B5E")
ACCENT: Final = _hex("0E5568")
LINE: Final = _hex("DFD8C9")
CONTROL: Final = _hex("7D776C")
WHITE: Final = _hex("FFFFFF")
WELL: Final = _hex("FAF8F3")
TINT: Final = _hex("E0ECEF")
TINT_LINE: Final = _hex("A9C8D0")


class Tone(Enum):
    """The colours of a state: words and edge, and the tint behind them."""

    GOOD = (_hex("17603A"), _hex("E3F1E6"))
    WATCH = (_hex("774900"), _hex("FCEFCE"))
    ACT = (_hex("9B2018"), _hex("FBE6E2"))
    CALM = (_hex("515B5E"), _hex("F1EEE6"))

    @property
    def ink(self) -> Colour:
        """The colour of the words, the shape and the edge."""
        return self.value[0]

    @property
    def tint(self) -> Colour:
        """The colour behind the words."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text is set: size and leading in points, weight and colour."""

    size: float
    leading: float
    bold: bool = False
    colour: Colour = INK


TITLE: Final = Style(27, 33, bold=True)
LONG_TITLE: Final = Style(21, 27, bold=True)
LONGER_TITLE: Final = Style(17, 22, bold=True)
SECTION: Final = Style(15, 20, bold=True, colour=ACCENT)
ITEM: Final = Style(12, 17, bold=True)
BODY: Final = Style(12, 17)
SMALL: Final = Style(10.5, 14.5, colour=SOFT)
FOOTER: Final = Style(9.5, 13, colour=SOFT)
TAG: Final = Style(10.5, 14, bold=True)
SETTING_NAME: Final = Style(12.5, 16, bold=True)

TAG_HEIGHT: Final = 20.0
TAG_INSIDE: Final = 8.0
CORNER: Final = 6.0
TAG_CORNER: Final = 4.0
BOX_INSIDE: Final = 18.0
HAIR: Final = 0.8


@dataclass(frozen=True, slots=True)
class Density:
    """How closely a page is set: the running text and the spaces between its parts."""

    body: Style
    section_gap: float
    item_gap: float
    box_pad: float

    @property
    def strong(self) -> Style:
        """The running text in bold."""
        return replace(self.body, bold=True)


AIRY: Final = Density(Style(12, 17.5), section_gap=24, item_gap=11, box_pad=14)
ROOMY: Final = Density(BODY, section_gap=18, item_gap=8.5, box_pad=12)
SNUG: Final = Density(Style(12, 16.5), section_gap=15, item_gap=7, box_pad=10)
CLOSE: Final = Density(Style(11.5, 16), section_gap=12, item_gap=5.5, box_pad=8.5)
LETTER: Final = Density(Style(11.5, 16.5), section_gap=14, item_gap=7.5, box_pad=11)
TIGHT: Final = Density(Style(11.5, 15.2), section_gap=10, item_gap=3.5, box_pad=7)
"""Keeps a letter with long names on its one page."""

DENSITIES: Final = (AIRY, ROOMY, SNUG, CLOSE)
LETTER_DENSITIES: Final = (LETTER, TIGHT)
"""Roomiest first: a fuller sheet is set closer. Nearly all letters fit the first of theirs."""

WINDOW_LEFT: Final = 22 * MM
WINDOW_TOP: Final = 50 * MM
WINDOW_BOTTOM: Final = 80 * MM
WINDOW_WIDTH: Final = 80 * MM
"""Where an address shows in a DL window envelope however the sheet slips.

The window of a DL envelope (110 x 220 mm) is 35 x 90 mm, 20 mm from its left and 18 mm from its
bottom edge (BS 4264), so 57 to 92 mm from its top. A sheet folded in three is 99 mm high and slips
by 11 mm: lines between 57 and 81 mm of the page always show, those from 50 mm nearly always.
"""

FOLDS: Final = (99 * MM, 198 * MM)
