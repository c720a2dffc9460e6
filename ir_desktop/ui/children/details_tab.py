"""The details of a child for reading, with one way to change them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.children.child_view import ChildView, Part
from ir_desktop.ui.context import Place, Places
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, column, row
from ir_desktop.ui.widgets.flow import Flow

_KEEPING = "keeping"  # the kind of place of the pages about leaving and keeping records


class DetailsTab(QWidget):
    """Every field in words; *Change* opens the form.

    `came_back` asks for the leaving to be taken back.
    """

    came_back = Signal()

    def __init__(self, view: ChildView, places: Places) -> None:
        super().__init__()
        look = theme.of()
        self.change = secondary("Change details", icon="pencil")
        place = Place("child_form", view.child_id)
        self.change.clicked.connect(lambda: places.go(place))
        self.leaves = secondary("Change when they leave" if view.leaves else "This child leaves")
        self.leaves.clicked.connect(lambda: places.go(Place(_KEEPING, view.child_id, "leaving")))
        buttons: list[QWidget] = [self.change, self.leaves]
        if view.leaves:
            self.back = secondary("They came back")
            self.back.clicked.connect(self.came_back)
            buttons.append(self.back)
        if view.manager:
            self.everything = secondary("Everything about this child")
            self.everything.clicked.connect(
                lambda: places.go(Place(_KEEPING, view.child_id, "everything"))
            )
            buttons.append(self.everything)
        acts = Flow(buttons, Space.MEDIUM)
        cards = [_card(part) for part in view.details]
        parts: list[QWidget | QVBoxLayout] = []
        if look.stacked:
            parts += cards
            whole = column(acts, *parts)
        else:
            left, right = column(*cards[::2]), column(*cards[1::2])
            left.addStretch(1)
            right.addStretch(1)
            across = row(left, right, gap=Space.LARGE)
            across.setStretch(0, 1)
            across.setStretch(1, 1)
            whole = column(acts, across)
        self.setLayout(whole)


def _card(part: Part) -> Card:
    card = Card(part.title, icon=part.icon)
    stacked, up = theme.of().stacked, Qt.AlignmentFlag.AlignTop
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.of().space(Space.NORMAL))
    grid.setVerticalSpacing(theme.of().space(Space.TINY if stacked else Space.SMALL))
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 3)
    for number, each in enumerate(part.facts):
        name = Prose(each.name, Type.SMALL if stacked else Type.BODY, colour="soft")
        value = Prose(each.value)
        value.setAccessibleName(f"{each.name}: {each.value}")
        if stacked:
            grid.addWidget(name, 2 * number, 0, 1, 2)
            grid.addWidget(value, 2 * number + 1, 0, 1, 2)
        else:
            grid.addWidget(name, number, 0, up)
            grid.addWidget(value, number, 1, up)
    card.body.addLayout(grid)
    return card
