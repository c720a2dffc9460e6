"""The steps of something long, in any order: down the side, or in one line where text is big."""

from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Edge, Size, Space, Type
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import ScrollPage
from ir_desktop.ui.widgets.fields.base import ROOM
from ir_desktop.ui.widgets.forms import show_in_page
from ir_desktop.ui.widgets.ring import FocusRing
from ir_desktop.ui.widgets.step_button import StepButton, StepLook, StepMark

__all__ = ["LINE_FROM", "StepLine", "StepLook", "StepMark", "Stepper", "stepper"]


LINE_FROM = 1.2
"""The text size from which a page of the smallest laptop has no room for steps at its side."""


class _Steps(QWidget):
    """The steps under one another."""

    chosen = Signal(str)

    def __init__(self, steps: Sequence[StepLook]) -> None:
        super().__init__()
        self.setAccessibleName("Steps")
        down = QVBoxLayout(self)
        down.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
        down.setSpacing(0)
        self.buttons = [StepButton(step, n, len(steps)) for n, step in enumerate(steps)]
        for button in self.buttons:
            button.clicked.connect(lambda _=False, at=button: self.chosen.emit(at.step.key))
            button.moved.connect(self._move)
            down.addWidget(button)

    def show_steps(self, steps: Sequence[StepLook], current: str) -> None:
        for button, step in zip(self.buttons, steps, strict=True):
            button.show_step(step, current=step.key == current)

    def _move(self, place: int) -> None:
        if 0 <= place < len(self.buttons):
            self.buttons[place].setFocus(Qt.FocusReason.OtherFocusReason)
            show_in_page(self.buttons[place])


class Stepper(QWidget):
    """The steps down the side. `chosen` gives the key of a step; `head` and `foot` are for more."""

    chosen = Signal(str)

    def __init__(self, steps: Sequence[StepLook], current: str) -> None:
        super().__init__()
        look = theme.of()
        self._list = _Steps(steps)
        self._list.chosen.connect(self.chosen)
        self.head, self.foot = QVBoxLayout(), QVBoxLayout()
        down = QVBoxLayout(self)
        side = look.space(Space.LARGE) - ROOM
        down.setContentsMargins(side, look.space(Space.LARGE), Edge.FIRM.value + ROOM, ROOM)
        down.setSpacing(look.space(Space.SMALL))
        for part in (self.head, self.foot):
            part.setContentsMargins(ROOM, 0, ROOM, 0)
            part.setSpacing(0)
        down.addLayout(self.head)
        down.addWidget(self._list)
        down.addStretch(1)
        down.addLayout(self.foot)
        self.setFixedWidth(look.size(Size.RAIL) + look.size(Size.ROW_TWO))
        self.show_steps(steps, current)

    @property
    def buttons(self) -> list[StepButton]:
        """The steps' buttons, in order."""
        return self._list.buttons

    def show_steps(self, steps: Sequence[StepLook], current: str) -> None:
        """Show how far each step has come, and which is on the page."""
        self._list.show_steps(steps, current)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline at the right."""
        line = Edge.LINE.value
        QPainter(self).fillRect(
            self.width() - line, 0, line, self.height(), theme.of().colour("line")
        )


class _Sheet(QWidget):
    """The list of all steps, over the page."""

    def __init__(self, above: QWidget, inside: QWidget) -> None:
        super().__init__(above, Qt.WindowType.Popup)
        self.setAccessibleName("All steps")
        down = QVBoxLayout(self)
        pad = theme.of().space(Space.SMALL)
        down.setContentsMargins(pad, pad, pad, pad)
        page = ScrollPage(Space.TINY)
        page.body.setContentsMargins(0, 0, 0, 0)
        page.body.addWidget(inside)
        down.addWidget(page)
        self._inside, self._pad = inside, pad
        self.ring = FocusRing(self)

    def wanted(self) -> int:
        """Return the height that shows every step."""
        return self._inside.sizeHint().height() + 2 * self._pad

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet and its edge."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.of().colour("control"))
        edge = Edge.LINE.value
        inside = self.rect().adjusted(edge, edge, -edge, -edge)
        painter.fillRect(inside, theme.of().colour("paper"))


class StepLine(QWidget):
    """The steps in one line: "Step 2 of 8: ASQ-3" and a button that lists them all."""

    chosen = Signal(str)

    def __init__(self, steps: Sequence[StepLook], current: str) -> None:
        super().__init__()
        look = theme.of()
        self._words = Prose("", Type.CARD_TITLE)
        self.extra = QHBoxLayout()
        self.all_steps = secondary("All steps", icon="list-checks")
        self.all_steps.clicked.connect(self.open_list)
        self._list = _Steps(steps)
        self._list.chosen.connect(self._choose)
        self.sheet = _Sheet(self, self._list)
        across = QHBoxLayout(self)
        side = look.space(Space.LARGE)
        across.setContentsMargins(side, ROOM, side, ROOM + Edge.LINE.value)
        across.setSpacing(look.space(Space.NORMAL))
        across.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        across.addLayout(self.extra)
        across.addWidget(self.all_steps)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_steps(steps, current)

    @property
    def buttons(self) -> list[StepButton]:
        """The steps' buttons, in order."""
        return self._list.buttons

    def text(self) -> str:
        """Return the words of the line."""
        return self._words.text()

    def show_steps(self, steps: Sequence[StepLook], current: str) -> None:
        """Show how far each step has come, and which is on the page."""
        self._list.show_steps(steps, current)
        for place, step in enumerate(steps, 1):
            if step.key == current:
                self._words.set_text(f"Step {place} of {len(steps)}: {step.words}")

    def open_list(self) -> None:
        """List all steps under the button, inside the screen."""
        room = self.screen().availableGeometry()
        wide = max(theme.of().size(Size.LIST), self.sheet.minimumSizeHint().width())
        self.sheet.resize(wide, min(self.sheet.wanted(), room.height()))
        corner = self.all_steps.mapToGlobal(
            QPoint(self.all_steps.width() - wide, self.all_steps.height())
        )
        corner.setX(max(min(corner.x(), room.right() + 1 - wide), room.left()))
        corner.setY(max(min(corner.y(), room.bottom() + 1 - self.sheet.height()), room.top()))
        self.sheet.move(corner)
        self.sheet.show()
        current = next((each for each in self.buttons if each.current), self.buttons[0])
        current.setFocus(Qt.FocusReason.PopupFocusReason)
        show_in_page(current)

    def _choose(self, key: str) -> None:
        self.sheet.hide()
        self.all_steps.setFocus(Qt.FocusReason.PopupFocusReason)
        self.chosen.emit(key)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the list along."""
        sheet = getattr(self, "sheet", None)  # none any more where Python takes both apart
        if sheet is not None:
            with suppress(RuntimeError):  # Qt was there first
                sheet.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline below."""
        line = Edge.LINE.value
        QPainter(self).fillRect(
            0, self.height() - line, self.width(), line, theme.of().colour("line")
        )


def stepper(steps: Sequence[StepLook], current: str) -> Stepper | StepLine:
    """Return the steps as the text size asks: down the side, or in one line."""
    return (StepLine if theme.of().scale >= LINE_FROM else Stepper)(steps, current)
