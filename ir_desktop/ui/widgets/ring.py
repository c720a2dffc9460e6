"""The focus ring: yellow outside, dark inside, around whatever has the keyboard's focus.

One ring serves the whole window. It lies on the nearest part of the page that has room for it, so
it is scrolled together with the control; a control marked with `inset` gets it inside its own edge.
"""

from contextlib import suppress
from typing import cast

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.theme import Corner, Edge
from ir_desktop.ui.widgets import sight

_MODE, _AIRY = "ir_ring", "ir_ring_airy"


def inset(widget: QWidget) -> None:
    """Have the ring drawn inside a control that fills its place, such as a tab."""
    widget.setProperty(_MODE, "inset")


def airy(widget: QWidget) -> None:
    """Have the ring stand off at both sides of a control that has no edge, such as a link."""
    widget.setProperty(_AIRY, True)


def none(widget: QWidget) -> None:
    """Have no ring drawn: the control draws its own, as lists of rows do."""
    widget.setProperty(_MODE, "none")


class FocusRing(QObject):
    """Follows the focus inside one window, and has the page scroll to it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._around: QWidget | None = None
        self._watched: list[QWidget] = []
        self.ring = _Ring(window)
        app = cast(QApplication, QApplication.instance())
        app.focusChanged.connect(self._moved)

    def _moved(self, _: QWidget | None, now: QWidget | None) -> None:
        self._watch([])
        self._around = None
        inside = now is not None and now.window() is self._window and now is not self._window
        if inside and now is not None and not QApplication.mouseButtons().value:
            sight.keep(now)  # under the pointer nothing may move: the click would miss
        try:
            self.ring.hide()
        except RuntimeError:  # it went together with the page that it was on
            self.ring = _Ring(self._window)
        if not inside or now is None or now.property(_MODE) == "none":
            self.ring.setParent(self._window)
            return
        self._around = now
        self._place()
        self.ring.raise_()
        self.ring.show()

    def _place(self, *, laying_out: bool = False) -> None:
        """Put the ring around the control.

        While a layout is at work the ring goes to no other part: showing it there would have that
        part laid out at once, in the middle, and what the layout places next would stay behind.
        """
        around = self._around
        if around is None:
            return
        place = None if around.property(_MODE) == "inset" else _room(around)
        chain, holder, rect = place or ([around], around, around.rect())
        if laying_out and self.ring.parentWidget() is not holder:
            QTimer.singleShot(0, self, self._place)
            return
        self._watch(chain)
        if self.ring.parentWidget() is not holder:
            shown = self.ring.isVisible()
            self.ring.setParent(holder)
            self.ring.raise_()
            self.ring.setVisible(shown)
        self.ring.setGeometry(rect)

    def _watch(self, parts: list[QWidget]) -> None:
        """Hear when a part moves: the control, and what it stands on up to the ring's place."""
        for each in self._watched:
            if each not in parts:
                with suppress(RuntimeError):  # the control that had the focus may be gone already
                    each.removeEventFilter(self)
        for each in parts:
            if each not in self._watched:
                each.installEventFilter(self)
        self._watched = parts

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the control when it moves, hides or shows again."""
        kind = event.type()
        with suppress(RuntimeError):  # both may be on their way out
            if kind in (QEvent.Type.Move, QEvent.Type.Resize):
                self._place(laying_out=True)
            elif kind in (QEvent.Type.Hide, QEvent.Type.Show) and watched is self._around:
                self.ring.setVisible(kind is QEvent.Type.Show)
        return False


def _room(control: QWidget) -> tuple[list[QWidget], QWidget, QRect] | None:
    """Return the parts from a control up to the one with room for the ring, that, and the place.

    What scrolls is never left: the ring goes with it. None where nothing has room; then the ring
    is drawn inside the control.
    """
    out = Edge.FIRM.value + Edge.RING.value
    beside = out + Edge.RING.value if control.property(_AIRY) else out
    rect = control.geometry().adjusted(-beside, -out, beside, out)
    chain, at = [control], control.parentWidget()
    while at is not None:
        above = at.parentWidget()
        scrolls = above is not None and isinstance(above.parentWidget(), QAbstractScrollArea)
        if at.rect().contains(rect):
            return chain, at, rect
        if scrolls or at.isWindow():
            return None
        chain.append(at)
        rect.translate(at.pos())
        at = above
    return None


class _Ring(QWidget):
    """The picture of the ring; the pointer goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both rings."""
        with QPainter(self) as painter:
            draw(painter, QRectF(self.rect()))


def draw(painter: QPainter, outer: QRectF) -> None:
    """Draw the two rings inside a rectangle's edge."""
    colours = theme.of().colours
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring, firm = Edge.RING.value, Edge.FIRM.value
    radius = Corner.CONTROL.value + firm
    for width, inset_by, colour in (
        (ring, ring / 2, colours.focus),
        (firm, ring + firm / 2, colours.focus_ink),
    ):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawRoundedRect(
            outer.adjusted(inset_by, inset_by, -inset_by, -inset_by), radius, radius
        )
