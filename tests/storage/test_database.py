import secrets
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import exc

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage import database as module
from ir_desktop.storage import problems
from ir_desktop.storage.database import Database, create_database, lock_store, open_database
from ir_desktop.storage.problems import (
    CipherMissing,
    Damaged,
    DiskFull,
    DiskTrouble,
    NewerStore,
    NotADatabase,
    PlainDatabase,
    StoreBusy,
    StoreExists,
    StoreInUse,
    StoreMissing,
    WrongKey,
)

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


def test_rows_survive_closing_and_opening(tmp_path: Path, data_key: bytes) -> None:
    path = filled(tmp_path / "records.db", data_key)
    assert [item.name for item in tmp_path.iterdir()] == ["records.db"]
    assert path.stat().st_mode & 0o777 == 0o600
    database = open_database(path, data_key, newest="0001")
    assert count(database) == 400
    assert database.check() == ()
    assert database.path == path
    database.close()
    database.close()


def test_the_settings_promised_are_in_force(database: Database) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,  # MEMORY
        "trusted_schema": 0,
        "query_only": 0,
    }
    with database.transaction() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in expected
        }
        version = connection.exec_driver_sql("PRAGMA cipher_version").scalar_one()
    assert found == expected
    assert version.startswith("4.")


def test_nothing_written_can_be_read_in_any_file(database: Database, tmp_path: Path) -> None:
    fill(database)
    database.copy_to(tmp_path / "copy.db")
    with database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM note WHERE id % 2")
    forms = [CANARY.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    forms += [b"CREATE TABLE", b"SQLite format 3"]
    seen: set[str] = set()
    for when in ("open", "closed"):
        for path in tmp_path.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                seen.add(path.name)
                assert not [form for form in forms if form in content], (when, path.name)
        database.close()
    assert {"records.db", "records.db-wal", "copy.db"} <= seen


def test_the_standard_sqlite_cannot_read_it_even_with_the_key(
    tmp_path: Path, data_key: bytes
) -> None:
    path = filled(tmp_path / "records.db", data_key)
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA key = \"x'{data_key.hex()}'\"")  # silently ignored
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        other.execute("SELECT * FROM note")
    other.close()


def test_the_cipher_library_with_no_key_writes_plain_sqlite_and_we_do_not_open_it(
    tmp_path: Path, data_key: bytes
) -> None:
    path = tmp_path / "records.db"
    plain = module.dbapi2.connect(str(path))
    plain.execute("CREATE TABLE note (text)")
    plain.execute("INSERT INTO note VALUES (?)", (CANARY,))
    plain.commit()
    plain.close()
    assert CANARY.encode() in path.read_bytes()  # the trap itself
    before = path.read_bytes()
    with pytest.raises(PlainDatabase):
        open_database(path, data_key)
    assert path.read_bytes() == before


def test_a_library_without_encryption_opens_and_makes_nothing(
    tmp_path: Path, data_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filled(tmp_path / "records.db", data_key)
    monkeypatch.setattr(module, "dbapi2", sqlite3)  # as where sqlcipher3 was built without it
    with pytest.raises(CipherMissing):
        open_database(path, data_key)
    with pytest.raises(CipherMissing):
        create_database(tmp_path / "new.db", data_key)
    assert [item.name for item in tmp_path.iterdir()] == ["records.db"]


def test_another_key_is_told_from_damage(tmp_path: Path, data_key: bytes) -> None:
    path = filled(tmp_path / "records.db", data_key)
    with pytest.raises(WrongKey):
        open_database(path, secrets.token_bytes(32))
    with pytest.raises(ValueError, match="32 bytes"):
        open_database(path, b"short")
    open_database(path, data_key).close()


def flip(at: int) -> Callable[[bytes], bytes]:
    return lambda raw: raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda raw: b"", NotADatabase),
        (lambda raw: raw[:1000], NotADatabase),
        (lambda raw: b"%PDF-1.7 and the rest of a letter" * 1000, NotADatabase),
        (lambda raw: bytes(len(raw)), NotADatabase),
        (lambda raw: secrets.token_bytes(4096 * 8), WrongKey),
        (lambda raw: secrets.token_bytes(4096 * 8 + 1), NotADatabase),
        (flip(5), Damaged),
        (flip(100), Damaged),
        (flip(4000), Damaged),
    ],
)
def test_each_kind_of_wrong_file_is_named(
    tmp_path: Path,
    data_key: bytes,
    change: Callable[[bytes], bytes],
    kind: type[EnvironmentProblem],
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = filled(tmp_path / "records.db", data_key)
    spoilt = change(path.read_bytes())
    path.write_bytes(spoilt)
    with pytest.raises(EnvironmentProblem) as told:
        open_database(path, data_key)
    assert type(told.value) is kind
    assert path.read_bytes() == spoilt
    assert [item.name for item in tmp_path.iterdir()] == ["records.db"]
    assert capfd.readouterr() == ("", "")  # SQLCipher would log to standard error


def test_damage_further_on_is_found_where_it_is_read_and_by_the_check(
    tmp_path: Path, data_key: bytes
) -> None:
    path = filled(tmp_path / "records.db", data_key)
    raw = path.read_bytes()
    path.write_bytes(flip(len(raw) // 2)(raw))
    database = open_database(path, data_key)
    assert any("page" in line or "CORRUPT" in line for line in database.check())
    with pytest.raises(Damaged) as told, database.read() as connection:
        connection.exec_driver_sql("SELECT sum(length(text)) FROM note").scalar()
    assert CANARY not in str(told.value)
    with pytest.raises(Damaged):
        database.copy_to(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    database.close()


def test_a_cut_off_file_is_damaged(tmp_path: Path, data_key: bytes) -> None:
    path = filled(tmp_path / "records.db", data_key)
    path.write_bytes(path.read_bytes()[: 4096 * 10])
    try:
        database = open_database(path, data_key)
    except Damaged:
        return
    assert database.check() != ()
    database.close()


def test_missing_and_existing_files(tmp_path: Path, data_key: bytes) -> None:
    with pytest.raises(StoreMissing):
        open_database(tmp_path / "records.db", data_key)
    assert not list(tmp_path.iterdir())
    (tmp_path / "records.db").write_bytes(b"x")
    with pytest.raises(StoreExists):
        create_database(tmp_path / "records.db", data_key)
    with pytest.raises(DiskTrouble):
        create_database(tmp_path / "nowhere" / "records.db", data_key)


def test_an_encrypted_file_of_another_program_is_not_taken_for_records(
    tmp_path: Path, data_key: bytes
) -> None:
    path = tmp_path / "records.db"
    database = create_database(path, data_key)
    with database.transaction() as connection:
        connection.exec_driver_sql("PRAGMA application_id = 7")
    database.close()
    with pytest.raises(NotADatabase):
        open_database(path, data_key)


def test_a_newer_store_is_refused_and_left_alone(tmp_path: Path, data_key: bytes) -> None:
    path = tmp_path / "records.db"
    database = create_database(path, data_key)
    with database.transaction() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0009')")
    database.close()
    before = path.read_bytes()
    with pytest.raises(NewerStore):
        open_database(path, data_key, newest="0008")
    assert path.read_bytes() == before
    open_database(path, data_key, newest="0009").close()
    open_database(path, data_key).close()


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


def test_errors_show_no_values(database: Database) -> None:
    fill(database, rows=1)
    statement = sa.text("INSERT INTO note (id, text) VALUES (:id, :text)")
    with (
        pytest.raises(exc.IntegrityError) as told,
        database.transaction() as connection,
    ):
        connection.execute(statement, {"id": 1, "text": CANARY})
    shown = str(told.value) + repr(told.value) + str(told.value.__cause__)
    assert CANARY not in shown
    with database.transaction() as connection:
        connection.exec_driver_sql(
            "INSERT INTO note (id, text) VALUES (7, CAST(x'6b616e61726965ff' AS TEXT))"
        )
    with pytest.raises(Damaged) as told_text, database.read() as connection:
        connection.exec_driver_sql("SELECT text FROM note WHERE id = 7").all()
    shown = str(told_text.value) + str(told_text.value.__cause__)
    assert "kanarie" not in shown


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


def test_a_copy_is_encrypted_whole_and_a_single_file(
    database: Database, data_key: bytes, tmp_path: Path
) -> None:
    fill(database)
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / ".copy.db.new").write_bytes(b"left by a kill")
    (copies / "copy.db").write_bytes(b"an older copy")
    database.copy_to(copies / "copy.db")
    assert [item.name for item in copies.iterdir()] == ["copy.db"]
    assert (copies / "copy.db").stat().st_mode & 0o777 == 0o600
    copy = open_database(copies / "copy.db", data_key)
    assert count(copy) == 400
    assert copy.check() == ()
    copy.close()
    with pytest.raises(WrongKey):
        open_database(copies / "copy.db", secrets.token_bytes(32))
    with pytest.raises(DiskTrouble):
        database.copy_to(tmp_path / "nowhere" / "copy.db")
    with database.transaction() as connection:  # the store goes on working
        connection.exec_driver_sql("DELETE FROM note WHERE id = 1")


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


def test_every_sentence_is_different_and_says_what_to_do() -> None:
    kinds = [
        kind
        for kind in vars(problems).values()
        if isinstance(kind, type) and kind.__module__ == problems.__name__
    ]
    sentences = {str(kind()) for kind in kinds if kind.__name__ != "_Told"}
    assert len(sentences) == len(kinds) - 1 == 27
    for sentence in sentences:
        assert sentence.count(".") >= 2 or "Ask" in sentence
        assert sentence.endswith(".")
