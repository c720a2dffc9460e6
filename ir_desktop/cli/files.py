"""Reading what a command is given and writing what it makes, with plain sentences."""

import os
import secrets
from pathlib import Path

from ir_desktop.errors import EnvironmentProblem, invalid


def read_file(path: Path, *, field: str = "file", limit: int = 20_000_000) -> bytes:
    """Return a file's bytes.

    Raises `Invalid`, naming `field`, if there is no such file or it is larger than `limit` bytes;
    `EnvironmentProblem` if it cannot be read.
    """
    try:
        if not path.is_file():
            what = "This is a folder" if path.is_dir() else "There is no such file"
            raise invalid(field, f"{what}. Check the name of the file and its folder.")
        if path.stat().st_size > limit:
            raise invalid(field, "This file is too large. Check which file it is.")
        return path.read_bytes()
    except OSError:
        raise EnvironmentProblem("The file cannot be read. Check that you may open it.") from None


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole, readable by this user only; it appears complete or not at all.

    Raises `EnvironmentProblem` if it cannot be written.
    """
    # A name that nobody can guess, and only ever a new file: in a folder that others may write to,
    # one made ready beforehand could lead elsewhere or be read by them.
    partial = path.absolute().parent / f".{secrets.token_hex(8)}.new"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError:
        raise EnvironmentProblem(
            "The result cannot be written there. Check the folder and the space on the disk."
        ) from None
