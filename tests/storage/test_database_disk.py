"""Writes that the system really refuses: a limit on how large this process may make a file."""

import contextlib
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage import cipher_file
from ir_desktop.storage.atomic import replace_file
from ir_desktop.storage.database import Database, create_database, open_database
from ir_desktop.storage.problems import DiskFull, DiskTrouble
from tests.storage.database_parts import count


@contextlib.contextmanager
def no_file_over(size: int) -> Iterator[None]:
    """Let every write beyond `size` bytes of a file fail, as on a failing or full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def add(database: Database, rows: int, length: int = 2000) -> None:
    with database.transaction() as connection:
        connection.execute(
            sa.text("INSERT INTO note (text) VALUES (:text)"),
            [{"text": "x" * length} for _ in range(rows)],
        )


@pytest.mark.parametrize("rows", [20, 8000])  # refused at the commit, and while still writing
def test_a_refused_write_undoes_the_save_and_the_next_one_works(
    database: Database, data_key: bytes, rows: int
) -> None:
    with database.transaction() as connection:
        connection.exec_driver_sql("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
    add(database, 5)
    log = database.path.with_name(database.path.name + "-wal")
    with no_file_over(log.stat().st_size + 4096), pytest.raises(EnvironmentProblem) as told:
        add(database, rows)
    assert isinstance(told.value, DiskFull | DiskTrouble)
    assert count(database) == 5
    add(database, rows)
    assert count(database) == 5 + rows
    assert database.check() == ()
    database.close()
    again = open_database(database.path, data_key)
    assert count(again) == 5 + rows
    again.close()


def test_a_refused_copy_leaves_the_older_copy_and_nothing_else(
    database: Database, tmp_path: Path
) -> None:
    with database.transaction() as connection:
        connection.exec_driver_sql("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
    add(database, 100)
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / "copy.db").write_bytes(b"an older copy")
    with no_file_over(20_000), pytest.raises(EnvironmentProblem):
        database.copy_to(copies / "copy.db")
    assert [item.name for item in copies.iterdir()] == ["copy.db"]
    assert (copies / "copy.db").read_bytes() == b"an older copy"
    assert count(database) == 100


@pytest.mark.parametrize("size", [0, 1000, 4096])
def test_a_refused_new_store_leaves_nothing_behind(
    tmp_path: Path, data_key: bytes, size: int
) -> None:
    with no_file_over(size), pytest.raises(EnvironmentProblem):
        create_database(tmp_path / "records.db", data_key)
    assert not list(tmp_path.iterdir())
    create_database(tmp_path / "records.db", data_key).close()


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for text, code in cipher_file._TEXTS.items()]
)
def test_an_error_told_in_words_alone_is_the_one_of_its_code(code: str, text: str) -> None:
    by_text = cipher_file.problem(Exception(text))
    by_code = Exception("other words")
    by_code.sqlite_errorname = f"{code}_FINER"  # type: ignore[attr-defined] - set as SQLite does
    assert by_text is not None
    assert type(by_text) is type(cipher_file.problem(by_code))
    assert cipher_file.problem(Exception("no such table: note")) is None


def test_a_refused_key_file_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "keys.json"
    replace_file(target, b"old")
    with no_file_over(10), pytest.raises(EnvironmentProblem):
        replace_file(target, b"n" * 1000)
    assert target.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["keys.json"]
