"""What is loaded before the first page is seen, the demo from start to end, and the lock."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.app import Options, parse
from ir_desktop.services.demo import DemoMade

_SLOW = [
    "sqlalchemy", "alembic", "pydantic", "reportlab", "requests", "joserfc", "keyring",
    "cryptography", "zxcvbn", "openpyxl", "sqlcipher3", "PySide6.QtPdf", "PySide6.QtPdfWidgets",
    "PySide6.QtPrintSupport",
]  # fmt: skip

_FIRST_PAINT = """
import json, sys
from ir_desktop import app
def ready(running):
    page = running.window.page
    names = [row.cells[0].words for row in page.names.rows_model.rows]
    visible = running.window.isVisible()
    print(json.dumps({"modules": sorted(sys.modules), "names": names, "visible": visible}))
    running.window.close()
sys.exit(app.run(sys.argv[1:], ready=ready))
"""


def python(code: str, *arguments: str, **environment: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout.splitlines()[-1])


def test_nothing_slow_is_loaded_before_the_first_page_is_seen(demo: DemoMade) -> None:
    found = python(_FIRST_PAINT, "--store", str(demo.store))
    assert found["visible"] is True
    assert found["names"] == [each.name for each in demo.staff]
    loaded = set(found["modules"])
    assert [name for name in _SLOW if name in loaded] == []
    assert not any(name.startswith("ir_desktop.services") for name in loaded)


_DEMO = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from ir_desktop import app
told = {"words": []}
def ready(running):
    page = running.window.page
    told["words"].append(page.busy.text())
    def look():
        shown = running.window.page
        if type(shown).__name__ == "Shell" and shown.screen_shown.loaded:
            told["rows"] = len(shown.screen_shown.due.rows_model.rows)
            running.window.close()
        elif shown is page and page.names.rows_model.rows and "people" not in told:
            folder = running._demo.path
            told["mode"] = oct(folder.stat().st_mode & 0o777)
            told["folder"] = str(folder)
            told["people"] = [row.cells[0].words for row in page.names.rows_model.rows]
            page.names.choose(page.names.rows_model.rows[0].key)
            told["hint"] = page.hint.text()
            page.fill.click()
            page.submit()
    running.timer = QTimer()
    running.timer.timeout.connect(look)
    running.timer.start(50)
status = app.run(["--demo"], ready=ready)
told["left"] = Path(told["folder"]).exists()
print(json.dumps(told))
sys.exit(status)
"""


def test_the_demo_opens_by_itself_tells_its_passwords_and_leaves_nothing(tmp_path: Path) -> None:
    told = python(_DEMO, TMPDIR=str(tmp_path))
    assert told["words"] == ["Making the demo nursery…"]
    assert told["mode"] == "0o700"
    assert len(told["people"]) == 3
    assert told["hint"].startswith("Password: ")
    assert told["rows"] > 0
    assert told["left"] is False
    assert not list(tmp_path.glob("ir-demo-*"))


_LOCK = """
import json, os, sys
from PySide6.QtCore import QTimer
from ir_desktop import app
def ready(running):
    def look():
        shown = running.window.page
        if type(shown).__name__ == "Shell":
            running.timer.stop()
            shown.lock()
        elif shown.names.rows_model.rows:
            if os.environ.get("IR_TEST_PID"):
                same = os.environ["IR_TEST_PID"] == str(os.getpid())
                people = [row.cells[0].words for row in shown.names.rows_model.rows]
                print(json.dumps({"same process": same, "people": people, "argv": sys.argv[1:]}))
                sys.stdout.flush()
                running.window.close()
            elif not shown.busy.text():
                shown.names.choose(shown.names.rows_model.rows[0].key)
                shown.fill.click()
                shown.submit()
    running.timer = QTimer()
    running.timer.timeout.connect(look)
    running.timer.start(50)
    if len(sys.argv) > 1 and sys.argv[1] == "--demo":
        os.environ.pop("IR_TEST_PID", None)
if sys.argv[1:] == ["--demo"]:
    os.environ.pop("IR_TEST_PID", None)
before = os.getpid()
real = os.execv
def execv(program, command):
    os.environ["IR_TEST_PID"] = str(before)
    real(program, command)
os.execv = execv
sys.exit(app.run(sys.argv[1:], ready=ready))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there the process is not replaced in place")
def test_lock_replaces_the_process_and_keeps_the_demo(tmp_path: Path) -> None:
    told = python(_LOCK, "--demo", TMPDIR=str(tmp_path))
    assert told["same process"] is True  # execv keeps the number and nothing else
    assert len(told["people"]) == 3
    assert told["argv"][0] == "--resume-demo"
    assert not list(tmp_path.glob("ir-demo-*"))  # gone at the end, though the first window kept it


_ELSEWHERE = """
import json, os, sys
from ir_desktop import app
def ready(running):
    if sys.argv[1:]:
        print(json.dumps({"page": type(running.window.page).__name__, "argv": sys.argv[1:]}))
        sys.stdout.flush()
        running.window.close()
        return
    running._look_elsewhere(os.environ["IR_TEST_STORE"])
    running._qt.exit(app._RESTART)
sys.exit(app.run(sys.argv[1:], ready=ready))
"""


def test_a_folder_chosen_in_the_window_is_kept_when_it_is_locked(
    tmp_path: Path, demo: DemoMade
) -> None:
    home = {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)}
    told = python(_ELSEWHERE, **home, IR_TEST_STORE=str(demo.store))
    assert told == {"page": "SignInPage", "argv": ["--store", str(demo.store)]}


_NO_STORE = """
import json, sys
from ir_desktop import app
def ready(running):
    page = running.window.page
    print(json.dumps({"page": type(page).__name__, "demo": page.page.demo.words(),
                      "modules": sorted(sys.modules)}))
    running.window.close()
sys.exit(app.run(sys.argv[1:], ready=ready))
"""


def test_without_records_the_first_page_says_so_and_offers_the_demo(tmp_path: Path) -> None:
    told = python(_NO_STORE, XDG_DATA_HOME=str(tmp_path), HOME=str(tmp_path))
    assert (told["page"], told["demo"]) == ("FirstRun", "Look round with the demo nursery")
    assert [name for name in _SLOW if name in told["modules"]] == []
    assert not list(tmp_path.glob("integrated-review"))  # looking makes nothing


def test_what_the_command_line_may_ask_of_the_window(tmp_path: Path) -> None:
    assert parse([]) == Options()
    assert parse(["--demo"]) == Options(demo=True)
    assert parse(["--store", str(tmp_path)]) == Options(store=tmp_path, named=True)
    assert parse(["--store"]) is None
    assert parse(["--demo", "--store", "x"]) is None


def test_the_module_runs_a_command_without_qt() -> None:
    code = (
        "import sys, json; from ir_desktop.__main__ import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(json.dumps({'qt': 'PySide6' in sys.modules}))"
    )
    assert python(code) == {"qt": False}


_NONE = """
import json
import ir_desktop.ui
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(300_000):
    thing.parent()
print(json.dumps({"alive": True}))
"""


def test_a_long_session_does_not_use_up_none() -> None:
    """PySide6 6.12.0 on Python 3.11 (PYSIDE-3474): without the guard this ends in an abort."""
    assert python(_NONE) == {"alive": True}


_ASKED_TO_END = """
import os, signal, sys
from ir_desktop import app
from ir_desktop.ui.window import Window
paint = Window.paintEvent
def painting(self, event):
    paint(self, event)
    if not sys.argv[1:]:
        os.kill(os.getpid(), signal.SIGTERM)
    for _ in range(1000):
        pass  # here Python notices the signal, in the middle of Qt's painting
Window.paintEvent = painting
if sys.argv[1:]:
    start = app.App.start
    def early(self):
        os.kill(os.getpid(), signal.SIGTERM)
        start(self)
    app.App.start = early
sys.exit(app.run([]))
"""


@pytest.mark.parametrize("moment", [(), ("before the first page",)])
def test_being_asked_to_end_while_the_window_opens_ends_quietly(
    tmp_path: Path, moment: tuple[str, ...]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ASKED_TO_END, *moment],
        env=os.environ | {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")


def test_a_program_without_a_console_needs_none_to_end() -> None:
    code = (
        "import sys; from ir_desktop import app; from ir_desktop.ui import ending\n"
        "sys.__stdout__ = sys.__stderr__ = sys.stdout = sys.stderr = None\n"
        "status = app.run(['--nonsense']); ending._flush(); sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], timeout=100, check=False)
    assert done.returncode == 2
