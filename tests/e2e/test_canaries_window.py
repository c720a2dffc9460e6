"""Over 200 marked words typed everywhere: none may be read in any file that nobody asked for."""

import base64
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from ir_desktop import crash
from tests.e2e.commands import ROOT
from tests.e2e.test_killed_form import told
from tests.e2e.told_canaries import CORE
from tools import canaries
from tools.tour.prepared import prepare

TYPIST = Path(__file__).with_name("told_canaries.py")
LOCKER = Path(__file__).with_name("told_lock.py")

_TEXT = f"before {CORE} after"


def packed(text: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("inner.txt", text * 9)
    return whole.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        _TEXT.encode(),
        _TEXT.upper().encode(),
        *(_TEXT.encode(each) for each in ("utf-16-le", "utf-16-be", "utf-32-le")),
        *(base64.b64encode(b"x" * shift + _TEXT.encode()) for shift in range(3)),
        *(base64.urlsafe_b64encode(b"x" * n + _TEXT.encode("utf-16-le")) for n in range(3)),
        _TEXT.encode().hex().encode(),
        "".join(f"%{byte:02X}" for byte in _TEXT.encode()).encode(),
        json.dumps("".join(chr(ord(each)) for each in CORE)).encode(),
        "".join(f"\\u{ord(each):04x}" for each in CORE).encode(),
        zlib.compress(_TEXT.encode()),
        packed(_TEXT.encode()),
        b"%PDF stream\n" + zlib.compress(_TEXT.encode("utf-16-be")) + b"endstream",
    ],
)
def test_the_scan_finds_a_planted_word_in_every_form(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "file").write_bytes(os.urandom(5000) + data + os.urandom(5000))
    assert list(canaries.hits(CORE, [tmp_path]))
    assert list(canaries.hits("Wombatcanary", [tmp_path])) == []


def test_the_scan_finds_a_word_in_a_name(tmp_path: Path) -> None:
    (tmp_path / f"Paper of {CORE}abc.pdf").touch()
    assert len(list(canaries.hits(CORE, [tmp_path]))) == 1
    assert canaries.main([CORE, str(tmp_path)]) == 1
    assert canaries.main(["Wombatcanary", str(tmp_path)]) == 0


@pytest.mark.timeout(400)
@pytest.mark.skipif(sys.platform == "win32", reason="there the process is not replaced in place")
def test_nothing_typed_printed_backed_up_killed_or_locked_is_in_any_file(tmp_path: Path) -> None:
    nursery = tmp_path / "nursery"
    nursery.mkdir()
    made = prepare(nursery)
    staff = [(each.name, each.role.value, each.password) for each in made.made.staff]
    (nursery / "prepared.json").write_text(json.dumps({"staff": staff, "children": made.children}))
    places = [tmp_path / each for each in ("home", "temporary", "run", "out")]
    for each in (*places, places[-1] / "asked-for", places[-1] / "stick"):
        each.mkdir(mode=0o700)
    home, temporary, run, out = places
    env = {name: each for name, each in os.environ.items() if not name.startswith("XDG_")} | {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "XDG_RUNTIME_DIR": str(run),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    look_in = [home, temporary, run, nursery, out / "stick"]
    with subprocess.Popen(
        [sys.executable, str(TYPIST), str(nursery), str(out)],
        cwd=home, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as typist:  # fmt: skip
        try:
            line = told(typist)
            assert line[0] == "done", typist.stderr
            marks, stored, pages, copied = line[1]
            assert marks >= 200
            assert stored >= 100
            assert pages >= 2
            assert copied
            assert list(canaries.hits(CORE, look_in)) == []  # while it is open
            time.sleep(0.5)
            os.kill(typist.pid, signal.SIGKILL)  # in the middle of a word
            assert typist.wait() == -signal.SIGKILL
            assert typist.stderr is not None
            assert CORE not in typist.stderr.read()
        finally:
            typist.kill()
    assert (nursery / "store" / "records.db-wal").stat().st_size > 0
    assert (nursery / "store" / "log" / "ir-desktop.log").exists()
    assert list((out / "stick").iterdir())
    assert list(canaries.hits(CORE, look_in)) == []  # after the kill
    first = staff[0]
    lock = env | {"IR_TEST_BACK": "ONE", "IR_TEST_TYPED": CORE + "locked",
                  "IR_TEST_ONE": first[0], "IR_TEST_ONE_WORD": first[2]}  # fmt: skip
    with subprocess.Popen(
        [sys.executable, str(LOCKER), str(nursery / "store"), "slept"],
        cwd=home, env=lock, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as window:  # fmt: skip
        try:
            assert told(window)[0] == "open"
            assert told(window)[0] == "again"
            assert list(canaries.hits(CORE, look_in)) == []  # locked
            assert told(window)[0] == "found"
            assert window.wait(30) == 0
            assert window.stderr is not None
            assert window.stderr.read() == ""
        finally:
            window.kill()
    assert list(canaries.hits(CORE, look_in)) == []  # and closed
    assert crash.report(nursery / "store") == ""
    # The very same scan finds what a person did ask for, and one that somebody plants.
    assert list(canaries.hits(CORE, [out / "asked-for"]))
    (home / "planted").write_bytes(CORE.encode("utf-16-le"))
    assert len(list(canaries.hits(CORE, look_in))) == 1
