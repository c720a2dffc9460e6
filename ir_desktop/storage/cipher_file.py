"""What can be told about a database file before SQLCipher opens it, and about its errors after.

SQLCipher says "file is not a database" for a wrong key, a damaged first page and a stray file
alike. The salt it writes in the open as the file's first 16 bytes is here derived from the data
key, so these three are told apart from the file's first bytes and length alone.
"""

import os
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage.problems import (
    CannotWrite,
    Damaged,
    DiskFull,
    DiskTrouble,
    StoreBusy,
)

PAGE_BYTES = 4096
_SALT_BYTES = 16
_KEY_BYTES = 32
_PLAIN_HEADER = b"SQLite format 3\x00"
_COMPANIONS = ("", "-journal", "-wal", "-shm")

_TROUBLES: dict[str, Callable[[], EnvironmentProblem]] = {
    "SQLITE_CORRUPT": Damaged,
    "SQLITE_NOTADB": Damaged,  # where the key was proven before
    "SQLITE_FULL": DiskFull,
    "SQLITE_IOERR": DiskTrouble,
    "SQLITE_CANTOPEN": CannotWrite,
    "SQLITE_READONLY": CannotWrite,
    "SQLITE_PERM": CannotWrite,
    "SQLITE_BUSY": StoreBusy,
    "SQLITE_LOCKED": StoreBusy,
}

# Copying and connecting raise errors without a code, with SQLite's fixed texts for them.
_TEXTS = {
    "database disk image is malformed": "SQLITE_CORRUPT",
    "file is not a database": "SQLITE_NOTADB",
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "unable to open database file": "SQLITE_CANTOPEN",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "database is locked": "SQLITE_BUSY",
    "database table is locked": "SQLITE_LOCKED",
}


class Header(Enum):
    """What the first bytes of a file say."""

    OURS = auto()
    OTHER_KEY = auto()
    PLAIN = auto()
    NO_DATABASE = auto()


def raw_key(data_key: bytes) -> str:
    """Return the key and the salt in the form SQLCipher takes as they are, unstretched.

    Raises:
        ValueError: the key is not 32 bytes.
    """
    if len(data_key) != _KEY_BYTES:
        raise ValueError("the data key must be 32 bytes")
    return f"x'{data_key.hex()}{_salt(data_key).hex()}'"


def look(path: Path, data_key: bytes) -> Header:
    """Return what the first bytes and the length of the file at `path` say.

    Raises:
        OSError: the file is missing or cannot be read.
    """
    with path.open("rb") as file:
        first = file.read(_SALT_BYTES)
        length = file.seek(0, os.SEEK_END)
    if first == _PLAIN_HEADER:
        return Header.PLAIN
    if length < PAGE_BYTES:
        return Header.NO_DATABASE
    if first == _salt(data_key):
        return Header.OURS
    # A salt is random bytes; readable text or zeros, or half a page at the end, are another file.
    if length % PAGE_BYTES or first.isascii():
        return Header.NO_DATABASE
    return Header.OTHER_KEY


def error_code(error: BaseException) -> str:
    """Return SQLite's name of an error without its finer kind, or "" if it has none."""
    name = getattr(error, "sqlite_errorname", None) or _TEXTS.get(str(error), "")
    return "_".join(str(name).split("_")[:2])


def problem(error: BaseException) -> EnvironmentProblem | None:
    """Return the problem to tell for an error of SQLite, or None if it is a bug of ours."""
    make = _TROUBLES.get(error_code(error))
    return None if make is None else make()


def claim(path: Path) -> None:
    """Make an empty file that only this user may read, for SQLite to fill."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def remove(path: Path) -> None:
    """Remove a database file and what SQLite keeps beside it."""
    for ending in _COMPANIONS:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Wait until the file's content is on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _salt(data_key: bytes) -> bytes:
    info = b"ir-records/1/salt"
    return HKDF(SHA256(), _SALT_BYTES, salt=None, info=info).derive(data_key)
