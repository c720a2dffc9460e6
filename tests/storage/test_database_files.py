"""Files that are no database of ours, missing ones, damaged ones, and newer ones."""

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage.database import create_database, open_database
from ir_desktop.storage.problems import (
    Damaged,
    DiskTrouble,
    NewerStore,
    NotADatabase,
    StoreExists,
    StoreMissing,
    WrongKey,
)
from tests.storage.database_parts import CANARY, filled


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
