"""A sign-in file out of a backup, for a folder whose own is missing, damaged or an older one.

It is only offered: nothing is written before a password, or the recovery code, opened the records
with it. Then it takes its place in one step, and the file it replaces stays beside it.
"""

import contextlib
import hashlib
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ir_desktop.storage import slots
from ir_desktop.storage.atomic import replace_file, sync_folder
from ir_desktop.storage.problems import disk_problem

_KEPT = "keys-replaced-{}.json"
_NAMED_BY = 12  # characters of a file's digest: whoever tries again keeps it once


@dataclass(frozen=True, slots=True)
class Offered:
    """A key file, and its bytes as they were written: their digest is what the records name."""

    keys: slots.KeyFile
    digest: str
    raw: bytes = field(repr=False)


def offer(raw: bytes) -> Offered:
    """Return the key file that these bytes are; raises `KeysDamaged` or `KeysNewer`."""
    return Offered(slots.decode(raw), hashlib.sha256(raw).hexdigest(), raw)


def put_in_place(folder: Path, file: Offered) -> None:
    """Make it the folder's ``keys.json``, which opened the records or is the one they name.

    A kill leaves the old one or the new one. The old one is copied beside it first, whatever it
    is: somebody who looks for what happened may want it.

    Raises `EnvironmentProblem` if it cannot be written; then the old one is as it was.
    """
    place = folder / slots.KEYS_FILE
    try:
        if not _keep(place, but=file.digest):
            return
    except OSError as error:
        raise disk_problem(error) from None
    replace_file(place, file.raw)


def _keep(place: Path, *, but: str) -> bool:
    """Copy what is at `place` beside it; return False if it has the digest `but` already."""
    try:
        with place.open("rb") as source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()
            if digest == but:
                return False
            kept = place.with_name(_KEPT.format(digest[:_NAMED_BY]))
            _copy(source, kept)
    except FileNotFoundError:
        pass  # nothing to keep
    return True


def _copy(source: IO[bytes], kept: Path) -> None:
    partial = kept.with_name(f".{kept.name}.new")
    source.seek(0)
    try:
        partial.unlink(missing_ok=True)
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        partial.replace(kept)
        sync_folder(kept.parent)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
