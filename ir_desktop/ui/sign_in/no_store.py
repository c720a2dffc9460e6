"""The page for records that cannot be opened, or are not where they were looked for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.sign_in import presenter
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.buttons import primary
from ir_desktop.ui.widgets.cards import Card, ScrollPage, column, row
from ir_desktop.ui.widgets.problems import Summary


class NoStorePage(ScrollPage):
    """Says what is wrong and what to do, and offers the demo nursery meanwhile."""

    demo_wanted = Signal()

    def __init__(self, problem: str) -> None:
        super().__init__()
        look = theme.of()
        self.problem = Summary()
        self.problem.show_problems([("", problem)])
        self.button = primary("Look round the demo nursery")
        self.button.clicked.connect(self.demo_wanted)
        card = Card()
        card.body.setSpacing(look.space(Space.MEDIUM))
        card.add(Prose(presenter.NO_STORE_ELSEWHERE))
        card.add(Prose(presenter.NO_STORE_COMMAND, Type.STRONG))
        card.add(Prose(presenter.NO_STORE_DEMO))
        card.body.addLayout(row(self.button, None))
        head = column(
            Words("Integrated Review", Type.SMALL_STRONG, colour="accent"),
            Prose(presenter.NO_STORE_TITLE, Type.TITLE),
            gap=Space.TINY,
        )
        inside = QWidget()
        inside.setLayout(column(head, self.problem, card))
        inside.setMaximumWidth(look.size(Size.PAPER))
        across = row(None, inside, None)
        across.setStretch(1, 100)  # up to its greatest width, and narrower in a narrow window
        self.body.addStretch(1)
        self.body.addLayout(across)
        self.body.addStretch(2)
