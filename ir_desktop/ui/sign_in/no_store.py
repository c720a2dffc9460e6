"""The page for a computer that has no records yet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.sign_in import presenter
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.buttons import primary
from ir_desktop.ui.widgets.cards import Card, ScrollPage, column, row


class NoStorePage(ScrollPage):
    """Says that there is nothing here, offers the demo nursery, and names the commands."""

    demo_wanted = Signal()

    def __init__(self, problem: str = "") -> None:
        """Make the page; `problem` says what is wrong with a store that cannot be read."""
        super().__init__()
        look = theme.of()
        self.button = primary("Look round the demo nursery")
        self.button.clicked.connect(self.demo_wanted)
        first, second = presenter.NO_STORE_WORDS
        card = Card()
        card.body.setSpacing(look.space(Space.MEDIUM))
        if problem:
            card.add(Prose(problem))
        card.add(Prose(first))
        card.body.addLayout(row(self.button, None))
        card.add(Prose(second))
        card.add(Words(presenter.NO_STORE_COMMAND, Type.STRONG))
        card.add(Prose(presenter.NO_STORE_KEEP))
        card.add(Words(presenter.NO_STORE_KEEP_COMMAND, Type.STRONG))
        title = "These records cannot be opened" if problem else presenter.NO_STORE_TITLE
        inside = QWidget()
        heading = Prose(title, Type.TITLE)
        brand = Words("Integrated Review", Type.SMALL_STRONG, colour="accent")
        inside.setLayout(column(brand, heading, card, gap=Space.MEDIUM))
        inside.setFixedWidth(look.size(Size.PAPER))
        self.body.addStretch(1)
        self.body.addLayout(row(None, inside, None))
        self.body.addStretch(2)
