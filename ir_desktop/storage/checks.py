"""Questions put to an open store, and how the answers of a failing disk are told."""

import contextlib
from collections.abc import Generator
from typing import Any

from sqlalchemy import Connection

from ir_desktop.storage import cipher_file
from ir_desktop.storage.problems import disk_problem

PAGES = "pages"
"""The part of a check that authenticates every page; the others are the tables, by name."""


def revision(connection: Connection) -> str | None:
    """Return the schema revision of an open store, or None if it has no schema yet."""
    asked = "SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'"
    if connection.exec_driver_sql(asked).first() is None:
        return None
    held = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if held is None else str(held)


def parts(raw: Any) -> tuple[str, ...]:
    """Return the parts by which `faults` can go through a file a little at a time."""
    asked = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    return (PAGES, *(str(row[0]) for row in raw.execute(asked)))


def faults(raw: Any, driver_error: type[Exception], part: str = "") -> tuple[str, ...]:
    """Return what is wrong with the file behind a DB-API connection; empty if all is well.

    SQLCipher's page authentication, SQLite's structure, and rows whose parent row is missing: of
    the whole file, or of one of its `parts`.
    """
    table = "" if part in ("", PAGES) else '("' + part.replace('"', '""') + '")'
    found: list[str] = []
    try:
        if not table:
            found += [str(row[0]) for row in raw.execute("PRAGMA cipher_integrity_check")]
        if part != PAGES:
            structure = [str(row[0]) for row in raw.execute(f"PRAGMA integrity_check{table}")]
            found += [line for line in structure if line != "ok"]
            orphans = {str(row[0]) for row in raw.execute(f"PRAGMA foreign_key_check{table}")}
            found += [f"missing parent row for a row of {name}" for name in sorted(orphans)]
    except driver_error as error:
        return (cipher_file.error_code(error) or "unreadable",)
    return tuple(found)


@contextlib.contextmanager
def told(driver_error: type[Exception]) -> Generator[None]:
    """Turn what the disk or SQLite raise into problems with a sentence and no path."""
    try:
        yield
    except OSError as error:
        raise disk_problem(error) from None
    except driver_error as error:
        problem = cipher_file.problem(error)
        if problem is None:
            raise
        raise problem from None
