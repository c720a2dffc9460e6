"""An area's score in words and on its bar, with what is still possible while items are missing."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen

from ir_desktop.ui import icons, plain, theme
from ir_desktop.ui.looks import Tag
from ir_desktop.ui.theme import Edge, Size, Space, Type
from ir_desktop.ui.widgets.zones import ZoneBar


@dataclass(frozen=True, slots=True)
class ZoneLook:
    """What one area's answers come to.

    `figure` is the score as shown (20, or nothing yet), `tag` the band with its shape, `detail`
    what follows it in soft. `at` is where the diamond stands and `possible` how far the total can
    still go, both 0 to 60 or None.
    """

    figure: str
    tag: Tag
    detail: str = ""
    at: float | None = None
    possible: tuple[float, float] | None = None

    @property
    def told(self) -> str:
        """The words a screen reader says."""
        parts = [f"score {self.figure}" if self.figure else "", self.tag.words, self.detail]
        return ", ".join(part for part in parts if part)


class ScoreZone(ZoneBar):
    """The words of the band above the bar; the bar with its cut-off, diamond and whisker."""

    def __init__(self, title: str, cutoff: float, upper: float, confirmed: bool) -> None:
        super().__init__(None, cutoff, upper, confirmed, title)
        self._title = title
        self._left = 0
        self._look: ZoneLook | None = None

    def show_look(self, look: ZoneLook) -> None:
        """Show what the answers come to."""
        self._look, self._score = look, look.at
        self.setAccessibleName(f"{self._title}: {look.told}. The cut-off is {self._cutoff:.2f}.")
        plain.tool_tip(self, look.told)
        self.updateGeometry()
        self.update()

    def set_left(self, room: int) -> None:
        """Keep so many pixels free at the left."""
        self._left = room
        self.updateGeometry()
        self.update()

    def _words_high(self) -> int:
        return round(self.font().pixelSize() * theme.TITLE_LINE_HEIGHT)

    def _thick(self) -> int:
        return theme.of().space(Space.NORMAL)

    def sizeHint(self) -> QSize:
        """Return the size that shows words, bar and figure."""
        look = theme.of()
        high = self._words_high() + round(self._thick() * 1.3) + self.fontMetrics().ascent() + 2
        return QSize(max(look.size(Size.LIST), self.words_wide()), high)

    def minimumSizeHint(self) -> QSize:
        """Return the least size: the band's own words show, what follows may be cut."""
        look = theme.of()
        bold = QFontMetrics(look.font(Type.SMALL_STRONG)).horizontalAdvance("At or above cut-off")
        wide = self._left + bold + look.size(Size.ICON_SMALL) + look.space(Space.SMALL)
        return QSize(wide, self.sizeHint().height())

    def words_wide(self) -> int:
        """Return how wide the words are in full."""
        if self._look is None:
            return 0
        look = theme.of()
        bold = QFontMetrics(look.font(Type.SMALL_STRONG)).horizontalAdvance(self._look.tag.words)
        soft = QFontMetrics(look.font(Type.SMALL)).horizontalAdvance(self._look.detail)
        around = self._before() + look.space(Space.SMALL) + Edge.FIRM.value
        return self._left + around + bold + soft

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, the zones, the cut-off with its figure, the score and the whisker."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = theme.of().colours
        if self._look is not None:
            self._draw_words(painter, self._look)
        thick = self._thick()
        room = theme.of().size(Size.ICON) / 2
        left, top = self._left + room, self._words_high() + thick * 0.2
        bar = QRectF(left, top, self.width() - left - room, thick * 0.9)
        self._zones(painter, bar)
        painter.setPen(QPen(QColor(c.control), Edge.LINE.value))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(bar, Edge.FIRM.value, Edge.FIRM.value)
        cut = self._at(bar, self._cutoff)
        over = thick * 0.2
        firm = QRectF(cut - 1, bar.top() - over, Edge.FIRM.value, bar.height() + 2 * over)
        painter.fillRect(firm, QColor(c.ink))
        painter.setPen(QColor(c.soft))
        painter.setFont(self.font())
        figure = f"{self._cutoff:.2f}"
        wide = self.fontMetrics().horizontalAdvance(figure)
        left = min(max(cut - wide / 2, 0), self.width() - wide)
        painter.drawText(QPointF(left, firm.bottom() + self.fontMetrics().ascent()), figure)
        if self._look is not None and self._look.possible is not None:
            self._whisker(painter, bar, *self._look.possible)
        if self._score is not None:
            self._diamond(painter, QPointF(self._at(bar, self._score), bar.center().y()))

    def _before(self) -> int:
        look = theme.of()
        return look.size(Size.ICON_SMALL) + look.space(Space.TINY) + Edge.FIRM.value

    def _draw_words(self, painter: QPainter, shown: ZoneLook) -> None:
        look = theme.of()
        high, size = self._words_high(), look.size(Size.ICON_SMALL)
        ink = QColor(look.colours.tone(shown.tag.tone).ink)
        icons.draw(painter, shown.tag.shape, ink, self._left, (high - size) / 2, size)
        left = self._left + self._before()
        for words, role, colour in (
            (shown.tag.words, Type.SMALL_STRONG, ink),
            (shown.detail, Type.SMALL, QColor(look.colours.soft)),
        ):
            painter.setFont(look.font(role))
            painter.setPen(colour)
            metrics = painter.fontMetrics()
            room = max(self.width() - left, 0)
            cut = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            base = (high + metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(left, base), cut)
            left += metrics.horizontalAdvance(words) + look.space(Space.SMALL)

    def _whisker(self, painter: QPainter, bar: QRectF, low: float, high: float) -> None:
        c = theme.of().colours
        start, end, y = self._at(bar, low), self._at(bar, high), bar.center().y()
        reach = bar.height() * 0.4
        for colour, thick in (
            (c.sheet, Edge.RING.value + Edge.FIRM.value),
            (c.ink, Edge.FIRM.value),
        ):
            painter.setPen(QPen(QColor(colour), thick))
            painter.drawLine(QPointF(start, y), QPointF(end, y))
            painter.drawLine(QPointF(end, y - reach), QPointF(end, y + reach))
