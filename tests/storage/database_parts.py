"""A table of notes in an encrypted database, with marked words in it."""

from pathlib import Path

import sqlalchemy as sa

from ir_desktop.storage.database import Database, create_database

CANARY = "kanarie-Zażółć-7731"


def fill(database: Database, rows: int = 400) -> None:
    with database.transaction() as connection:
        connection.exec_driver_sql("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE)")
        connection.execute(
            sa.text("INSERT INTO note (text) VALUES (:text)"),
            [{"text": f"{CANARY} {number} " + "x" * 300} for number in range(rows)],
        )


def count(database: Database) -> int:
    with database.read() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM note").scalar_one()


def filled(path: Path, data_key: bytes) -> Path:
    database = create_database(path, data_key)
    fill(database)
    database.close()
    return path
