"""The columns of a file, each with a few of its cells and a list of what it may hold."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ir_desktop.domain.importing import ImportField
from ir_desktop.ui import theme
from ir_desktop.ui.importing.import_presenter import FIELD_WORDS, NOT_READ, Chosen, heading
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.cards import Line
from ir_desktop.ui.widgets.fields.base import ROOM, Label
from ir_desktop.ui.widgets.fields.selects import SelectBox

_FIELDS = tuple(ImportField)


class ColumnChoices(QWidget):
    """One line a column. `changed` when the person chose something else for one."""

    changed = Signal()

    def __init__(self, chosen: Chosen, picked: Sequence[ImportField | None]) -> None:
        super().__init__()
        look = theme.of()
        self.boxes: list[SelectBox] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(ROOM, 0, ROOM, ROOM)
        grid.setHorizontalSpacing(look.space(Space.LARGE))
        grid.setVerticalSpacing(ROOM)
        heads = ("Column in the file", "What stands in it", "It holds")
        for place, words in enumerate(heads if not look.stacked else ()):
            grid.addWidget(Words(words, Type.SMALL, colour="soft"), 0, place)
        for number, column in enumerate(chosen.look.columns):
            at = 1 + 4 * number
            grid.addWidget(Line(), at, 0, 1, 3)
            name = Label(heading(chosen, number))
            samples = Prose(", ".join(column.samples) or "Nothing", Type.SMALL, colour="soft")
            box = self._box(number, column.heading, chosen)
            name.setBuddy(box)  # where a list is told by its label, as on Linux
            box.setCurrentIndex(_place(picked[number]))
            up = Qt.AlignmentFlag.AlignVCenter
            if look.stacked:
                grid.addWidget(name, at + 1, 0, 1, 3)
                grid.addWidget(samples, at + 2, 0, 1, 3)
                grid.addWidget(box, at + 3, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
            else:
                grid.addWidget(name, at + 1, 0, up)
                grid.addWidget(samples, at + 1, 1, up)
                grid.addWidget(box, at + 1, 2, Qt.AlignmentFlag.AlignLeft | up)
            self.boxes.append(box)
        for place, share in enumerate((3, 5, 3)):
            grid.setColumnStretch(place, share)
        grid.setColumnMinimumWidth(2, look.size(Size.LIST) * 3 // 4)

    def _box(self, number: int, name: str, chosen: Chosen) -> SelectBox:
        box = SelectBox((NOT_READ, *(FIELD_WORDS[each] for each in _FIELDS)), first_is_none=True)
        box.setAccessibleName(f"{heading(chosen, number)} holds")
        box.activated.connect(partial(self._chosen, number))
        if not name:
            box.setEnabled(False)
            box.setAccessibleDescription("Give the column a heading in the file to read it.")
        return box

    def _chosen(self, number: int, place: int) -> None:
        """Let another column go that held the same: the newest choice counts."""
        if place:
            for other, box in enumerate(self.boxes):
                if other != number and box.currentIndex() == place:
                    box.setCurrentIndex(0)
        self.changed.emit()

    def picked(self) -> list[ImportField | None]:
        """Return what each column is chosen to hold."""
        places = (box.currentIndex() for box in self.boxes)
        return [_FIELDS[place - 1] if place > 0 else None for place in places]


def _place(field: ImportField | None) -> int:
    return 0 if field is None else _FIELDS.index(field) + 1
