"""How the gallery shows one widget: its state's name above it, and states that need no hand."""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QPageSize, QPainter, QPaintEvent, QPdfWriter
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.plain import Words
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets import ring
from ir_desktop.ui.widgets.cards import Card
from ir_desktop.ui.widgets.fields.base import ROOM
from ir_desktop.ui.widgets.flow import Flow

LONG = (
    "A very long answer, such as a grandparent's full postal address or a name with seven parts, "
    "which must wrap and never push the page wider than the window"
)
RIGHT = "\u0622\u0645\u0646\u0647 \u0631\u062d\u0645\u0627\u0646"
"""A name that is read from the right."""

MARKUP = "<b>Not bold</b> & <img src=x> &amp; \u201cquoted\u201d"
"""What must be shown exactly as it is typed."""


def paper() -> bytes:
    """Return a PDF of one page with a line of writing, for a preview."""
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(kept)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    with QPainter(writer) as painter:
        painter.setFont(theme.of().font(Type.TITLE))
        painter.drawText(writer.logicalDpiX(), writer.logicalDpiY(), "Zofia’s two-year review")
    return bytes(kept.data().data())


class _Ringed(QWidget):
    """A widget with the ring that it would have with the keyboard's focus."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        whole = QVBoxLayout(self)
        whole.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
        whole.addWidget(inside, 0, Qt.AlignmentFlag.AlignLeft)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        around = QRectF(self._inside.geometry()).adjusted(-ROOM, -ROOM, ROOM, ROOM)
        ring.draw(QPainter(self), around)


def focused(widget: QWidget) -> QWidget:
    """Show a widget as with the keyboard's focus."""
    return _Ringed(widget)


def hovered(widget: QWidget) -> QWidget:
    """Show a widget as under the pointer."""
    widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    return widget


def pressed(button: QAbstractButton) -> QWidget:
    """Show a button as held down."""
    button.setDown(True)
    return hovered(button)


def disabled(widget: QWidget) -> QWidget:
    """Show a widget that cannot be used."""
    widget.setEnabled(False)
    return widget


def named(name: str, widget: QWidget) -> QWidget:
    """Return a widget with its state's name above it."""
    made = QWidget()
    down = QVBoxLayout(made)
    down.setContentsMargins(0, 0, 0, 0)
    down.setSpacing(theme.of().space(Space.TINY))
    down.addWidget(Words(name, Type.SMALL, colour="soft"))
    down.addWidget(widget)
    return made


def side_by_side(*shown: tuple[str, QWidget]) -> QWidget:
    """Return widgets with their states' names, as many in a line as there is room for."""
    card = Card()
    parts: Sequence[QWidget] = [named(name, widget) for name, widget in shown]
    card.add(Flow(parts, Space.LARGE))
    return card


def one_by_one(*shown: tuple[str, QWidget]) -> QWidget:
    """Return widgets with their states' names, one under another."""
    card = Card()
    card.body.setSpacing(theme.of().space(Space.NORMAL))
    for name, widget in shown:
        card.add(named(name, widget))
    return card
