"""Who can open a store: making it, unlocking it, and letting another person in.

One random data key encrypts the database. Each member of staff, and the printed recovery code,
has a slot in ``keys.json`` that opens to it. Importing this module costs next to nothing, because
the sign-in window lists names with it; the cryptography is loaded when a key is first needed.
"""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import replace
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
    "add_slot",
    "create",
    "measure_cost",
    "staff_slots",
    "store_id",
    "unlock",
    "unlock_with_recovery",
]


def staff_slots(folder: Path) -> tuple[SlotName, ...]:
    """Return who can sign in, in the order they were added.

    Raises:
        EnvironmentProblem: `StoreMissing`, `KeysMissing`, `KeysDamaged`, `KeysNewer`, or the
            disk's own problem.
    """
    keys, _ = slots.read(folder)
    return tuple(SlotName(slot.id, slot.name, slot.device is not None) for slot in keys.staff)


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
    from ir_desktop.storage import wrapping

    if (folder / KEYS_FILE).exists() or (folder / STORE_FILE).exists():
        raise StoreExists
    if not staff:
        raise invalid("staff", "A store needs at least one person who can open it.")
    if len({new.id for new in staff}) != len(staff):
        raise ValueError("slot ids must be unique")
    data_key = secrets.token_bytes(wrapping.KEY_BYTES)
    code = recovery_code.generate()
    recovery = wrapping.make_slot(
        store_id=store_id,
        generation=1,
        kind="recovery",
        slot_id="recovery",
        name="",
        secret=recovery_code.secret_of(code),
        device_secret=None,
        cost=None,
        data_key=data_key,
    )
    check = wrapping.data_key_check(data_key, store_id)
    keys = slots.KeyFile(store_id, 1, check, (), recovery)
    for new in staff:
        made = _staff_slot(keys, new, data_key, device_secret, cost, allow_weak=allow_weak)
        keys = replace(keys, staff=(*keys.staff, made))
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
    return _proven(keys, data_key, digest)


def unlock_with_recovery(folder: Path, code: str) -> Unlocked:
    """Open the recovery slot with a code typed in any case and spacing.

    Raises:
        Invalid: the code is mistyped.
        WrongRecoveryCode: the code is well formed, but not this store's.
        EnvironmentProblem: as for `staff_slots`.
    """
    secret = recovery_code.secret_of(code)
    keys, digest = slots.read(folder)
    from ir_desktop.storage import wrapping

    try:
        data_key = wrapping.open_slot(keys.store_id, keys.generation, keys.recovery, secret, None)
    except wrapping.DoesNotOpen:
        raise WrongRecoveryCode from None
    return _proven(keys, data_key, digest)


def add_slot(
    folder: Path,
    data_key: bytes,
    new: NewSlot,
    device_secret: bytes | None,
    cost: KdfCost = DEFAULT_COST,
    *,
    allow_weak: bool = False,
    replace_existing: bool = False,
) -> str:
    """Let another person in and return the new digest of ``keys.json``.

    With `replace_existing` the person's old slot, if any, is replaced: a new password, a new
    name, or a new computer's device secret.

    Raises:
        Invalid: an empty password.
        EnvironmentProblem: as for `staff_slots`, or the file cannot be written.
        ValueError: `data_key` is not this store's, the id is taken, or the cost is too low.
    """
    keys, _ = slots.read(folder)
    if not _is_data_key(keys, data_key):
        raise ValueError("this data key does not belong to this store")
    if keys.staff_slot(new.id) is not None and not replace_existing:
        raise ValueError("this slot id is taken")
    made = _staff_slot(keys, new, data_key, device_secret, cost, allow_weak=allow_weak)
    if keys.staff_slot(new.id) is None:
        staff = (*keys.staff, made)
    else:
        staff = tuple(made if slot.id == new.id else slot for slot in keys.staff)
    return slots.write(folder, replace(keys, staff=staff))


def _staff_slot(
    keys: slots.KeyFile,
    new: NewSlot,
    data_key: bytes,
    device_secret: bytes | None,
    cost: KdfCost,
    *,
    allow_weak: bool,
) -> slots.Slot:
    from ir_desktop.storage import wrapping

    if cost.is_weak() and not allow_weak:
        raise ValueError("the cost is below the floor for real records")
    if device_secret is not None and len(device_secret) != wrapping.KEY_BYTES:
        raise ValueError("the device secret must be 32 bytes")
    if not new.password:
        raise invalid("password", "The password is empty. Choose one.")
    return wrapping.make_slot(
        store_id=keys.store_id,
        generation=keys.generation,
        kind="staff",
        slot_id=new.id,
        name=new.name,
        secret=wrapping.password_bytes(new.password),
        device_secret=device_secret,
        cost=cost,
        data_key=data_key,
    )


def _is_data_key(keys: slots.KeyFile, data_key: bytes) -> bool:
    from ir_desktop.storage import wrapping

    return hmac.compare_digest(keys.check, wrapping.data_key_check(data_key, keys.store_id))


def _proven(keys: slots.KeyFile, data_key: bytes, digest: str) -> Unlocked:
    if not _is_data_key(keys, data_key):
        raise KeysDamaged
    return Unlocked(data_key, digest)
