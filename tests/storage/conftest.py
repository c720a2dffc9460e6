"""What the tests of the store share."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from ir_desktop.storage.database import Database, create_database


@pytest.fixture
def data_key() -> bytes:
    return secrets.token_bytes(32)


@pytest.fixture
def database(tmp_path: Path, data_key: bytes) -> Iterator[Database]:
    """An open, empty encrypted database in a folder of its own."""
    folder = tmp_path / "store"
    folder.mkdir(mode=0o700)
    made = create_database(folder / "records.db", data_key)
    yield made
    made.close()
