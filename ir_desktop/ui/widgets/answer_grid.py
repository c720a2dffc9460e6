"""Thirty answers in thirty keystrokes: five areas of six, each with its score and zone.

The grid knows areas by their names and items by their numbers, never by the questionnaire's words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from ir_desktop.domain.asq3 import ITEMS, Answer
from ir_desktop.ui import theme
from ir_desktop.ui.plain import Words
from ir_desktop.ui.theme import Edge, Size, Space, Type
from ir_desktop.ui.widgets.across import Across
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.answer_cell import (
    LETTERS,
    AnswerButton,
    AnswerCell,
    answer_of,
    cell_side,
)
from ir_desktop.ui.widgets.cards import Card, Line
from ir_desktop.ui.widgets.fields.base import ROOM
from ir_desktop.ui.widgets.forms import show_in_page
from ir_desktop.ui.widgets.score_zone import ScoreZone, ZoneLook

_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area: the key it goes by, its name, and the figures of its bar."""

    key: str
    title: str
    cutoff: float
    upper: float
    confirmed: bool = True


Judge = Callable[[str, Sequence[str]], ZoneLook]
"""Gives what an area's six letters (Y, S, N, - or nothing) come to."""


class AnswerGrid(Card):
    """The grid. `answered` gives area, item (1 to 6) and the answer, or None for left blank.

    Y, S, N and minus fill the current cell and move on, Backspace goes back, Delete empties,
    arrows move. `finished` comes when the last cell has been filled.
    """

    answered = Signal(str, int, object)
    finished = Signal()

    def __init__(self, areas: Sequence[AreaLine], judge: Judge) -> None:
        super().__init__()
        self.setAccessibleName("Answers")
        self._areas, self._judge = tuple(areas), judge
        self._at = (0, 0)
        self._under = False
        look = theme.of()
        self.cells = [[self._cell(r, i) for i in range(ITEMS)] for r in range(len(self._areas))]
        self.figures = [Words("", Type.SECOND_TITLE) for _ in self._areas]
        self.zones = [ScoreZone(a.title, a.cutoff, a.upper, a.confirmed) for a in self._areas]
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.space(Space.TINY) + 2)
        self._grid.setVerticalSpacing(Edge.FIRM.value)
        self._grid.setColumnStretch(ITEMS + 2, 1)
        self._heads()
        for row in range(len(self._areas)):
            self._row(row, 1 + 3 * row)
        inside = QWidget()
        self._grid.setRowMinimumHeight(3 * len(self._areas) + 1, look.space(Space.TINY))
        inside.setLayout(self._grid)
        self.add(inside)
        self.add_wide(Line())
        self._foot = self._buttons()
        self.add_wide(self._foot)
        self._arrange(False)
        self._go(0, 0, focus=False)
        for row in range(len(self._areas)):
            self._show(row)

    def letters(self, area: str) -> tuple[str, ...]:
        """Return an area's six letters; nothing where none is given yet."""
        row = [each.key for each in self._areas].index(area)
        return tuple(cell.letter for cell in self.cells[row])

    def answers(self, area: str) -> tuple[Answer | None, ...]:
        """Return an area's six answers; None where left blank or not given yet."""
        return tuple(answer_of(letter) for letter in self.letters(area))

    def show_answers(self, answers: Mapping[str, Sequence[str]]) -> None:
        """Show letters by area, six each, and go to the first that is empty; nothing is told."""
        for row, area in enumerate(self._areas):
            for cell, letter in zip(self.cells[row], answers.get(area.key, ()), strict=False):
                cell.show_letter(letter)
            self._show(row)
        empty = [(r, i) for r, line in enumerate(self.cells) for i in range(ITEMS)
                 if not line[i].letter]  # fmt: skip
        self._go(*(empty[0] if empty else (0, 0)), focus=False)

    def refresh(self) -> None:
        """Judge every area again, for instance with another form's limits."""
        for row in range(len(self._areas)):
            self._show(row)

    def focus_current(self) -> None:
        """Put the keyboard's focus on the current cell."""
        self._go(*self._at)

    def current(self) -> tuple[str, int]:
        """Return the area and item (1 to 6) that a key would fill."""
        return self._areas[self._at[0]].key, self._at[1] + 1

    def _cell(self, row: int, item: int) -> AnswerCell:
        made = AnswerCell(f"{self._areas[row].title}, item {item + 1}")
        made.pressed.connect(self._key)
        made.entered.connect(lambda: self._go(row, item, focus=False))
        return made

    def minimumSizeHint(self) -> QSize:
        """Return the least size: with each zone under its cells."""
        look = theme.of()
        bold = QFontMetrics(look.font(Type.STRONG))
        titles = max(bold.horizontalAdvance(area.title) for area in self._areas)
        cells = ITEMS * (cell_side() + self._grid.horizontalSpacing())
        wide = titles + cells + look.size(Size.ROW) + 3 * look.space(Space.CARD)
        return QSize(wide, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set each zone beside its cells where there is room, else under them."""
        super().resizeEvent(event)
        beside = self.minimumSizeHint().width() + self.zones[0].minimumSizeHint().width()
        under = self.width() < beside + theme.of().space(Space.CARD)
        if under != self._under:
            self._arrange(under)

    def _heads(self) -> None:
        middle = Qt.AlignmentFlag.AlignCenter
        self._grid.addWidget(Words("Area", Type.SMALL, colour="soft"), 0, 0)
        for item in range(ITEMS):
            head = Words(str(item + 1), Type.SMALL, colour="soft")
            self._grid.addWidget(head, 0, 1 + item, middle)
        head = Words("Score", Type.SMALL, colour="soft")
        self._grid.addWidget(head, 0, ITEMS + 1, Qt.AlignmentFlag.AlignRight)
        self._zone_head = Words("Zone, with the cut-off marked", Type.SMALL, colour="soft")
        self._zone_head.setContentsMargins(theme.of().space(Space.MEDIUM), 0, 0, 0)
        self._grid.addWidget(self._zone_head, 0, ITEMS + 2)

    def _row(self, row: int, at: int) -> None:
        self._grid.addWidget(Line(), at, 0, 1, ITEMS + 3)
        title = Words(self._areas[row].title, Type.STRONG)
        title.setContentsMargins(0, 0, theme.of().space(Space.TINY), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(title, at + 1, 0, middle)
        for item, cell in enumerate(self.cells[row]):
            self._grid.addWidget(cell, at + 1, 1 + item)
        right = middle | Qt.AlignmentFlag.AlignRight
        self._grid.addWidget(self.figures[row], at + 1, ITEMS + 1, right)

    def _arrange(self, under: bool) -> None:
        self._under = under
        look = theme.of()
        for row, zone in enumerate(self.zones):
            at = 2 + 3 * row
            self._grid.removeWidget(zone)
            if under:
                self._grid.addWidget(zone, at + 1, 0, 1, ITEMS + 3)
            else:
                self._grid.addWidget(zone, at, ITEMS + 2)
            zone.set_left(0 if under else look.space(Space.MEDIUM))
            # Room for the ring of a cell, also where the bar beside it is not high.
            air = 2 * ROOM if under or look.stacked else look.space(Space.LARGE)
            self._grid.setRowMinimumHeight(at, self.cells[row][0].height() + air)
        self._zone_head.setVisible(not under)
        ways = QBoxLayout.Direction
        self._foot_line.setDirection(ways.TopToBottom if under else ways.LeftToRight)

    def _buttons(self) -> QWidget:
        look = theme.of()
        foot = QWidget()
        self.naming = Words("", Type.STRONG)
        self.buttons = [AnswerButton(letter) for letter in LETTERS]
        for button in self.buttons:
            button.clicked.connect(lambda _=False, with_=button: self._fill(with_.letter))
        self._foot_line = QBoxLayout(QBoxLayout.Direction.LeftToRight, foot)
        side = look.space(Space.CARD)
        self._foot_line.setContentsMargins(side, ROOM, side - ROOM, 0)
        self._foot_line.setSpacing(0)
        self._foot_line.addWidget(self.naming, 1)
        self._foot_line.addWidget(Across(self.buttons, Space.SMALL))
        return foot

    def _key(self, key: int, text: str) -> None:
        letter = text.upper().replace("\u2212", "-").replace("\u2013", "-")
        row = self._at[0]
        if letter and letter in LETTERS:
            self._fill(letter)
        elif key == Qt.Key.Key_Backspace:
            self._step(-1)
        elif key == Qt.Key.Key_Delete:
            self._set("")
        elif key == Qt.Key.Key_Home:
            self._go(row, 0)
        elif key == Qt.Key.Key_End:
            self._go(row, ITEMS - 1)
        elif (move := _MOVES.get(Qt.Key(key))) is not None:
            self._arrow(*move)

    def _arrow(self, down: int, across: int) -> None:
        if across:
            self._step(across)
            return
        row = self._at[0] + down
        if 0 <= row < len(self._areas):
            self._go(row, self._at[1])

    def _step(self, by: int) -> None:
        place = self._at[0] * ITEMS + self._at[1] + by
        if 0 <= place < ITEMS * len(self._areas):
            self._go(*divmod(place, ITEMS))

    def _fill(self, letter: str) -> None:
        self._set(letter)
        if self._at == (len(self._areas) - 1, ITEMS - 1):
            self.finished.emit()
        self._step(1)

    def _set(self, letter: str) -> None:
        row, item = self._at
        cell = self.cells[row][item]
        if cell.letter == letter:
            return
        cell.show_letter(letter)
        self._show(row)
        if item == ITEMS - 1:  # the area is through: say what it came to
            announce(self, self.zones[row].accessibleName())
        self.answered.emit(self._areas[row].key, item + 1, answer_of(letter))

    def _show(self, row: int) -> None:
        found = self._judge(self._areas[row].key, [cell.letter for cell in self.cells[row]])
        self.figures[row].setText(found.figure)
        self.figures[row].setAccessibleName(
            f"{self._areas[row].title}: {f'score {found.figure}' if found.figure else 'no score'}"
        )
        self.zones[row].show_look(found)

    def _go(self, row: int, item: int, *, focus: bool = True) -> None:
        self.cells[self._at[0]][self._at[1]].show_current(False)
        self._at = (row, item)
        cell = self.cells[row][item]
        cell.show_current(True)
        name = f"{self._areas[row].title}, item {item + 1}"
        self.naming.setText(name)
        for button in self.buttons:
            button.setAccessibleName(f"{LETTERS[button.letter]}: {name}")
        if focus:
            cell.setFocus(Qt.FocusReason.OtherFocusReason)
            show_in_page(cell)
