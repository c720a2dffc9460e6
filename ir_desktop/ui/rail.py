"""The left rail: the program's mark, the places, and Find and Help at its foot."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ir_desktop.ui import icons, keys, theme
from ir_desktop.ui.band import Band
from ir_desktop.ui.places import ENTRIES
from ir_desktop.ui.plain import Words
from ir_desktop.ui.rail_button import WORDS_ONLY_FROM, RailButton
from ir_desktop.ui.theme import Corner, Size, Space, Type
from ir_desktop.ui.widgets.sheer import sheer


class Mark(QWidget):
    """The program's mark."""

    def __init__(self) -> None:
        super().__init__()
        size = theme.of().size(Size.MARK)
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        look = theme.of()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            painter.drawRoundedRect(self.rect(), Corner.ITEM.value, Corner.ITEM.value)
            size = self.width() * 2 // 3
            at = (self.width() - size) / 2
            icons.draw(painter, "sprout", look.colour("on_accent"), at, at, size)


def width() -> int:
    """Return how wide the rail is in the theme in force."""
    look = theme.of()
    if look.scale >= WORDS_ONLY_FROM:  # a badge stands beside its word, not above it
        return look.size(Size.RAIL_STACKED) + look.space(Space.MEDIUM)
    return look.size(Size.RAIL_STACKED if look.stacked else Size.RAIL)


class Rail(QScrollArea):
    """The rail. `chosen` gives the kind of a place, the others come from what is at the foot."""

    chosen = Signal(str)
    find_wanted = Signal()
    help_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme.of()
        self.buttons: dict[str, RailButton] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(width())
        band = Band("rail", below=False)
        band.setAccessibleName("Places")
        down = QVBoxLayout(band)
        side = look.space(Space.TINY if look.stacked else Space.MEDIUM)
        top = look.space(Space.MEDIUM if look.stacked else Space.NORMAL)
        down.setContentsMargins(side, top, side, look.space(Space.NORMAL))
        down.setSpacing(0 if look.stacked else look.space(Space.TINY))
        down.addLayout(self._brand())
        down.addSpacing(look.space(Space.SMALL if look.stacked else Space.CARD))
        for entry in ENTRIES:
            if entry.in_rail:
                button = RailButton(entry.words, entry.icon)
                button.clicked.connect(partial(self.chosen.emit, entry.kind))
                self.buttons[entry.kind] = button
                down.addWidget(button)
        down.addStretch(1)
        self.find_button = RailButton("Find", "search", tells=f"Find, {keys.FIND}")
        self.find_button.clicked.connect(self.find_wanted)
        self.help_button = RailButton("Help", "life-buoy", tells=f"Help, {keys.HELP}")
        self.help_button.clicked.connect(self.help_wanted)
        down.addWidget(self.find_button)
        down.addWidget(self.help_button)
        self.setWidget(band)
        sheer(self)

    def mark(self, kind: str) -> None:
        """Mark where the person is: a kind of place, or "help"."""
        for each, button in (*self.buttons.items(), ("help", self.help_button)):
            button.set_here(each == kind)

    def minimumSizeHint(self) -> QSize:
        """Return a small size: a low window scrolls the rail."""
        return QSize(self.width(), theme.of().size(Size.ROW) * 3)

    @staticmethod
    def _brand() -> QHBoxLayout:
        look = theme.of()
        line = QHBoxLayout()
        line.setContentsMargins(0 if look.stacked else look.space(Space.MEDIUM), 0, 0, 0)
        line.setSpacing(look.space(Space.MEDIUM))
        line.addWidget(Mark())
        if not look.stacked:
            line.addWidget(Words("Integrated\nReview", Type.STRONG), 1)
        return line
