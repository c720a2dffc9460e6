"""Reading what a command is given, and writing what it makes."""

from pathlib import Path

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.receiver.folder import write_private
from ir_desktop.sync.envelope import MAX_BYTES


def read_file(path: Path, what: str) -> bytes:
    """Return a file's bytes; `what` names it in a sentence, such as "The card".

    Raises:
        EnvironmentProblem: it is missing, may not be read, or is longer than any paper.
    """
    try:
        if path.stat().st_size > MAX_BYTES + 1024:
            raise EnvironmentProblem(f"{what} is larger than 20 MB, so it is not the right file.")
        return path.read_bytes()
    except OSError as error:
        raise EnvironmentProblem(
            f"{what} could not be read. Check the file's name and whether you may read it."
        ) from error


def write_file(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read.

    Raises:
        EnvironmentProblem: it cannot be written.
    """
    try:
        write_private(path, content)
    except OSError as error:
        raise EnvironmentProblem(
            "The file could not be written. Check the folder and the space on the disk."
        ) from error
