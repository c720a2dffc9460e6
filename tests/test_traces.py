"""What a process leaves behind: the rights of files, memory pictures, temporary files, faults."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ir_desktop import __version__, crash, traces
from tests.e2e.commands import ROOT

SECRET = "Quokka said this"

_PRIVATE = """
import os, resource, ctypes
from ir_desktop import traces
traces.keep_private()
open("made", "w").close()
os.mkdir("folder")
traces.keep_memory_private()
print(oct(os.stat("made").st_mode), oct(os.stat("folder").st_mode))
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


def run(code: str, folder: Path, *given: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code, *given],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux how it is")
def test_files_are_for_one_person_and_no_memory_is_written_out(tmp_path: Path) -> None:
    told = run(_PRIVATE, tmp_path).stdout.split("\n")
    assert told[0] == "0o100600 0o40700"
    assert told[1] == "(0, 0) 0"


@pytest.mark.skipif(sys.platform != "linux", reason="only there is such a folder")
def test_temporary_files_go_to_memory_and_what_was_left_there_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    assert traces.temporary_in_memory() is None  # there is none
    (tmp_path / "run").mkdir(mode=0o755)
    assert traces.temporary_in_memory() is None  # others may look into it
    (tmp_path / "run").chmod(0o700)
    found = traces.temporary_in_memory()
    assert found is not None
    assert found == tmp_path / "run" / "integrated-review"
    assert os.environ["TMPDIR"] == str(found)
    (found / "ir-demo-x").mkdir()
    (found / "5f0c").write_text("left of printing")
    assert traces.temporary_in_memory() == found
    assert [each.name for each in found.iterdir()] == ["ir-demo-x"]


_FAULT = """
import ctypes, sys
from pathlib import Path
from ir_desktop import crash, log
records, how, secret = Path("records"), sys.argv[1], sys.argv[2]
log.start(records)
watch = crash.CrashWatch()
watch.start(records)
def inner(value):
    if how == "system":
        ctypes.string_at(0)
    if how == "killed":
        import os; os.kill(os.getpid(), 9)
    raise ValueError(value, secret)
if how != "well":
    inner(secret)
watch.stop()
print(sorted(each.name for each in (records / "log").iterdir()))
"""


@pytest.mark.parametrize("how", ["system", "python"])
def test_a_fault_is_told_by_its_kind_and_places_alone(how: str, tmp_path: Path) -> None:
    records = tmp_path / "records"
    records.mkdir()
    ran = run(_FAULT, tmp_path, how, SECRET)
    assert ran.returncode != 0
    assert crash.report(records) == "" or how == "python"
    assert run(_FAULT, tmp_path, "well", SECRET).returncode == 0
    told = crash.report(records)
    head, line = told.splitlines()
    assert head.startswith(f"Integrated Review {__version__}, Python ")
    kind = "Segmentation fault" if how == "system" else "ValueError"
    assert line.startswith(f"{kind} at ")
    files = [each for each in records.rglob("*") if each.is_file()]
    for each in files:
        text = each.read_text("utf-8")
        assert SECRET not in text
        assert str(tmp_path) not in text
        assert stat.S_IMODE(each.stat().st_mode) & 0o077 == 0 or each.name.endswith(".log")
    assert SECRET not in ran.stderr
    crash.forget(records)
    assert crash.report(records) == ""


def test_a_kill_and_a_good_end_leave_no_report(tmp_path: Path) -> None:
    records = tmp_path / "records"
    records.mkdir()
    assert run(_FAULT, tmp_path, "killed", SECRET).returncode == -9
    assert "running.txt" not in run(_FAULT, tmp_path, "well", SECRET).stdout
    assert crash.report(records) == ""
