"""A change of keys on a copy of the records: what counts, and what may never come to count."""

import shutil
from pathlib import Path

import pytest

from ir_desktop.domain.people import Room
from ir_desktop.storage import cipher_file, key_edits
from ir_desktop.storage.cost import WEAK_COST
from ir_desktop.storage.key_switch import NEXT_STORE_FILE
from ir_desktop.storage.keys import NewSlot
from ir_desktop.storage.problems import Damaged, WrongPassword
from ir_desktop.storage.recovery_code import generate
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.slots import NEXT_FILE
from ir_desktop.storage.store import Store, open_store, open_with_recovery
from tests.storage.stores import MOMENT, PASSWORD, make_store, stamped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = make_store(tmp_path / "store")
    with store.transaction() as records:
        records.add(stamped(Room, name="Acorns" * 2000))  # pages that no change of keys touches
        note(store, records)
    store.close()
    return tmp_path / "store"


def note(store: Store, records: Repository) -> None:
    store.append_event(records, at=MOMENT, staff_id="first", act="x", child_id=None, detail={})


def nothing_changed(folder: Path) -> None:
    """The same password opens it, and nothing of the change is left beside."""
    left = {each.name for each in folder.iterdir()}
    assert not left & {NEXT_FILE, NEXT_STORE_FILE, f".{NEXT_STORE_FILE}.new"}
    again = open_store(folder, "first", PASSWORD)
    assert again.check() == ()
    with again.reading() as records:
        assert len(records.find(Room)) == 1
    again.close()


def test_a_copy_for_which_no_key_file_was_written_does_not_take_the_records_place(
    folder: Path,
) -> None:
    store = open_store(folder, "first", PASSWORD)
    with store.changing_keys(new_data_key=True), store.transaction() as records:
        records.add(stamped(Room, name="On the copy"))
        note(store, records)
    with store.reading() as records:
        assert len(records.find(Room)) == 1
    store.close()
    nothing_changed(folder)


def test_a_change_that_fails_leaves_nothing_beside_the_records(folder: Path) -> None:
    store = open_store(folder, "first", PASSWORD)
    with (
        pytest.raises(RuntimeError, match="in the middle"),
        store.changing_keys(new_data_key=True) as change,
        store.transaction() as records,
    ):
        change.stage(records.connection, change.keys)
        raise RuntimeError("in the middle")
    # At once, not only at the next opening: it is a copy of everything.
    assert not (folder / NEXT_STORE_FILE).exists()
    assert not (folder / NEXT_FILE).exists()
    with store.reading() as records:
        assert len(records.find(Room)) == 1
    store.close()
    nothing_changed(folder)


def test_a_way_in_is_taken_away_with_a_new_data_key_only(folder: Path) -> None:
    store = open_store(folder, "first", PASSWORD)
    store.add_slot(NewSlot("second", "Grace", PASSWORD), cost=WEAK_COST)
    for taking_away in (
        lambda change: key_edits.without_staff(change.keys, "second"),
        lambda change: change.with_staff(
            NewSlot("second", "Grace", "another"), cost=WEAK_COST, allow_weak=True
        ),
        lambda change: key_edits.with_recovery_code(change.keys, generate(), change.data_key),
    ):
        with (
            pytest.raises(ValueError, match="new data key"),
            store.changing_keys() as change,
            store.transaction() as records,
        ):
            change.stage(records.connection, taking_away(change))
    with store.changing_keys(new_data_key=True) as change, store.transaction() as records:
        change.stage(records.connection, key_edits.without_staff(change.keys, "second"))
        note(store, records)
    store.close()
    nothing_changed(folder)


def test_a_new_password_that_does_not_count_yet_is_a_wrong_one(
    folder: Path, tmp_path: Path
) -> None:
    store, cut_short = open_store(folder, "first", PASSWORD), tmp_path / "cut-short"
    with store.changing_keys(new_data_key=True) as change, store.transaction() as records:
        new = change.with_staff(NewSlot("first", "M", "new"), cost=WEAK_COST, allow_weak=True)
        change.stage(records.connection, new)
        note(store, records)
        shutil.copytree(folder, cut_short)  # as a kill leaves it, before the switch
    store.close()
    assert (cut_short / NEXT_FILE).exists()
    with pytest.raises(WrongPassword):
        open_store(cut_short, "first", "new")
    open_store(cut_short, "first", PASSWORD).close()
    assert not (cut_short / NEXT_FILE).exists()
    open_store(folder, "first", "new").close()


def test_a_copy_that_the_disk_has_damaged_does_not_take_the_records_place(folder: Path) -> None:
    store, code = open_store(folder, "first", PASSWORD), generate()
    with (
        pytest.raises(Damaged),
        store.changing_keys(new_data_key=True) as change,
        store.transaction() as records,
    ):
        copy = folder / NEXT_STORE_FILE
        middle = copy.stat().st_size // cipher_file.PAGE_BYTES // 2 * cipher_file.PAGE_BYTES
        with copy.open("r+b") as file:
            file.seek(middle + 100)
            file.write(b"\0" * 16)
        change.stage(
            records.connection, key_edits.with_recovery_code(change.keys, code, change.data_key)
        )
        note(store, records)
    store.close()
    nothing_changed(folder)


def test_a_whole_copy_takes_it_and_the_new_code_opens_it(folder: Path) -> None:
    store, code = open_store(folder, "first", PASSWORD), generate()
    with store.changing_keys(new_data_key=True) as change, store.transaction() as records:
        change.stage(
            records.connection, key_edits.with_recovery_code(change.keys, code, change.data_key)
        )
        note(store, records)
    store.close()
    open_with_recovery(folder, code).close()
    nothing_changed(folder)
