"""The file ``keys.json``: who can open the store. JSON only, no cryptography beyond a check sum.

Format version 1. The data key of a generation is wrapped to every slot's public key; the private
key is wrapped under the person's password. The names stand in the open and outside what the
passwords protect, so that a person's name can be corrected without that person's password.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from ir_desktop.storage.atomic import replace_file
from ir_desktop.storage.cost import KdfCost
from ir_desktop.storage.problems import (
    KeysDamaged,
    KeysMissing,
    KeysNewer,
    StoreMissing,
    disk_problem,
)

KEYS_FILE = "keys.json"
NEXT_FILE = "keys.next"
"""Where a change of keys is written before it counts; see `key_switch`."""
STORE_FILE = "records.db"
FORMAT = "ir-keys"
VERSION = 1

# A damaged or hostile file must not make the sign-in window take all the memory there is.
_MOST_BYTES = 4 * 1024 * 1024
_MOST_MEMORY_KIB = 2 * 1024 * 1024
_MOST_ITERATIONS = 1000
_MOST_LANES = 64

Kind = Literal["staff", "recovery"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to open the store.

    `device` is a fingerprint of the device secret the slot needs, or None; `cost` is None where
    the secret is random enough to need no stretching (the recovery code). `public` is an X25519
    public key, `private` its private half under AES-GCM (nonce first), `data_key` the HPKE
    message that holds the data key.
    """

    kind: Kind
    id: str
    name: str
    device: bytes | None
    cost: KdfCost | None
    salt: bytes
    public: bytes
    private: bytes
    data_key: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """All of ``keys.json``. `generation` counts data keys; `check` is derived from this one."""

    store_id: str
    generation: int
    check: bytes
    staff: tuple[Slot, ...]
    recovery: Slot

    def staff_slot(self, slot_id: str) -> Slot | None:
        """Return the slot of one member of staff, or None."""
        return next((slot for slot in self.staff if slot.id == slot_id), None)


def canonical(value: dict[str, Any]) -> bytes:
    """Return JSON that is the same bytes for the same content."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return text.encode("ascii")


def header(store_id: str, slot: Slot) -> dict[str, Any]:
    """Return what a slot's password also protects: all of it but the name and the data key."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "store": store_id,
        "kind": slot.kind,
        "id": slot.id,
        "device": None if slot.device is None else _text(slot.device),
        "kdf": _kdf(slot),
        "public": _text(slot.public),
    }


def encode(keys: KeyFile) -> bytes:
    """Return the bytes of ``keys.json``, with a check sum against accidental damage."""
    body: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "store": keys.store_id,
        "generation": keys.generation,
        "check": _text(keys.check),
        "staff": [_slot_json(slot) for slot in keys.staff],
        "recovery": _slot_json(keys.recovery),
    }
    body["sum"] = hashlib.sha256(canonical(body)).hexdigest()
    return json.dumps(body, indent=1).encode("ascii") + b"\n"


def decode(raw: bytes) -> KeyFile:
    """Read the bytes of ``keys.json``.

    Raises:
        KeysDamaged: not written by this program, or changed since.
        KeysNewer: a later format version.
    """
    try:
        body = json.loads(raw)
        if body["format"] != FORMAT:
            raise KeysDamaged
        if _whole(body["version"], 1, 1 << 31) > VERSION:
            raise KeysNewer
        kept = body.pop("sum")
        if hashlib.sha256(canonical(body)).hexdigest() != kept:
            raise KeysDamaged
        staff = tuple(_slot("staff", item) for item in body["staff"])
        if len({slot.id for slot in staff}) != len(staff):
            raise KeysDamaged
        return KeyFile(
            store_id=_string(body["store"]),
            generation=_whole(body["generation"], 1, 1 << 31),
            check=_bytes(body["check"]),
            staff=staff,
            recovery=_slot("recovery", body["recovery"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise KeysDamaged from None


def read(folder: Path) -> tuple[KeyFile, str]:
    """Return the content of the folder's ``keys.json`` and its digest (SHA-256, hexadecimal).

    Raises:
        EnvironmentProblem: no folder, no file, unreadable, damaged or newer, each told apart.
    """
    try:
        raw = _raw(folder / KEYS_FILE)
    except FileNotFoundError:
        # A folder with neither file is not a damaged store but the wrong folder.
        lost = (folder / STORE_FILE).exists()
        raise (KeysMissing() if lost else StoreMissing()) from None
    except OSError as error:
        raise disk_problem(error) from None
    return decode(raw), _digest(raw)


def read_next(folder: Path) -> tuple[KeyFile, str] | None:
    """Return the content and the digest of ``keys.next``, or None if there is none to be read.

    What a kill left of it half written, or what anybody else put there, is as none.
    """
    try:
        raw = _raw(folder / NEXT_FILE)
        return decode(raw), _digest(raw)
    except (OSError, KeysDamaged, KeysNewer):
        return None


def _raw(path: Path) -> bytes:
    with path.open("rb") as file:
        raw = file.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise KeysDamaged
    return raw


def write(folder: Path, keys: KeyFile, name: str = KEYS_FILE) -> str:
    """Replace the folder's ``keys.json`` (or `name`) in one step and return its digest."""
    raw = encode(keys)
    replace_file(folder / name, raw)
    return _digest(raw)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _kdf(slot: Slot) -> dict[str, Any]:
    if slot.cost is None:
        return {"name": "none", "salt": _text(slot.salt)}
    return {
        "name": "argon2id",
        "salt": _text(slot.salt),
        "memory_kib": slot.cost.memory_kib,
        "iterations": slot.cost.iterations,
        "lanes": slot.cost.lanes,
    }


def _slot_json(slot: Slot) -> dict[str, Any]:
    return {
        "id": slot.id,
        "name": slot.name,
        "device": None if slot.device is None else _text(slot.device),
        "kdf": _kdf(slot),
        "public": _text(slot.public),
        "private": _text(slot.private),
        "data_key": _text(slot.data_key),
    }


def _slot(kind: Kind, item: dict[str, Any]) -> Slot:
    kdf = cast("dict[str, Any]", item["kdf"])
    cost = None
    if kdf["name"] == "argon2id":
        cost = KdfCost(
            _whole(kdf["memory_kib"], 8, _MOST_MEMORY_KIB),
            _whole(kdf["iterations"], 1, _MOST_ITERATIONS),
            _whole(kdf["lanes"], 1, _MOST_LANES),
        )
    elif kdf["name"] != "none":
        raise KeysNewer
    return Slot(
        kind=kind,
        id=_string(item["id"]),
        name=_string(item["name"]),
        device=None if item["device"] is None else _bytes(item["device"]),
        cost=cost,
        salt=_bytes(kdf["salt"]),
        public=_bytes(item["public"]),
        private=_bytes(item["private"]),
        data_key=_bytes(item["data_key"]),
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(value: object) -> bytes:
    try:
        return base64.b64decode(_string(value), validate=True)
    except binascii.Error:
        raise KeysDamaged from None


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise KeysDamaged
    return value


def _whole(value: object, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise KeysDamaged
    return value
