"""A store as an older program left it, and what every step from there has to keep."""

import shutil
from pathlib import Path

from sqlalchemy import text

from ir_desktop.domain.people import Room
from ir_desktop.domain.records import Record
from ir_desktop.storage import audit, migrate
from ir_desktop.storage.database import Database
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.store import BACKUP_FOLDER, Store, open_store
from tests.storage.stores import MOMENT, PASSWORD, make_store, stamped


def _write_event(store: Store, records: Repository, act: str) -> None:
    store.append_event(records, at=MOMENT, staff_id="first", act=act, child_id=None, detail={})


def make_older(folder: Path, schema: str, *without: str) -> None:
    """Make a store with a room in it, as it was before these tables came."""
    store = make_store(folder)
    with store.transaction() as records:
        records.add(stamped(Room, name="Acorns"))
        _write_event(store, records, "x")
    with store.database.transaction() as connection:
        for table in without:
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(
            text("UPDATE alembic_version SET version_num = :schema"), {"schema": schema}
        )
    store.close()


def open_and_keep(folder: Path, schema: str, record: Record) -> None:
    """Open a store of an older schema: all is there, it takes a new record, and a copy was kept."""
    store = open_store(folder, "first", PASSWORD)
    try:
        assert migrate.current(store.database) == migrate.newest()
        assert store.database.check() == ()
        with store.transaction() as records:
            assert [each.name for each in records.find(Room)] == ["Acorns"]
            records.add(record)
            _write_event(store, records, "y")
        with store.reading() as records:
            assert audit.verify(records.connection, store.audit_key) == []
            assert records.find(type(record)) == [record]
    finally:
        store.close()
    backups = [each.name for each in (folder / BACKUP_FOLDER).iterdir()]
    assert backups == [migrate.backup_name(schema, str(migrate.newest()))]


def build_from_steps(database: Database, folder: Path, schema: str, table: str) -> None:
    """Make a schema by its own steps, then go on to the newest: the new table is there, empty."""
    before, backups = folder / "migrations", folder / "b"
    (before / "versions").mkdir(parents=True)
    shutil.copy(migrate.MIGRATIONS / "env.py", before)
    for step in (migrate.MIGRATIONS / "versions").glob("*.py"):
        if step.name[:4] <= schema:
            shutil.copy(step, before / "versions")
    assert migrate.upgrade(database, script_location=before, backup_folder=backups)
    assert migrate.current(database) == schema
    assert migrate.upgrade(database, backup_folder=backups)
    with database.read() as connection:
        assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0
    assert migrate.current(database) == migrate.newest()
