"""A backup is whole, read back and its own; or there is none, and nothing half of one."""

import os
import resource
import shutil
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import FrameType, FunctionType

import pytest
from sqlalchemy import text

from ir_desktop.domain.people import Room
from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage import backup, database
from ir_desktop.storage.backup_problems import BackupNotMade, NotABackup
from ir_desktop.storage.cost import WEAK_COST
from ir_desktop.storage.keys import NewSlot
from ir_desktop.storage.problems import Damaged
from ir_desktop.storage.store import Store, open_store
from tests.storage.stores import MOMENT, PASSWORD, make_store, stamped

CANARY = "Quokkacanarymark"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = make_store(tmp_path / "store")
    with made.transaction() as records:
        records.add(stamped(Room, name=CANARY))
        made.append_event(records, at=MOMENT, staff_id="first", act="x", child_id=None, detail={})
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_a_backup_is_one_file_that_opens_to_the_same_records(
    store: Store, folder: Path, tmp_path: Path
) -> None:
    made = backup.write(store, folder, made_at=MOMENT)
    assert made.findings == ()
    assert names(folder) == [made.path.name]
    assert made.path.stat().st_mode & 0o077 == 0
    assert made.manifest.anchor.seq == 2
    assert made.manifest.is_of(store)
    assert backup.is_whole(made.path)
    (tmp_path / "out").mkdir()
    assert backup.unpack(made.path, tmp_path / "out") == made.manifest
    assert names(tmp_path / "out") == ["keys.json", "records.db"]
    with store.opened_beside(tmp_path / "out" / "records.db") as connection:
        assert connection.execute(text("SELECT name FROM room")).scalar_one() == CANARY
    assert CANARY.encode() not in made.path.read_bytes()
    assert "Maureen" not in made.path.name


def test_the_work_goes_on_after_a_backup(store: Store, folder: Path) -> None:
    first = backup.write(store, folder, made_at=MOMENT)
    with store.transaction() as records:
        records.add(stamped(Room, name="More"))
        store.append_event(records, at=MOMENT, staff_id="first", act="x", child_id=None, detail={})
    second = backup.write(store, folder, made_at=MOMENT + timedelta(days=1))
    assert second.manifest.anchor.seq == first.manifest.anchor.seq + 1
    assert [path for path, _ in backup.own_backups(store, folder)] == [first.path, second.path]


def test_a_folder_that_is_only_missing_is_made_and_one_unplugged_is_told(
    store: Store, tmp_path: Path
) -> None:
    backup.write(store, tmp_path / "new", made_at=MOMENT)
    with pytest.raises(BackupNotMade, match="plugged in"):
        backup.write(store, tmp_path / "stick" / "backups", made_at=MOMENT)
    assert not (tmp_path / "stick").exists()


def test_a_backup_inside_the_records_is_refused(store: Store) -> None:
    before = names(store.folder)
    for folder in (store.folder, store.folder / "backups"):
        with pytest.raises(BackupNotMade, match="outside the records"):
            backup.write(store, folder, made_at=MOMENT)
    assert names(store.folder) == before


@pytest.mark.parametrize("most", [0, 1000, 60_000, 200_000, 250_000])
def test_a_full_disk_leaves_nothing_half_and_the_older_one(
    most: int, store: Store, folder: Path
) -> None:
    older = backup.write(store, folder, made_at=MOMENT)
    data = older.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    assert most < len(data)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        with pytest.raises(BackupNotMade) as told:
            backup.write(store, folder, made_at=MOMENT + timedelta(days=1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "as they were" in told.value.sentence
    assert names(folder) == [older.path.name]
    assert older.path.read_bytes() == data
    backup.write(store, folder, made_at=MOMENT + timedelta(days=1))


@pytest.mark.parametrize("looks", [database._is_whole, backup._read_back])
def test_a_stick_that_gives_back_other_bytes_is_told_as_that(
    looks: FunctionType, store: Store, folder: Path
) -> None:
    def garble(frame: FrameType, event: str, _: object) -> None:
        """Change what was written to the stick, just before it is looked at."""
        if event == "call" and frame.f_code is looks.__code__:
            with frame.f_locals["path"].open("r+b") as file:
                file.seek(file.seek(0, os.SEEK_END) // 8192 * 4096 + 100)
                file.write(b"\0" * 16)

    older = backup.write(store, folder, made_at=MOMENT)
    sys.setprofile(garble)
    try:
        with pytest.raises(BackupNotMade) as told:
            backup.write(store, folder, made_at=MOMENT + timedelta(days=1))
    finally:
        sys.setprofile(None)
    # Not that the records are damaged: they are not, and nothing is to be put back.
    assert "stick or disk is connected and working" in told.value.sentence
    assert "as they were" in told.value.sentence
    assert names(folder) == [older.path.name]
    assert store.check() == ()


def test_a_file_in_the_way_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a letter")
    with pytest.raises(BackupNotMade):
        backup.write(store, tmp_path / "file", made_at=MOMENT)
    assert (tmp_path / "file").read_text() == "a letter"


def test_what_a_kill_left_is_removed_by_the_next(store: Store, folder: Path) -> None:
    made = backup.write(store, folder, made_at=MOMENT)
    (folder / f".{made.path.name}.new").write_bytes(b"half")
    (folder / f".{made.path.name}.db").write_bytes(b"half")
    (folder / "letter.txt").write_text("not ours")
    backup.write(store, folder, made_at=MOMENT + timedelta(days=1))
    assert len(names(folder)) == 3
    assert not [each for each in names(folder) if each.startswith(".")]


def test_records_changed_behind_its_back_are_backed_up_and_told(store: Store, folder: Path) -> None:
    with store.database.transaction() as connection:
        connection.execute(text("UPDATE room SET name = 'Other'"))
    assert [each.where for each in backup.write(store, folder, made_at=MOMENT).findings] == ["room"]


def test_damaged_records_are_not_backed_up(tmp_path: Path, folder: Path) -> None:
    made = make_store(tmp_path / "store")
    path = made.folder / "records.db"
    with made.transaction() as records:
        records.add_many([stamped(Room, name=f"Room {number}" * 50) for number in range(400)])
        made.append_event(records, at=MOMENT, staff_id="first", act="x", child_id=None, detail={})
    made.close()
    data = bytearray(path.read_bytes())
    data[-5000] ^= 1
    path.write_bytes(data)
    again = open_store(tmp_path / "store", "first", PASSWORD)
    with pytest.raises(Damaged):
        backup.write(again, folder, made_at=MOMENT)
    again.close()
    assert names(folder) == []


def test_a_byte_changed_anywhere_in_it_is_found(store: Store, folder: Path, tmp_path: Path) -> None:
    made = backup.write(store, folder, made_at=MOMENT)
    data = made.path.read_bytes()
    changed = tmp_path / "changed.irbackup"
    for place in range(0, len(data), len(data) // 97):
        changed.write_bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        out = tmp_path / "out"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        try:
            manifest = backup.unpack(changed, out)
        except NotABackup:
            continue
        # What may be changed unseen are the archive's own dates and attributes, which say nothing.
        assert manifest == made.manifest, place
        assert (
            not manifest.is_of(store)
            or (out / "keys.json").read_bytes() == (store.folder / "keys.json").read_bytes()
        )


@pytest.mark.parametrize("part", ["keys.json", "records.db"])
def test_a_part_put_in_place_of_another_is_found(
    part: str, store: Store, folder: Path, tmp_path: Path
) -> None:
    """The archive's own check sums fit; those that are sealed with it do not."""
    first = backup.write(store, folder, made_at=MOMENT)
    store.add_slot(NewSlot("second", "Bryn", PASSWORD), cost=WEAK_COST)
    second = backup.write(store, folder, made_at=MOMENT + timedelta(days=1))
    mixed = tmp_path / "mixed.irbackup"
    with (
        zipfile.ZipFile(first.path) as one,
        zipfile.ZipFile(second.path) as two,
        zipfile.ZipFile(mixed, "w") as new,
    ):
        for name in two.namelist():
            new.writestr(name, (one if name == part else two).read(name))
    assert backup.read_manifest(mixed) == second.manifest
    assert not backup.is_whole(mixed)
    (tmp_path / "out").mkdir()
    with pytest.raises(NotABackup):
        backup.unpack(mixed, tmp_path / "out")


def test_a_key_file_that_changes_while_its_backup_is_made_is_told_and_tried_again(
    store: Store, folder: Path
) -> None:
    def change(frame: FrameType, event: str, _: object) -> None:
        """Let somebody in between the copy of the records and that of the key file."""
        if event == "return" and frame.f_code is Store.copy_to.__code__:
            store.add_slot(NewSlot("second", "Bryn", PASSWORD), cost=WEAK_COST)

    sys.setprofile(change)
    try:
        with pytest.raises(BackupNotMade, match="Try again"):
            backup.write(store, folder, made_at=MOMENT)
    finally:
        sys.setprofile(None)
    assert names(folder) == []
    assert backup.write(store, folder, made_at=MOMENT).findings == ()


@pytest.mark.parametrize("data", [b"", b"x" * 5000, b"PK\x03\x04" + b"\0" * 500])
def test_a_file_that_is_no_backup_is_told(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "some.irbackup"
    path.write_bytes(data)
    with pytest.raises(NotABackup):
        backup.read_manifest(path)
    assert not backup.is_whole(path)


def test_an_archive_with_other_things_in_it_is_no_backup(
    store: Store, folder: Path, tmp_path: Path
) -> None:
    made = backup.write(store, folder, made_at=MOMENT)
    with zipfile.ZipFile(made.path, "a") as archive:
        archive.writestr("../../evil", "x")
    with pytest.raises(NotABackup):
        backup.read_manifest(made.path)
    with zipfile.ZipFile(tmp_path / "bomb.irbackup", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("backup.json", "keys.json", "records.db"):
            archive.writestr(name, b"0" * 1_000_000)
    with pytest.raises(NotABackup):
        backup.read_manifest(tmp_path / "bomb.irbackup")


def test_another_stores_backup_and_a_forged_one_are_not_its_own(
    store: Store, folder: Path, tmp_path: Path
) -> None:
    other = make_store(tmp_path / "other")
    backup.write(other, folder, made_at=MOMENT)
    other.close()
    made = backup.write(store, folder, made_at=MOMENT)
    assert [path for path, _ in backup.own_backups(store, folder)] == [made.path]
    assert not replace(made.manifest, made_at=MOMENT + timedelta(days=9)).is_of(store)


def test_problems_name_no_path(store: Store, tmp_path: Path) -> None:
    for folder in (tmp_path / "a" / "b", tmp_path / ("x" * 300)):
        with pytest.raises(EnvironmentProblem) as told:
            backup.write(store, folder, made_at=MOMENT)
        assert str(tmp_path) not in told.value.sentence


def test_backups_of_one_second_lie_beside_each_other_in_their_order(
    store: Store, folder: Path
) -> None:
    made: list[backup.Backup] = []
    for number in range(3):
        with store.transaction() as records:
            records.add(stamped(Room, name=f"Room {number}"))
            store.append_event(
                records, at=MOMENT, staff_id="first", act="x", child_id=None, detail={}
            )
        made.append(backup.write(store, folder, made_at=MOMENT))
    assert len(names(folder)) == 3
    assert all(backup.is_whole(each.path) for each in made)
    kept = backup.own_backups(store, folder)
    assert [(path, said.anchor.seq) for path, said in kept] == [
        (each.path, each.manifest.anchor.seq) for each in made
    ]
