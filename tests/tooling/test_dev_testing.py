"""How `dev.py test` starts pytest."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tools.dev import screens, testing
from tools.dev.places import ROOT, Stop


@pytest.mark.parametrize(
    ("rest", "whole"),
    [
        ([], True),
        (["-x", "-q"], True),
        (["tests/domain"], False),
        (["-k", "age"], False),
        (["--lf"], False),
    ],
)
def test_coverage_is_judged_on_whole_runs_only(rest: list[str], whole: bool) -> None:
    assert testing.whole_suite(rest) is whole
    assert ("--cov" in testing._options(rest, 2)) is whole


@pytest.mark.parametrize("rest", [["-n", "3"], ["-n0"], ["--pdb"], ["-s"]])
def test_a_person_who_debugs_gets_one_process(rest: list[str]) -> None:
    assert testing._workers(rest) == 0
    assert "--dist" not in testing._options(rest, 0)


def test_a_check_runs_no_test_when_a_program_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testing.shutil, "which", lambda name: None if name == "Xvfb" else name)
    monkeypatch.setattr(testing.sys, "platform", "linux")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(Stop, match="apt-get install -y xvfb"):
        testing._tell_missing()


def test_a_person_is_told_what_could_not_be_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(testing.shutil, "which", lambda _: None)
    monkeypatch.setattr(testing.sys, "platform", "linux")
    monkeypatch.delenv("CI", raising=False)
    testing._tell_missing()
    told = capsys.readouterr().err
    assert "windows on a real screen, the system's keyring, looking at printed pages" in told


@pytest.mark.needs("Xvfb")
def test_each_worker_has_a_screen_of_its_own_and_all_are_stopped() -> None:
    with screens.virtual(2) as displays:
        assert len(set(displays)) == 2
        env = testing.screen_environment(displays)
        assert env["DISPLAY"] == displays[0]
        size = subprocess.run(
            [sys.executable, "-c", SHOW_SIZE], env=env, capture_output=True, text=True, check=True
        )
        assert size.stdout.split() == ["xcb", "1366", "768"]
    for display in displays:
        assert not os.path.exists(f"/tmp/.X{display[1:]}-lock")


SHOW_SIZE = """
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
size = app.primaryScreen().size()
print(app.platformName(), size.width(), size.height())
"""


@pytest.mark.needs("Xvfb")
def test_a_killed_run_leaves_no_screen_behind() -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_SCREEN], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    with holder, holder.stdout:
        display = holder.stdout.readline().strip()
        holder.send_signal(signal.SIGKILL)
    lock = f"/tmp/.X{display[1:]}-lock"
    until = time.monotonic() + 10
    while os.path.exists(lock) and time.monotonic() < until:
        time.sleep(0.05)
    assert not os.path.exists(lock)


HOLD_SCREEN = """
import time
from tools.dev import screens
with screens.virtual(1) as displays:
    print(displays[0], flush=True)
    time.sleep(60)
"""
