"""The whole program as a process: closing its window leaves a backup and ends it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.services import backups, sign_in
from tests.ui.backups.backup_house import NAME, PASSWORD, Home

_CLOSE = """
import json, os, signal, sys
from PySide6.QtCore import QTimer
from ir_desktop import app
how = sys.argv.pop()
told = {"pages": []}
def ready(running):
    def look():
        shown = running.window.page
        kind = type(shown).__name__
        if kind not in told["pages"]:
            told["pages"].append(kind)
        if kind == "SignInPage" and not shown.busy.text():
            shown.password.setText(os.environ["IR_TEST_PASSWORD"])
            shown.submit()
        elif kind == "Shell" and shown.screen_shown.loaded and "asked" not in told:
            told["asked"] = True
            if how == "close":
                running.window.close()
            else:
                os.kill(os.getpid(), signal.SIGTERM)
    running.timer = QTimer()
    running.timer.timeout.connect(look)
    running.timer.start(20)
status = app.run(sys.argv[1:], ready=ready)
print(json.dumps(told))
sys.exit(status)
"""


def run(home: Home, how: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", _CLOSE, "--store", str(home.folder), how],
        env=os.environ | {"IR_TEST_PASSWORD": PASSWORD},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(("how", "made"), [("close", 1), ("the system ends it", 0)])
def test_closing_waits_for_a_backup_and_a_shutdown_does_not(
    home: Home, stick: Path, how: str, made: int
) -> None:
    session = sign_in.sign_in(home.folder, sign_in.find_slot(home.folder, NAME), PASSWORD)
    backups.change_settings(session, folder=stick)
    session.close()
    told = run(home, how)
    assert told["asked"]
    assert ("LeavingPage" in told["pages"]) is bool(made)
    assert len(list(stick.iterdir())) == made
    session = sign_in.sign_in(home.folder, sign_in.find_slot(home.folder, NAME), PASSWORD)
    try:
        state = backups.state(session, session.today)
        assert (state.last is not None) is bool(made)
    finally:
        session.close()
