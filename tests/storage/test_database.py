"""The encrypted database: what is in force, and that nothing can be read without its key."""

import secrets
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import exc

from ir_desktop.storage import database as module
from ir_desktop.storage import problems
from ir_desktop.storage.database import Database, create_database, open_database
from ir_desktop.storage.problems import CipherMissing, Damaged, DiskTrouble, PlainDatabase, WrongKey
from tests.storage.database_parts import CANARY, count, fill, filled


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


def test_every_sentence_is_different_and_says_what_to_do() -> None:
    kinds = [
        kind
        for kind in vars(problems).values()
        if isinstance(kind, type) and kind.__module__ == problems.__name__
    ]
    sentences = {str(kind()) for kind in kinds if kind.__name__ != "_Told"}
    assert len(sentences) == len(kinds) - 1 == 29
    for sentence in sentences:
        assert sentence.count(".") >= 2 or "Ask" in sentence
        assert sentence.endswith(".")
