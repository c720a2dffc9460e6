"""The virtual environment: made from the hash-pinned lock, and never taken for finished when not.

A stamp inside `.venv` is written last and taken away before anything is changed. So a set-up that
was interrupted leaves an environment without a stamp, which the next one makes anew.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tools.dev.places import LOCK, PROJECT, ROOT, VENV, Stop, venv_program

STAMP_NAME = "ir-desktop-ready.json"


def wanted_stamp(root: Path, lock: Path, project: Path) -> dict[str, str]:
    """Return what a finished environment for this checkout says of itself."""
    return {
        "lock": hashlib.sha256(lock.read_bytes()).hexdigest(),
        "project": hashlib.sha256(project.read_bytes()).hexdigest(),
        "root": str(root),
    }


def read_stamp(venv: Path) -> dict[str, str] | None:
    """Return the stamp of a finished environment, or None when there is none to trust."""
    try:
        stamp = json.loads((venv / STAMP_NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return stamp if isinstance(stamp, dict) and venv_program("python", venv).exists() else None


def write_stamp(venv: Path, stamp: dict[str, str]) -> None:
    """Say that the environment is finished; the name appears only with the whole text behind it."""
    part = venv / (STAMP_NAME + ".part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(stamp, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    part.replace(venv / STAMP_NAME)


def steps_needed(have: dict[str, str] | None, want: dict[str, str]) -> tuple[str, ...]:
    """Return which of ``packages`` (from an empty environment) and ``project`` must be done.

    A changed lock starts from empty too: removing what it no longer names is not safe, because
    two packages may own one file.
    """
    if have is None or any(have.get(name) != want[name] for name in ("root", "lock")):
        return ("packages", "project")
    return ("project",) if have.get("project") != want["project"] else ()


def ensure() -> None:
    """Make `.venv` hold exactly the lock and this project; return at once when it does."""
    want = wanted_stamp(ROOT, LOCK, PROJECT)
    if not steps_needed(read_stamp(VENV), want):
        return
    with _one_at_a_time():
        steps = steps_needed(read_stamp(VENV), want)  # another set-up may have just finished
        if not steps:
            return
        started = time.monotonic()
        (VENV / STAMP_NAME).unlink(missing_ok=True)
        if "packages" in steps:
            _make()
            _tell("Installing the pinned packages (about 250 MB the first time) ...")
            _pip("install", "--require-hashes", "--only-binary=:all:", "--requirement", str(LOCK))
        _tell("Installing this checkout ...")
        _pip("install", "--no-build-isolation", "--no-deps", "--no-index", "--editable", str(ROOT))
        write_stamp(VENV, want)
        _tell(f"Set up in {time.monotonic() - started:.0f} s.")


def _make() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        raise Stop(
            "This Python cannot make virtual environments. On Debian and Ubuntu install that part "
            "with:\n    sudo apt-get install -y python3-venv\nand run this again."
        )
    if VENV.exists():
        _tell("Removing a .venv that is unfinished, out of date or made elsewhere ...")
        shutil.rmtree(VENV)
    _tell(f"Making .venv with Python {platform.python_version()} ...")
    # From inside a virtual environment, the Python it was made with: ours may be the one removed.
    python = getattr(sys, "_base_executable", None) or sys.executable
    _run([python, "-m", "venv", str(VENV)], "The virtual environment could not be made.")


def _pip_command() -> list[str]:
    return [str(venv_program("python")), "-m", "pip", "--disable-pip-version-check", "--no-input"]


def _pip(*arguments: str) -> None:
    _run(
        [*_pip_command(), "-qq", *arguments],
        "The packages could not be installed; pip's own words are above. "
        "Check the connection and run this again: it starts afresh.",
    )


def _run(command: list[str], failure: str) -> None:
    # The child inherits the set-up's lock (_one_at_a_time): should we be killed, the next set-up
    # waits for what is still being written.
    if subprocess.run(command, cwd=ROOT, check=False, close_fds=False).returncode != 0:
        raise Stop(failure)


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold back a second set-up of this checkout; the system frees the lock if we are killed."""
    name = "ir-desktop-setup-" + hashlib.sha256(str(ROOT).encode()).hexdigest()[:16] + ".lock"
    with (Path(tempfile.gettempdir()) / name).open("a+b") as file:
        if os.name == "nt":
            import msvcrt

            while True:
                file.seek(0)
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:  # it gives up after ten tries
                    continue
            try:
                yield
            finally:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            import fcntl

            os.set_inheritable(file.fileno(), True)
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
