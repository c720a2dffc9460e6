"""The page for records that cannot be opened, or are not where they were looked for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.help.over import HelpOver
from ir_desktop.ui.plain import Heading, Prose, Words
from ir_desktop.ui.sign_in import file_words, presenter
from ir_desktop.ui.sign_in.elsewhere import BUTTON, WORDS, ask_folder
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.buttons import primary, secondary
from ir_desktop.ui.widgets.cards import Card, ScrollPage, column, row
from ir_desktop.ui.widgets.problems import Summary


class NoStorePage(ScrollPage):
    """Says what is wrong and what to do.

    `elsewhere` gives another folder to look in; `demo_wanted` to look round the demo meanwhile;
    `restore_wanted` to put the records back from a backup, `file_wanted` the sign-in file alone.
    """

    elsewhere = Signal(str)
    demo_wanted = Signal()
    restore_wanted = Signal()
    file_wanted = Signal()

    def __init__(self, problem: str, *, put_back: bool = False, restore: bool = False) -> None:
        """Make the page; `put_back` where the sign-in file, put back, would mend it.

        `restore` offers a backup: there are records here that cannot be opened.
        """
        super().__init__()
        look = theme.of()
        self.problem = Summary()
        self.problem.show_problems([("", problem)])
        self.file = primary(file_words.FROM_BACKUP)
        self.file.clicked.connect(self.file_wanted)
        self.choose = secondary(BUTTON) if put_back else primary(BUTTON)
        self.choose.clicked.connect(lambda: ask_folder(self, self.elsewhere.emit))
        self.restore = secondary("Restore from a backup")
        self.restore.clicked.connect(self.restore_wanted)
        self.button = secondary("Look round the demo nursery")
        self.button.clicked.connect(self.demo_wanted)
        for button, offered in ((self.file, put_back), (self.restore, restore)):
            button.setParent(self)  # it goes with the page, also where it is not offered
            button.setVisible(offered)
        card = Card()
        card.body.setSpacing(look.space(Space.MEDIUM))
        for title, words, button in (
            (file_words.TITLE, presenter.FILE_FROM_BACKUP if put_back else "", self.file),
            (
                presenter.backup_title(put_back),
                presenter.FROM_BACKUP if restore else "",
                self.restore,
            ),
            (presenter.NO_STORE_NO_BACKUP, presenter.NO_STORE_COPY if put_back else "", None),
            (presenter.NO_STORE_ELSEWHERE, WORDS, self.choose),
            (presenter.NO_STORE_MEANWHILE, presenter.NO_STORE_DEMO, self.button),
        ):
            if words:
                card.add(Heading(title, Type.CARD_TITLE))
                card.add(Prose(words))
            if button is not None and words:
                card.body.addLayout(row(button, None))
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
        self.help = HelpOver(self, self.widget)
