"""Transactions, threads, foreign keys and locks: how the database may be used, and by how many."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import exc

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage.database import Database, lock_store, open_database
from ir_desktop.storage.problems import DiskFull, StoreBusy, StoreInUse, StoreMissing
from tests.storage.database_parts import count, fill


def test_ddl_is_undone_with_its_transaction(database: Database) -> None:
    def fail_half_way() -> None:
        with database.transaction() as connection:
            connection.exec_driver_sql("CREATE TABLE gone (a)")
            connection.exec_driver_sql("INSERT INTO gone VALUES (1)")
            raise LookupError

    with pytest.raises(LookupError):
        fail_half_way()
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar() == 0


def test_a_transaction_holds_the_write_lock_from_its_first_moment(
    database: Database, data_key: bytes
) -> None:
    fill(database)
    second = open_database(database.path, data_key)
    with second.exclusive() as connection:
        connection.connection.driver_connection.execute("PRAGMA busy_timeout = 10")  # type: ignore[union-attr] - a driver's own
    with database.transaction():
        with pytest.raises(StoreBusy), second.transaction():
            pytest.fail("two writers at once")
        assert count(second) == 400  # reading goes on beside a writer
    second.close()


def test_reading_cannot_write_and_says_so_as_a_bug(database: Database) -> None:
    fill(database, rows=3)
    with pytest.raises(exc.OperationalError, match="readonly"), database.read() as connection:
        connection.exec_driver_sql("DELETE FROM note")
    assert count(database) == 3
    with database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM note")
    assert count(database) == 0


def test_nesting_and_a_second_thread_at_once_are_refused(database: Database) -> None:
    fill(database, rows=1)
    with database.transaction():
        for nested in (database.transaction, database.read, database.exclusive):
            with pytest.raises(RuntimeError, match="in use"), nested():
                pytest.fail("nested")
        with pytest.raises(RuntimeError, match="in use"):
            database.close()
    heard: list[str] = []

    def other() -> None:
        try:
            count(database)
        except RuntimeError as error:
            heard.append(str(error))

    with database.read():
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert len(heard) == 1
    thread = threading.Thread(target=lambda: heard.append(str(count(database))))
    thread.start()
    thread.join()
    assert heard[1:] == ["1"]  # one after the other is fine


def test_a_closed_database_says_so(database: Database) -> None:
    database.close()
    with pytest.raises(RuntimeError, match="closed"), database.read():
        pytest.fail("closed")


def test_foreign_keys_are_enforced(database: Database) -> None:
    with database.transaction() as connection:
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE child (of INTEGER REFERENCES parent)")
    with pytest.raises(exc.IntegrityError), database.transaction() as connection:
        connection.exec_driver_sql("INSERT INTO child VALUES (1)")
    with database.exclusive(foreign_keys=False) as connection, connection.begin():
        connection.exec_driver_sql("INSERT INTO child VALUES (1)")
    assert database.check() == ("missing parent row for a row of child",)
    with pytest.raises(exc.IntegrityError), database.transaction() as connection:
        connection.exec_driver_sql("INSERT INTO child VALUES (2)")


def test_foreign_keys_come_back_after_a_failure_inside_a_transaction(database: Database) -> None:
    def fail_half_way() -> None:
        with database.exclusive(foreign_keys=False) as connection:
            connection.exec_driver_sql("CREATE TABLE gone (a)")  # begins a transaction by itself
            raise LookupError

    with pytest.raises(LookupError):
        fail_half_way()
    with database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar() == 0


def test_a_full_disk_is_told_and_the_next_save_works(database: Database) -> None:
    fill(database)
    with database.exclusive() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull), database.transaction() as connection:
        connection.execute(
            sa.text("INSERT INTO note (text) VALUES (:text)"),
            [{"text": f"more {number} " + "y" * 500} for number in range(500)],
        )
    assert count(database) == 400
    with database.exclusive() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA max_page_count = 1000000")
    with database.transaction() as connection:
        connection.exec_driver_sql("INSERT INTO note (text) VALUES ('again')")
    assert count(database) == 401
    assert database.check() == ()


def test_only_one_window_per_store(tmp_path: Path) -> None:
    with lock_store(tmp_path), pytest.raises(StoreInUse):
        lock_store(tmp_path)
    held = lock_store(tmp_path)
    held.release()
    held.release()
    with pytest.raises(StoreMissing):
        lock_store(tmp_path / "nowhere")


def test_a_lock_may_be_released_from_another_thread(tmp_path: Path) -> None:
    held = lock_store(tmp_path)
    thread = threading.Thread(target=held.release)
    thread.start()
    thread.join()
    lock_store(tmp_path).release()


def test_a_lock_that_cannot_be_made_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / ".lock").mkdir()
    with pytest.raises(EnvironmentProblem) as told:
        lock_store(tmp_path)
    assert str(tmp_path) not in told.value.sentence
