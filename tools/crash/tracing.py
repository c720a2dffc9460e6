"""strace: listing the system calls of a process, and breaking one of them."""

import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

WRITES = "write,pwrite64,pwritev,ftruncate"
CALLS = (
    f"{WRITES},fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,openat,mkdir,rmdir,close,"
    "fcntl,fchmod,read,pread64"
)
"""The system calls at whose beginning a process is killed: what changes the disk, and between."""

_CALL = re.compile(r"(?P<name>\w+)\((?:\d+<(?P<path>[^>]*)>)?")
_BROKEN = re.compile(r"^\w+\(\d+<(?P<path>[^>]*)>.*\(INJECTED\)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Call:
    """A system call: its name, its number among those of its name, and the file it was for.

    strace counts each name by itself, so "the seventh `fsync`" is how a moment is named.
    """

    name: str
    number: int
    file: str


@dataclass(frozen=True, slots=True)
class Tracer:
    """strace at a process, writing what it sees to `log`."""

    process: "subprocess.Popen[str]"
    log: Path

    def end(self, longest: float) -> str:
        """Wait until the traced process is gone; return what was seen."""
        self.process.communicate(timeout=longest)
        return self.log.read_text("utf-8", "replace")


def trace(pid: int, log: Path, *arguments: str) -> Tracer:
    """Attach strace to a process, and return once it is attached."""
    tracer = subprocess.Popen(
        ["strace", "-p", str(pid), "-y", "-o", str(log), *arguments],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    line = "" if tracer.stderr is None else tracer.stderr.readline()
    if "attached" not in line:
        raise RuntimeError(f"strace could not be used here: {line.strip()}")
    return Tracer(tracer, log)


def numbered(seen: str) -> list[Call]:
    """Return the calls of a log, in their order."""
    counted: Counter[str] = Counter()
    found: list[Call] = []
    for line in seen.splitlines():
        if (call := _CALL.match(line)) is not None:
            counted[call["name"]] += 1
            file = Path(call["path"] or "").name
            found.append(Call(call["name"], counted[call["name"]], file))
    return found


def broken_file(seen: str) -> str | None:
    """Return the name of the file whose write was made to fail; None if none was."""
    found = _BROKEN.search(seen)
    return None if found is None else Path(found["path"]).name
