"""A date in three boxes: day, month and year. Nothing moves on by itself."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ir_desktop.domain import date_boxes
from ir_desktop.domain.date_boxes import Box, DateBoxes, ReadDate
from ir_desktop.ui import theme
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.fields.base import ROOM, Field, Group, Label, LineBox, mark_wrong

_LETTERS = {Box.DAY: 2, Box.MONTH: 5, Box.YEAR: 4}
_WORDS = {Box.DAY: "Day", Box.MONTH: "Month", Box.YEAR: "Year"}


class DateField(Field[date | None]):
    """A date. A whole date pasted into one box fills all three."""

    def __init__(self, label: str, hint: str = "", *, optional: bool = False) -> None:
        super().__init__(label, hint, optional=optional)
        self.group = Group()
        self.boxes = {box: LineBox(_LETTERS[box]) for box in Box}
        across = QHBoxLayout(self.group)
        across.setContentsMargins(ROOM, 0, ROOM, ROOM)
        across.setSpacing(theme.of().space(Space.LARGE))
        for box, line in self.boxes.items():
            line.textEdited.connect(self._edited)
            words = Label(_WORDS[box], Type.BODY)
            words.setBuddy(line)
            line.setAccessibleName(_WORDS[box])
            column = QVBoxLayout()
            column.setSpacing(theme.of().space(Space.TINY))
            column.addWidget(words)
            column.addWidget(line)
            across.addLayout(column)
        across.addStretch(1)
        self.take(self.group, roomy=True)
        self.tie(self.group)

    def typed(self) -> DateBoxes:
        """Return what stands in the boxes, exactly as typed."""
        return DateBoxes(*(self.boxes[box].text() for box in (Box.DAY, Box.MONTH, Box.YEAR)))

    def set_typed(self, typed: DateBoxes) -> None:
        """Put text in the boxes as it was typed before."""
        for box, text in zip(Box, (typed.day, typed.month, typed.year), strict=True):
            self.boxes[box].setText(text)

    def read(self) -> ReadDate:
        """Return the date that stands in the boxes, or what is wrong with it."""
        return date_boxes.read(self.typed())

    def value(self) -> date | None:
        """Return the date, or None where there is none or it cannot be read."""
        return self.read().value

    def set_value(self, value: date | None) -> None:
        """Show a date, or empty boxes."""
        self.set_typed(date_boxes.boxes_of(value))

    def state(self) -> DateBoxes:
        """Return what stands in the boxes."""
        return self.typed()

    def put_back(self, state: DateBoxes) -> None:
        """Show again what was typed before."""
        self.set_typed(state)

    def is_empty(self) -> bool:
        """Tell whether all three boxes are empty."""
        return self.typed().empty

    def own_problem(self) -> str:
        """Return why the date cannot be read, or nothing."""
        return self.read().problem

    def targets(self) -> Sequence[QWidget]:
        """Return the boxes, first those that a problem is about."""
        wrong = self.read().wrong
        return [self.boxes[box] for box in sorted(Box, key=lambda box: box not in wrong)]

    def _described(self) -> Sequence[QWidget]:
        return (self.group, *self.boxes.values())

    def _set_wrong(self, wrong: bool) -> None:
        # The boxes the problem is about; all of them where it is about the date itself.
        about = self.read().wrong or frozenset(Box)
        for box, line in self.boxes.items():
            mark_wrong(line, wrong and box in about)
        self.set_bar(wrong)

    def _edited(self, text: str) -> None:
        whole = date_boxes.split(text)
        if whole is not None:
            self.set_typed(whole)
        self.changed.emit()
