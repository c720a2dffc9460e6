"""Interrupting a scene: a kill at any moment, at a system call, or a disk that fails once.

Each trial is a process forked from one that has everything loaded and nothing open, so that a
thousand take minutes. The one that looks afterwards is another.
"""

import contextlib
import os
import random
import shutil
import signal
import socket
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.crash import unsaid
from tools.crash.scenes import SCENES, Known, Place, Scene
from tools.crash.tracing import CALLS, WRITES, Call, broken_file, numbered, trace

_LONGEST = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One interruption.

    `kind` is "kill" (`at` seconds in), "call" (as call number `at` of its name `call` begins) or
    the name of the error that this call gives instead of doing anything.
    """

    scene: str
    kind: str
    at: float
    call: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a trial: what is wrong, how many things had been told, and whether it hit.

    `unsaid` names the file whose write failed without a word, where that does no harm.
    """

    trial: Trial
    wrong: tuple[str, ...]
    told: int
    hit: bool
    unsaid: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where trials are done: the folder that was made, and what it was made with."""

    made: Path
    known: Known
    scratch: Path


def scene_named(name: str) -> Scene:
    """Return the scene of a name."""
    return next(each for each in SCENES if each.name == name)


def length(ground: Ground, scene: str) -> float:
    """Return how many seconds a scene takes that nothing interrupts, having checked that it can."""
    with _place(ground, careful=False) as place:
        worker = _Worker(place, scene_named(scene))
        begin = time.perf_counter()
        worker.go()
        _, told = worker.end(_LONGEST)
        seconds = time.perf_counter() - begin
        wrong = [each for each in told if each.startswith("bug ")]
        wrong += _looked(place, scene_named(scene), told)
    if wrong:
        raise AssertionError(f"{scene} fails without any interruption: {wrong}")
    return seconds


def calls(ground: Ground, scene: str, which: str) -> list[Call]:
    """Return the system calls of a scene that nothing interrupts."""
    with _place(ground, careful=False) as place:
        worker = _Worker(place, scene_named(scene))
        tracer = trace(worker.pid, place.folder / "calls", "-e", f"trace={which}")
        worker.go()
        worker.end(_LONGEST)
        return numbered(tracer.end(_LONGEST))


def run(ground: Ground, trial: Trial) -> Outcome:
    """Do one trial and look what came of it."""
    scene = scene_named(trial.scene)
    fails = trial.kind not in ("kill", "call", "none")
    with _place(ground, careful=fails) as place:
        worker = _Worker(place, scene)
        tracer = None
        if trial.call:
            what = "signal=KILL" if trial.kind == "call" else f"error={trial.kind}"
            tracer = trace(
                worker.pid, place.folder / "calls", "-e", f"trace={trial.call}",
                "-e", f"inject={trial.call}:{what}:when={int(trial.at)}",
            )  # fmt: skip
        worker.go()
        if trial.kind == "kill":
            time.sleep(trial.at)
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGKILL)
        status, told = worker.end(_LONGEST)
        seen = "" if tracer is None else tracer.end(_LONGEST)
        killed = os.WIFSIGNALED(status)
        wrong = [each for each in told if each.startswith("bug ")]
        sentences = [each for each in told if each.startswith("sentence ")]
        if fails and killed:
            wrong.append("it ended by a signal")
        wrong += [f"not plain: {each}" for each in sentences if not _plain(each)]
        silent = broken_file(seen) if fails and not sentences else None
        if silent is not None:
            wrong += unsaid.harm(place, silent)
        wrong += _looked(place, scene, told)
        if silent is not None:
            wrong += unsaid.harm_later(place, silent)
    return Outcome(
        trial=trial,
        wrong=tuple(wrong),
        told=len(told) - len(sentences),
        hit=killed or bool(sentences),
        unsaid=silent or "",
    )


def _plain(sentence: str) -> bool:
    """Whether a sentence is words for a person: no path, no code, no name of a class."""
    return not any(ugly in sentence for ugly in ("/", "Errno", "Error", "SQL", "sqlite"))


class _Worker:
    """A forked process that waits for the word to go, and tells what it does over a socket.

    Over a socket and not a pipe, so that what it tells is no write that a failing disk refuses.
    """

    def __init__(self, place: Place, scene: Scene) -> None:
        here, there = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            here.close()
            _be_a_worker(there, place, scene)
        there.close()
        self._here = here

    def go(self) -> None:
        self._here.send(b"g")

    def end(self, longest: float) -> tuple[int, list[str]]:
        """Wait until it has ended; return its status and what it told."""
        self._here.settimeout(longest)
        data = b""
        with contextlib.suppress(ConnectionError, TimeoutError):
            while piece := self._here.recv(65536):
                data += piece
        with contextlib.suppress(ProcessLookupError):
            if _is_running(self.pid):
                os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        self._here.close()
        return status, data.decode("utf-8", "replace").split("\n")[:-1]


def _is_running(pid: int) -> bool:
    """Whether a child has not ended after a moment's patience."""
    for _ in range(200):
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return False
        time.sleep(0.01)
    return True


def _be_a_worker(there: socket.socket, place: Place, scene: Scene) -> None:
    status = 1
    try:
        there.recv(1)

        def tell(words: str) -> None:
            there.send(f"{words}\n".encode())

        try:
            scene.work(place, tell)
            status = 0
        except BaseException as error:
            tell(f"bug {type(error).__name__} {error}".replace("\n", " "))
    finally:
        os._exit(status)


def _looked(place: Place, scene: Scene, told: list[str]) -> list[str]:
    """Look, in a process of its own, at what an interruption left."""

    def look() -> list[str]:
        return scene.look(Place(place.folder, place.known), told)

    return in_a_process(look)


def in_a_process(work: Callable[[], list[str]]) -> list[str]:
    """Return the lines that `work` returns in a forked process, or one that tells its failure."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            try:
                lines = work()
            except BaseException as error:
                where = traceback.extract_tb(error.__traceback__)[-1]
                lines = [f"{type(error).__name__} {error} in {where.name}"]
            with os.fdopen(writing, "w") as pipe:
                pipe.write("\n".join(each.replace("\n", " ") for each in lines))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        found = pipe.read()
    os.waitpid(pid, 0)
    return found.splitlines()


@contextlib.contextmanager
def _place(ground: Ground, *, careful: bool) -> Iterator[Place]:
    folder = Path(tempfile.mkdtemp(dir=ground.scratch))
    try:
        shutil.copytree(ground.made, folder, dirs_exist_ok=True)
        yield Place(folder, ground.known, careful)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def random_kills(total: int, ground: Ground, dice: random.Random) -> list[Trial]:
    """Return so many kills at any moment, shared out over the scenes and each one's length."""
    found: list[Trial] = []
    for scene, share in _shared(total):
        most = length(ground, scene.name)
        found += [
            Trial(scene=scene.name, kind="kill", at=dice.uniform(0, most)) for _ in range(share)
        ]
    return found


def kills_at_calls(total: int, ground: Ground, dice: random.Random) -> list[Trial]:
    """Return so many kills as a system call begins: each one, or that many of them."""
    found: list[Trial] = []
    for scene, share in _shared(total):
        there = calls(ground, scene.name, CALLS)
        some = dice.sample(there, share) if share <= len(there) else dice.choices(there, k=share)
        found += [
            Trial(scene=scene.name, kind="call", call=each.name, at=float(each.number))
            for each in some
        ]
    return found


def failing_writes(most: int, ground: Ground, dice: random.Random) -> list[Trial]:
    """Return a full and a failing disk at each of the first `most` writes of every scene."""
    found = [
        Trial(scene=scene.name, kind=kind, call=each.name, at=float(each.number))
        for scene in SCENES
        for each in calls(ground, scene.name, WRITES)[:most]
        for kind in ("ENOSPC", "EIO")
    ]
    dice.shuffle(found)
    return found


def _shared(total: int) -> list[tuple[Scene, int]]:
    return [
        (scene, total // len(SCENES) + (place < total % len(SCENES)))
        for place, scene in enumerate(SCENES)
    ]
