"""What a kill leaves in a folder, at every step that a piece of work takes.

The work runs in a forked child. Before each step it waits until the parent has looked at the
folder: what the parent reads there is what the system has of its files, and so what SIGKILL at that
step leaves, without what the child holds in its own memory. Between many steps no byte changes: a
state that stands for several steps is copied once. A step is a call into C that can touch the disk:
of the system, or of the database's driver, each statement too.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SYSTEM = {"open", "write", "replace", "rename", "unlink", "remove", "fsync", "mkdir"}
_DRIVER = {"commit", "backup", "close", "connect", "execute"}
Profile = Callable[[Any, str, Any], None]
Work = Callable[[Profile], object]
"""Does something, having given the profile function to `sys.setprofile` where it begins."""


@dataclass
class Left:
    """A copy of the folder as a kill leaves it at `steps` steps in a row, from the `first` on.

    In the last one the work has come to its end.
    """

    folder: Path
    first: int
    steps: int = 1
    ended: bool = False


def left_at_each_step(work: Work, folder: Path, into: Path) -> list[Left]:
    """Do work and return what lay in the folder before each of its steps, and at the end."""
    told_in, told_out = os.pipe()
    go_in, go_out = os.pipe()

    def reached() -> None:
        os.write(told_out, b".")
        os.read(go_in, 1)

    def begun() -> None:
        os.close(told_in)
        os.close(go_out)
        work(_at_steps(reached))

    child = _child(begun)
    os.close(told_out)
    os.close(go_in)
    found: list[Left] = []
    seen: dict[str, bytes] = {}
    step = 0
    try:
        while True:
            ended = not os.read(told_in, 1)
            now = _files(folder)
            if now != seen or ended:
                found.append(Left(into / str(step), step, ended=ended))
                shutil.copytree(folder, found[-1].folder)
            else:
                found[-1].steps += 1
            seen = now
            if ended:
                break
            step += 1
            os.write(go_out, b".")
    finally:
        os.close(told_in)
        os.close(go_out)
        _, status = os.waitpid(child, 0)
    assert status == 0, status
    return found


def killed_at(work: Work, step: int) -> None:
    """Do work in a child that kills itself (SIGKILL) before one of its steps, from 0 on."""
    seen = -1

    def reached() -> None:
        nonlocal seen
        seen += 1
        if seen == step:
            os.kill(os.getpid(), signal.SIGKILL)

    _, status = os.waitpid(_child(lambda: work(_at_steps(reached))), 0)
    assert os.WIFSIGNALED(status), status
    assert os.WTERMSIG(status) == signal.SIGKILL


def _files(folder: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() if each.is_file() else b"" for each in folder.rglob("*")}


def _child(work: Callable[[], object]) -> int:
    """Do work in a forked child, and return its number."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        work()
        sys.setprofile(None)
        os._exit(0)
    except BaseException as error:
        sys.setprofile(None)
        print("child:", repr(error), file=sys.stderr)
    os._exit(3)


def _at_steps(reached: Callable[[], None]) -> Profile:
    def look(frame: Any, event: str, called: Any) -> None:
        if event != "c_call":
            return
        name = getattr(called, "__name__", "")
        module = (
            getattr(called, "__module__", None)
            or type(getattr(called, "__self__", None)).__module__
        )
        if (name in _SYSTEM and module in ("posix", "_io", "io")) or (
            name in _DRIVER and "sqlcipher3" in str(module)
        ):
            reached()

    return look
