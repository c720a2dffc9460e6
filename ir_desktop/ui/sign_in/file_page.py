"""The page on which the sign-in file is put back from a backup; then somebody signs in."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.errors import IrError, Problem
from ir_desktop.ui.backups.folder_choice import ask_backup
from ir_desktop.ui.first_run.page import FormPage
from ir_desktop.ui.help.over import HelpOver
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.sign_in import file_words as words
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import row
from ir_desktop.ui.widgets.fields.texts import LineField
from ir_desktop.ui.window import Window
from ir_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from ir_desktop.services.sign_in_file import InBackup


class FilePage(FormPage):
    """Which backup."""

    def __init__(self) -> None:
        super().__init__(words.STEP, words.TITLE, words.LOOK)
        self.body.addWidget(Prose(words.LEAD))
        self.body.addWidget(Prose(words.NEWEST))
        self.file = self.form.add(
            "file",
            LineField("The backup", "Choose the file, or type where it is."),
            need="Choose the backup.",
        )
        self.choose = secondary("Choose the backup", icon="upload")
        self.choose.clicked.connect(lambda: ask_backup(self, self.chosen))
        self.form.card.body.addLayout(row(self.choose, None))
        self.offer("file")

    def enter(self) -> None:
        """Put the focus on choosing the file."""
        self.choose.setFocus()

    def chosen(self, path: str) -> None:
        """Take the file that was chosen."""
        self.file.set_value(path)
        self.act.setFocus()


class SignInFile(QWidget):
    """Looks into the backup that is chosen. Nothing is written here.

    `found` gives what is in it, as an `InBackup`; `left` when the person goes back.
    """

    found = Signal(object)
    left = Signal()

    def __init__(self, folder: Path, records: Worker) -> None:
        super().__init__()
        self.setAccessibleName(words.TITLE)
        self._folder, self._records = folder, records
        self.page = FilePage()
        self.page.back.connect(self.left)
        self.page.submitted.connect(self._look)
        place = QVBoxLayout(self)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self.page)
        self.help = HelpOver(self, lambda: self.page)

    def _look(self) -> None:
        file, folder = Path(self.page.file.value()), self._folder
        self.page.set_busy(words.LOOKING)

        def work() -> "InBackup":
            from ir_desktop.services import sign_in_file

            return sign_in_file.look_into(file, folder)

        self._records.submit(work, self._done, self._wrong, owner=self)

    def _done(self, found: "InBackup") -> None:
        self.page.set_busy("")
        self.found.emit(found)

    def _wrong(self, error: IrError) -> None:
        self.page.set_busy("")
        self.page.form.problems([Problem("file", error.sentence)])


def show(window: Window, folder: Path, records: Worker, back: Callable[[], None]) -> SignInFile:
    """Show the page; `back` is called when it is left."""
    page = SignInFile(folder, records)
    page.left.connect(back)
    window.show_page(page)
    page.page.enter()
    return page
