"""The program as it is started, and somebody in it at the form of a new child.

Arguments: the store, and ``type``, ``close`` or ``read``. With ``type`` it types, says so after
the last key, and waits; with ``close`` it closes the window at once instead; with ``read`` it
prints what stands in the form, and closes the window. Reads on standard input: name, password,
what to type as first name, and as the month of birth.
"""

import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from ir_desktop import app
from ir_desktop.services.sign_in import find_slot
from ir_desktop.ui.children.form_screen import KEPT_WORDS
from ir_desktop.ui.context import Place
from ir_desktop.ui.widgets.banner import Banner
from tests.e2e.told_typist import tell, until


def begin(opened: app.App, store: Path, what: str) -> None:
    window: Any = opened.window
    window.activateWindow()
    until(window.isActiveWindow)
    name, password, first, month = (line.rstrip("\n") for line in sys.stdin)
    page = window.page
    page.names.choose(find_slot(store, name))
    page.password.setText(password)
    page.submit()
    shell = until(lambda: getattr(window.page, "screen_shown", None) and window.page)
    until(lambda: shell.screen_shown.loaded)
    shell.go(Place("child_form"))
    screen = shell.screen_shown
    until(lambda: screen.loaded)
    boxes = (screen.form.field("given_name").box, screen.form.field("date_of_birth").boxes["month"])
    if what != "read":
        for box, words in zip(boxes, (first, month), strict=True):
            box.setFocus()
            until(box.hasFocus)
            QTest.keyClicks(box, words)
        tell("typed", [box.text() for box in boxes])
        if what == "close":
            window.close()
        return
    banners = [each.accessibleName() for each in screen.findChildren(Banner)]
    tell("found", [*(box.text() for box in boxes), any(KEPT_WORDS in each for each in banners)])
    window.close()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    app.run(
        ["--store", str(folder)],
        ready=lambda opened: QTimer.singleShot(0, lambda: begin(opened, folder, sys.argv[2])),
    )
