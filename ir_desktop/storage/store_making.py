"""Making a store: the keys, the encrypted database and its first records, whole or not at all."""

import contextlib
import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import insert

from ir_desktop.ids import new_id
from ir_desktop.storage import device_secret, keys, migrate, schema
from ir_desktop.storage.atomic import sync_folder
from ir_desktop.storage.cost import DEFAULT_COST, KdfCost
from ir_desktop.storage.database import create_database
from ir_desktop.storage.key_switch import KEYS_DIGEST
from ir_desktop.storage.lock import lock_store
from ir_desktop.storage.problems import KeyringTrouble, StoreExists, disk_problem
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.store import BACKUP_FOLDER, DEMO, EPOCH, REAL, Store, info_of, opened


@dataclass(frozen=True, slots=True)
class NewStore:
    """A store just made, open, with the recovery code to print once."""

    store: Store
    recovery_code: str = field(repr=False)


def create_store(
    folder: Path,
    *,
    people: Sequence[keys.NewSlot],
    demo: bool,
    cost: KdfCost = DEFAULT_COST,
    keyring: device_secret.Keyring | None = None,
    first: Callable[[Store, Repository], None] | None = None,
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
        return NewStore(opened(folder, made.data_key, lock), made.recovery_code)
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
            "kind": DEMO if demo else REAL,
            EPOCH: "1",
            "audit_key": secrets.token_hex(32),
            KEYS_DIGEST: made.digest,
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
    store = opened(folder, made.data_key, lock_store(folder))
    try:
        with store.transaction() as records:
            for name, value in info_of(records.connection).items():
                if name != KEYS_DIGEST:
                    records.put(schema.store_info, {"name": name, "value": value})
            first(store, records)
    finally:
        store.close()
