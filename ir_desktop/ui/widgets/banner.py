"""A band across the page that says how something stands: done, to know, to look at, wrong."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Corner, Edge, Size, Space, Type
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.buttons import Button
from ir_desktop.ui.widgets.cards import IconWidget, column

_SHAPES = {
    Tone.GOOD: ("circle-check", "Done"),
    Tone.ACCENT: ("info", "To know"),
    Tone.CALM: ("info", "To know"),
    Tone.WATCH: ("triangle-alert", "Needs a look"),
    Tone.ACT: ("octagon-alert", "Problem"),
}


class Banner(QWidget):
    """Bold words with a shape, perhaps a second line, perhaps a link at the right."""

    def __init__(self, tone: Tone, title: str, detail: str = "", act: Button | None = None) -> None:
        super().__init__()
        look = theme.of()
        self._tone = tone
        self.act = act
        shape, _ = _SHAPES[tone]
        colour = tone.value
        self._title = Prose(title, Type.STRONG, colour=colour)
        self._detail = Prose(detail, Type.SMALL)
        if not detail:
            self._detail.hide()
        across = QHBoxLayout(self)
        side, top = look.space(Space.NORMAL), look.space(Space.MEDIUM)
        across.setContentsMargins(side, top, side, top)
        across.setSpacing(look.space(Space.MEDIUM))
        up = Qt.AlignmentFlag.AlignTop
        across.addWidget(IconWidget(shape, colour, Size.ICON_BOX), 0, up)
        across.addLayout(column(self._title, self._detail, gap=Space.TINY), 1)
        if act is not None:
            across.addWidget(act, 0, up)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._name(title, detail)

    def set_words(self, title: str, detail: str = "") -> None:
        """Show other words, and say them to a screen reader."""
        self._title.set_text(title)
        self._detail.set_text(detail)
        self._detail.setVisible(bool(detail))
        self._name(title, detail)
        announce(self, self.accessibleName())

    def _name(self, title: str, detail: str) -> None:
        told = f"{_SHAPES[self._tone][1]}: {title}"
        self.setAccessibleName(told)
        self.setAccessibleDescription(detail)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tinted ground and its edge."""
        tint = theme.of().colours.tone(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tint.line), Edge.LINE.value))
        painter.setBrush(QColor(tint.ground))
        radius = Corner.CARD.value
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(rect, radius, radius)
