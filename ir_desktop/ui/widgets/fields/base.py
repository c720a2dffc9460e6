"""What all fields share: label, hint, problem, and their ties for screen readers.

A field keeps `ROOM` free on every side, so that the focus ring of what is in it is never clipped.
"""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QLayout, QLineEdit, QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Edge, Size, Space, Type
from ir_desktop.ui.widgets.problems import FieldError

T = TypeVar("T")

ROOM = Edge.FIRM.value + Edge.RING.value
"""Pixels that a field keeps free around itself for the focus ring."""


class Label(Words):
    """The words above a control; a screen reader says them for it."""

    def __init__(self, text: str, role: Type = Type.STRONG) -> None:
        super().__init__("", role)
        self.setWordWrap(True)
        self.set_label(text)

    def set_label(self, text: str) -> None:
        """Show these words exactly: a label with a buddy would take & for a shortcut."""
        self.setText(text.replace("&", "&&"))
        self._plain = text

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that this width needs, also where no layout asks."""
        super().resizeEvent(event)
        if self.wordWrap():
            self.setMinimumHeight(self.heightForWidth(self.width()))

    def label(self) -> str:
        """Return the words as they were given."""
        return self._plain


class Group(QGroupBox):
    """Controls that belong together: a grouping to a screen reader, nothing to the eye."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlat(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw nothing."""


class Field(QWidget, Generic[T]):
    """A labelled field. `changed` comes with every change a person makes."""

    changed = Signal()
    secret = False
    """Whether what is typed is kept nowhere, not even as a draft."""

    def __init__(self, label: str, hint: str = "", *, optional: bool = False) -> None:
        """Make a field; an `optional` one says so after its label."""
        super().__init__()
        self._name, self._hint, self._problem = label, hint, ""
        self._bar = False
        look = theme.of()
        self.label = Label(f"{label} (optional)" if optional else label)
        self.hint = Prose(hint, colour="soft")
        if not hint:
            self.hint.hide()  # to show it before it has a place would open a window for it
        self.error = FieldError()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, ROOM, ROOM, ROOM)
        self._column.setSpacing(look.space(Space.TINY))
        head = QVBoxLayout()
        head.setContentsMargins(ROOM, 0, 0, Edge.FIRM.value)
        head.setSpacing(look.space(Space.TINY))
        for part in (self.label, self.hint, self.error):
            head.addWidget(part)
        self._column.addLayout(head)

    @abstractmethod
    def value(self) -> T:
        """Return what is filled in."""
        raise NotImplementedError

    @abstractmethod
    def set_value(self, value: T) -> None:
        """Fill in a value; `changed` stays silent."""
        raise NotImplementedError

    @abstractmethod
    def is_empty(self) -> bool:
        """Tell whether nothing is filled in."""
        raise NotImplementedError

    def state(self) -> object:
        """Return what stands in the field, also where it cannot be read; for telling changes."""
        return self.value()

    def put_back(self, state: Any) -> None:
        """Show again what `state` returned before."""
        self.set_value(state)

    def own_problem(self) -> str:
        """Return what is wrong with what is typed, in a sentence, or nothing."""
        return ""

    def name(self) -> str:
        """Return the label's words."""
        return self._name

    def problem(self) -> str:
        """Return the problem shown."""
        return self._problem

    def show_problem(self, text: str) -> None:
        """Show a problem at the field, or none."""
        self._problem = text
        self.error.show_words(text)
        self._set_wrong(bool(text))
        self._describe()

    def targets(self) -> Sequence[QWidget]:
        """Return what can take the keyboard, first the one that a link to the field goes to."""
        return ()

    def focus_field(self) -> None:
        """Put the keyboard's focus on the field."""
        for target in self.targets()[:1]:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, part: QWidget | QLayout, *, roomy: bool = False) -> None:
        """Put the control under the label; a `roomy` one keeps room for the ring by itself."""
        if isinstance(part, QWidget) and roomy:
            self._column.addWidget(part)
            return
        inside = QHBoxLayout()
        inside.setContentsMargins(ROOM, 0, 0, 0)
        if isinstance(part, QWidget):
            inside.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            inside.addLayout(part)
        self._column.addLayout(inside)

    def tie(self, control: QWidget) -> None:
        """Let the label name a control."""
        self.label.setBuddy(control)
        control.setAccessibleName(self.label.label())
        self._describe()

    def _described(self) -> Sequence[QWidget]:
        """Return what the hint and the problem are told with."""
        return self.targets()[:1]

    def _describe(self) -> None:
        told = [self._hint, f"Problem: {self._problem}" if self._problem else ""]
        words = " ".join(each for each in told if each)
        for control in self._described():
            control.setAccessibleDescription(words)

    def _set_wrong(self, wrong: bool) -> None:
        for control in self.targets():
            mark_wrong(control, wrong)
        self.set_bar(wrong)

    def set_bar(self, shown: bool) -> None:
        """Draw the firm bar at the left, and move the field in beside it."""
        self._bar = shown
        beside = Edge.BAR.value + theme.of().space(Space.MEDIUM) if shown else 0
        self._column.setContentsMargins(beside, ROOM, ROOM, ROOM)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar of a field with a problem."""
        if self._bar:
            bar = QRectF(ROOM, ROOM, Edge.BAR.value, self.height() - 2 * ROOM)
            QPainter(self).fillRect(bar, theme.of().colour("act"))


class LineBox(QLineEdit):
    """A line to type in, about as wide as `letters` need; 0 is the usual width of a field."""

    def __init__(self, letters: int = 0) -> None:
        super().__init__()
        look = theme.of()
        wide = look.size(Size.FIELD)
        if letters:
            wide = self.fontMetrics().horizontalAdvance("0") * (letters + 1)
            wide += 2 * look.space(Space.MEDIUM) + 2 * Edge.FIRM.value
        self._wide = wide
        high = look.size(Size.BUTTON) - 2 * Edge.FIRM.value
        # The firm edge of a problem must not make the line higher than its neighbours.
        self.setStyleSheet(f'QLineEdit[wrong="true"] {{ min-height: {high}px; }}')

    def sizeHint(self) -> QSize:
        """Return the width asked for."""
        return QSize(self._wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return a width that a narrow page still has room for."""
        hint = super().minimumSizeHint()
        return QSize(min(self._wide, theme.of().size(Size.ROW) * 3), hint.height())


def mark_wrong(control: QWidget, wrong: bool) -> None:
    """Give a control the firm edge of a problem, or take it away."""
    if bool(control.property("wrong")) != wrong:
        control.setProperty("wrong", wrong)
        control.style().polish(control)
        control.update()
