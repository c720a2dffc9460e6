"""A store: the folder with the keys and the encrypted records, held by one window at a time."""

import contextlib
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage import (
    anchor,
    device_secret,
    keys,
    migrate,
    recovery_code,
    schema,
    slots,
    tries,
)
from ir_desktop.storage.audit import RowDigest, append
from ir_desktop.storage.cost import DEFAULT_COST, KdfCost
from ir_desktop.storage.database import Database, open_database
from ir_desktop.storage.key_switch import (
    KeyChange,
    key_files,
    open_keyed,
    own_digest,
    tidy,
)
from ir_desktop.storage.lock import StoreLock, lock_store
from ir_desktop.storage.offered import Offered
from ir_desktop.storage.problems import DeviceSecretMissing, UnknownSlot, WrongPassword
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.this_computer import this_computer

BACKUP_FOLDER = "before-upgrade"

REAL, DEMO = "real", "demo"
EPOCH = "epoch"


class Store:
    """An open store. Made by `store_making.create_store` and `open_store`; close it when done.

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
        opened_by: slots.KeyFile | None = None,
    ) -> None:
        self._data_key: bytes = data_key
        self._lock, self._opened_by = lock, opened_by
        self.folder, self.database = folder, database
        # The window's worker and the one that sends take turns; the same thread asking twice is
        # let through to the database, which refuses it as the bug that it is.
        self._turn = threading.RLock()
        with database.read() as connection:
            info = info_of(connection)
        self.store_id = info["store_id"]
        self.demo = info["kind"] == DEMO
        self.epoch = int(info[EPOCH])
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

    @contextmanager
    def changing_keys(
        self, *, new_data_key: bool = False, put_back_too: bool = False
    ) -> Generator[KeyChange]:
        """Yield a change of who can open the store, to be staged in a transaction inside.

        With `new_data_key` that transaction is on a copy of the records under a new key, which
        takes their place at the end; whatever takes a way in away asks for that. It all counts, or
        nothing of it, whatever happens. With `put_back_too`, where the folder's sign-in file is an
        older one, the one that opened this store is changed.

        Raises:
            KeysPutBack: the sign-in file is an older one.
            ChangeCounts: it was made, and then the disk refused to put in order what is left.
            EnvironmentProblem: it cannot be written; nothing changed.
        """
        with self._turn:
            put_back = self._opened_by if put_back_too else None
            change = KeyChange(self.folder, self.database, self._data_key, put_back=put_back)
            if not new_data_key:
                yield change
                change.finish()
                return
            try:
                with change.on_a_copy():
                    self.database, self._data_key = change.database, change.data_key
                    yield change
            finally:
                self.database, self._data_key = change.database, change.data_key

    def add_slot(self, new: keys.NewSlot, *, cost: KdfCost = DEFAULT_COST) -> None:
        """Let another person sign in; services do this together with the records of it."""
        with self.changing_keys() as change, self.transaction() as records:
            change.stage(
                records.connection,
                change.with_staff(new, cost=cost, allow_weak=self.demo),
            )

    def has_own_keys_file(self) -> bool:
        """Return whether the sign-in file is the one this store wrote last, not an older one.

        It may wait beside its place: where the disk refused it that, or it is being changed.
        """
        with self._turn:
            found = [digest for _, digest in key_files(self.folder)]
            with self.database.read() as connection:
                return own_digest(connection) in found

    def settle_keys(self) -> None:
        """Give the sign-in file of the last change its name, where the disk refused it then.

        Raises `EnvironmentProblem` if it still does.
        """
        with self._turn:
            with self.database.read() as connection:
                own = own_digest(connection)
            tidy(self.folder, own)

    def is_whole(self, part: str) -> bool:
        """Return whether a part of the records file, of `parts`, is whole."""
        with self._turn:
            return not self.database.check(part)

    def parts(self) -> tuple[str, ...]:
        """Return the parts in which the records file is checked a little at a time."""
        with self._turn:
            return self.database.parts()

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

    def opened_like(self, folder: Path) -> "Store":
        """Open a copy of these records in another folder by this store's own data key.

        What its sign-in file is, or whether there is one, plays no part. Raises as `open_store`.
        """
        lock = lock_store(folder)
        try:
            return opened(folder, self._data_key, lock)
        except BaseException:
            lock.release()
            raise

    def begin_epoch(self, records: Repository, epoch: int) -> None:
        """Start a new epoch in the caller's transaction, so that no older anchor binds.

        Call `epoch_begun` once the transaction is over.
        """
        records.put(schema.store_info, {"name": EPOCH, "value": str(epoch)})

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


def info_of(connection: Connection) -> dict[str, str]:
    """Return what the store says of itself."""
    return {row.name: row.value for row in connection.execute(select(schema.store_info))}


def open_store(
    folder: Path, slot_id: str, password: str, *, offered: Offered | None = None
) -> Store:
    """Open a store with one person's password, bringing an older one up to date first.

    A sign-in file that is `offered` takes its place if it is the one that belongs to the records.

    Raises:
        KeysPutBack: the sign-in file is an older one than the records were last used with.
        OtherSignInFile: the one that is offered does not belong to the records.
        TooManyTries: there were too many wrong passwords; this one was not looked at.
        WrongPassword, UnknownSlot: this person cannot sign in with this password.
        EnvironmentProblem: the store is in use, damaged, newer or not a store; the device
            secret is missing or the keyring is locked.
    """
    lock = lock_store(folder)
    try:
        here = this_computer([each for each, _ in key_files(folder, offered)], slot_id)
        counted = tries.count(folder, slot_id)
        try:
            keyed = open_keyed(
                folder,
                lambda found: keys.open_with_password(found, slot_id, password, here.secret(found)),
                offered=offered,
            )
        except (DeviceSecretMissing, WrongPassword, UnknownSlot):
            if here.trouble is not None:
                raise here.trouble from None
            raise
        with contextlib.suppress(EnvironmentProblem):  # then it counts for some minutes
            counted.was_right()
        return _used(folder, keyed.database, keyed.data_key, lock, here.keyring, keyed.keys)
    except BaseException:
        lock.release()
        raise


def open_with_recovery(folder: Path, code: str, *, offered: Offered | None = None) -> Store:
    """Open a store with its recovery code, on any computer, with an older sign-in file too.

    One that is `offered` takes its place if it is the one that belongs to the records, or if it
    opens them and the folder's own does not.

    Raises:
        Invalid, WrongRecoveryCode: the code is mistyped or another store's.
        EnvironmentProblem: as for `open_store`.
    """
    lock = lock_store(folder)
    try:
        secret = recovery_code.secret_of(code)
        keyed = open_keyed(
            folder,
            lambda found: keys.open_with_secret(found, secret),
            put_back_too=True,
            offered=offered,
        )
        return _used(folder, keyed.database, keyed.data_key, lock, None, keyed.keys)
    except BaseException:
        lock.release()
        raise


def opened(
    folder: Path,
    data_key: bytes,
    lock: StoreLock,
    keyring: device_secret.Keyring | None = None,
) -> Store:
    """Open a store whose data key is known, and which is held by `lock`."""
    database = open_database(folder / keys.STORE_FILE, data_key)
    return _used(folder, database, data_key, lock, keyring)


def _used(
    folder: Path,
    database: Database,
    data_key: bytes,
    lock: StoreLock,
    keyring: device_secret.Keyring | None,
    opened_by: slots.KeyFile | None = None,
) -> Store:
    try:
        migrate.upgrade(database, backup_folder=folder / BACKUP_FOLDER)
        return Store(folder, database, lock, data_key, keyring, opened_by)
    except BaseException:
        database.close()
        raise
