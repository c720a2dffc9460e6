"""SQLAlchemy set up on the one SQLCipher connection that `database` hands over."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import StaticPool

from ir_desktop.storage import cipher_file
from ir_desktop.storage.problems import Damaged

READING = "ir_reading"
"""Execution option of a connection whose transaction only reads."""


def make_engine(raw: Any, driver: Any) -> Engine:
    """Return an engine that always uses the connection `raw` of the DB-API module `driver`.

    A transaction begins with ``BEGIN IMMEDIATE``, or ``BEGIN`` where `READING` is set. Errors
    show no values, and those of the disk or the file come as `EnvironmentProblem`.
    """
    engine = create_engine(
        "sqlite://",
        module=driver,
        creator=lambda: raw,
        poolclass=StaticPool,
        hide_parameters=True,
    )

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if _is_reading(connection) else "BEGIN IMMEDIATE")

    def tell(context: ExceptionContext) -> BaseException | None:
        error = context.original_exception
        if not isinstance(error, driver.Error):
            return None
        if str(error).startswith("Could not decode"):  # SQLite's own words quote the text
            error.args = ("a text is not valid UTF-8",)
            return Damaged()
        if _is_reading(context.connection) and cipher_file.error_code(error) == "SQLITE_READONLY":
            return None  # writing inside `read` is a bug, not a write-protected disk
        return cipher_file.problem(error)

    event.listen(engine, "begin", begin)
    event.listen(engine, "handle_error", tell, retval=True)
    return engine


def _is_reading(connection: Connection | None) -> bool:
    return connection is not None and bool(connection.get_execution_options().get(READING))
