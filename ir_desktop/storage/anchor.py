"""Where the audit chain stood, kept outside the database, so that an older store is noticed.

Everything inside the records' folder can be put back together, and then it all fits. An anchor is
the number and the hash of the newest event, kept in this computer's keyring and in every backup:
a store that does not hold that event is older than what was written, or another branch of it.
A restore and an acknowledgement begin a new *epoch*, which no anchor of an earlier one binds.
"""

import contextlib
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from ir_desktop.storage.device_secret import SECRET_BYTES, Keyring
from ir_desktop.storage.problems import KeyringTrouble
from ir_desktop.storage.schema import audit_event, store_info

_NUMBER_BYTES = 6
_HASH_BYTES = SECRET_BYTES - 2 * _NUMBER_BYTES  # 160 bits: nobody finds another with the same


@dataclass(frozen=True, slots=True)
class Anchor:
    """The epoch, and the number and the hash (the first 40 hexadecimal digits) of an event."""

    epoch: int
    seq: int
    hash: str

    def packed(self) -> bytes:
        """Return it as 32 bytes, as long as the secrets that a keyring keeps."""
        numbers = b"".join(each.to_bytes(_NUMBER_BYTES) for each in (self.epoch, self.seq))
        return numbers + bytes.fromhex(self.hash)


def unpacked(data: bytes) -> Anchor:
    """Return the anchor in what `Anchor.packed` gave."""
    epoch, seq = data[:_NUMBER_BYTES], data[_NUMBER_BYTES : 2 * _NUMBER_BYTES]
    return Anchor(
        int.from_bytes(epoch), int.from_bytes(seq), data[2 * _NUMBER_BYTES : SECRET_BYTES].hex()
    )


def head(connection: Connection) -> Anchor:
    """Return where the chain stands now."""
    newest = connection.execute(
        select(audit_event.c.seq, audit_event.c.hash).order_by(audit_event.c.seq.desc()).limit(1)
    ).first()
    if newest is None:
        return Anchor(epoch_of(connection), 0, "0" * (2 * _HASH_BYTES))
    return Anchor(epoch_of(connection), newest.seq, newest.hash[: 2 * _HASH_BYTES])


def epoch_of(connection: Connection) -> int:
    """Return the store's epoch."""
    asked = select(store_info.c.value).where(store_info.c.name == "epoch")
    return int(connection.execute(asked).scalar_one())


def is_behind(connection: Connection, anchor: Anchor) -> bool:
    """Return whether the store lacks what an anchor says was written."""
    epoch = epoch_of(connection)
    if epoch != anchor.epoch:
        return epoch < anchor.epoch
    if anchor.seq == 0:
        return False
    asked = select(audit_event.c.hash).where(audit_event.c.seq == anchor.seq)
    found = connection.execute(asked).scalar_one_or_none()
    return found is None or found[: 2 * _HASH_BYTES] != anchor.hash


def next_epoch(*known: int, now: datetime) -> int:
    """Return an epoch later than those known.

    It is the moment in seconds, not one more than the last: a backup restored twice, on two
    computers or after another loss, must not give two branches the same number.
    """
    return max(int(now.timestamp()), *(each + 1 for each in known))


@dataclass(frozen=True, slots=True)
class Keeper:
    """The anchor of one store in this computer's keyring; without a keyring it keeps nothing."""

    store_id: str
    keyring: Keyring | None = field(default=None, repr=False)

    def missing(self, connection: Connection) -> Anchor | None:
        """Return the anchor kept, if the store lacks what it says was written."""
        kept = None
        with contextlib.suppress(KeyringTrouble):  # what it does not say is not known
            data = None if self.keyring is None else self.keyring.load(self._name)
            kept = None if data is None else unpacked(data)
        return kept if kept is not None and is_behind(connection, kept) else None

    def keep(self, connection: Connection) -> None:
        """Keep where the chain stands now. A keyring in trouble keeps the one before."""
        with contextlib.suppress(KeyringTrouble):
            if self.keyring is not None:
                self.keyring.save(self._name, head(connection).packed())

    @property
    def _name(self) -> str:
        return f"{self.store_id} newest event"
