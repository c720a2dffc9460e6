"""How strong a password is: four bars and a word, with a shape, and what would make it better."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.first_run.presenter import strength_words
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Corner, Edge, Size, Space, Type
from ir_desktop.ui.widgets.cards import IconWidget, column, row

_PARTS = 4


class _Bars(QWidget):
    """Four bars, so many of them full. Words say the same."""

    def __init__(self) -> None:
        super().__init__()
        self.full, self.enough = 0, False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a modest size."""
        look = theme.of()
        return QSize(look.size(Size.LIST), look.size(Size.ICON_SMALL) // 2)

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(theme.of().size(Size.BUTTON), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars."""
        look = theme.of()
        gap = look.space(Space.TINY)
        wide = (self.width() - gap * (_PARTS - 1)) / _PARTS
        radius = Corner.TAG.value / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.colour("control"), Edge.LINE.value))
            full = look.colour("good" if self.enough else "watch")
            for place in range(_PARTS):
                painter.setBrush(full if place < self.full else QColor(Qt.GlobalColor.transparent))
                left = place * (wide + gap)
                inside = QRectF(left, 0, wide, self.height()).adjusted(0.5, 0.5, -0.5, -0.5)
                painter.drawRoundedRect(inside, radius, radius)


class StrengthMeter(QWidget):
    """Hidden while nothing is typed."""

    def __init__(self) -> None:
        super().__init__()
        self._bars = _Bars()
        self._good = IconWidget("circle-check", "good", Size.ICON)
        self._look = IconWidget("triangle-alert", "watch", Size.ICON)
        self.words = Prose("", Type.STRONG)
        self._advice = Prose("", colour="soft")
        bars = row(self._bars, None)
        bars.setStretch(1, 1)
        line = row(self._good, self._look, self.words, gap=Space.SMALL)
        line.setStretch(2, 1)
        self.setLayout(column(bars, line, self._advice, gap=Space.TINY))
        self.hide()

    def show_strength(self, score: int, problem: str) -> None:
        """Show how strong it is, and what is wrong with it if anything."""
        enough = not problem
        self._bars.full, self._bars.enough = max(score, 1), enough
        self._bars.update()
        told = strength_words(score, enough=enough)
        self.words.set_text(told)
        self._good.setVisible(enough)
        self._look.setVisible(not enough)
        self._advice.set_text(problem)
        self._advice.setVisible(bool(problem))
        self.setAccessibleName(f"Strength of the password: {told}. {problem}".strip())
        self.show()

    def text(self) -> str:
        """Return the words shown, or none while it is hidden."""
        return "" if self.isHidden() else self.words.text()
