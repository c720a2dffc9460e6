"""Choosing the folder that the records are in, when they are not where they were looked for."""

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QWidget

WORDS = (
    "Choose the folder. It may be on a stick or on another drive: connect that first. The program "
    "opens your records there until you close it, and asks again the next time."
)
BUTTON = "Choose another folder"


def ask_folder(parent: QWidget, chosen: Callable[[str], object]) -> None:
    """Open the dialog that chooses a folder; `chosen` gets its path."""
    dialog = QFileDialog(parent, "Choose the folder with your records")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.finished.connect(parent.window().activateWindow)  # not every desktop does
    dialog.open()
