"""Replace a small file whole or not at all, also across a power cut."""

import contextlib
import os
from pathlib import Path

from ir_desktop.storage.problems import disk_problem


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` to `path`, readable by this user only, keeping the old file until it is safe.

    Raises:
        EnvironmentProblem: the disk is full, failing or not writable; the old file is untouched.
    """
    partial = path.with_name(f".{path.name}.new")
    try:
        partial.unlink(missing_ok=True)  # what a kill left behind
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise disk_problem(error) from None


def sync_folder(folder: Path) -> None:
    """Make a rename or a new file in `folder` durable. Windows needs and allows no such call."""
    with contextlib.suppress(PermissionError):  # Windows refuses to open folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
