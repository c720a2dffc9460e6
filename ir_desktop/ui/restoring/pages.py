"""The pages of a restore: the file and the code; what would come back; what to do next."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ir_desktop.ui.backups.folder_choice import ask_backup
from ir_desktop.ui.first_run.page import CardForm, StepPage
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.restoring import words
from ir_desktop.ui.restoring.words import Told
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, row
from ir_desktop.ui.widgets.fields.texts import LineField
from ir_desktop.ui.widgets.forms import show_in_page
from ir_desktop.ui.widgets.key_value import Answered, KeyValue
from ir_desktop.ui.widgets.lines import ticked
from ir_desktop.ui.widgets.problems import Summary

_LETTERS = 38  # of the code with its dashes, and some room


class FilePage(StepPage):
    """Which backup, and the recovery code."""

    looked = Signal()

    def __init__(self, *, take_over: bool) -> None:
        super().__init__("Step 1 of 2", words.TITLE, "Look into the backup")
        self.body.addWidget(Prose(words.LEAD))
        self.form = CardForm(words.TITLE)
        self.file = self.form.add(
            "file",
            LineField("The backup", "Choose the file, or type where it is."),
            need="Choose the backup.",
        )
        self.choose = secondary("Choose the backup", icon="upload")
        self.choose.clicked.connect(lambda: ask_backup(self, self.chosen))
        self.form.card.body.addLayout(row(self.choose, None))
        self.code = self.form.add(
            "code",
            LineField("Recovery code", words.CODE, letters=_LETTERS),
            need="Type the recovery code from the sheet.",
        )
        self.newer = self.form.add(
            "newer_code",
            LineField(words.NEWER_CODE, words.NEWER_HINT, optional=True, letters=_LETTERS),
        )
        self.newer.hide()
        if take_over:
            self.form.add_part(Prose(words.TAKES_OVER, colour="soft"))
        self.body.addWidget(self.form)
        for box in self.form.findChildren(QLineEdit):
            box.returnPressed.connect(self.submit)

    def chosen(self, path: str) -> None:
        """Take the file that was chosen."""
        self.file.set_value(path)
        self.code.focus_field()

    def ask_newer(self) -> None:
        """Ask for the code of a newer recovery sheet too."""
        self.newer.show()

    def enter(self) -> None:
        """Put the focus on choosing the file, or on a newer code that is asked for."""
        if self.newer.isVisible() and self.newer.is_empty():
            _aim(self.newer.box)
        else:
            self.choose.setFocus()

    def submit(self) -> None:
        """Go on if both are there."""
        if self.busy:
            return
        found = self.form.check()
        self.form.problems(found)
        if not found:
            self.submitted.emit()

    def forget(self) -> None:
        """Empty the fields of the codes."""
        self.code.set_value("")
        self.newer.set_value("")


class FoundPage(StepPage):
    """What would come back, before it counts.

    `newer` when the person has the newer recovery sheet that is asked for.
    """

    newer = Signal()

    def __init__(
        self, lines: Sequence[tuple[str, str]], notes: Sequence[Told], *, ask_newer: bool = False
    ) -> None:
        super().__init__("Step 2 of 2", "This is what comes back", "Put these records back")
        self.problem = Summary()
        self.problem.hide()
        card = Card("In the backup", icon="history")
        card.add(KeyValue(Answered(name, name, value, act="") for name, value in lines))
        self.body.addWidget(self.problem)
        self.body.addWidget(card)
        for tone, title, detail in notes:
            self.body.addWidget(Banner(tone, title, detail))
        self._asks: QWidget | None = None
        if ask_newer:
            button = self._asks = secondary("Type the newer code too")
            button.clicked.connect(self.newer)
            self.body.addLayout(row(button, None))

    def enter(self) -> None:
        """Put the focus on going on, or where there is something to see first, there."""
        if self._asks is None:
            super().enter()
        else:
            _aim(self._asks)

    def show_problem(self, sentence: str) -> None:
        """Say why it could not be done; nothing has changed."""
        self.problem.show_problems([("", sentence)])
        self.problem.setFocus()


def _aim(part: QWidget) -> None:
    """Put the focus on a part, and bring it into sight once it has its place."""
    part.setFocus()
    QTimer.singleShot(0, part, lambda: show_in_page(part))


class DonePage(StepPage):
    """The records stand; what to do next."""

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__("All done", "The records are back", "Go to sign in", first=True)
        card = Card("What to do next", icon="list-checks")
        for each in steps:
            card.add(ticked(each, "arrow-right", "accent"))
        self.body.addWidget(card)
