"""Two people, the key file of a folder, and how somebody would change it behind the program."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ir_desktop.storage import key_edits, keys, slots
from ir_desktop.storage.keys import WEAK_COST, Created, NewSlot

DEVICE = b"d" * 32
AMINA = NewSlot("amina", "Amina Okafor", "a long enough password")
BRYN = NewSlot("bryn", "Bryn Pugh", "another password")


def make(
    folder: Path,
    *staff: NewSlot,
    device: bytes | None = DEVICE,
    store_id: str = "store-1",
) -> Created:
    return keys.create(
        folder,
        store_id=store_id,
        staff=staff or (AMINA,),
        device_secret=device,
        cost=WEAK_COST,
        allow_weak=True,
    )


def rewrite(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change ``keys.json`` as someone would who knows the format, check sum and all."""
    body = json.loads((folder / keys.KEYS_FILE).read_bytes())
    del body["sum"]
    change(body)
    body["sum"] = hashlib.sha256(slots.canonical(body)).hexdigest()
    (folder / keys.KEYS_FILE).write_text(json.dumps(body))


def edit(
    folder: Path, data_key: bytes, new: NewSlot, device: bytes | None, *, allow_weak: bool = True
) -> str:
    """Put somebody's slot into the folder's key file as it stands; return the new digest."""
    found, _ = slots.read(folder)
    return slots.write(
        folder,
        key_edits.with_staff(
            found, new, data_key, device_secret=device, cost=WEAK_COST, allow_weak=allow_weak
        ),
    )
