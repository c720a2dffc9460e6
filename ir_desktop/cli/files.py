"""Reading what a command is given and writing what it makes, with plain sentences."""

import os
from pathlib import Path

from ir_desktop.errors import EnvironmentProblem, invalid


def read_file(path: Path, *, field: str = "file", limit: int = 20_000_000) -> bytes:
    """Return a file's bytes.

    Raises `Invalid`, naming `field`, if there is no such file or it is larger than `limit` bytes;
    `EnvironmentProblem` if it cannot be read.
    """
    try:
        if not path.is_file():
            raise invalid(field, "There is no such file. Check its name and folder.")
        if path.stat().st_size > limit:
            raise invalid(field, "This file is too large. Check which file it is.")
        return path.read_bytes()
    except OSError:
        raise EnvironmentProblem("The file cannot be read. Check that you may open it.") from None


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole, readable by this user only; it appears complete or not at all.

    Raises `EnvironmentProblem` if it cannot be written.
    """
    partial = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        raise EnvironmentProblem(
            "The result cannot be written there. Check the folder and the space on the disk."
        ) from None
