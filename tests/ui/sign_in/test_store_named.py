"""What `--store` may be given, and what is said of it: in the window, never in the log."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.ui.sign_in import where

_LOOK = """
import json, sys
from PySide6.QtCore import QTimer
from ir_desktop import app
def ready(running):
    page = running.window.page
    kind = type(page).__name__
    told = {"page": kind}
    if kind == "NoStorePage":
        told["problem"] = page.problem.accessibleDescription()
        told["focus"] = page.problem.hasFocus() or page.problem is running.window.focusWidget()
    print(json.dumps(told))
    QTimer.singleShot(300, running.window.close)
sys.exit(app.run(sys.argv[1:], ready=ready))
"""


def look(folder: Path, home: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", _LOOK, "--store", str(folder)],
        env=os.environ | {"HOME": str(home), "XDG_DATA_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # where the log goes while there are no records
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("what", ["missing", "file", "other", "under a file"])
def test_a_wrong_name_is_told_for_what_it_is(tmp_path: Path, what: str) -> None:
    folder, home = tmp_path / "Willow Lane", tmp_path / "home"
    home.mkdir()
    sentence = {"file": where.A_FILE, "other": where.OTHER_THINGS}.get(what, where.MISSING)
    if what == "file":
        folder.write_text("words", "utf-8")
    elif what == "other":
        folder.mkdir()
        (folder / "letter.txt").write_text("words", "utf-8")
    elif what == "under a file":
        folder.write_text("words", "utf-8")
        folder = folder / "records"
    told = look(folder, home)
    assert told["page"] == "NoStorePage"
    assert told["problem"] == sentence
    assert told["focus"] is True
    assert "Willow" not in sentence
    if what == "other":
        assert [each.name for each in folder.iterdir()] == ["letter.txt"]


def test_an_empty_folder_begins_new_records_and_stays_empty(tmp_path: Path) -> None:
    folder, home = tmp_path / "records", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    assert look(folder, home)["page"] == "FirstRun"
    assert list(folder.iterdir()) == []  # a log in it would keep new records out
