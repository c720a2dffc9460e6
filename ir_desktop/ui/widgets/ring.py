"""The focus ring: yellow outside, dark inside, around whatever has the keyboard's focus.

One ring serves the whole window. It is a sibling of the control that has the focus, so it is
clipped and scrolled together with it; a control marked with `inset` gets it inside its own edge.
"""

from contextlib import suppress
from typing import cast

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.theme import Corner, Edge

_MODE = "ir_ring"


def inset(widget: QWidget) -> None:
    """Have the ring drawn inside a control that fills its place, such as a tab."""
    widget.setProperty(_MODE, "inset")


def none(widget: QWidget) -> None:
    """Have no ring drawn: the control draws its own, as lists of rows do."""
    widget.setProperty(_MODE, "none")


class FocusRing(QObject):
    """Follows the focus inside one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._around: QWidget | None = None
        self.ring = _Ring(window)
        app = cast(QApplication, QApplication.instance())
        app.focusChanged.connect(self._moved)

    def _moved(self, _: QWidget | None, now: QWidget | None) -> None:
        with suppress(RuntimeError):  # the control that had the focus may be gone already
            if self._around is not None:
                self._around.removeEventFilter(self)
        self._around = None
        inside = now is not None and now.window() is self._window and now is not self._window
        try:
            self.ring.hide()
        except RuntimeError:  # it went together with the page that it was on
            self.ring = _Ring(self._window)
        if not inside or now is None or now.property(_MODE) == "none":
            self.ring.setParent(self._window)
            return
        self._around = now
        now.installEventFilter(self)
        self.ring.setParent(now if now.property(_MODE) == "inset" else now.parentWidget())
        self._place()
        self.ring.raise_()
        self.ring.show()

    def _place(self) -> None:
        if self._around is None:
            return
        if self.ring.parentWidget() is self._around:
            self.ring.setGeometry(self._around.rect())
        else:
            out = Edge.FIRM.value + Edge.RING.value
            self.ring.setGeometry(self._around.geometry().adjusted(-out, -out, out, out))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the control when it moves, hides or shows again."""
        kind = event.type()
        with suppress(RuntimeError):  # both may be on their way out
            if kind in (QEvent.Type.Move, QEvent.Type.Resize):
                self._place()
            elif kind in (QEvent.Type.Hide, QEvent.Type.Show):
                self.ring.setVisible(kind is QEvent.Type.Show)
        return False


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
