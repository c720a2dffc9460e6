"""A store: the folder with the keys and the encrypted records, held by one window at a time."""

import contextlib
import secrets
import shutil
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select, update

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.ids import new_id
from ir_desktop.storage import anchor, device_secret, keys, migrate, schema, slots
from ir_desktop.storage.atomic import sync_folder
from ir_desktop.storage.audit import RowDigest, append
from ir_desktop.storage.cost import DEFAULT_COST, KdfCost
from ir_desktop.storage.database import Database, create_database, open_database
from ir_desktop.storage.lock import StoreLock, lock_store
from ir_desktop.storage.problems import KeyringTrouble, StoreExists, disk_problem
from ir_desktop.storage.repository import Repository

BACKUP_FOLDER = "before-upgrade"

_REAL, _DEMO = "real", "demo"
_KEYS_DIGEST = "keys_digest"
_EPOCH = "epoch"


@dataclass(frozen=True, slots=True)
class NewStore:
    """A store just made, open, with the recovery code to print once."""

    store: "Store"
    recovery_code: str = field(repr=False)


class Store:
    """An open store. Made by `create_store` and `open_store`; close it when done.

    `demo` stores hold invented records and never send to a real health team. `epoch` grows with
    each restore from a backup. `missing` is what this computer's keyring says was written and is
    not here: the records are older than they were.
    """

    def __init__(
        self,
        folder: Path,
        database: Database,
        lock: StoreLock,
        data_key: bytes,
        keyring: device_secret.Keyring | None = None,
    ) -> None:
        self._data_key, self._lock = data_key, lock
        self.folder, self.database = folder, database
        # The window's worker and the one that sends take turns; the same thread asking twice is
        # let through to the database, which refuses it as the bug that it is.
        self._turn = threading.RLock()
        with database.read() as connection:
            info = _info(connection)
        self.store_id = info["store_id"]
        self.demo = info["kind"] == _DEMO
        self.epoch = int(info[_EPOCH])
        self.audit_key = bytes.fromhex(info["audit_key"])
        self._keeper = anchor.Keeper(self.store_id, keyring)
        with database.read() as connection:
            self.missing = self._keeper.missing(connection)

    @contextmanager
    def transaction(self) -> Generator[Repository]:
        """Yield the records inside one transaction: all is kept, or nothing."""
        with self._turn, self.database.transaction() as connection:
            yield Repository(connection, self.audit_key)

    @contextmanager
    def reading(self) -> Generator[Repository]:
        """Yield the records as they stand at one moment, for reading only."""
        with self._turn, self.database.read() as connection:
            yield Repository(connection, self.audit_key)

    def add_slot(self, new: keys.NewSlot, *, cost: KdfCost = DEFAULT_COST) -> None:
        """Let another person sign in, with this computer's device secret where slots need one.

        Raises `EnvironmentProblem` if the file of keys or the keyring cannot be used.
        """
        secret: bytes | None = None
        if any(slot.needs_device_secret for slot in keys.staff_slots(self.folder)):
            keyring = device_secret.find_keyring()
            secret = None if keyring is None else keyring.load(self.store_id)
        digest = keys.add_slot(self.folder, self._data_key, new, secret, cost, allow_weak=self.demo)
        with self._turn, self.database.transaction() as connection:
            connection.execute(
                update(schema.store_info)
                .where(schema.store_info.c.name == _KEYS_DIGEST)
                .values(value=digest)
            )

    def has_own_keys_file(self) -> bool:
        """Return whether the sign-in file is the one this store wrote last, not an older one."""
        _, digest = slots.read(self.folder)
        with self._turn, self.database.read() as connection:
            info = _info(connection)
        return info.get(_KEYS_DIGEST) == digest

    def append_event(
        self,
        repository: Repository,
        *,
        at: datetime,
        staff_id: str,
        act: str,
        child_id: str | None,
        detail: dict[str, str],
        rows: Sequence[RowDigest] | None = None,
    ) -> None:
        """Add to the audit chain what was written in this transaction, and by whom."""
        append(
            repository.connection,
            key=self.audit_key,
            epoch=self.epoch,
            at=at,
            staff_id=staff_id,
            act=act,
            child_id=child_id,
            detail=detail,
            rows=repository.written if rows is None else rows,
        )

    def copy_to(self, path: Path) -> None:
        """Write a copy of the records, under the same key, opened again and checked.

        Raises as `Database.copy_to`.
        """
        with self._turn:
            self.database.copy_to(path)

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the whole file, in technical words; empty if all is well."""
        with self._turn:
            return self.database.check()

    @contextmanager
    def opened_beside(self, path: Path) -> Generator[Connection]:
        """Yield a connection to another copy of these records, for reading only.

        Raises:
            WrongKey: the data key was another when the copy was made.
            EnvironmentProblem: it is damaged, or not a store.
        """
        other = open_database(path, self._data_key, newest=migrate.newest())
        try:
            with other.read() as connection:
                yield connection
        finally:
            other.close()

    def begin_epoch(self, records: Repository, epoch: int) -> None:
        """Start a new epoch in the caller's transaction, so that no older anchor binds.

        Call `epoch_begun` once the transaction is over.
        """
        records.put(schema.store_info, {"name": _EPOCH, "value": str(epoch)})

    def epoch_begun(self) -> None:
        """Take up the epoch that was begun, and anchor it."""
        with self.reading() as records:
            self.epoch = anchor.epoch_of(records.connection)
            self.missing = None
            self._keeper.keep(records.connection)

    def close(self) -> None:
        """Close the records and let another window open them.

        Where the chain stands is kept in the keyring, unless the keyring knows of more.
        """
        with self._turn:
            if self._keeper.keyring and self.missing is None and self.database.is_open:
                with contextlib.suppress(EnvironmentProblem), self.database.read() as connection:
                    self._keeper.keep(connection)
            self.database.close()
        self._lock.release()


def _info(connection: Connection) -> dict[str, str]:
    """Return what the store says of itself."""
    return {row.name: row.value for row in connection.execute(select(schema.store_info))}


def create_store(
    folder: Path,
    *,
    people: Sequence[keys.NewSlot],
    demo: bool,
    cost: KdfCost = DEFAULT_COST,
    keyring: device_secret.Keyring | None = None,
    first: Callable[["Store", Repository], None] | None = None,
) -> NewStore:
    """Make a store in a folder that is empty or not there yet, and open it.

    With a `keyring` the staff slots also need this computer's device secret, which is kept
    there; otherwise the passwords alone open them. Demo stores may have a low `cost`. `first`
    writes the first records: the store appears with them, or not at all.

    Raises:
        StoreExists: there is a store in the folder already.
        EnvironmentProblem: the folder cannot be written, the keyring is locked.
    """
    folder = folder.absolute()  # also for "." and "..", which have no name of their own
    building = folder.with_name(f".{new_id()}.new")
    store_id, placed = new_id(), False
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise StoreExists
        building.mkdir(mode=0o700, parents=True)
        made = _build(building, store_id, people, demo=demo, cost=cost, keyring=keyring)
        _write_first(building, made, first)
        if folder.exists():
            folder.rmdir()
        building.rename(folder)  # whole or not at all: a kill before leaves no store
        placed = True
        sync_folder(folder.parent)
    except BaseException as error:
        if keyring is not None and not placed:
            with contextlib.suppress(KeyringTrouble):
                keyring.delete(store_id)
        if isinstance(error, OSError):
            raise disk_problem(error) from None
        raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
    lock = lock_store(folder)
    try:
        return NewStore(_opened(folder, made.data_key, lock), made.recovery_code)
    except BaseException:
        lock.release()
        raise


def _build(
    folder: Path,
    store_id: str,
    people: Sequence[keys.NewSlot],
    *,
    demo: bool,
    cost: KdfCost,
    keyring: device_secret.Keyring | None,
) -> keys.Created:
    secret = None if keyring is None else device_secret.new_secret()
    if keyring is not None and secret is not None:
        keyring.save(store_id, secret)
    made = keys.create(
        folder,
        store_id=store_id,
        staff=people,
        device_secret=secret,
        cost=cost,
        allow_weak=demo,
    )
    database = create_database(folder / keys.STORE_FILE, made.data_key)
    try:
        migrate.upgrade(database, backup_folder=folder / BACKUP_FOLDER)
        values = {
            "store_id": store_id,
            "kind": _DEMO if demo else _REAL,
            _EPOCH: "1",
            "audit_key": secrets.token_hex(32),
            _KEYS_DIGEST: made.digest,
        }
        with database.transaction() as connection:
            connection.execute(
                insert(schema.store_info),
                [{"name": name, "value": value} for name, value in values.items()],
            )
    finally:
        database.close()
    return made


def _write_first(
    folder: Path, made: keys.Created, first: Callable[[Store, Repository], None] | None
) -> None:
    """Let the first records be written, what the store says of itself among them."""
    if first is None:
        return
    store = _opened(folder, made.data_key, lock_store(folder))
    try:
        with store.transaction() as records:
            for name, value in _info(records.connection).items():
                if name != _KEYS_DIGEST:
                    records.put(schema.store_info, {"name": name, "value": value})
            first(store, records)
    finally:
        store.close()


def open_store(folder: Path, slot_id: str, password: str) -> Store:
    """Open a store with one person's password, bringing an older one up to date first.

    Raises:
        WrongPassword, UnknownSlot: this person cannot sign in with this password.
        EnvironmentProblem: the store is in use, damaged, newer or not a store; the device
            secret is missing or the keyring is locked.
    """
    lock = lock_store(folder)
    try:
        slot = next((each for each in keys.staff_slots(folder) if each.id == slot_id), None)
        secret: bytes | None = None
        keyring: device_secret.Keyring | None = None
        if slot is not None and slot.needs_device_secret:
            keyring = device_secret.find_keyring()
            secret = None if keyring is None else keyring.load(keys.store_id(folder))
        unlocked = keys.unlock(folder, slot_id, password, secret)
        return _opened(folder, unlocked.data_key, lock, keyring)
    except BaseException:
        lock.release()
        raise


def open_with_recovery(folder: Path, code: str) -> Store:
    """Open a store with its recovery code, on any computer.

    Raises:
        Invalid, WrongRecoveryCode: the code is mistyped or another store's.
        EnvironmentProblem: as for `open_store`.
    """
    lock = lock_store(folder)
    try:
        return _opened(folder, keys.unlock_with_recovery(folder, code).data_key, lock)
    except BaseException:
        lock.release()
        raise


def _opened(
    folder: Path,
    data_key: bytes,
    lock: StoreLock,
    keyring: device_secret.Keyring | None = None,
) -> Store:
    database = open_database(folder / keys.STORE_FILE, data_key)
    try:
        migrate.upgrade(database, backup_folder=folder / BACKUP_FOLDER)
        return Store(folder, database, lock, data_key, keyring)
    except BaseException:
        database.close()
        raise
