"""Who can open a store: making it, and unlocking it; `key_edits` lets others in and out.

One random data key encrypts the database. Each member of staff, and the printed recovery code,
has a slot in ``keys.json`` that opens to it. Importing this module costs next to nothing, because
the sign-in window lists names with it; the cryptography is loaded when a key is first needed.
"""

import hmac
import secrets
from collections.abc import Sequence
from pathlib import Path

from ir_desktop.errors import invalid
from ir_desktop.storage import recovery_code, slots
from ir_desktop.storage.cost import DEFAULT_COST, WEAK_COST, KdfCost, measure_cost
from ir_desktop.storage.key_records import Created, NewSlot, SlotName, Unlocked
from ir_desktop.storage.problems import (
    DeviceSecretMissing,
    DeviceSecretWrong,
    KeysDamaged,
    StoreExists,
    UnknownSlot,
    WrongPassword,
    WrongRecoveryCode,
    disk_problem,
)
from ir_desktop.storage.slots import KEYS_FILE, STORE_FILE

__all__ = [
    "DEFAULT_COST",
    "KEYS_FILE",
    "STORE_FILE",
    "WEAK_COST",
    "Created",
    "KdfCost",
    "NewSlot",
    "SlotName",
    "Unlocked",
    "create",
    "is_data_key",
    "measure_cost",
    "names",
    "open_with_password",
    "open_with_secret",
    "staff_slots",
    "store_id",
    "unlock",
    "unlock_with_recovery",
]


def staff_slots(folder: Path) -> tuple[SlotName, ...]:
    """Return who can sign in, in the order they were added.

    Somebody whose adding was cut short when it may already count stands at the end: opening the
    store settles it.

    Raises:
        EnvironmentProblem: `StoreMissing`, `KeysMissing`, `KeysDamaged`, `KeysNewer`, or the
            disk's own problem.
    """
    keys, _ = slots.read(folder)
    coming = slots.read_next(folder)
    known = {slot.id for slot in keys.staff}
    late = () if coming is None else coming[0].staff
    return _names((*keys.staff, *(each for each in late if each.id not in known)))


def names(keys: slots.KeyFile) -> tuple[SlotName, ...]:
    """Return who can sign in by a key file, in the order they were added."""
    return _names(keys.staff)


def _names(found: Sequence[slots.Slot]) -> tuple[SlotName, ...]:
    return tuple(SlotName(slot.id, slot.name, slot.device is not None) for slot in found)


def store_id(folder: Path) -> str:
    """Return the store's id, by which its device secret is kept in the keyring."""
    return slots.read(folder)[0].store_id


def create(
    folder: Path,
    *,
    store_id: str,
    staff: Sequence[NewSlot],
    device_secret: bytes | None,
    cost: KdfCost = DEFAULT_COST,
    allow_weak: bool = False,
) -> Created:
    """Make a data key, a slot for everyone in `staff` and a recovery slot, and ``keys.json``.

    With `device_secret` (32 bytes) the staff slots open only together with it; the recovery slot
    never needs it. `allow_weak` lets tests and demo stores go below the floor of `cost`.

    Raises:
        StoreExists: the folder already holds keys or records.
        Invalid: nobody to let in, or an empty password.
        EnvironmentProblem: the folder cannot be written.
        ValueError: ids that are not unique, a cost below the floor, a short device secret.
    """
    from ir_desktop.storage import key_edits, wrapping

    if (folder / KEYS_FILE).exists() or (folder / STORE_FILE).exists():
        raise StoreExists
    if not staff:
        raise invalid("staff", "A store needs at least one person who can open it.")
    if len({new.id for new in staff}) != len(staff):
        raise ValueError("slot ids must be unique")
    data_key = secrets.token_bytes(wrapping.KEY_BYTES)
    code = recovery_code.generate()
    check = wrapping.data_key_check(data_key, store_id)
    recovery = key_edits.recovery_slot(store_id, 1, code, data_key)
    keys = slots.KeyFile(store_id, 1, check, (), recovery)
    for new in staff:
        keys = key_edits.with_staff(
            keys, new, data_key, device_secret=device_secret, cost=cost, allow_weak=allow_weak
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise disk_problem(error) from None
    return Created(data_key, code, slots.write(folder, keys))


def unlock(folder: Path, slot_id: str, password: str, device_secret: bytes | None) -> Unlocked:
    """Open one person's slot. Takes about as long as the slot's cost was measured to take.

    Raises:
        UnknownSlot: nobody with this id can sign in.
        DeviceSecretMissing: the slot needs the device secret and None was given.
        DeviceSecretWrong: another device secret than the slot's was given.
        WrongPassword: the password is wrong (or the slot was changed on purpose).
        EnvironmentProblem: as for `staff_slots`.
    """
    keys, digest = slots.read(folder)
    return Unlocked(open_with_password(keys, slot_id, password, device_secret), digest)


def open_with_password(
    keys: slots.KeyFile, slot_id: str, password: str, device_secret: bytes | None
) -> bytes:
    """Return the data key that one person's slot opens to; raises as `unlock` does."""
    slot = keys.staff_slot(slot_id)
    if slot is None:
        raise UnknownSlot
    from ir_desktop.storage import wrapping

    if slot.device is None:
        device_secret = None
    elif device_secret is None:
        raise DeviceSecretMissing
    elif not hmac.compare_digest(
        slot.device, wrapping.device_fingerprint(device_secret, keys.store_id)
    ):
        raise DeviceSecretWrong
    try:
        data_key = wrapping.open_slot(
            keys.store_id,
            keys.generation,
            slot,
            wrapping.password_bytes(password),
            device_secret,
        )
    except wrapping.DoesNotOpen:
        raise WrongPassword from None
    return _proven(keys, data_key)


def unlock_with_recovery(folder: Path, code: str) -> Unlocked:
    """Open the recovery slot with a code typed in any case and spacing.

    Raises:
        Invalid: the code is mistyped.
        WrongRecoveryCode: the code is well formed, but not this store's.
        EnvironmentProblem: as for `staff_slots`.
    """
    secret = recovery_code.secret_of(code)
    keys, digest = slots.read(folder)
    return Unlocked(open_with_secret(keys, secret), digest)


def open_with_secret(keys: slots.KeyFile, secret: bytes) -> bytes:
    """Return the data key that the recovery slot opens to for a code's secret bytes.

    Raises `WrongRecoveryCode` if they are another store's.
    """
    from ir_desktop.storage import wrapping

    try:
        data_key = wrapping.open_slot(keys.store_id, keys.generation, keys.recovery, secret, None)
    except wrapping.DoesNotOpen:
        raise WrongRecoveryCode from None
    return _proven(keys, data_key)


def is_data_key(keys: slots.KeyFile, data_key: bytes) -> bool:
    """Return whether this is the data key that the slots open to."""
    from ir_desktop.storage import wrapping

    return hmac.compare_digest(keys.check, wrapping.data_key_check(data_key, keys.store_id))


def _proven(keys: slots.KeyFile, data_key: bytes) -> bytes:
    if not is_data_key(keys, data_key):
        raise KeysDamaged
    return data_key
