"""The program as it is started, and somebody who types in a form and walks away.

Arguments: the store, and what makes it lock: ``idle``, ``slept``, ``busy`` (by hand, while work
goes on and on) or ``told`` from outside. Names and passwords are in the environment. After
the lock this file runs again, in the fresh process, signs in as the person that the environment
says, and tells what it finds.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from ir_desktop import app, uptime
from ir_desktop.services.sign_in import find_slot
from ir_desktop.ui.children.form_screen import KEPT_WORDS
from ir_desktop.ui.context import Place
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.dialog import Decision
from tests.e2e.told_typist import pause, tell, until

TYPED = os.environ.get("IR_TEST_TYPED", "Walked away <3")


def sign_in(window: Any, store: Path, who: str) -> Any:
    page = window.page
    page.names.choose(find_slot(store, os.environ[f"IR_TEST_{who}"]))
    page.password.setText(os.environ[f"IR_TEST_{who}_WORD"])
    page.submit()
    shell = until(lambda: getattr(window.page, "screen_shown", None) and window.page)
    until(lambda: shell.screen_shown.loaded)
    return shell


def type_and_leave(opened: app.App, store: Path, what: str) -> None:
    window: Any = opened.window
    shell = sign_in(window, store, "ONE")
    shell.go(Place("child_form"))
    until(lambda: shell.screen_shown.loaded)
    box = shell.screen_shown.form.field("given_name").box
    box.setFocus()
    until(box.hasFocus)
    watch = opened.guard.watch
    pushed = 0.0
    watch.now = lambda: uptime.since_start() + pushed

    def pass_by(seconds: float) -> None:
        nonlocal pushed
        for _ in range(20):  # in steps: a long one is a sleep
            pushed += seconds / 20
            watch.look()

    if what == "idle":
        pass_by(275.0)
        tell("near", opened.guard.notice.banner is not None)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
        tell("stays", opened.guard.notice.banner is None)
    QTest.keyClicks(box, TYPED)
    # Whatever is open must not keep it from locking.
    files = QFileDialog(window, "A file")
    files.open()
    Decision(shell, "Really?", "Yes").open()
    pause(50)
    os.environ["IR_TEST_AGAIN"] = str(os.getpid())
    tell("open", len([each for each in QApplication.topLevelWidgets() if each.isVisible()]))
    if what == "idle":
        pass_by(298.0)  # and the rest is left to its own timer
    elif what == "busy":
        app._STOP_SECONDS = 0.5  # it would wait longer, and then do the same
        opened.records.submit(lambda: time.sleep(60), print, print, owner=shell)
        shell.lock()
    elif what == "slept":
        pushed += 40.0  # far less than it takes to lock: but nobody looked meanwhile


def come_back(opened: app.App, store: Path) -> None:
    window: Any = opened.window
    tell("again", [os.environ["IR_TEST_AGAIN"] == str(os.getpid()), type(window.page).__name__])
    who = os.environ["IR_TEST_BACK"]
    shell = sign_in(window, store, who)
    until(lambda: shell.screen_shown.loaded)
    screen, here = shell.screen_shown, shell.here
    words = ""
    if here.kind == "child_form":
        words = screen.form.field("given_name").box.text()
    told = any(KEPT_WORDS in each.accessibleName() for each in screen.findChildren(Banner))
    tell("found", [here.kind, words, told])
    window.close()


def begin(opened: app.App, store: Path, what: str) -> None:
    opened.window.activateWindow()
    until(opened.window.isActiveWindow)
    if "IR_TEST_AGAIN" in os.environ:
        come_back(opened, store)
    else:
        type_and_leave(opened, store, what)


if __name__ == "__main__":
    # Begun anew after the lock, it gets the program's own arguments in place of these.
    first = sys.argv[1] != "--store"
    folder = Path(sys.argv[1 if first else 2])
    sys.exit(
        app.run(
            ["--store", str(folder)],
            ready=lambda opened: QTimer.singleShot(0, lambda: begin(opened, folder, sys.argv[-1])),
        )
    )
