"""A change of keys on a copy of the records: what counts, and what may never come to count."""

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.domain.people import Room
from ir_desktop.storage import backup, cipher_file, key_edits, key_switch, slots
from ir_desktop.storage.cipher_file import Header
from ir_desktop.storage.cost import WEAK_COST
from ir_desktop.storage.key_switch import NEXT_STORE_FILE
from ir_desktop.storage.keys import NewSlot
from ir_desktop.storage.problems import ChangeCounts, Damaged, WrongPassword
from ir_desktop.storage.recovery_code import generate
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.slots import KEYS_FILE, NEXT_FILE, STORE_FILE
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


# What fails after the switch: the change counts, and that is what is said.


@contextmanager
def the_name_is_taken(folder: Path) -> Iterator[None]:
    """Keep the key file from getting its name, as a disk does that fails for a moment."""
    place, aside = folder / KEYS_FILE, folder / "keys.aside"
    place.rename(aside)
    (place / "in the way").mkdir(parents=True)
    try:
        yield
    finally:
        shutil.rmtree(place)
        aside.rename(place)


def change_password(store: Store) -> None:
    """Change the password with a new data key; the disk refuses what follows the switch."""
    with store.changing_keys(new_data_key=True) as change, store.transaction() as records:
        new = NewSlot("first", "Maureen", "new")
        change.stage(records.connection, change.with_staff(new, cost=WEAK_COST, allow_weak=True))
        note(store, records)


def add_somebody(store: Store) -> None:
    """Let somebody in, under the same data key."""
    store.add_slot(NewSlot("second", "Grace", "new"), cost=WEAK_COST)


CHANGES = [(change_password, "first"), (add_somebody, "second")]


@pytest.mark.parametrize(("change", "slot"), CHANGES)
def test_what_fails_after_the_switch_is_told_as_a_change_that_counts(
    folder: Path, change: Callable[[Store], None], slot: str
) -> None:
    store = open_store(folder, "first", PASSWORD)
    real = slots.write

    def written_and_then_refused(*args: Any) -> str:
        done = real(*args)
        stack.enter_context(the_name_is_taken(folder))
        return done

    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "write", written_and_then_refused)
        with pytest.raises(ChangeCounts, match="counts from now on"):
            change(store)
    with store.transaction() as records:  # the session goes on, with what counts
        note(store, records)
    assert (folder / NEXT_FILE).exists()
    assert store.has_own_keys_file()  # it is there, though not in its place
    store.close()
    open_store(folder, slot, "new").close()
    assert not (folder / NEXT_FILE).exists()
    if slot == "first":
        with pytest.raises(WrongPassword):
            open_store(folder, "first", PASSWORD)


def test_a_disk_that_does_not_say_whether_the_rename_is_kept_is_told_as_that_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(folder, "first", PASSWORD)
    old_key, real, failed = store._data_key, key_switch.sync_folder, list[Path]()

    def sync(place: Path) -> None:
        if cipher_file.look(folder / STORE_FILE, old_key) is Header.OTHER_KEY:
            failed.append(place)
        real(place)
        if len(failed) == 1:
            raise OSError(errno.EIO, "it failed")

    monkeypatch.setattr(key_switch, "sync_folder", sync)
    with pytest.raises(ChangeCounts):
        change_password(store)
    assert failed
    assert store._data_key != old_key
    store.close()
    open_store(folder, "first", "new").close()


@pytest.mark.parametrize(("change", "slot"), CHANGES)
def test_a_backup_made_then_holds_the_key_file_that_counts(
    folder: Path, tmp_path: Path, change: Callable[[Store], None], slot: str
) -> None:
    store = open_store(folder, "first", PASSWORD)
    before = (folder / KEYS_FILE).read_bytes()
    change(store)
    (folder / KEYS_FILE).replace(folder / NEXT_FILE)  # as the disk left it
    (folder / KEYS_FILE).write_bytes(before)
    made = backup.write(store, tmp_path / "stick", made_at=MOMENT)
    assert made.findings == ()
    store.close()
    put_back = tmp_path / "put-back"
    put_back.mkdir()
    backup.unpack(made.path, put_back)
    open_store(put_back, slot, "new").close()
