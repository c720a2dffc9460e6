"""The program as it is started, and somebody in it who types until killed.

Prints a line of JSON each time the page says "Saved", with what stands in the fields then: only
when nothing is left to save does it say so. Reads on standard input: name, password, child's id,
what to type (``words`` or ``answers``) and a seed for the pauses.
"""

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ir_desktop import app
from ir_desktop.domain.asq3 import Area
from ir_desktop.domain.progress import Step
from ir_desktop.services.sign_in import find_slot
from ir_desktop.ui.context import Place
from ir_desktop.ui.widgets.saved_note import SavedNote

VIEW = "progress_check, parents_view"
_PAUSES = (0, 0, 20, 60, 300, 1000)  # milliseconds after a key; saving begins after 800


def pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(found: Callable[[], Any]) -> Any:
    while not (result := found()):
        pause(20)
    return result


def tell(kind: str, what: object) -> None:
    print(json.dumps([kind, what]), flush=True)


class Typist:
    def __init__(self, window: Any, lines: list[str]) -> None:
        self.window = window
        self.name, self.password, self.child_id, self.what, seed = lines
        self.random = random.Random(int(seed))

    def sign_in(self, store: Any) -> Any:
        page = self.window.page
        page.names.choose(find_slot(store, self.name))
        page.password.setText(self.password)
        page.submit()
        shell = until(lambda: getattr(self.window.page, "screen_shown", None) and self.window.page)
        until(lambda: shell.screen_shown.loaded)
        return shell

    def go(self, shell: Any) -> None:
        step = Step.PROGRESS_CHECK if self.what == "words" else Step.ASQ3
        shell.go(Place("review", self.child_id, step))
        workspace = shell.screen_shown
        until(lambda: workspace.loaded)
        shown = SavedNote.show_saved

        def saved(note: SavedNote, at: Any) -> None:
            shown(note, at)
            tell("saved", self.now(workspace.page))

        SavedNote.show_saved = saved  # type: ignore[method-assign] - to hear what is told
        if self.what == "words":
            workspace.page.fields[VIEW].focus_field()
            self.keep_typing("a wren sang 12 songs; ")
        else:
            self.keep_typing("ysn")

    def now(self, page: Any) -> Any:
        """Return what stands on the page."""
        if self.what == "words":
            return page.fields[VIEW].value()
        return {str(area): list(page.grid.letters(area)) for area in Area}

    def keep_typing(self, letters: str) -> None:
        tell("typing", None)
        while True:
            focus = until(QApplication.focusWidget)
            QTest.keyClicks(focus, self.random.choice(letters))
            pause(self.random.choice(_PAUSES))


def begin(opened: app.App, store: Path) -> None:
    opened.window.activateWindow()
    until(opened.window.isActiveWindow)
    typist = Typist(opened.window, [line.rstrip("\n") for line in sys.stdin])
    typist.go(typist.sign_in(store))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    app.run(
        ["--store", str(folder)],
        ready=lambda opened: QTimer.singleShot(0, lambda: begin(opened, folder)),
    )
