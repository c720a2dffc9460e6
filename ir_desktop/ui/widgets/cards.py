"""Cards, facts and pages: how things stand on the paper."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ir_desktop.ui import icons, theme
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Corner, Edge, Size, Space, Type
from ir_desktop.ui.widgets.sheer import sheer


class Card(QWidget):
    """A white sheet with a hairline, a title, and what stands in it.

    `edge` gives the line another tone (a held group); `bar` puts a firm bar at the left.
    """

    def __init__(
        self,
        title: str = "",
        *,
        icon: str = "",
        colour: str = "accent",
        edge: Tone | None = None,
        bar: Tone | None = None,
    ) -> None:
        super().__init__()
        look = theme.of()
        self._edge, self._bar = edge, bar
        pad, half = look.space(Space.CARD), look.space(Space.MEDIUM)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, half, 0, half)
        self._whole.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(pad, 0, pad, 0)
        self.body.setSpacing(look.space(Space.SMALL))
        self._whole.addLayout(self.body)
        self.head = QHBoxLayout()
        if title:
            self.setAccessibleName(title)
            if icon:
                self.head.addWidget(IconWidget(icon, colour))
            self.head.addWidget(Words(title, Type.CARD_TITLE))
            self.head.addStretch(1)
            self.body.addLayout(self.head)
            self.body.addWidget(Line())

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Add a widget below the others."""
        self.body.addWidget(widget, stretch)

    def add_wide(self, widget: QWidget) -> None:
        """Add a widget below everything that reaches to the card's edges, such as a list."""
        self._whole.addWidget(widget, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet, its edge and its two-step shadow."""
        c = theme.of().colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -2.5)
            radius = Corner.CARD.value
            painter.setPen(Qt.PenStyle.NoPen)
            for down, strength in ((2, c.shadow_far), (1, c.shadow_near)):
                shade = QColor(c.shadow)
                shade.setAlphaF(strength)
                painter.setBrush(shade)
                painter.drawRoundedRect(rect.translated(0, down), radius, radius)
            line = c.line if self._edge is None else c.tone(self._edge).line
            painter.setPen(QPen(QColor(line), Edge.LINE.value))
            painter.setBrush(QColor(c.sheet))
            painter.drawRoundedRect(rect, radius, radius)
            if self._bar is not None:
                painter.setClipRect(QRectF(0, 0, Edge.BAR.value, self.height()))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(c.tone(self._bar).ink))
                painter.drawRoundedRect(rect, radius, radius)


class Line(QFrame):
    """A hairline across."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(Edge.LINE.value)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.of().colour("line"))


class IconWidget(QWidget):
    """An icon on a page; a word stands beside it, so it has no name of its own."""

    def __init__(self, name: str, colour: str = "ink", size: Size = Size.ICON) -> None:
        super().__init__()
        self._name, self._size = name, theme.of().size(size)
        self._colour = colour
        self.setFixedSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        with QPainter(self) as painter:
            colour = theme.of().colour(self._colour)
            icons.draw(painter, self._name, colour, 0, 0, self._size)


def fact(name: str, value: str) -> QWidget:
    """Return a fact: its name small and soft above, its value below."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Words(name, Type.SMALL, colour="soft"))
    column.addWidget(Prose(value))
    made.setAccessibleName(f"{name}: {value}")
    return made


def column(*items: QWidget | QLayout, gap: Space = Space.NORMAL) -> QVBoxLayout:
    """Return a column of widgets and layouts with no margins."""
    made = QVBoxLayout()
    _fill(made, items, gap)
    return made


def row(*items: QWidget | QLayout | None, gap: Space = Space.NORMAL) -> QHBoxLayout:
    """Return a row of widgets and layouts; None is a stretch."""
    made = QHBoxLayout()
    _fill(made, items, gap)
    return made


def _fill(
    layout: QVBoxLayout | QHBoxLayout, items: Iterable[QWidget | QLayout | None], gap: Space
) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.of().space(gap))
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


class ScrollPage(QScrollArea):
    """A page that scrolls up and down, never sideways."""

    def __init__(self, margin: Space = Space.PAGE) -> None:
        super().__init__()
        self.told_as = QAccessible.Role.Pane
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        side, top = theme.of().space(margin), theme.of().space(Space.LARGE)
        self.body.setContentsMargins(side, top, side, top)
        self.body.setSpacing(theme.of().space(Space.NORMAL))
        self.setWidget(inside)
        sheer(self)

    def minimumSizeHint(self) -> QSize:
        """Return a small size: the page scrolls."""
        return QSize(theme.of().size(Size.LIST), theme.of().size(Size.BUTTON) * 3)


class Pages(QWidget):
    """Pages in one place, of which one is shown; it is as high as that one."""

    def __init__(self) -> None:
        super().__init__()
        self._column = column()
        self.setLayout(self._column)
        self._makers: list[Callable[[], QWidget]] = []
        self._pages: dict[int, QWidget] = {}

    def add(self, make: Callable[[], QWidget]) -> None:
        """Add a page, which is made when it is first asked for."""
        self._makers.append(make)

    def show_page(self, place: int) -> None:
        """Show one page, by its place."""
        shown = self.page(place)
        for page in self._pages.values():
            page.setVisible(page is shown)

    def page(self, place: int) -> QWidget:
        """Return a page by its place."""
        if place not in self._pages:
            made = self._pages[place] = self._makers[place]()
            made.hide()
            self._column.addWidget(made)
        return self._pages[place]


def empty(words: str) -> Prose:
    """Return the friendly sentence that stands where there are no rows."""
    return Prose(words, colour="soft")


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
            inner.deleteLater()
