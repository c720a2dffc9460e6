"""Opening stores from processes of their own: one window at a time, and what a kill leaves."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.e2e.commands import ROOT, Ran, Store, run

HOLD = """
import sys
from pathlib import Path
from ir_desktop.services import sign_in
folder, name, password = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
session = sign_in.sign_in(folder, sign_in.find_slot(folder, name), password)
print("open", flush=True)
sys.stdin.readline()
"""


def hold(store: Store) -> subprocess.Popen[str]:
    """Return a process that holds the store open until told to end."""
    args = [str(store.folder), store.names["manager"], store.passwords["manager"]]
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def refused(ran: Ran) -> str:
    assert (ran.status, ran.out) == (1, "")
    assert "Traceback" not in ran.err
    return ran.err


def test_one_window_at_a_time_and_a_killed_one_leaves_no_lock(
    make_store: Callable[..., Store],
) -> None:
    store = make_store(children=2)
    other = hold(store)
    assert refused(store.run("children")) == (
        "These records are already open in another window or command. Close it, or wait for it "
        "to end.\n"
    )
    other.send_signal(signal.SIGKILL)
    other.communicate()
    assert len(store.value("children")) == 2
    assert store.value("audit", "verify")["findings"] == []


def test_a_store_copied_while_it_is_open_still_opens(
    make_store: Callable[..., Store], tmp_path: Path
) -> None:
    """As a backup program would: nothing is being written at that moment."""
    store = make_store(children=2)
    other = hold(store)
    shutil.copytree(store.folder, tmp_path / "copy")
    other.communicate("end\n", timeout=30)
    copy = Store(tmp_path / "copy", store.passwords, store.names, store.recovery_code)
    assert len(copy.value("children")) == 2
    assert copy.value("audit", "verify")["findings"] == []


def test_a_demo_killed_while_it_is_made_leaves_no_store(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "ir_desktop", "demo-store"),
            *("--children", "20000", "--out", str(tmp_path / "store")),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )
    try:
        process.wait(0.6)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    folder = tmp_path / "store"
    if folder.exists():  # it came as far as the store: whole then, with its manager and audit
        assert {"keys.json", "records.db"} <= set(os.listdir(folder))
    else:
        ran = run("demo-store", "--children", 1, "--out", folder)
        assert ran.status == 0, ran.err


def test_two_stores_have_different_keys_and_files(
    make_store: Callable[..., Store], tmp_path: Path
) -> None:
    one, two = (make_store(name, children=1, runs=run) for name in ("one", "two"))
    mixed = tmp_path / "mixed"
    shutil.copytree(one.folder, mixed)
    shutil.copy(two.folder / "records.db", mixed / "records.db")
    for left in ("records.db-wal", "records.db-shm"):
        (mixed / left).unlink(missing_ok=True)
    told = Store(mixed, one.passwords, one.names, "").run("children")
    assert "do not belong together" in refused(told)
    assert one.recovery_code != two.recovery_code
