"""The encrypted database file: making, opening, checking and copying it.

The only module that knows SQLCipher. The file is keyed with the raw 32-byte data key; see
`cipher_file` for how its first bytes tell whose it is.
"""

import contextlib
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlcipher3 import dbapi2 as _dbapi2  # pyright: ignore[reportMissingTypeStubs] - it has none

from ir_desktop.storage import cipher_file
from ir_desktop.storage.atomic import sync_folder
from ir_desktop.storage.checks import faults, parts, revision, told
from ir_desktop.storage.cipher_file import Header
from ir_desktop.storage.engine import READING, make_engine
from ir_desktop.storage.lock import StoreLock, lock_store
from ir_desktop.storage.problems import (
    CipherMissing,
    Damaged,
    DiskTrouble,
    NewerStore,
    NotADatabase,
    PlainDatabase,
    StoreBusy,
    StoreExists,
    StoreMissing,
    WrongKey,
)

__all__ = ["Database", "StoreLock", "create_database", "lock_store", "open_database", "revision"]

dbapi2: Any = _dbapi2  # has no types of its own

_APPLICATION_ID = 0x49524431  # "IRD1": tells this program's files from other SQLCipher files
_BUSY_SECONDS = 5.0

_PRAGMAS = (
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "synchronous = FULL",
    "fullfsync = ON",  # macOS: a plain fsync there does not reach the disk
    "checkpoint_fullfsync = ON",
)


class Database:
    """An open encrypted database with its one connection.

    One thread uses it at a time, in one transaction at a time; anything else is a bug and is
    refused with `RuntimeError`. Troubles of the disk or the file come as `EnvironmentProblem`.
    """

    def __init__(self, path: Path, data_key: bytes, raw: Any) -> None:
        self.path = path
        self._data_key = data_key
        self._raw = raw
        self._busy = threading.Lock()
        self._open = True
        self.engine = make_engine(raw, dbapi2)

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self._open

    @contextlib.contextmanager
    def transaction(self) -> Generator[Connection]:
        """Yield a connection inside ``BEGIN IMMEDIATE``; commit at the end, undo on any error."""
        with self.exclusive() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def read(self) -> Generator[Connection]:
        """Yield a connection that sees one moment of the records and cannot write."""
        with self.exclusive() as connection, self._pragma("query_only", "ON", "OFF"):
            reading = connection.execution_options(**{READING: True})
            with reading.begin():
                yield reading

    @contextlib.contextmanager
    def exclusive(self, *, foreign_keys: bool = True) -> Generator[Connection]:
        """Yield the connection with no transaction begun; for migrations.

        With `foreign_keys` false they are not enforced inside, as changing a table's shape needs.
        """
        if not self._busy.acquire(blocking=False):
            raise RuntimeError("the database is in use: pass the connection on instead")
        try:
            if not self._open:
                raise RuntimeError("the database is closed")
            with self.engine.connect() as connection, contextlib.ExitStack() as stack:
                if not foreign_keys:
                    stack.enter_context(self._pragma("foreign_keys", "OFF", "ON"))
                # The pragma is silently ignored inside a transaction, so none may be left open.
                stack.callback(connection.rollback)
                yield connection
        finally:
            self._busy.release()

    def check(self, part: str = "") -> tuple[str, ...]:
        """Read the whole file and return what is wrong in technical words; empty if all is well.

        Every page's authentication, SQLite's own structure and every foreign key are checked; or
        those of one of the `parts`. The words name pages, tables and codes, never content.
        """
        with self.exclusive():
            return faults(self._raw, dbapi2.Error, part)

    def parts(self) -> tuple[str, ...]:
        """Return the parts in which the file can be checked, each quick: its pages, its tables."""
        with self.exclusive(), told(dbapi2.Error):
            return parts(self._raw)

    def copy_to(self, path: Path, *, data_key: bytes | None = None) -> None:
        """Write a consistent copy to `path`, replacing a file that is there.

        It is under the same key, or under `data_key`, and is written beside, opened again and
        checked whole before it gets its name.

        Raises:
            Damaged: this database does not pass its checks.
            EnvironmentProblem: the disk is full, not writable or failing, or does not give back
                what was written to it; `path` is untouched.
        """
        partial = path.with_name(f".{path.name}.new")
        key = self._data_key if data_key is None else data_key
        with self.exclusive(), told(dbapi2.Error):
            try:
                cipher_file.remove(partial)
                cipher_file.claim(partial)
                with contextlib.closing(_connect(partial, key)) as target:
                    self._raw.backup(target)
                    # One file, nothing beside it. A disk that fails here is not an error to SQLite:
                    # it says that the mode is the old one still.
                    if target.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
                        raise DiskTrouble
                if not _is_whole(partial, key):
                    # Where this database is whole, what holds the copy is at fault.
                    raise Damaged if faults(self._raw, dbapi2.Error) else DiskTrouble
                cipher_file.sync_file(partial)
                partial.replace(path)
                sync_folder(path.parent)
            finally:
                with contextlib.suppress(OSError):
                    cipher_file.remove(partial)

    def close(self) -> None:
        """Close the file, folding the log into it. Closing twice is harmless."""
        if not self._busy.acquire(blocking=False):
            raise RuntimeError("the database is in use and cannot be closed now")
        try:
            if self._open:
                self._open = False
                self.engine.dispose()
                self._raw.close()
        finally:
            self._busy.release()

    def close_whole(self) -> None:
        """Close the file with nothing left beside it, so that it can be moved or replaced.

        Raises `EnvironmentProblem` if it cannot be; then it is still open.
        """
        with self.exclusive(), told(dbapi2.Error):
            if self._raw.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
                raise StoreBusy
        self.close()
        with told(dbapi2.Error):
            cipher_file.sync_file(self.path)

    @contextlib.contextmanager
    def _pragma(self, name: str, inside: str, after: str) -> Generator[None]:
        self._raw.execute(f"PRAGMA {name} = {inside}")
        try:
            yield
        finally:
            self._raw.execute(f"PRAGMA {name} = {after}")


def create_database(path: Path, data_key: bytes) -> Database:
    """Make an empty encrypted database at `path`, readable by this user only, and open it.

    Raises:
        StoreExists: there is a file at `path` already.
        CipherMissing: the library in use has no encryption.
        EnvironmentProblem: the disk is full, failing or not writable; nothing is left behind.
    """
    if path.exists():
        raise StoreExists
    with told(dbapi2.Error):
        cipher_file.claim(path)
        try:
            raw = _prepared(path, data_key)
            try:
                raw.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                sync_folder(path.parent)
            except BaseException:
                raw.close()
                raise
        except BaseException:
            with contextlib.suppress(OSError):
                cipher_file.remove(path)
            raise
    return Database(path, data_key, raw)


def open_database(path: Path, data_key: bytes, *, newest: str | None = None) -> Database:
    """Open the encrypted database at `path`, proving that it is one and that the key is its key.

    `newest` is the newest schema revision this program knows (four digits, as `migrate.newest`
    returns); None leaves that question to `migrate.upgrade`.

    Raises:
        StoreMissing: there is no file at `path`.
        PlainDatabase, NotADatabase, WrongKey, Damaged: what the file is instead.
        NewerStore: a newer version of the program has changed it.
        EnvironmentProblem: no encryption, a busy or failing disk.
    """
    if not path.exists():
        raise StoreMissing
    with told(dbapi2.Error):
        header = cipher_file.look(path, data_key)
        if header is Header.PLAIN:
            raise PlainDatabase
        if header is Header.NO_DATABASE:
            raise NotADatabase
        try:
            raw = _prepared(path, data_key)
        except dbapi2.DatabaseError as error:
            if cipher_file.error_code(error) != "SQLITE_NOTADB":
                raise
            raise (Damaged() if header is Header.OURS else WrongKey()) from None
    database = Database(path, data_key, raw)
    try:
        if header is not Header.OURS:  # the key fits, so only the first bytes were changed
            raise Damaged
        with database.read() as connection:
            if connection.exec_driver_sql("PRAGMA application_id").scalar() != _APPLICATION_ID:
                raise NotADatabase
            held = revision(connection)
        if newest is not None and held is not None and held > newest:
            raise NewerStore
    except BaseException:
        database.close()
        raise
    return database


def _connect(path: Path, data_key: bytes) -> Any:
    """Return a keyed SQLCipher connection; nothing has been read from the file yet."""
    key = cipher_file.raw_key(data_key)
    raw = dbapi2.connect(
        f"{path.absolute().as_uri()}?mode=rw",  # never makes a file, plain or otherwise
        uri=True,
        isolation_level=None,  # the driver's own transactions would let DDL survive a rollback
        check_same_thread=False,  # `Database` itself sees to one thread at a time
        timeout=_BUSY_SECONDS,
    )
    try:
        row = raw.execute("PRAGMA cipher_version").fetchone()
        if row is None or not row[0]:
            raise CipherMissing
        raw.execute("PRAGMA cipher_log_level = NONE")  # it would write to standard error
        raw.set_key(key)
    except BaseException:
        raw.close()
        raise
    return raw


def _prepared(path: Path, data_key: bytes) -> Any:
    """Return a keyed connection that has read the file and is set up for work."""
    raw = _connect(path, data_key)
    try:
        raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
        if raw.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
            raise DiskTrouble
    except BaseException:
        raw.close()
        raise
    return raw


def _is_whole(path: Path, data_key: bytes) -> bool:
    if cipher_file.look(path, data_key) is not Header.OURS:
        return False
    with contextlib.closing(_connect(path, data_key)) as raw:
        return not faults(raw, dbapi2.Error)
