"""An older copy of the whole store is noticed where something outside it knows of more."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ir_desktop.storage import anchor, device_secret
from ir_desktop.storage.anchor import Anchor
from ir_desktop.storage.device_secret import Keyring
from ir_desktop.storage.problems import KeyringTrouble
from ir_desktop.storage.store import Store, open_store
from tests.storage.stores import MOMENT, PASSWORD, make_store


class Kept:
    """A keyring's backend that keeps secrets in this object, as a real one does for a person."""

    def __init__(self) -> None:
        self.secrets: dict[tuple[str, str], str] = {}
        self.broken = False

    def get_password(self, service: str, name: str) -> str | None:
        return self.secrets.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        if self.broken:
            raise OSError("gone")
        self.secrets[service, name] = password

    def delete_password(self, service: str, name: str) -> None:
        del self.secrets[service, name]


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """The keyring of this computer."""
    kept = Kept()
    for name in ("find_keyring", "open_keyring"):
        monkeypatch.setattr(device_secret, name, lambda: Keyring("Kept", kept), raising=False)
    return kept


@pytest.fixture
def folder(tmp_path: Path, backend: Kept) -> Path:
    """A store that needs this computer's device secret, signed in to once."""
    make_store(tmp_path / "store", keyring=Keyring("Kept", backend)).close()
    written(tmp_path / "store").close()
    return tmp_path / "store"


def written(folder: Path) -> Store:
    """Return the store, opened, with one more event."""
    store = open_store(folder, "first", PASSWORD)
    with store.transaction() as records:
        store.append_event(records, at=MOMENT, staff_id="first", act="x", child_id=None, detail={})
    return store


def put_back(folder: Path, older: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(older, folder)


def test_an_anchor_is_as_long_as_a_secret_and_comes_back() -> None:
    some = Anchor(1_795_000_000, 123_456, "ab" * 20)
    assert len(some.packed()) == device_secret.SECRET_BYTES
    assert anchor.unpacked(some.packed()) == some


def test_a_store_that_only_went_on_is_not_behind(folder: Path, backend: Kept) -> None:
    for _ in range(3):
        store = written(folder)
        assert store.missing is None
        store.close()
    assert len(backend.secrets) == 2  # the device secret and the anchor


def test_a_store_killed_before_its_anchor_is_not_behind(folder: Path, backend: Kept) -> None:
    store = written(folder)
    store.database.close()  # not the store's own way to close
    store._lock.release()
    again = open_store(folder, "first", PASSWORD)
    assert again.missing is None
    again.close()


def test_the_whole_folder_put_back_is_noticed_and_stays_so(
    folder: Path, tmp_path: Path, backend: Kept
) -> None:
    shutil.copytree(folder, tmp_path / "older")
    written(folder).close()
    kept = dict(backend.secrets)
    put_back(folder, tmp_path / "older")
    for _ in range(2):  # closing it does not make the keyring forget
        store = open_store(folder, "first", PASSWORD)
        assert store.missing is not None
        store.close()
    assert backend.secrets == kept


def test_another_branch_of_the_same_length_is_noticed(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "older")
    written(folder).close()
    put_back(folder, tmp_path / "older")
    store = open_store(folder, "first", PASSWORD)
    with store.transaction() as records:  # as many events as there were, but not the same
        store.append_event(records, at=MOMENT, staff_id="first", act="y", child_id=None, detail={})
    store.close()
    store = open_store(folder, "first", PASSWORD)
    assert store.missing is not None
    store.close()


def test_a_new_epoch_is_bound_by_no_older_anchor_and_an_older_store_by_it(
    folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "older")
    store = written(folder)
    with store.transaction() as records:
        store.begin_epoch(records, anchor.next_epoch(store.epoch, now=MOMENT))
        store.append_event(records, at=MOMENT, staff_id="first", act="z", child_id=None, detail={})
    store.epoch_begun()
    assert store.epoch == int(MOMENT.timestamp())
    store.close()
    store = open_store(folder, "first", PASSWORD)
    assert store.missing is None
    store.close()
    put_back(folder, tmp_path / "older")
    store = open_store(folder, "first", PASSWORD)
    assert store.missing is not None
    store.close()


def test_epochs_only_grow() -> None:
    early = datetime(1980, 1, 1, tzinfo=UTC)  # a clock that lost its battery
    assert anchor.next_epoch(1, 2_000_000_000, now=early) == 2_000_000_001
    assert anchor.next_epoch(1, now=MOMENT) < anchor.next_epoch(
        1, now=MOMENT.replace(second=MOMENT.second + 1)
    )


def test_a_keyring_in_trouble_keeps_the_store_from_nothing(folder: Path, backend: Kept) -> None:
    before = dict(backend.secrets)
    store = written(folder)
    backend.broken = True
    store.close()
    assert backend.secrets == before
    backend.broken = False
    store = written(folder)
    assert store.missing is None
    store.close()


def test_nonsense_in_the_keyring_is_no_anchor(folder: Path, backend: Kept) -> None:
    (name,) = (each for each in backend.secrets if "newest event" in each[1])
    backend.secrets[name] = "not base 64!"
    with pytest.raises(KeyringTrouble):
        Keyring("Kept", backend).load(name[1])
    store = open_store(folder, "first", PASSWORD)
    assert store.missing is None
    store.close()
