"""The pen: the few strokes that papers are drawn with, on reportlab's canvas.

The only module that draws. Heights run as in PDF, upwards from the foot of the sheet.
"""

import io
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, TypeAlias

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from ir_desktop.documents.fonts import BOLD, REGULAR, both
from ir_desktop.documents.layout import Line
from ir_desktop.documents.text import Clean
from ir_desktop.documents.tokens import HAIR, PAGE_HEIGHT, PAGE_WIDTH, Colour, Style

_RISE = 0.83  # from the top of the type to its baseline, as a share of its size
_SAVING = Lock()
"""reportlab keeps a reading position in each shared font while it cuts the subset to embed."""

Stroke: TypeAlias = tuple[float, ...]
"""Two numbers go to a point (the first without drawing), six draw a Bézier curve to one."""


class Pen:
    """Draws one PDF. `finish` gives its bytes; equal strokes give equal bytes."""

    def __init__(self, title: str, *, language: str = "en-GB", author: Clean | None = None) -> None:
        both()
        rl_config.useA85 = 0  # plain compressed streams: a fifth smaller, and quicker to make
        self._out = io.BytesIO()
        # invariant: no time of making and no random mark, so equal input gives equal bytes
        canvas_type: Any = Canvas  # reportlab's own types are guessed from its defaults
        self._canvas: Any = canvas_type(
            self._out,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            invariant=1,
            pageCompression=1,
            initialFontName=REGULAR,
            lang=language,
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author or "")
        self._canvas.setCreator("Integrated Review Desktop")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self.pages = 0
        self._kept: set[str] = set()
        self._ink: Colour | None = None  # the colour now set for filling, letters too
        self._text: Any = None  # lines in a row share one text object: quicker, and smaller
        self._style: Style | None = None

    def end_page(self) -> None:
        """End the page; the next stroke is on a new one."""
        self._drawn().showPage()
        self._ink = None
        self.pages += 1

    def finish(self) -> bytes:
        """Return the PDF. The pen draws no more."""
        with _SAVING:
            self._canvas.save()
        return self._out.getvalue()

    def lines(self, lines: Sequence[Line], x: float, top: float, leading: float) -> None:
        """Draw lines of text under `top`, a leading apart, each starting at `x`."""
        text = self._text
        if text is None:
            text = self._text = self._canvas.beginText()
            self._style = None
        for number, line in enumerate(lines):
            for piece in line.pieces:
                style = piece.style
                if style is not self._style:
                    self._style = style
                    text.setFont(BOLD if style.bold else REGULAR, style.size)
                    if style.colour != self._ink:
                        self._ink = style.colour
                        text.setFillColorRGB(*style.colour)
                baseline = top - (leading - style.size) / 2 - style.size * _RISE
                text.setTextOrigin(x + piece.x, baseline - number * leading)
                text.textOut(piece.text)

    def _drawn(self) -> Any:
        """Return the canvas, the text begun so far put on it first."""
        if self._text is not None:
            self._canvas.drawText(self._text)
            self._text = None
        return self._canvas

    def rule(self, x: float, y: float, width: float, colour: Colour, thick: float = HAIR) -> None:
        """Draw a level line."""
        canvas = self._drawn()
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(thick)
        canvas.line(x, y, x + width, y)

    def box(
        self,
        x: float,
        bottom: float,
        width: float,
        height: float,
        *,
        corner: float = 0,
        fill: Colour | None = None,
        edge: Colour | None = None,
        thick: float = 1,
        dashed: bool = False,
    ) -> None:
        """Draw a box, its corners rounded by `corner`."""
        canvas = self._drawn()
        canvas.saveState()
        if fill:
            canvas.setFillColorRGB(*fill)
        if edge:
            canvas.setStrokeColorRGB(*edge)
            canvas.setLineWidth(thick)
        if dashed:
            canvas.setDash(3, 2)
        canvas.roundRect(
            x, bottom, width, height, corner, stroke=1 if edge else 0, fill=1 if fill else 0
        )
        canvas.restoreState()

    def shape(
        self,
        x: float,
        y: float,
        scale: float,
        paths: Sequence[Sequence[Stroke]],
        *,
        fill: Colour | None = None,
        edge: Colour | None = None,
        thick: float = 2,
    ) -> None:
        """Draw paths given on a grid whose y runs down from the top left corner at (x, y)."""
        canvas = self._drawn()
        canvas.saveState()
        canvas.translate(x, y)
        canvas.scale(scale, -scale)
        canvas.setLineJoin(1)
        canvas.setLineCap(1)
        if fill:
            canvas.setFillColorRGB(*fill)
        if edge:
            canvas.setStrokeColorRGB(*edge)
            canvas.setLineWidth(thick)
        for strokes in paths:
            path: Any = canvas.beginPath()
            path.moveTo(*strokes[0])
            for stroke in strokes[1:]:
                (path.curveTo if len(stroke) == 6 else path.lineTo)(*stroke)
            if fill:
                path.close()
            canvas.drawPath(path, stroke=1 if edge else 0, fill=1 if fill else 0)
        canvas.restoreState()

    def stamp(self, name: str, draw: Callable[[], None], x: float, y: float) -> None:
        """Draw at (x, y) what `draw` draws at (0, 0); the file keeps it once for all pages."""
        if name not in self._kept:
            self._kept.add(name)
            outside, self._ink = self._ink, None
            self._drawn().beginForm(name, -1, -PAGE_HEIGHT, PAGE_WIDTH, PAGE_HEIGHT)
            draw()
            self._drawn().endForm()
            self._ink = outside
        canvas = self._drawn()
        canvas.saveState()
        canvas.translate(x, y)
        canvas.doForm(name)
        canvas.restoreState()

    def circle(self, x: float, y: float, radius: float, fill: Colour) -> None:
        """Draw a full circle round a point."""
        self._ink = fill
        canvas = self._drawn()
        canvas.setFillColorRGB(*fill)
        canvas.circle(x, y, radius, stroke=0, fill=1)
