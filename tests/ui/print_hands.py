"""The system's print dialog, as a person meets it on a computer that has no printer."""

from pathlib import Path

from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton


def print_dialog() -> QPrintDialog | None:
    """Return the dialog, once it is open."""
    found = QApplication.activeModalWidget()
    return found if isinstance(found, QPrintDialog) and found.isVisible() else None


def press(asked: QPrintDialog, words: str) -> None:
    """Press one of its buttons."""
    for each in asked.findChildren(QPushButton):
        if each.text().replace("&", "") == words:
            each.click()
            return
    raise AssertionError(f"no button says {words}")


def print_to(asked: QPrintDialog, file: Path) -> None:
    """Name a file in it and print."""
    line = asked.findChild(QLineEdit, "filename")
    assert isinstance(line, QLineEdit)
    line.setText(str(file))
    press(asked, "Print")
