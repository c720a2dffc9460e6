"""A fault of the running program: nobody's words leave with it, and the next window tells of it."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.services.demo import DemoMade, make_demo
from tests.e2e.commands import ROOT
from tests.e2e.test_killed_form import told
from tests.e2e.told_fault import SECRET

SCRIPT = Path(__file__).with_name("told_fault.py")


def run(made: DemoMade, what: str) -> tuple[Any, Any, int, str]:
    who = made.staff[0]
    with subprocess.Popen(
        [sys.executable, str(SCRIPT), str(made.store), what],
        cwd=ROOT,
        env=os.environ
        | {
            "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
            "IR_TEST_ONE": who.name,
            "IR_TEST_ONE_WORD": who.password,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        try:
            private, report = told(program)[1], told(program)[1]
            assert program.stderr is not None
            return private, report, program.wait(30), program.stderr.read()
        finally:
            program.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux how the process stands")
@pytest.mark.parametrize(
    ("what", "line"),
    [("caught", "ValueError at "), ("system", "Segmentation fault at ")],
)
def test_the_next_window_knows_where_the_fault_was_and_nothing_else(
    what: str, line: str, tmp_path: Path
) -> None:
    made = make_demo(tmp_path / "store", children=2, today=date.today())
    private, report, status, err = run(made, what)
    assert private == ["0o77", 0]
    assert report == ""
    assert (status == 0) is (what == "caught")
    assert SECRET not in err
    _, report, status, err = run(made, "none")
    assert (status, err) == (0, "")
    head, *lines = report.splitlines()
    assert head.startswith("Integrated Review ")
    assert [each for each in lines if each.startswith(line)] == lines
    assert len(lines) == 1
    for path in (made.store / "log").iterdir():
        assert SECRET not in path.read_text("utf-8")
        assert str(tmp_path) not in path.read_text("utf-8")
