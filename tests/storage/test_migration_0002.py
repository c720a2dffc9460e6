"""From the first released schema to the one with a place for profiles, with records in it."""

import shutil
from pathlib import Path

from sqlalchemy import text

from ir_desktop.domain.people import Room
from ir_desktop.domain.profile import StoredProfile
from ir_desktop.storage import audit, migrate
from ir_desktop.storage.database import Database
from ir_desktop.storage.store import BACKUP_FOLDER, open_store
from tests.storage.stores import PASSWORD, make_store, stamped


def only_first(folder: Path) -> Path:
    """Return a folder of migrations that knows the first one only."""
    (folder / "versions").mkdir(parents=True)
    shutil.copy(migrate.MIGRATIONS / "env.py", folder)
    shutil.copy(migrate.MIGRATIONS / "versions" / "0001_first.py", folder / "versions")
    return folder


def test_a_store_of_the_first_schema_opens_with_its_records_and_can_keep_a_profile(
    tmp_path: Path,
) -> None:
    store = make_store(tmp_path / "store")
    with store.transaction() as records:
        records.add(stamped(Room, name="Acorns"))
        store.append_event(
            records, at=stamped(Room, name="").created_at, staff_id="first", act="x",
            child_id=None, detail={},
        )  # fmt: skip
    with store.database.transaction() as connection:  # as it was before
        connection.execute(text("DROP TABLE form_draft"))
        connection.execute(text("DROP TABLE stored_profile"))
        connection.execute(text("DROP TABLE incident"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    store.close()

    store = open_store(tmp_path / "store", "first", PASSWORD)
    try:
        assert migrate.current(store.database) == migrate.newest()
        assert store.database.check() == ()
        with store.transaction() as records:
            assert [each.name for each in records.find(Room)] == ["Acorns"]
            records.add(stamped(StoredProfile, content="{}"))
            store.append_event(
                records, at=stamped(Room, name="").created_at, staff_id="first", act="y",
                child_id=None, detail={},
            )  # fmt: skip
        with store.reading() as records:
            assert audit.verify(records.connection, store.audit_key) == []
            assert [each.content for each in records.find(StoredProfile)] == ["{}"]
    finally:
        store.close()
    backups = [each.name for each in (tmp_path / "store" / BACKUP_FOLDER).iterdir()]
    assert backups == [migrate.backup_name("0001", str(migrate.newest()))]


def test_the_first_schema_made_by_its_own_step_is_what_the_second_builds_on(
    database: Database, tmp_path: Path
) -> None:
    first = only_first(tmp_path / "migrations")
    assert migrate.upgrade(database, script_location=first, backup_folder=tmp_path / "b")
    assert migrate.current(database) == "0001"
    assert migrate.upgrade(database, backup_folder=tmp_path / "b")
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM stored_profile")).scalar() == 0
    assert migrate.current(database) == migrate.newest()
