"""A change of keys cut short between its two renames, on a computer whose keyring is in trouble."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ir_desktop.storage import device_secret
from ir_desktop.storage.cost import WEAK_COST
from ir_desktop.storage.device_secret import Keyring
from ir_desktop.storage.keys import NewSlot
from ir_desktop.storage.offered import offer
from ir_desktop.storage.problems import (
    DeviceSecretMissing,
    KeyringGone,
    KeyringLocked,
    WrongPassword,
)
from ir_desktop.storage.slots import KEYS_FILE, NEXT_FILE, STORE_FILE
from ir_desktop.storage.store import Store, open_store
from tests.storage.stores import MOMENT, PASSWORD, make_store

NEW = "walnut-harbour-lantern"


class Shelf:
    """A keyring's backend in this object, that can be locked, lost or emptied."""

    def __init__(self) -> None:
        self.secrets: dict[tuple[str, str], str] = {}
        self.trouble: type[Exception] | None = None

    def opened(self) -> Keyring:
        if self.trouble is not None:
            raise self.trouble
        return Keyring("Shelf", self)

    def get_password(self, service: str, name: str) -> str | None:
        return self.secrets.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        self.secrets[service, name] = password

    def delete_password(self, service: str, name: str) -> None:
        del self.secrets[service, name]


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The keyring of this computer."""
    made = Shelf()
    monkeypatch.setattr(device_secret, "open_keyring", made.opened)
    return made


@dataclass(frozen=True)
class Change:
    """A store before and after one person's password was chosen anew."""

    folder: Path
    before: dict[str, bytes]
    after: dict[str, bytes]

    def cut(self, *, switched: bool) -> Path:
        """Leave the folder as a kill does right before, or right after, the database's rename."""
        for each in self.folder.iterdir():
            each.unlink()
        records = self.after if switched else self.before
        (self.folder / STORE_FILE).write_bytes(records[STORE_FILE])
        (self.folder / KEYS_FILE).write_bytes(self.before[KEYS_FILE])
        (self.folder / NEXT_FILE).write_bytes(self.after[KEYS_FILE])
        return self.folder


def files(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in (KEYS_FILE, STORE_FILE)}


def chosen_anew(store: Store, secret: bytes | None) -> Change:
    """Choose the password anew, as the recovery code does, and close the store."""
    folder = store.folder
    store.database.close_whole()
    store.close()
    before = files(folder)
    store = open_store(folder, "first", PASSWORD)
    with store.changing_keys(new_data_key=True) as change, store.transaction() as records:
        new = NewSlot("first", "Maureen", NEW)
        keys = change.with_secret(new, secret, cost=WEAK_COST, allow_weak=True)
        change.stage(records.connection, keys)
        store.append_event(records, at=MOMENT, staff_id="first", act="x", child_id=None, detail={})
    store.database.close_whole()
    store.close()
    return Change(folder, before, files(folder))


@pytest.fixture
def freed(tmp_path: Path, shelf: Shelf) -> Change:
    """The slot needed the keyring, and the new one does not: recovered without it."""
    return chosen_anew(make_store(tmp_path / "store", keyring=shelf.opened()), None)


@pytest.fixture
def bound(tmp_path: Path, shelf: Shelf) -> Change:
    """The slot needed no keyring, and the new one does: recovered on a computer that has one."""
    store, secret = make_store(tmp_path / "store"), device_secret.new_secret()
    shelf.opened().save(store.store_id, secret)
    return chosen_anew(store, secret)


def gone(shelf: Shelf) -> None:
    shelf.trouble = KeyringGone


def locked(shelf: Shelf) -> None:
    shelf.trouble = KeyringLocked


def emptied(shelf: Shelf) -> None:
    shelf.secrets.clear()


def there(shelf: Shelf) -> None:
    assert shelf.secrets


Trouble = Callable[[Shelf], None]


def opens(folder: Path, password: str) -> None:
    open_store(folder, "first", password).close()
    assert not (folder / NEXT_FILE).exists()
    open_store(folder, "first", password).close()


@pytest.mark.parametrize("trouble", [gone, locked, emptied, there])
def test_the_new_password_needs_no_keyring_once_the_records_are_switched(
    freed: Change, shelf: Shelf, trouble: Trouble
) -> None:
    folder = freed.cut(switched=True)
    trouble(shelf)
    opens(folder, NEW)


@pytest.mark.parametrize(("trouble", "told"), [(gone, KeyringGone), (locked, KeyringLocked)])
@pytest.mark.parametrize("switched", [True, False])
@pytest.mark.parametrize("password", [PASSWORD, NEW, "neither"])
def test_where_no_password_opens_the_keyring_is_told_because_that_may_be_why(
    freed: Change, shelf: Shelf, trouble: Trouble, told: type, switched: bool, password: str
) -> None:
    if switched and password == NEW:
        return  # this one opens
    folder = freed.cut(switched=switched)
    trouble(shelf)
    with pytest.raises(told):
        open_store(folder, "first", password)
    assert (folder / NEXT_FILE).exists()
    shelf.trouble = None  # unlocked, or signed in to the desktop
    opens(folder, NEW if switched else PASSWORD)


@pytest.mark.parametrize("switched", [True, False])
def test_a_slot_that_came_to_need_the_keyring_gets_it(bound: Change, switched: bool) -> None:
    folder = bound.cut(switched=switched)
    with pytest.raises(WrongPassword):
        open_store(folder, "first", "neither")
    opens(folder, NEW if switched else PASSWORD)


@pytest.mark.parametrize(
    ("trouble", "told"),
    [(gone, KeyringGone), (locked, KeyringLocked), (emptied, DeviceSecretMissing)],
)
def test_a_slot_that_came_to_need_it_tells_what_is_the_matter_with_it(
    bound: Change, shelf: Shelf, trouble: Trouble, told: type
) -> None:
    folder = bound.cut(switched=True)
    trouble(shelf)
    with pytest.raises(told) as caught:
        open_store(folder, "first", NEW)
    assert type(caught.value) is told
    folder = bound.cut(switched=False)
    opens(folder, PASSWORD)  # which needs none


def test_a_file_put_back_over_that_of_another_store_gets_the_secret_of_its_own(
    tmp_path: Path, shelf: Shelf
) -> None:
    folder = tmp_path / "store"
    for each in (folder, tmp_path / "other"):
        make_store(each, keyring=shelf.opened()).close()
    right = (folder / KEYS_FILE).read_bytes()
    (folder / KEYS_FILE).write_bytes((tmp_path / "other" / KEYS_FILE).read_bytes())
    with pytest.raises(WrongPassword):
        open_store(folder, "first", "neither", offered=offer(right))
    open_store(folder, "first", PASSWORD, offered=offer(right)).close()
    assert (folder / KEYS_FILE).read_bytes() == right


@pytest.mark.parametrize("older", [True, False])
def test_what_a_kill_left_beside_counts_before_a_file_out_of_a_backup(
    tmp_path: Path, older: bool
) -> None:
    store = make_store(tmp_path / "store")
    folder, first = store.folder, (store.folder / KEYS_FILE).read_bytes()
    store.add_slot(NewSlot("second", "Grace", NEW), cost=WEAK_COST)
    store.close()
    right = (folder / KEYS_FILE).read_bytes()
    (folder / KEYS_FILE).unlink()
    (folder / NEXT_FILE).write_bytes(right)
    open_store(folder, "first", PASSWORD, offered=offer(first if older else right)).close()
    assert (folder / KEYS_FILE).read_bytes() == right
    assert not (folder / NEXT_FILE).exists()
