"""The program as it is started, and a fault in it while somebody is signed in.

Arguments: the store, and ``caught`` for a fault that Python notices, ``system`` for one that ends
the process, or ``none``. Name and password are in the environment.
"""

import ctypes
import os
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from ir_desktop import app, crash
from ir_desktop.services.sign_in import find_slot
from tests.e2e.told_typist import pause, tell, until

SECRET = "Quokka said this"


def fault(words: str) -> None:
    raise ValueError(words)


def begin(opened: app.App, store: Path, what: str) -> None:
    window: Any = opened.window
    page = window.page
    page.names.choose(find_slot(store, os.environ["IR_TEST_ONE"]))
    page.password.setText(os.environ["IR_TEST_ONE_WORD"])
    page.submit()
    shell = until(lambda: getattr(window.page, "screen_shown", None) and window.page)
    until(lambda: shell.screen_shown.loaded)
    pause(1200)  # until the memory is closed to others
    library = ctypes.CDLL(None)
    tell("private", [oct(os.umask(0o077)), library.prctl(3, 0, 0, 0, 0)])
    tell("report", crash.report(store))
    if what == "caught":
        QTimer.singleShot(0, lambda: fault(SECRET))
        pause(200)
    elif what == "system":
        ctypes.string_at(0)
    window.close()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    status = app.run(
        ["--store", str(folder)],
        ready=lambda opened: QTimer.singleShot(0, lambda: begin(opened, folder, sys.argv[2])),
    )
    sys.exit(status)
