"""Code loaded ahead: nothing of Qt in the records' thread, and nothing left for a first click."""

import re
import subprocess
import sys
from pathlib import Path

from ir_desktop.ui import places

_TELL_SERVICES = """
import sys
from ir_desktop.ui import ahead
before = set(sys.modules)
ahead.load_services(None)
qt = ("PySide6", "ir_desktop.ui")
print(*(name for name in set(sys.modules) - before if name.startswith(qt)))
"""

_TELL_SCREENS = """
import sys
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import QObject
qt = QApplication([])
from ir_desktop.ui import ahead
ahead.load_services(None)
before = set(sys.modules)
owner = QObject()
mine = ahead.Ahead(owner)
mine.begin()
while not mine.done:
    qt.processEvents()
heavy = ("sqlalchemy", "reportlab", "requests", "joserfc", "keyring", "pydantic", "openpyxl")
print(*(name for name in set(sys.modules) - before if name.partition(".")[0] in heavy))
print(*(name for name in sys.modules if name.startswith("ir_desktop.ui")))
"""


def told(program: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout.split("\n")


def test_the_records_thread_loads_nothing_of_qt() -> None:
    assert told(_TELL_SERVICES)[0] == ""


def test_every_place_is_loaded_and_waits_for_no_library() -> None:
    heavy, screens, *_ = told(_TELL_SCREENS)
    assert heavy == ""
    source = Path(places.__file__).read_text("utf-8")
    needed = set(re.findall(r"^    from (ir_desktop\.ui\.[\w.]+) import", source, re.MULTILINE))
    assert len(needed) > 8
    assert not [
        name for name in needed if not any(each.startswith(name) for each in screens.split())
    ]
