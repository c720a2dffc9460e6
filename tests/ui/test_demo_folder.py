"""The demo's folder: what killed windows left is swept, what is anybody else's is not."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.services import demo_places
from ir_desktop.storage.lock import lock_store
from ir_desktop.ui.demo_folder import DemoFolder, Stopped

_OLD = 2 * demo_places.FRESH_SECONDS

_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from ir_desktop import app
def ready(running):
    print("seen", flush=True)
    def look():
        page = running.window.page
        if page.names.rows_model.rows and not page.busy.text():
            running.timer.stop()
            print(running._demo.path, flush=True)
    running.timer = QTimer()
    running.timer.timeout.connect(look)
    running.timer.start(20)
sys.exit(app.run(sys.argv[1:], ready=ready))
"""


@contextmanager
def window(folder: Path, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    running = subprocess.Popen(
        [sys.executable, "-c", _WINDOW, *arguments],
        env=os.environ | {"TMPDIR": str(folder), "HOME": str(folder), "XDG_DATA_HOME": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield running
    finally:
        if running.poll() is None:
            running.kill()
        running.communicate()


def line(running: "subprocess.Popen[str]") -> str:
    assert running.stdout is not None
    return running.stdout.readline().strip()


def age(folder: Path) -> None:
    then = time.time() - _OLD
    os.utime(folder, (then, then))


def until(found: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_what_a_killed_window_left_is_swept_and_a_living_ones_is_not(tmp_path: Path) -> None:
    with window(tmp_path, "--demo") as killed:
        assert line(killed) == "seen"
        left = Path(line(killed))
        assert (left / "people.json").is_file()
        killed.send_signal(signal.SIGKILL)
        killed.wait(60)
    assert left.is_dir()
    age(left)
    with window(tmp_path, "--demo") as living:
        assert line(living) == "seen"
        until(lambda: not left.exists())
        mine = Path(line(living))  # at the sign-in page: the store itself is not open
        age(mine)
        assert demo_places.sweep(tmp_path, now=time.time()) == 0
        assert mine.is_dir()
        living.terminate()
        assert living.wait(60) == 0
    assert list(tmp_path.glob("ir-demo-*")) == []


def demo_like(folder: Path) -> Path:
    (folder / "store").mkdir(parents=True)
    (folder / "store" / "records.db").write_bytes(b"x")
    (folder / "people.json").write_text("[]", "utf-8")
    age(folder)
    return folder


def test_only_what_is_ours_old_and_let_go_of_is_swept(tmp_path: Path) -> None:
    gone = demo_like(tmp_path / "ir-demo-gone")
    half = tmp_path / "ir-demo-half"
    (half / ".0b7c1f3e-1111-4222-8333-444455556666.new").mkdir(parents=True)
    age(half)
    fresh = demo_like(tmp_path / "ir-demo-fresh")
    os.utime(fresh)
    named = demo_like(tmp_path / "my-ir-demo-notes")
    more = demo_like(tmp_path / "ir-demo-more")
    (more / "my letter.txt").write_text("x", "utf-8")
    age(more)
    far = demo_like(tmp_path / "elsewhere")
    (tmp_path / "ir-demo-link").symlink_to(far, target_is_directory=True)
    (tmp_path / "ir-demo-file").write_text("x", "utf-8")
    age(tmp_path / "ir-demo-file")
    linked = tmp_path / "ir-demo-inside"
    linked.mkdir()
    (linked / "store").symlink_to(far, target_is_directory=True)
    age(linked)
    held, opened = demo_like(tmp_path / "ir-demo-held"), demo_like(tmp_path / "ir-demo-opened")
    with lock_store(held), lock_store(opened / "store"):
        for each in (held, opened):
            age(each)
        assert demo_places.sweep(tmp_path, now=time.time()) == 3
        assert held.is_dir()
        assert opened.is_dir()
    assert not gone.exists()
    assert not half.exists()
    assert not linked.exists()
    kept = [fresh, named, more, far, tmp_path / "ir-demo-link", tmp_path / "ir-demo-file"]
    assert [each for each in kept if not each.exists()] == []
    assert (far / "store" / "records.db").read_bytes() == b"x"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives folders away")
def test_another_users_folder_is_let_alone(tmp_path: Path) -> None:
    theirs = demo_like(tmp_path / "ir-demo-theirs")
    os.chown(theirs, 12_345, 12_345)
    age(theirs)
    assert demo_places.sweep(tmp_path, now=time.time()) == 0
    assert theirs.is_dir()


def test_a_folder_is_let_go_fresh_for_the_window_after_a_lock(tmp_path: Path, qapp: Any) -> None:
    made = DemoFolder(demo_like(tmp_path / "ir-demo-mine"))
    made.hold()
    age(made.path)
    assert demo_places.sweep(tmp_path, now=time.time()) == 0
    assert made.keep() == made.path
    assert demo_places.sweep(tmp_path, now=time.time()) == 0
    age(made.path)
    again = DemoFolder.resume(made.path)
    assert again.path == made.path
    again.hold()
    age(made.path)
    assert demo_places.sweep(tmp_path, now=time.time()) == 0
    again.remove()
    assert list(tmp_path.iterdir()) == []


_CLOSE = """
import json, sys, time
from PySide6.QtCore import QTimer
from ir_desktop import app
def ready(running):
    def close():
        print(json.dumps({"making": running._demo.making, "wall": time.time()}), flush=True)
        running.window.close()
    QTimer.singleShot(int(sys.argv[-1]), close)
sys.exit(app.run(["--demo"], ready=ready))
"""


@pytest.mark.parametrize("after", [0, 150, 400, 800, 1200])
def test_closing_while_the_demo_is_made_waits_for_nothing(tmp_path: Path, after: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CLOSE, str(after)],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    ended = time.time()
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout.splitlines()[0])
    if told["making"]:  # a quick computer may have made it
        assert ended - told["wall"] < 2.0  # well under a second, were nobody else on the machine
    assert list(tmp_path.glob("ir-demo-*")) == []


def test_a_making_that_is_stopped_stops_at_its_next_step(tmp_path: Path, qapp: Any) -> None:
    folder = tmp_path / "ir-demo-stopped"
    folder.mkdir()
    made, said = DemoFolder(folder), threading.Event()
    raised: list[BaseException] = []

    def work() -> None:
        try:
            made.fill()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    # Straight from the other thread: this one is waiting below.
    made.progress.connect(lambda _: (made.stop(), said.set()))
    thread.start()
    until(lambda: (qapp.processEvents(), said.is_set())[1])
    thread.join(60)
    assert [type(each) for each in raised] == [Stopped]
    assert made.making
    made.remove()
    assert not folder.exists()
