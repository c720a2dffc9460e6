"""Stores and records for the tests of storage, made without the services."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from ir_desktop.domain.records import Record
from ir_desktop.ids import new_id
from ir_desktop.storage.cost import WEAK_COST
from ir_desktop.storage.keys import NewSlot
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.store import Store
from ir_desktop.storage.store_making import create_store

PASSWORD = "kettle-walnut-ribbon"
MOMENT = datetime(2026, 11, 20, 9, tzinfo=UTC)
R = TypeVar("R", bound=Record)


def make_store(folder: Path, **more: Any) -> Store:
    """Return a new store of one person, open, its set-up in the audit chain."""

    def first(store: Store, records: Repository) -> None:
        store.append_event(
            records, at=MOMENT, staff_id="first", act="set_up", child_id=None, detail={}
        )

    made = create_store(
        folder,
        people=[NewSlot("first", "Maureen", PASSWORD)],
        cost=WEAK_COST,
        **({"demo": True, "first": first} | more),
    )
    return made.store


def stamped(kind: type[R], **fields: Any) -> R:
    """Return a record of a kind with an id and the stamps that all have."""
    stamps: dict[str, Any] = {
        "id": new_id(),
        "created_at": MOMENT,
        "created_by": "first",
        "changed_at": MOMENT,
        "changed_by": "first",
    }
    return kind(**(stamps | fields))
