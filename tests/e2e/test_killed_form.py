"""Kill the program, or close it, in the middle of a form, and find what was typed again."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.services import checking
from ir_desktop.services.demo import DemoMade, make_demo
from ir_desktop.services.sign_in import find_slot, sign_in
from tests.e2e.commands import ROOT

PROMISED = 2.0  # seconds after the last key
NAME, MONTH = "Half-typed <3 & counts", "Feb"
SCRIPT = Path(__file__).with_name("told_form.py")


@pytest.fixture
def made(tmp_path: Path) -> DemoMade:
    return make_demo(tmp_path / "store", children=3, today=date.today())


def start(made: DemoMade, what: str, person: int = 0) -> "subprocess.Popen[str]":
    program = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(made.store), what],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdin is not None
    who = made.staff[person]
    program.stdin.write("".join(f"{line}\n" for line in (who.name, who.password, NAME, MONTH)))
    program.stdin.close()
    return program


def told(program: "subprocess.Popen[str]") -> Any:
    assert program.stdout is not None
    line = program.stdout.readline()
    if not line:
        raise AssertionError(f"it ended with {program.wait(10)}: {program.communicate()[1]}")
    return json.loads(line)


def read(made: DemoMade, person: int = 0) -> Any:
    with start(made, "read", person) as program:
        try:
            found = told(program)
            assert program.wait(30) == 0
        finally:
            program.kill()
    return found


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("how", "after"),
    [(signal.SIGKILL, PROMISED), (signal.SIGTERM, 0.0), (None, 0.0)],
    ids=["killed two seconds after the last key", "ended at once", "closed at once"],
)
def test_what_was_typed_in_a_form_is_there_again_and_for_nobody_else(
    made: DemoMade, how: signal.Signals | None, after: float
) -> None:
    with start(made, "close" if how is None else "type") as program:
        try:
            assert told(program) == ["typed", [NAME, MONTH]]
            time.sleep(after)
            if how is not None:
                os.kill(program.pid, how)
            assert program.wait(30) == (-signal.SIGKILL if how is signal.SIGKILL else 0)
        finally:
            program.kill()
    assert read(made, person=1) == ["found", ["", "", False]]
    assert read(made) == ["found", [NAME, MONTH, True]]
    person = made.staff[0]
    session = sign_in(made.store, find_slot(made.store, person.name), person.password)
    try:
        assert session.store.database.check() == ()
        assert checking.verify_audit(session).findings == ()
    finally:
        session.close()
