"""The way to where the person is: links back, then the place itself in bold."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.context import Place
from ir_desktop.ui.plain import Elided
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.buttons import Button, Kind
from ir_desktop.ui.widgets.cards import IconWidget
from ir_desktop.ui.widgets.ring import inset

_LETTERS = 24
_LEAST = 8
"""Letters of a long name at most, and of the last part at least."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One part of the way; the last has no place of its own."""

    words: str
    place: Place | None = None


class CrumbLink(Button):
    """A link back, which can be cut: a name may be long."""

    def __init__(self, crumb: Crumb) -> None:
        super().__init__(crumb.words, Kind.LINK)
        self._whole = crumb.words
        inset(self)

    def cut(self, width: int) -> None:
        """Show as much as there is room for."""
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, width)
        self.set_words(shown)
        self.setAccessibleName(f"Back to {self._whole}")


class Crumbs(QWidget):
    """The parts in a line. Where there is no room, the first ones go. `went` gives a place."""

    went = Signal(Place)

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[CrumbLink, IconWidget]] = []
        self._last = Elided("", Type.STRONG)
        self._last.setParent(self)
        self._last.setMinimumWidth(1)  # its room is what the links leave, if it is ever so little
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_crumbs(self, crumbs: Sequence[Crumb]) -> None:
        """Show another way."""
        for part in self._parts:
            for widget in part:
                widget.hide()
                widget.deleteLater()
        self._parts = [self._part(crumb) for crumb in crumbs[:-1]]
        self._last.setText(crumbs[-1].words)
        self._lay_out()

    def texts(self) -> list[str]:
        """Return the words that are in sight, in order."""
        return [
            *(link.words() for link, _ in self._parts if not link.isHidden()),
            self._last.text(),
        ]

    def minimumSizeHint(self) -> QSize:
        """Return the least size: the place itself."""
        return QSize(self._least(), theme.of().size(Size.TARGET))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        self._lay_out()

    def _part(self, crumb: Crumb) -> tuple[CrumbLink, IconWidget]:
        link, sign = CrumbLink(crumb), IconWidget("chevron-right", "soft", Size.ICON_SMALL)
        for widget in (link, sign):
            widget.setParent(self)
        link.clicked.connect(lambda: self.went.emit(crumb.place))
        return link, sign

    def _least(self) -> int:
        return self._last.fontMetrics().averageCharWidth() * _LEAST

    def _lay_out(self) -> None:
        gap, middle = theme.of().space(Space.SMALL), self.height() // 2
        for link, _ in self._parts:
            link.cut(link.fontMetrics().averageCharWidth() * _LETTERS)
        widths = [link.sizeHint().width() + sign.width() + 2 * gap for link, sign in self._parts]
        wanted = min(self._last.sizeHint().width(), self.width())
        gone = 0
        while gone + 1 < len(widths) and sum(widths[gone:]) + wanted > self.width():
            gone += 1
        if gone + 1 == len(widths) and widths[gone] + wanted > self.width():
            # Whose page it is matters more than which: that part keeps what room there is.
            link, sign = self._parts[gone]
            link.cut(max(self.width() - self._least() - sign.width() - 2 * gap, self._least()))
        left = 0
        for place, (link, sign) in enumerate(self._parts):
            for widget in (link, sign):
                widget.setVisible(place >= gone)
            if place < gone:
                continue
            size = link.sizeHint()
            link.setGeometry(left, middle - size.height() // 2, size.width(), size.height())
            left += size.width() + gap
            sign.move(left, middle - sign.height() // 2)
            left += sign.width() + gap
        high = self._last.sizeHint().height()
        self._last.setGeometry(left, middle - high // 2, max(self.width() - left, 1), high)
