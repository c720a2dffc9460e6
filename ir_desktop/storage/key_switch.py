"""One switch for every change of keys, whole or not at all, whatever moment a kill chooses.

The database holds the digest of the key file that goes with it, and that digest decides:

- A change that keeps the data key writes ``keys.next``; then one transaction of the database
  writes the records of the change and the new digest. Its commit is the switch.
- A change with a new data key writes ``keys.next`` and a copy of the database under the new key,
  ``records.next``, with the records of the change in it. Renaming the copy over ``records.db`` is
  the switch. Every change that takes a way in away, a password or a code, has to be of this kind:
  an older key file holds that way in still, and must open nothing of today.

Either way ``keys.next`` is renamed over ``keys.json`` after the switch. Opening a store tries
both, asks the database which of them it goes with, and tidies the other away. So does a key file
out of a backup (`offered`): the database says whether it is the one.
"""

import contextlib
import secrets
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, select, update

from ir_desktop.errors import EnvironmentProblem, IrError
from ir_desktop.storage import cipher_file, device_secret, key_edits, slots, wrapping
from ir_desktop.storage.atomic import sync_folder
from ir_desktop.storage.cipher_file import Header
from ir_desktop.storage.cost import KdfCost
from ir_desktop.storage.database import Database, open_database
from ir_desktop.storage.key_records import NewSlot
from ir_desktop.storage.keys import open_with_password
from ir_desktop.storage.offered import Offered, put_in_place
from ir_desktop.storage.problems import (
    ChangeCounts,
    Damaged,
    DeviceSecretMissing,
    KeysDamaged,
    KeysMissing,
    KeysPutBack,
    OtherSignInFile,
    WrongKey,
    disk_problem,
)
from ir_desktop.storage.schema import store_info

NEXT_STORE_FILE = "records.next"
KEYS_DIGEST = "keys_digest"

Opener = Callable[[slots.KeyFile], bytes]
"""Returns the data key that a key file opens to for somebody, or raises why it does not."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """An open database, its data key, and the key file that gave it."""

    database: Database
    data_key: bytes = field(repr=False)
    keys: slots.KeyFile


def key_files(folder: Path, offered: Offered | None = None) -> list[tuple[slots.KeyFile, str]]:
    """Return the key files one of which is in force, with their digests, the likeliest first.

    Where one out of a backup is `offered`, the folder's own may be missing or damaged.

    Raises as `slots.read`.
    """
    found: list[tuple[slots.KeyFile, str]] = []
    try:
        found.append(slots.read(folder))
    except (KeysMissing, KeysDamaged):
        if offered is None:
            raise
    if offered is not None:
        found.append((offered.keys, offered.digest))
    if (coming := slots.read_next(folder)) is not None:
        found.append(coming)
    return found


def open_keyed(
    folder: Path, opener: Opener, *, put_back_too: bool = False, offered: Offered | None = None
) -> Keyed:
    """Open the database of a store, first settling what a kill left of a change of keys.

    With `put_back_too` an older key file of the same data key will do. One that is `offered` gets
    its place if it is the one that the database names; or, with `put_back_too`, if it opens the
    database and the folder's own does not.

    Raises:
        KeysPutBack: the key file is an older one than the database was last used with.
        OtherSignInFile: the one that is offered does not belong to the database.
        IrError: what `opener` raises; or the database is damaged, newer or not one.
    """
    found = key_files(folder, offered)
    refusals: list[IrError] = []
    for keys, digest in found:
        try:
            data_key = opener(keys)
            database = open_database(folder / slots.STORE_FILE, data_key)
        except IrError as error:
            refusals.append(error)
            continue
        opened = Keyed(database, data_key, keys)
        return _settled(folder, opened, digest, found, opener, put_back_too, offered)
    if offered is not None:  # it is the one that the person chose
        why = refusals[found.index((offered.keys, offered.digest))]
        raise OtherSignInFile() if isinstance(why, WrongKey) else why
    # A key file that goes with another database cannot say whether this person may come in; of
    # those that can, the last one is the newest.
    raise next((each for each in reversed(refusals) if not isinstance(each, WrongKey)), refusals[0])


def _settled(
    folder: Path,
    keyed: Keyed,
    digest: str,
    found: list[tuple[slots.KeyFile, str]],
    opener: Opener,
    put_back_too: bool,
    offered: Offered | None,
) -> Keyed:
    """Tidy up and return what was opened, or open it anew by the key file it goes with."""
    database = keyed.database
    try:
        with database.read() as connection:
            own = own_digest(connection)
        right = next((keys for keys, other in found if other == own), None)
        if right is None and not put_back_too:
            raise KeysPutBack
        if offered is not None and offered.digest == (digest if right is None else own):
            put_in_place(folder, offered)
        if right is None:
            return keyed
        tidy(folder, own)
        if own != digest and opener(right) != keyed.data_key:
            raise KeysDamaged
    except BaseException:
        database.close()
        raise
    return keyed


def own_digest(connection: Connection) -> str | None:
    """Return the digest of the key file that this database goes with."""
    asked = select(store_info.c.value).where(store_info.c.name == KEYS_DIGEST)
    return connection.execute(asked).scalar_one_or_none()


def tidy(folder: Path, own: str | None) -> None:
    """Put the key file with the digest `own` in its place, and remove what is beside it.

    Raises `EnvironmentProblem` if the disk refuses; the next opening tries again.
    """
    try:
        coming = slots.read_next(folder)
        if coming is not None and coming[1] == own:
            (folder / slots.NEXT_FILE).replace(folder / slots.KEYS_FILE)
            sync_folder(folder)
        for name in (slots.NEXT_FILE, NEXT_STORE_FILE):
            cipher_file.remove(folder / name)
            cipher_file.remove(folder / f".{name}.new")  # begun, and cut short
    except OSError as error:
        raise disk_problem(error) from None


class KeyChange:
    """A change of keys under way. `keys` is the key file to change and `data_key` its data key.

    Inside `on_a_copy` the data key is a new one, `keys` is sealed to it, and `database` is the
    copy under it. `put_back`: the key file is an older one than the database was last used with.

    Such a one cannot be read anew: anybody who may write in the folder could have put another in
    its place, with a slot of their own, and a new data key would be sealed to that. What the person
    opened the store by is taken as it was then, and of it only the slot that they opened counts.
    """

    def __init__(
        self,
        folder: Path,
        database: Database,
        data_key: bytes,
        *,
        put_back: slots.KeyFile | None = None,
    ) -> None:
        """Begin a change; `put_back` is the key file to go on from where the folder's is older.

        Raises `KeysPutBack` if that is so and none is given.
        """
        self.folder = folder
        self.database = database
        self.data_key: bytes = data_key
        self.staged = False
        with database.read() as connection:
            own = own_digest(connection)
        tidy(folder, own)  # an earlier change may have failed on its last step
        self.keys, digest = slots.read(folder)
        self.put_back = digest != own
        if self.put_back:
            if put_back is None:
                raise KeysPutBack
            self.keys = put_back
        self._ways_in, self._new_data_key = _ways_in(self.keys), False

    def device_secret(self, like: str | None = None) -> bytes | None:
        """Return this computer's secret if the slot `like` needs one (None: any slot), or None.

        Raises `KeyringLocked`, `KeyringGone` or `DeviceSecretMissing` if it is not to be had.
        """
        asked = [each for each in self.keys.staff if like in (None, each.id)]
        if all(each.device is None for each in asked):
            return None
        secret = device_secret.open_keyring().load(self.keys.store_id)
        if secret is None:
            raise DeviceSecretMissing
        return secret

    def with_staff(
        self, new: NewSlot, *, cost: KdfCost, allow_weak: bool, like: str | None = None
    ) -> slots.KeyFile:
        """Return `keys` with a slot for somebody, which was opened once to prove that it opens.

        It needs the device secret where the slot `like` does (None: any slot).

        Raises `Invalid` for an empty password, and what `device_secret` raises.
        """
        secret = self.device_secret(like)
        return self.with_secret(new, secret, cost=cost, allow_weak=allow_weak)

    def with_secret(
        self, new: NewSlot, secret: bytes | None, *, cost: KdfCost, allow_weak: bool
    ) -> slots.KeyFile:
        """Return `keys` with a slot for somebody that needs `secret` beside the password."""
        changed = key_edits.with_staff(
            self.keys, new, self.data_key, device_secret=secret, cost=cost, allow_weak=allow_weak
        )
        if open_with_password(changed, new.id, new.password, secret) != self.data_key:
            raise KeysDamaged
        return changed

    def stage(self, connection: Connection, keys: slots.KeyFile) -> None:
        """Write the key file beside, and say in this transaction that it is the one from now on.

        Last in the transaction, so that what is refused leaves nothing.

        Raises `ValueError` if it takes a way in away and leaves the data key that it leads to.
        """
        if not self._new_data_key and self._ways_in - _ways_in(keys):
            raise ValueError("a way in is taken away: that needs a new data key")
        digest = slots.write(self.folder, keys, slots.NEXT_FILE)
        written = slots.read_next(self.folder)
        if written is None or written != (keys, digest):
            raise KeysDamaged
        connection.execute(
            update(store_info).where(store_info.c.name == KEYS_DIGEST).values(value=digest)
        )
        self.staged = True

    def finish(self) -> None:
        """Give the key file its name, once the switch was made.

        Raises `ChangeCounts` if it cannot have it yet: whatever fails from here on, the change
        stands, and who made it has to know.
        """
        if not self.staged:
            return
        try:
            with self.database.read() as connection:
                own = own_digest(connection)
            tidy(self.folder, own)
        except EnvironmentProblem:
            raise ChangeCounts from None

    @contextlib.contextmanager
    def on_a_copy(self) -> Generator[None]:
        """Make the change, inside the block, on a copy of the database under a new data key.

        After the block the copy is in the place of the old database, which is closed; if nothing
        was staged or the block raised, the old one stays as it was. In every case `database` and
        `data_key` are those to go on with.

        Raises `ChangeCounts` for what fails after the copy got its place.
        """
        old, old_key = self.database, self.data_key
        path, place = self.folder / NEXT_STORE_FILE, self.folder / slots.STORE_FILE
        new_key = secrets.token_bytes(wrapping.KEY_BYTES)
        try:
            old.copy_to(path, data_key=new_key)
            self.database, self.data_key = open_database(path, new_key), new_key
            self.keys, self._new_data_key = key_edits.on_data_key(self.keys, new_key), True
            try:
                yield
                self.database.close_whole()
            finally:
                self.database.close()
            if self.staged:
                _prove(path, new_key)
                old.close_whole()
                path.replace(place)
                sync_folder(self.folder)
        except OSError as error:
            # The rename may have been made all the same: the file itself says so.
            raise (ChangeCounts() if _is_under(place, new_key) else disk_problem(error)) from None
        finally:
            self._go_on(old, old_key, new_key)
        self.finish()

    def _go_on(self, old: Database, old_key: bytes, new_key: bytes) -> None:
        place = self.folder / slots.STORE_FILE
        if _is_under(place, new_key):
            try:
                self.database, self.data_key = open_database(place, new_key), new_key
            except EnvironmentProblem:
                raise ChangeCounts from None
            return
        self.database = old if old.is_open else open_database(place, old_key)
        self.data_key = old_key
        with contextlib.suppress(OSError):  # at the latest the next opening removes them
            cipher_file.remove(self.folder / NEXT_STORE_FILE)
            (self.folder / slots.NEXT_FILE).unlink(missing_ok=True)


def _is_under(place: Path, data_key: bytes) -> bool:
    """Whether the database at a place is under a data key; raises `EnvironmentProblem`."""
    try:
        return cipher_file.look(place, data_key) is Header.OURS
    except OSError as error:
        raise disk_problem(error) from None


def _ways_in(keys: slots.KeyFile) -> frozenset[bytes]:
    return frozenset(each.public for each in (*keys.staff, keys.recovery))


def _prove(path: Path, data_key: bytes) -> None:
    """Raise unless the copy opens and is whole: only then may it count."""
    copy = open_database(path, data_key)
    try:
        if copy.check():
            raise Damaged
        copy.close_whole()
    finally:
        copy.close()
