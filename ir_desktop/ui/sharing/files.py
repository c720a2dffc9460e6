"""Choosing a file, without stopping the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def to_open(parent: QWidget, title: str, kinds: str, chosen: Callable[[Path], None]) -> QFileDialog:
    """Ask which file to read; `chosen` gets it, if one is chosen."""
    dialog = _dialog(parent, title, kinds, chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()
    return dialog


def to_save(
    parent: QWidget, title: str, kinds: str, name: str, chosen: Callable[[Path], None]
) -> QFileDialog:
    """Ask where to write a file, offering a name; an existing one is replaced only if said so."""
    dialog = _dialog(parent, title, kinds, chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    dialog.open()
    return dialog


def _dialog(parent: QWidget, title: str, kinds: str, chosen: Callable[[Path], None]) -> QFileDialog:
    dialog = QFileDialog(parent, title, "", kinds)

    def take(name: str) -> None:
        chosen(Path(name))

    dialog.fileSelected.connect(take)
    dialog.finished.connect(dialog.deleteLater)
    return dialog
