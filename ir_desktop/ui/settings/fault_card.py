"""What is kept of a fault of the program: to look at, to save as a file, to remove."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from ir_desktop import crash
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.sharing import files
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card
from ir_desktop.ui.widgets.disclosure import Disclosure
from ir_desktop.ui.widgets.flow import Flow

_NAME = "fault-report.txt"
_WORDS = (
    "The program had a fault. This report says where in the program it was, and which version it "
    "is. It holds nothing from the records, and it is sent nowhere by itself. You can save it as "
    "a file and send that to whoever helps you."
)


class FaultCard(Card):
    """The report of a folder of records. Hidden where there is none."""

    def __init__(self, folder: Path) -> None:
        super().__init__("A fault of the program", icon="file-text")
        self._folder = folder
        self.report = crash.report(folder)
        self.dialog: QFileDialog | None = None
        self.add(Prose(_WORDS))
        look = Disclosure("What the report says")
        look.body.addWidget(Prose(self.report, Type.SMALL))
        self.add(look)
        self.save = secondary("Save it as a file")
        self.save.clicked.connect(self._save)
        self.remove = secondary("Remove it")
        self.remove.clicked.connect(self._remove)
        self.add(Flow([self.save, self.remove], Space.MEDIUM))
        self.told = Prose("", colour="act")
        self.told.hide()
        self.add(self.told)
        if not self.report:
            self.hide()

    def _save(self) -> None:
        self.dialog = files.to_save(self, "Save the report", "Text (*.txt)", _NAME, self.write)

    def write(self, path: Path) -> None:
        """Write the report to a file."""
        try:
            path.write_text(self.report, "utf-8")
        except OSError:
            self._tell("The file could not be written. Choose another folder.")

    def _remove(self) -> None:
        with suppress(OSError):
            crash.forget(self._folder)
        if crash.report(self._folder):
            self._tell("It could not be removed: the folder of the records cannot be written.")
        else:
            self.hide()

    def _tell(self, words: str) -> None:
        self.told.set_text(words)
        self.told.show()
