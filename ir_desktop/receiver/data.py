"""An open receiver: its folder, its keys and its database.

`IR_RECEIVER_DATABASE` may name another database than the folder's own SQLite file, as an
SQLAlchemy URL (for example ``postgresql+psycopg://...``).
"""

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    ProgrammingError,
)

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.receiver.folder import Facts, Folder, Keys
from ir_desktop.receiver.tables import METADATA

DATABASE_VARIABLE: Final = "IR_RECEIVER_DATABASE"


@dataclass(frozen=True, slots=True)
class ReceiverData:
    """An open receiver. Safe to share between threads; `close` it at the end."""

    folder: Folder
    facts: Facts
    keys: Keys
    engine: Engine = field(repr=False)

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """Give a connection that sees one moment of the database."""
        with told_plainly(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """Give a connection whose work is committed at the end, or not done at all."""
        with told_plainly(), self.engine.connect() as connection:
            # SQLite: by asking for the right to write at once, a lock is waited for; a reader
            # that wants to write later would be refused.
            writer = connection.execution_options(begin="BEGIN IMMEDIATE")
            with writer.begin():
                yield writer

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


@contextmanager
def told_plainly() -> Generator[None]:
    """Turn a database that cannot be used into a plain sentence."""
    try:
        yield
    except (IntegrityError, ProgrammingError, DataError):
        raise  # the program's own affair
    except DBAPIError as error:
        raise EnvironmentProblem(
            "The receiver's database cannot be used just now: the disk may be full, or the "
            "database locked or away. Look at it and try again."
        ) from error


def open_data(folder: Path) -> ReceiverData:
    """Open the receiver in `folder`, making the tables that are missing.

    Raises:
        EnvironmentProblem: there is none, or its keys or its database cannot be used.
    """
    files = Folder(folder)
    facts, keys = files.facts(), files.keys()
    engine = _engine(files)
    with told_plainly():
        METADATA.create_all(engine)
    return ReceiverData(files, facts, keys, engine)


def check(data: ReceiverData) -> None:
    """Ask the database for something small; raises `EnvironmentProblem` where it cannot answer."""
    with data.reading() as connection:
        connection.execute(select(1))


def _engine(files: Folder) -> Engine:
    named = os.environ.get(DATABASE_VARIABLE)
    try:
        url = make_url(named) if named else URL.create("sqlite", database=str(files.database_file))
        if not named:
            # Made here first, so that no moment passes in which others could read it.
            os.close(os.open(files.database_file, os.O_RDWR | os.O_CREAT, 0o600))
        engine = create_engine(url, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise EnvironmentProblem(
            f"The database named in {DATABASE_VARIABLE} cannot be used: check the address, and "
            "that the driver it names is installed."
        ) from error
    except OSError as error:
        raise EnvironmentProblem(
            "The receiver's database cannot be opened. Check the disk and who owns the folder."
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    # The driver's own transactions are off: they begin late and leave DDL outside.
    connection.isolation_level = None
    for setting in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "busy_timeout=20000",
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(str(connection.get_execution_options().get("begin", "BEGIN")))
