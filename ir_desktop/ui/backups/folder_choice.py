"""Choosing the folder for backups: the dialog, and what to know about the folder chosen."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ir_desktop.ui.backups.words import Told
from ir_desktop.ui.widgets.banner import Banner


def ask_folder(parent: QWidget, chosen: Callable[[str], object], start: Path | None = None) -> None:
    """Open the dialog that chooses a folder or a stick; `chosen` gets its path."""
    dialog = QFileDialog(parent, "Choose a folder or a stick for backups")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    if start is not None:
        dialog.setDirectory(str(start))
    _open(dialog, parent, chosen)


def ask_backup(parent: QWidget, chosen: Callable[[str], object], start: Path | None = None) -> None:
    """Open the dialog that chooses a backup; `chosen` gets its path."""
    dialog = QFileDialog(parent, "Choose a backup")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter("Backups (*.irbackup);;Every file (*)")
    if start is not None:
        dialog.setDirectory(str(start))
    _open(dialog, parent, chosen)


def banners(told: Iterable[Told]) -> list[Banner]:
    """Return a band for each thing to know."""
    return [Banner(each.tone, each.title, each.detail) for each in told]


def _open(dialog: QFileDialog, parent: QWidget, chosen: Callable[[str], object]) -> None:
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.finished.connect(parent.window().activateWindow)  # not every desktop does
    dialog.open()
