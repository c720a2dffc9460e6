"""The local-area profile: its rules in words, and loading another."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.settings import profile_words
from ir_desktop.ui.settings.presenter import SettingsView
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, column
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.lines import with_lines

LARGEST = 1_000_000  # bytes; a larger file is no profile


def read_file(path: Path) -> bytes:
    """Return a file's bytes. Raises `EnvironmentProblem` in words."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError:
        raise EnvironmentProblem("This file cannot be read. Choose another one.") from None
    if len(data) > LARGEST:
        raise EnvironmentProblem("This file is too large to be a profile. Choose another one.")
    return data


class AreaPart(QWidget):
    """`loading` gives the file that a manager chose; `default_wanted` to go back to ours."""

    loading = Signal(str)
    default_wanted = Signal()

    def __init__(self, view: SettingsView) -> None:
        super().__init__()
        shown = view.profile
        self.load = secondary("Load another profile", icon="upload")
        self.load.clicked.connect(self._choose)
        self.back = secondary("Use the national default")
        self.back.clicked.connect(self.default_wanted)
        other = shown.loaded_on is not None or bool(shown.waiting)
        for button, offered in ((self.load, view.manager), (self.back, view.manager and other)):
            if not offered:  # to show it before it has a place would open a window for it
                button.hide()
        parts: list[QWidget] = []
        if shown.waiting:
            words = "Everybody works with it from their next sign-in on. To do so now, lock."
            parts.append(Banner(Tone.ACCENT, f"“{shown.waiting}” was loaded", words))
        if shown.unread:
            words = "This version of the program cannot read it. The national default is used."
            parts.append(Banner(Tone.WATCH, "The profile that was loaded does not count", words))
        card = Card(shown.profile.name, icon="list-checks")
        card.add(Prose(profile_words.standing(shown), colour="soft"))
        lines = [self._line(each) for each in profile_words.lines(shown.profile)]
        for each in with_lines(lines):
            card.add(each)
        if view.manager:
            parts.append(Flow([self.load, self.back], Space.MEDIUM))
        self.setLayout(column(*parts, card))

    @staticmethod
    def _line(told: profile_words.Told) -> QWidget:
        made = QWidget()
        what = Flow([Prose(f"{told.what}:", Type.STRONG), Prose(told.value)], Space.SMALL)
        words = column(what, gap=Space.TINY)
        if told.source:
            words.addWidget(Prose(told.source, Type.SMALL, colour="soft"))
        made.setLayout(words)
        made.setAccessibleName(f"{told.what}: {told.value}. {told.source}".strip())
        return made

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Load a profile", "", "Profiles (*.json)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.loading)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
