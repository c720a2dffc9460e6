"""What a store says of itself beside its records, by name: each a row of `store_info`."""

from sqlalchemy import Connection, select

from ir_desktop.storage.repository import Repository
from ir_desktop.storage.schema import store_info


def get(connection: Connection, name: str) -> str:
    """Return what is kept under a name, or an empty text."""
    asked = select(store_info.c.value).where(store_info.c.name == name)
    return connection.execute(asked).scalar_one_or_none() or ""


def put(records: Repository, name: str, value: str) -> None:
    """Keep a value under a name, in the caller's transaction and its audit event."""
    records.put(store_info, {"name": name, "value": value})
