"""Bringing a store to this version's schema: a verified backup, then all steps or none.

Alembic is loaded only when there is something to do. Revisions are four digits in order
(``0001``, ``0002``, ...), and each is one file of the folder ``migrations/versions`` whose name
begins with it.
"""

import re
from pathlib import Path

from sqlalchemy import Connection

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage.checks import revision
from ir_desktop.storage.database import Database
from ir_desktop.storage.problems import MigrationFailed, NewerStore, disk_problem

MIGRATIONS = Path(__file__).resolve().parent / "migrations"

_VERSION_FILE = re.compile(r"(\d{4})_\w+\.py")


def newest(script_location: Path = MIGRATIONS) -> str | None:
    """Return the newest revision this program knows, or None if it has none."""
    return max(_known(script_location), default=None)


def current(database: Database) -> str | None:
    """Return the store's revision by one cheap read, or None if it has no schema yet."""
    with database.read() as connection:
        return revision(connection)


def backup_name(held: str, wanted: str) -> str:
    """Return the file name of the backup made before a migration between two revisions."""
    return f"before-{wanted}-from-{held}.db"


def upgrade(
    database: Database,
    *,
    backup_folder: Path,
    script_location: Path = MIGRATIONS,
) -> bool:
    """Bring the store to the newest revision; return whether there was anything to do.

    A store that already has a schema is first copied into `backup_folder`, and the copy is opened
    and checked. All steps run in one transaction with foreign keys off (changing a table's shape
    with them on would delete its children), which is undone whole if a step fails or leaves a row
    without its parent.

    Raises:
        NewerStore: the store's revision is not one this program knows.
        Damaged: the store does not pass its checks, so nothing was changed.
        MigrationFailed: a step failed and everything was undone.
        EnvironmentProblem: the disk is full, failing or not writable; everything was undone.
    """
    held, wanted = current(database), newest(script_location)
    if held is not None and held not in _known(script_location):
        raise NewerStore
    if wanted is None or held == wanted:
        return False
    if held is not None:
        try:
            backup_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise disk_problem(error) from None
        database.copy_to(backup_folder / backup_name(held, wanted))
    with database.exclusive(foreign_keys=False) as connection:
        try:
            with connection.begin():
                _run(connection, script_location)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise MigrationFailed
                if revision(connection) != wanted:
                    raise MigrationFailed
        except EnvironmentProblem:
            raise
        except Exception as error:
            raise MigrationFailed from error
    return True


def _known(script_location: Path) -> frozenset[str]:
    names = (path.name for path in (script_location / "versions").iterdir())
    matches = (_VERSION_FILE.fullmatch(name) for name in names)
    return frozenset(match[1] for match in matches if match)


def _run(connection: Connection, script_location: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(script_location).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
