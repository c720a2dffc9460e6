"""Where backups go: the last step of the first opening, which can be left for later."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from ir_desktop.ui.backups.folder_choice import ask_folder, banners
from ir_desktop.ui.backups.words import BY_ITSELF, WHY, Told
from ir_desktop.ui.first_run.page import StepPage
from ir_desktop.ui.first_run.presenter import BACKUP_LATER, Step
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, clear
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.problems import Summary

_NOT_YET = "Choose a folder or a stick first, or press “Decide later”."


class BackupPage(StepPage):
    """Choose a folder, or decide later. `looking` asks what to know about the folder chosen.

    `submitted` when a first backup is to be made there; `back` to decide later.
    """

    looking = Signal()

    def __init__(self) -> None:
        super().__init__(Step.BACKUP, "Where do backups go?", "Make the first backup")
        self.folder: Path | None = None
        self.back_button.set_words("Decide later")
        self.problem = Summary()
        self.problem.hide()
        card = Card("A copy away from this laptop", icon="shield-check")
        card.add(Prose(WHY))
        card.add(Prose("A stick that you take home is best. Plug it in, and choose it."))
        self.choose = secondary("Choose a folder or a stick")
        self.choose.clicked.connect(lambda: ask_folder(self, self.chosen))
        card.add(Flow([self.choose], Space.MEDIUM))
        self.shown = QVBoxLayout()
        card.body.addLayout(self.shown)
        card.add(Prose(BY_ITSELF))
        card.add(Prose(BACKUP_LATER, colour="soft"))
        self.body.addWidget(self.problem)
        self.body.addWidget(card)

    def chosen(self, path: str) -> None:
        """Take a folder, and show which it is."""
        self.folder = Path(path)
        self.problem.show_problems([])
        clear(self.shown)
        self.shown.addWidget(Prose(path, Type.STRONG))
        self.looking.emit()
        self.act.setFocus()

    def show_notes(self, folder: Path, told: list[Told]) -> None:
        """Show what to know about a folder, if it is still the one chosen."""
        if folder == self.folder:
            for each in banners(told):
                self.shown.addWidget(each)

    def show_problem(self, sentence: str) -> None:
        """Say why there is no backup; nothing was chosen then."""
        self.problem.show_problems([("", sentence)])
        self.problem.setFocus()

    def enter(self) -> None:
        """Put the focus on choosing."""
        self.choose.setFocus()

    def submit(self) -> None:
        """Have the first backup made, if there is a folder for it."""
        if self.folder is None and not self.busy:
            self.show_problem(_NOT_YET)
        else:
            super().submit()
