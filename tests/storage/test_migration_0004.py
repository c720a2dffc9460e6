"""From the third schema to the one with a place for incidents, with records in it."""

import shutil
from datetime import date
from pathlib import Path

from sqlalchemy import text

from ir_desktop.domain.incident import Incident, Told
from ir_desktop.domain.people import Room
from ir_desktop.storage import audit, migrate
from ir_desktop.storage.database import Database
from ir_desktop.storage.store import BACKUP_FOLDER, open_store
from tests.storage.stores import MOMENT, PASSWORD, make_store, stamped


def test_a_store_of_the_third_schema_opens_with_its_records_and_takes_an_incident(
    tmp_path: Path,
) -> None:
    store = make_store(tmp_path / "store")
    with store.transaction() as records:
        records.add(stamped(Room, name="Acorns"))
        store.append_event(records, at=MOMENT, staff_id="first", act="x", child_id=None, detail={})
    with store.database.transaction() as connection:  # as it was before
        connection.execute(text("DROP TABLE incident"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))
    store.close()

    store = open_store(tmp_path / "store", "first", PASSWORD)
    try:
        assert migrate.current(store.database) == migrate.newest()
        assert store.database.check() == ()
        incident = stamped(
            Incident, what="A letter in the wrong bag", occurred_on=None,
            noticed_on=date(2026, 11, 20), noticed_at="14:30", child_ids=("a", "b"), reached="",
            done="", families_told="", authority=Told.NOT_DECIDED, authority_why="", learned="",
        )  # fmt: skip
        with store.transaction() as records:
            assert [each.name for each in records.find(Room)] == ["Acorns"]
            records.add(incident)
            store.append_event(
                records, at=MOMENT, staff_id="first", act="y", child_id=None, detail={}
            )
        with store.reading() as records:
            assert audit.verify(records.connection, store.audit_key) == []
            assert records.find(Incident) == [incident]
    finally:
        store.close()
    backups = [each.name for each in (tmp_path / "store" / BACKUP_FOLDER).iterdir()]
    assert backups == [migrate.backup_name("0003", str(migrate.newest()))]


def test_the_third_schema_made_by_its_own_steps_is_what_the_fourth_builds_on(
    database: Database, tmp_path: Path
) -> None:
    before = tmp_path / "migrations"
    (before / "versions").mkdir(parents=True)
    shutil.copy(migrate.MIGRATIONS / "env.py", before)
    for name in ("0001_first.py", "0002_stored_profile.py", "0003_form_draft.py"):
        shutil.copy(migrate.MIGRATIONS / "versions" / name, before / "versions")
    assert migrate.upgrade(database, script_location=before, backup_folder=tmp_path / "b")
    assert migrate.current(database) == "0003"
    assert migrate.upgrade(database, backup_folder=tmp_path / "b")
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM incident")).scalar() == 0
    assert migrate.current(database) == migrate.newest()
