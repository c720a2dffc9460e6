"""Changes of who can open a store, from one `KeyFile` to the next. Nothing here touches the disk.

`key_switch` brings the result into force together with the records that say why.
"""

from collections.abc import Collection
from dataclasses import replace

from ir_desktop.errors import invalid
from ir_desktop.storage import keys as key_file
from ir_desktop.storage import recovery_code, wrapping
from ir_desktop.storage.cost import KdfCost
from ir_desktop.storage.key_records import NewSlot
from ir_desktop.storage.slots import KeyFile, Slot


def with_staff(
    keys: KeyFile,
    new: NewSlot,
    data_key: bytes,
    *,
    device_secret: bytes | None,
    cost: KdfCost,
    allow_weak: bool = False,
) -> KeyFile:
    """Return `keys` with a slot for one more person, or with a new one in place of theirs.

    With `device_secret` (32 bytes) the slot opens only together with it. `allow_weak` lets tests
    and demo stores go below the floor of `cost`.

    Raises:
        Invalid: an empty password.
        ValueError: `data_key` is not this store's, the cost is too low, a short device secret.
    """
    if cost.is_weak() and not allow_weak:
        raise ValueError("the cost is below the floor for real records")
    if device_secret is not None and len(device_secret) != wrapping.KEY_BYTES:
        raise ValueError("the device secret must be 32 bytes")
    if not new.password:
        raise invalid("password", "The password is empty. Choose one.")
    _check(keys, data_key)
    made = wrapping.make_slot(
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
    if keys.staff_slot(new.id) is None:
        return replace(keys, staff=(*keys.staff, made))
    return replace(keys, staff=tuple(made if each.id == new.id else each for each in keys.staff))


def without_staff(keys: KeyFile, slot_id: str) -> KeyFile:
    """Return `keys` without one person's slot; the data key that they know needs renewing too."""
    return replace(keys, staff=tuple(each for each in keys.staff if each.id != slot_id))


def only_staff(keys: KeyFile, ids: Collection[str]) -> KeyFile:
    """Return `keys` with the slots of these people, and the recovery slot."""
    return replace(keys, staff=tuple(each for each in keys.staff if each.id in ids))


def renamed(keys: KeyFile, slot_id: str, name: str) -> KeyFile:
    """Return `keys` with another name on one person's slot; their password is not needed."""
    return replace(
        keys,
        staff=tuple(
            replace(each, name=name) if each.id == slot_id else each for each in keys.staff
        ),
    )


def with_recovery_code(keys: KeyFile, code: str, data_key: bytes) -> KeyFile:
    """Return `keys` with another recovery code; the old one opens nothing any more.

    Raises `Invalid` if the code is none; `ValueError` if `data_key` is not this store's.
    """
    _check(keys, data_key)
    return replace(keys, recovery=recovery_slot(keys.store_id, keys.generation, code, data_key))


def on_data_key(keys: KeyFile, data_key: bytes) -> KeyFile:
    """Return the next generation of `keys`, whose slots open to a new data key.

    It is sealed to each slot's public half, so nobody's password is needed.
    """
    generation = keys.generation + 1

    def sealed(slot: Slot) -> Slot:
        wrapped = wrapping.wrap_data_key(keys.store_id, generation, slot, data_key)
        return replace(slot, data_key=wrapped)

    return KeyFile(
        store_id=keys.store_id,
        generation=generation,
        check=wrapping.data_key_check(data_key, keys.store_id),
        staff=tuple(sealed(each) for each in keys.staff),
        recovery=sealed(keys.recovery),
    )


def recovery_slot(store_id: str, generation: int, code: str, data_key: bytes) -> Slot:
    """Return a slot that opens to `data_key` for a recovery code, on any computer."""
    return wrapping.make_slot(
        store_id=store_id,
        generation=generation,
        kind="recovery",
        slot_id="recovery",
        name="",
        secret=recovery_code.secret_of(code),
        device_secret=None,
        cost=None,  # the code is random enough
        data_key=data_key,
    )


def _check(keys: KeyFile, data_key: bytes) -> None:
    if not key_file.is_data_key(keys, data_key):
        raise ValueError("this data key does not belong to this store")
