"""What was answered, line by line, each with a way back to change it: "Check your answers"."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.buttons import link
from ir_desktop.ui.widgets.cards import Line
from ir_desktop.ui.widgets.fields.base import ROOM


@dataclass(frozen=True, slots=True)
class Answered:
    """One line: the key its link gives, the question, and the answer; no `act` means no link."""

    key: str
    question: str
    answer: str
    act: str = "Change"


class KeyValue(QWidget):
    """Lines of question, answer and link. `chosen` gives the key of the line to change."""

    chosen = Signal(str)

    def __init__(self, lines: Iterable[Answered] = ()) -> None:
        super().__init__()
        look = theme.of()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
        self._grid.setHorizontalSpacing(look.space(Space.LARGE))
        self._grid.setVerticalSpacing(look.space(Space.SMALL))
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        for number, each in enumerate(lines):
            self._add(3 * number, each, above=look.stacked)

    def _add(self, at: int, each: Answered, *, above: bool) -> None:
        up = Qt.AlignmentFlag.AlignTop
        question, answer = Prose(each.question, Type.STRONG), Prose(each.answer)
        answer.setAccessibleName(f"{each.question}: {each.answer}")
        if above:  # big text: the answer under its question
            self._grid.addWidget(question, at, 0, 1, 2)
            self._grid.addWidget(answer, at + 1, 0, 1, 2)
        else:
            self._grid.addWidget(question, at, 0, up)
            self._grid.addWidget(answer, at, 1, up)
        if each.act:
            go = link(each.act, tells=f"{each.act}: {each.question}")
            go.clicked.connect(lambda: self.chosen.emit(each.key))
            self._grid.addWidget(go, at, 2, up | Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(Line(), at + 2, 0, 1, 3)
        self._grid.setColumnMinimumWidth(0, theme.of().size(Size.ROW))
