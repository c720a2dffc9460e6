"""The program locks by itself, as a fresh process, and what was typed is there again afterwards."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from ir_desktop.services import checking
from ir_desktop.services.demo import DemoMade, make_demo
from ir_desktop.services.sign_in import find_slot, sign_in
from tests.e2e.commands import ROOT
from tests.e2e.test_killed_form import told
from tests.e2e.told_lock import TYPED

SCRIPT = Path(__file__).with_name("told_lock.py")
SYSTEM = Path(__file__).with_name("fake_system.py")


@pytest.fixture
def made(tmp_path: Path) -> DemoMade:
    return make_demo(tmp_path / "store", children=3, today=date.today())


@contextmanager
def program(made: DemoMade, what: str, *, back: str = "ONE", bus: str = "disabled:") -> Iterator:
    people = {"ONE": made.staff[0], "TWO": made.staff[1]}
    env = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
        "DBUS_SESSION_BUS_ADDRESS": bus,
        "DBUS_SYSTEM_BUS_ADDRESS": bus,
        "IR_TEST_BACK": back,
    }
    for who, person in people.items():
        env |= {f"IR_TEST_{who}": person.name, f"IR_TEST_{who}_WORD": person.password}
    with subprocess.Popen(
        [sys.executable, str(SCRIPT), str(made.store), what],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def system() -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        ["dbus-run-session", "--", sys.executable, str(SYSTEM)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        try:
            yield process
        finally:
            process.stdin.close()
            process.wait(20)


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n")


def sound(made: DemoMade) -> None:
    person = made.staff[0]
    session = sign_in(made.store, find_slot(made.store, person.name), person.password)
    try:
        assert session.store.database.check() == ()
        assert checking.verify_audit(session).findings == ()
    finally:
        session.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there the process is not replaced in place")
def test_left_alone_it_says_so_locks_over_open_dialogs_and_brings_back_what_was_typed(
    made: DemoMade,
) -> None:
    with program(made, "idle") as window:
        assert told(window) == ["near", True]
        assert told(window) == ["stays", True]
        assert told(window) == ["open", 3]
        assert told(window) == ["again", [True, "SignInPage"]]
        assert told(window) == ["found", ["child_form", TYPED, True]]
        assert window.wait(30) == 0
        assert window.stderr is not None
        assert window.stderr.read() == ""
    sound(made)


@pytest.mark.skipif(sys.platform == "win32", reason="there the process is not replaced in place")
def test_a_computer_that_slept_locks_and_the_place_is_nobody_else_s(made: DemoMade) -> None:
    with program(made, "slept", back="TWO") as window:
        assert told(window) == ["open", 3]
        assert told(window) == ["again", [True, "SignInPage"]]
        assert told(window) == ["found", ["today", "", False]]
        assert window.wait(30) == 0
    sound(made)


@pytest.mark.skipif(sys.platform == "win32", reason="there the process is not replaced in place")
def test_work_that_does_not_end_keeps_it_from_locking_no_more_than_a_kill_would(
    made: DemoMade,
) -> None:
    with program(made, "busy") as window:
        assert told(window) == ["open", 3]
        assert told(window) == ["again", [True, "SignInPage"]]
        assert told(window)[0] == "found"
        assert window.wait(30) == 0
    sound(made)


@pytest.mark.needs("dbus-run-session")
@pytest.mark.parametrize(
    ("before", "said"),
    [("woke", "sleep"), ("bright", "session"), ("woke", "gnome"), ("bright", "kde")],
)
def test_it_locks_when_the_system_or_the_desktop_says_so(
    before: str, said: str, made: DemoMade
) -> None:
    with system() as desktop:
        assert desktop.stdin is not None
        with program(made, "told", bus=line(desktop)) as window:
            assert line(desktop).startswith("Inhibit sleep Integrated Review ")
            assert told(window) == ["open", 3]
            for each in (before, said):
                desktop.stdin.write(f"{each}\n")
                desktop.stdin.flush()
            assert told(window) == ["again", [True, "SignInPage"]]
            assert line(desktop) == "let go"  # sleep waits no longer than for the lock
            assert told(window)[0] == "found"
            assert window.wait(30) == 0
    sound(made)
