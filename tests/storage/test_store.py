"""Making a store whole or not at all, opening it, and keeping it to one window."""

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ir_desktop.domain.people import Room
from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage import keys, schema
from ir_desktop.storage.cost import WEAK_COST
from ir_desktop.storage.device_secret import Keyring
from ir_desktop.storage.problems import (
    DeviceSecretMissing,
    KeyringTrouble,
    StoreExists,
    StoreInUse,
    StoreMissing,
    UnknownSlot,
    WrongPassword,
    WrongRecoveryCode,
)
from ir_desktop.storage.store import open_store, open_with_recovery
from ir_desktop.storage.store_making import create_store
from tests.storage.stores import PASSWORD, make_store, stamped


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_store_opens_again_with_what_it_says_of_itself(tmp_path: Path) -> None:
    made = make_store(tmp_path / "store")
    known = made.store_id, made.audit_key, made.demo, made.epoch
    made.close()
    again = open_store(tmp_path / "store", "first", PASSWORD)
    assert (again.store_id, again.audit_key, again.demo, again.epoch) == known
    assert (again.demo, again.epoch) == (True, 1)
    again.close()
    assert names(tmp_path) == {"store"}
    assert names(tmp_path / "store") >= {"keys.json", "records.db"}


def test_a_real_store_is_not_a_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="floor"):  # and a weak cost is for demos only
        make_store(tmp_path / "store", demo=False)
    assert names(tmp_path) == set()


def test_all_that_is_made_is_for_this_user_only(tmp_path: Path) -> None:
    make_store(tmp_path / "store").close()
    for path in [tmp_path / "store", *(tmp_path / "store").iterdir()]:
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    with pytest.raises(StoreExists):
        make_store(tmp_path)
    with pytest.raises(StoreExists):
        make_store(tmp_path / "letter.txt")
    assert names(tmp_path) == {"letter.txt"}


def test_an_empty_folder_a_new_one_and_this_one_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    make_store(tmp_path / "empty").close()
    make_store(tmp_path / "new" / "deep").close()
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    make_store(Path()).close()
    assert names(tmp_path / "here") >= {"records.db"}


def test_a_name_too_long_for_the_disk_is_a_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        make_store(tmp_path / ("x" * 300))
    assert "xxx" not in caught.value.sentence
    assert names(tmp_path) == set()


def test_a_file_in_the_way_is_a_plain_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentProblem):
        make_store(tmp_path / "file" / "store")


def test_a_store_whose_first_records_fail_is_not_there(tmp_path: Path) -> None:
    def failing(store: object, records: object) -> None:
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="the power went"):
        make_store(tmp_path / "store", first=failing)
    assert names(tmp_path) == set()
    make_store(tmp_path / "store").close()


class Kept:
    """A keyring's backend that keeps secrets in this object, as a real one does for a person."""

    def __init__(self) -> None:
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.secrets.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        self.secrets[service, name] = password

    def delete_password(self, service: str, name: str) -> None:
        del self.secrets[service, name]


def test_a_device_secret_is_kept_only_if_the_store_is(tmp_path: Path) -> None:
    backend = Kept()
    ring = Keyring("Kept", backend)

    def failing(store: object, records: object) -> None:
        assert len(backend.secrets) == 1
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="the power went"):
        make_store(tmp_path / "store", keyring=ring, first=failing)
    assert backend.secrets == {}
    make_store(tmp_path / "store", keyring=ring).close()
    assert len(backend.secrets) == 1
    assert keys.staff_slots(tmp_path / "store")[0].needs_device_secret
    with pytest.raises(DeviceSecretMissing):  # no keyring is to be had here
        open_store(tmp_path / "store", "first", PASSWORD)


def test_a_keyring_that_fails_leaves_no_store(tmp_path: Path) -> None:
    class Broken(Kept):
        def set_password(self, service: str, name: str, password: str) -> None:
            raise OSError("gone")

    with pytest.raises(KeyringTrouble):
        make_store(tmp_path / "store", keyring=Keyring("Broken", Broken()))
    assert names(tmp_path) == set()


def test_wrong_ways_in_are_told_apart(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    made = create_store(
        folder, people=[keys.NewSlot("first", "Maureen", PASSWORD)], demo=True, cost=WEAK_COST
    )
    other = create_store(
        tmp_path / "other",
        people=[keys.NewSlot("first", "Maureen", PASSWORD)],
        demo=True,
        cost=WEAK_COST,
    )
    other.store.close()
    with pytest.raises(StoreInUse):
        open_store(folder, "first", PASSWORD)
    made.store.close()
    with pytest.raises(WrongPassword):
        open_store(folder, "first", PASSWORD + "x")
    with pytest.raises(WrongPassword):
        open_store(folder, "first", "")
    with pytest.raises(UnknownSlot):
        open_store(folder, "second", PASSWORD)
    with pytest.raises(StoreMissing):
        open_store(tmp_path / "nowhere", "first", PASSWORD)
    with pytest.raises(StoreMissing):
        open_store(tmp_path, "first", PASSWORD)
    with pytest.raises(WrongRecoveryCode):
        open_with_recovery(folder, other.recovery_code)
    # After every refusal the store is free, and the right ways still open it.
    open_with_recovery(folder, made.recovery_code.lower().replace("-", " ")).close()
    open_store(folder, "first", PASSWORD).close()


def test_a_second_process_is_told_that_the_store_is_in_use(tmp_path: Path) -> None:
    made = make_store(tmp_path / "store")
    script = (
        "import sys; from pathlib import Path\n"
        "from ir_desktop.storage.store import open_store\n"
        "try: open_store(Path(sys.argv[1]), 'first', sys.argv[2])\n"
        "except Exception as error: print(type(error).__name__)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "store"), PASSWORD],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    made.close()
    assert (ran.stdout.strip(), ran.stderr) == ("StoreInUse", "")


def test_another_person_can_be_let_in_and_the_sign_in_file_is_known(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    made = make_store(folder)
    old = (folder / "keys.json").read_bytes()
    assert made.has_own_keys_file()
    made.add_slot(keys.NewSlot("second", "Grace", "saffron-pebble"), cost=WEAK_COST)
    assert made.has_own_keys_file()
    new = (folder / "keys.json").read_bytes()
    (folder / "keys.json").write_bytes(old)  # the one from before somebody joined, or left
    assert not made.has_own_keys_file()
    (folder / "keys.json").write_bytes(new)
    made.close()
    second = open_store(folder, "second", "saffron-pebble")
    assert second.has_own_keys_file()
    second.close()


def test_two_threads_take_turns(tmp_path: Path) -> None:
    made = make_store(tmp_path / "store")
    problems: list[BaseException] = []

    def write(thread: int) -> None:
        try:
            for number in range(10):
                with made.transaction() as records:
                    records.add(stamped(Room, name=f"Room {thread}-{number}"))
                with made.reading() as records:
                    records.count(Room)
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    with made.reading() as records:
        assert records.count(Room) == 40
        with pytest.raises(RuntimeError, match="in use"), made.transaction():
            raise AssertionError("a transaction inside another")
    made.close()


def test_a_copied_folder_is_whole(tmp_path: Path) -> None:
    made = make_store(tmp_path / "store")
    with made.transaction() as records:
        records.add(stamped(Room, name="Ladybirds"))
    made.close()
    shutil.copytree(tmp_path / "store", tmp_path / "copy")
    copy = open_store(tmp_path / "copy", "first", PASSWORD)
    with copy.reading() as records:
        assert [each.name for each in records.find(Room)] == ["Ladybirds"]
        assert "alembic_version" not in schema.metadata.tables
    copy.close()


def test_the_sign_in_file_says_names_and_nothing_else(tmp_path: Path) -> None:
    make_store(tmp_path / "store").close()
    text = (tmp_path / "store" / "keys.json").read_text()
    assert "Maureen" in text
    assert PASSWORD not in text
    assert json.loads(text)
