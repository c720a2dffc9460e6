from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage import migrate
from ir_desktop.storage.database import Database, open_database
from ir_desktop.storage.problems import DiskTrouble, MigrationFailed, NewerStore

FIRST = """
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True),
                    sa.Column("name", sa.Text))
    op.create_table("child", sa.Column("id", sa.Integer, primary_key=True),
                    sa.Column("of", sa.Integer, sa.ForeignKey("parent.id", ondelete="CASCADE")))
"""
RESHAPE = """
    op.create_table("extra", sa.Column("id", sa.Integer))
    with op.batch_alter_table("parent") as batch:
        batch.add_column(sa.Column("note", sa.Text, server_default=""))
        batch.alter_column("name", nullable=False)
"""
FAILING = """
    op.execute("UPDATE parent SET name = 'changed'")
    op.drop_table("child")
    raise RuntimeError("step failed")
"""
ORPHANING = """
    op.execute("DELETE FROM parent WHERE id = 1")
"""

Scripts = Callable[..., Path]


@pytest.fixture
def scripts(tmp_path: Path) -> Scripts:
    """Make a folder of migrations from the bodies of their steps."""

    def make(*steps: str, name: str = "scripts 100%") -> Path:
        folder = tmp_path / name
        (folder / "versions").mkdir(parents=True, exist_ok=True)
        (folder / "env.py").write_text((migrate.MIGRATIONS / "env.py").read_text())
        for number, body in enumerate(steps, start=1):
            before = f'"{number - 1:04}"' if number > 1 else "None"
            (folder / "versions" / f"{number:04}_step.py").write_text(
                f'import sqlalchemy as sa\nfrom alembic import op\nrevision = "{number:04}"\n'
                f"down_revision = {before}\n\ndef upgrade():\n{body}\n"
            )
        return folder

    return make


def family(connection: Connection) -> tuple[int, int]:
    rows = connection.exec_driver_sql(
        "SELECT (SELECT count(*) FROM parent), (SELECT count(*) FROM child)"
    ).one()
    return rows[0], rows[1]


@pytest.fixture
def at_first(database: Database, scripts: Scripts, tmp_path: Path) -> Database:
    """A store at revision 0001 with a parent and three children."""
    migrate.upgrade(database, script_location=scripts(FIRST), backup_folder=tmp_path / "backups")
    with database.transaction() as connection:
        connection.exec_driver_sql("INSERT INTO parent VALUES (1, 'Dilys')")
        connection.exec_driver_sql("INSERT INTO child VALUES (1, 1), (2, 1), (3, 1)")
    return database


def test_a_new_store_gets_the_newest_schema_without_a_backup(
    database: Database, scripts: Scripts, tmp_path: Path
) -> None:
    where = scripts(FIRST, RESHAPE)
    backups = tmp_path / "backups"
    assert migrate.current(database) is None
    assert migrate.newest(where) == "0002"
    assert migrate.upgrade(database, script_location=where, backup_folder=backups)
    assert migrate.current(database) == "0002"
    assert not backups.exists()
    assert not migrate.upgrade(database, script_location=where, backup_folder=backups)


def test_reshaping_a_parent_keeps_its_children_and_a_checked_backup_is_made(
    at_first: Database, scripts: Scripts, tmp_path: Path, data_key: bytes
) -> None:
    backups = tmp_path / "backups"
    where = scripts(FIRST, RESHAPE)
    assert migrate.upgrade(at_first, script_location=where, backup_folder=backups)
    with at_first.read() as connection:
        assert family(connection) == (1, 3)
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert at_first.check() == ()
    (backup,) = backups.iterdir()
    assert backup.name == migrate.backup_name("0001", "0002")
    old = open_database(backup, data_key, newest="0001")
    with old.read() as connection:
        assert family(connection) == (1, 3)
    assert migrate.current(old) == "0001"
    old.close()


def test_the_trap_reshaping_with_foreign_keys_on_deletes_the_children(
    at_first: Database,
) -> None:
    import sqlalchemy as sa
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    with at_first.transaction() as connection:
        op = Operations(MigrationContext.configure(connection))
        with op.batch_alter_table("parent") as batch:
            batch.alter_column("name", existing_type=sa.Text(), nullable=False)
        assert family(connection) == (1, 0)


@pytest.mark.parametrize("bad", [FAILING, ORPHANING])
def test_a_failing_step_leaves_the_store_whole(
    bad: str, at_first: Database, scripts: Scripts, tmp_path: Path
) -> None:
    where = scripts(FIRST, RESHAPE, bad)
    with pytest.raises(MigrationFailed):
        migrate.upgrade(at_first, script_location=where, backup_folder=tmp_path / "backups")
    assert migrate.current(at_first) == "0001"
    with at_first.read() as connection:
        assert family(connection) == (1, 3)
        assert connection.exec_driver_sql("SELECT name FROM parent").scalar() == "Dilys"
        tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"
        assert connection.exec_driver_sql(tables).scalar() == 0
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert at_first.check() == ()
    good = scripts(FIRST, RESHAPE, name="mended")
    assert migrate.upgrade(at_first, script_location=good, backup_folder=tmp_path / "backups")


@pytest.mark.parametrize("held", ["0009", "ae1027a6acf", ""])
def test_a_newer_or_unknown_store_is_refused_untouched(
    held: str, at_first: Database, scripts: Scripts, tmp_path: Path
) -> None:
    with at_first.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (held,))
    backups = tmp_path / "backups"
    with pytest.raises(NewerStore):
        migrate.upgrade(at_first, script_location=scripts(FIRST, RESHAPE), backup_folder=backups)
    assert not backups.exists()
    assert migrate.current(at_first) == held


def test_no_backup_no_migration(at_first: Database, scripts: Scripts, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EnvironmentProblem) as told:
        migrate.upgrade(
            at_first,
            script_location=scripts(FIRST, RESHAPE),
            backup_folder=tmp_path / "file" / "backups",
        )
    assert type(told.value) is DiskTrouble
    assert migrate.current(at_first) == "0001"


def test_a_full_disk_in_a_step_is_told_as_one_and_undone(
    at_first: Database, scripts: Scripts, tmp_path: Path
) -> None:
    greedy = """
    op.execute("PRAGMA max_page_count = 1")
    op.execute("CREATE TABLE big AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
               "FROM n WHERE i < 2000) SELECT i, hex(randomblob(400)) AS b FROM n")
"""
    with pytest.raises(EnvironmentProblem, match="disk is full"):
        migrate.upgrade(
            at_first, script_location=scripts(FIRST, greedy), backup_folder=tmp_path / "backups"
        )
    assert migrate.current(at_first) == "0001"


def test_a_chain_that_does_not_lead_to_the_newest_file_is_undone(
    at_first: Database, scripts: Scripts, tmp_path: Path
) -> None:
    where = scripts(FIRST, RESHAPE)
    stray = where / "versions" / "0007_stray.py"
    stray.write_text((where / "versions" / "0002_step.py").read_text())
    (where / "versions" / "0002_step.py").unlink()
    with pytest.raises(MigrationFailed):
        migrate.upgrade(at_first, script_location=where, backup_folder=tmp_path / "backups")
    assert migrate.current(at_first) == "0001"


def test_asking_for_the_revision_does_not_load_alembic(tmp_path: Path) -> None:
    import subprocess
    import sys

    script = (
        "import sys, pathlib\n"
        "from ir_desktop.storage import migrate\n"
        "from ir_desktop.storage.database import create_database\n"
        "database = create_database(pathlib.Path(sys.argv[1]), bytes(32))\n"
        "print(migrate.current(database), migrate.newest() is not None, 'alembic' in sys.modules)\n"
        "database.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "records.db")],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(migrate.__file__).parents[2],
    )
    assert done.stdout.split() == ["None", "True", "False"]


def test_no_migration_imports_the_schema_of_today() -> None:
    for path in (migrate.MIGRATIONS / "versions").glob("*.py"):
        assert "ir_desktop" not in path.read_text(), path.name
    assert migrate.newest() is not None


def test_the_programs_own_migrations_make_a_store(database: Database, tmp_path: Path) -> None:
    assert migrate.upgrade(database, backup_folder=tmp_path / "backups")
    assert migrate.current(database) == migrate.newest()
    assert database.check() == ()
