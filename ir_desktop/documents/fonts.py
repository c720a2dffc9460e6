"""The embedded type: Noto Sans Regular and Bold, read from the resources once.

reportlab puts an unembedded Helvetica into every PDF unless its canvas starts with another font:
`pen.new_canvas` starts with `REGULAR`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.paths import resource

REGULAR = "NotoSans"
BOLD = "NotoSans-Bold"
_FILES = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf"}


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One weight: its registered name, and the width of each letter it has, in 1/1000 em."""

    name: str
    widths: Mapping[str, float]

    def width(self, text: str, size: float) -> float:
        """Return the width in points of cleaned text (`text.clean`) at a size in points."""
        return sum(map(self.widths.__getitem__, text)) * size / 1000


@cache
def face(name: str) -> Face:
    """Return a face, registering it with reportlab the first time.

    Raises `errors.EnvironmentProblem` if the font file is missing or damaged.
    """
    try:
        font: Any = TTFont(name, str(resource("fonts", _FILES[name])))
    except Exception as error:  # reportlab's own errors, OSError, struct.error
        raise EnvironmentProblem(
            "The letters for printing are missing or damaged. Install the program again."
        ) from error
    pdfmetrics.registerFont(font)  # pyright: ignore[reportUnknownMemberType] - reportlab has no types
    covered: Mapping[int, int] = font.face.charToGlyph
    measured: Mapping[int, float] = font.face.charWidths
    widths = {chr(code): measured[code] for code in covered if code in measured}
    return Face(name, MappingProxyType(widths))


def regular() -> Face:
    """Return Noto Sans Regular."""
    return face(REGULAR)


def bold() -> Face:
    """Return Noto Sans Bold."""
    return face(BOLD)


def both() -> tuple[Face, Face]:
    """Return every face that a paper may use."""
    return regular(), bold()
