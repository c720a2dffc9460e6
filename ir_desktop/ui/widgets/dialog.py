"""A dialog for a decision: the question, what goes with it, and two buttons that name the acts."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Corner, Edge, Size, Space, Type
from ir_desktop.ui.widgets.buttons import Button, Kind, primary, secondary
from ir_desktop.ui.widgets.fields.base import ROOM
from ir_desktop.ui.widgets.lines import ticked
from ir_desktop.ui.widgets.ring import FocusRing


class DangerButton(Button):
    """A button for what cannot simply be undone, such as deleting."""

    def __init__(self, words: str, *, tells: str = "") -> None:
        super().__init__(words, Kind.PRIMARY, tells=tells)

    def _face(self, painter: QPainter) -> tuple[QColor, float]:
        c = theme.of().colours
        if not self.isEnabled():
            return super()._face(painter)
        act = QColor(c.act.ink)
        rect, radius = QRectF(self.rect()), Corner.CONTROL.value
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(act.darker(180))
        painter.drawRoundedRect(rect, radius, radius)
        pressed = Edge.FIRM.value if self.isDown() else 0
        painter.setBrush(act.darker(120) if self.underMouse() else act)
        face = rect.adjusted(0, pressed, 0, pressed - Edge.RING.value)
        painter.drawRoundedRect(face, radius, radius)
        return QColor(c.on_accent), pressed - Edge.RING.value / 2


class Decision(QDialog):
    """Asks once. `decided` tells whether the act was chosen; Escape and closing mean it was not.

    The focus starts on the safe button, so that a key pressed too early does no harm.
    """

    decided = Signal(bool)

    def __init__(
        self,
        parent: QWidget | None,
        question: str,
        act: str,
        *,
        safe: str = "Cancel",
        detail: str = "",
        goes: Sequence[str] = (),
        goes_title: str = "What goes",
        danger: bool = False,
    ) -> None:
        super().__init__(parent)
        look = theme.of()
        # Not the question, which may hold a name: task switchers show titles to the whole room.
        self.setWindowTitle(act)
        self.setAccessibleName(question)
        self.setAccessibleDescription(" ".join((detail, *goes)).strip())
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.act = DangerButton(act) if danger else primary(act)
        self.safe = secondary(safe)
        self.act.clicked.connect(self.accept)
        self.safe.clicked.connect(self.reject)
        self.finished.connect(self._tell)
        down = QVBoxLayout(self)
        side = look.space(Space.PAGE)
        down.setContentsMargins(side, look.space(Space.LARGE), side, look.space(Space.LARGE))
        down.setSpacing(look.space(Space.NORMAL))
        down.addWidget(Prose(question, Type.SECOND_TITLE))
        if detail:
            down.addWidget(Prose(detail))
        if goes:
            lines = QVBoxLayout()
            lines.setSpacing(look.space(Space.SMALL))
            lines.addWidget(Prose(goes_title, Type.STRONG))
            for each in goes:
                lines.addWidget(
                    ticked(each, "minus" if danger else "check", "act" if danger else "accent")
                )
            down.addLayout(lines)
        across = QHBoxLayout()
        across.setContentsMargins(0, ROOM, 0, 0)
        across.setSpacing(look.space(Space.MEDIUM))
        across.addStretch(1)
        across.addWidget(self.safe)
        across.addWidget(self.act)
        down.addLayout(across)
        self.ring = FocusRing(self)
        room = self.screen().availableGeometry().width()
        self.setMinimumWidth(min(look.size(Size.FIELD) + 3 * side, room * 3 // 4))
        self.setMaximumWidth(min(look.size(Size.PAPER) + 2 * side, room))
        self.safe.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button in focus on Enter."""
        focus = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, Button):
            focus.click()
        else:
            super().keyPressEvent(event)

    def _tell(self, result: int) -> None:
        self.decided.emit(result == QDialog.DialogCode.Accepted.value)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet, with a bar above a decision that takes something away."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.of().colour("control"))
        edge = Edge.LINE.value
        inside = self.rect().adjusted(edge, edge, -edge, -edge)
        painter.fillRect(inside, theme.of().colour("sheet"))
        danger = isinstance(self.act, DangerButton)
        colour = theme.of().colour("act" if danger else "accent")
        painter.fillRect(0, 0, self.width(), Edge.BAR.value, colour)
