"""Long work: what is being done, how far it is, and a way to stop it."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Corner, Edge, Size, Space, Type
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import column, row
from ir_desktop.ui.widgets.fields.base import ROOM


class _Bar(QProgressBar):
    def __init__(self) -> None:
        super().__init__()
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme.of()
        return QSize(look.size(Size.FIELD), look.size(Size.ICON_SMALL))

    def minimumSizeHint(self) -> QSize:
        look = theme.of()
        return QSize(look.size(Size.BUTTON), look.size(Size.ICON_SMALL))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = theme.of().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = Corner.TAG.value
        painter.setPen(QPen(QColor(c.control), Edge.LINE.value))
        painter.setBrush(QColor(c.sheet))
        painter.drawRoundedRect(rect, radius, radius)
        whole = self.maximum() - self.minimum()
        if whole > 0 and self.value() > self.minimum():
            edge = Edge.FIRM.value
            inside = rect.adjusted(edge, edge, -edge, -edge)
            inside.setWidth(inside.width() * (self.value() - self.minimum()) / whole)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.accent))
            painter.drawRoundedRect(inside, radius / 2, radius / 2)


class Progress(QWidget):
    """Words, a bar and Cancel. `cancelled` comes once; then it says that it is stopping."""

    cancelled = Signal()

    def __init__(self, what: str, *, cancel: str = "Cancel") -> None:
        """Begin; `what` says what is being done, such as "Making the papers"."""
        super().__init__()
        self._what = what
        self._title = Prose(what, Type.STRONG)
        self._detail = Prose("Starting…", Type.SMALL, colour="soft")
        self.bar = _Bar()
        self.bar.setAccessibleName(what)
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        self.bar.setMaximumWidth(theme.of().size(Size.PAPER))
        self.cancel = secondary(cancel, tells=f"{cancel}: {what}")
        self.cancel.clicked.connect(self._stop)
        across = row(self.bar)
        across.setStretch(0, 1)
        across.addStretch(0)
        whole = column(
            self._title,
            across,
            self._detail,
            row(self.cancel, None),
            gap=Space.SMALL,
        )
        whole.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
        self.setLayout(whole)
        self.setAccessibleName(what)

    def show_step(self, done: int, whole: int, words: str = "") -> None:
        """Show how far it is, such as 3 of 12, and perhaps what is being done just now."""
        self.bar.setRange(0, max(whole, 1))
        self.bar.setValue(min(done, whole))
        told = f"{done} of {whole}"
        self._tell(f"{told}: {words}" if words else told)

    def show_words(self, words: str) -> None:
        """Show what is being done where nobody can tell how long it takes."""
        self._tell(words)

    def text(self) -> str:
        """Return the second line."""
        return self._detail.text()

    def _tell(self, words: str) -> None:
        self._detail.set_text(words)
        self.bar.setAccessibleDescription(words)

    def _stop(self) -> None:
        self.cancel.setEnabled(False)
        self._tell("Stopping. Nothing is left half done.")
        self.cancelled.emit()
