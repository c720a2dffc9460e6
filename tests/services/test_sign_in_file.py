"""The sign-in file is put back from a backup: the one that the records name, and no other."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ir_desktop.domain.people import Role
from ir_desktop.errors import EnvironmentProblem, Invalid
from ir_desktop.services import (
    backups,
    checking,
    passwords,
    people,
    recovery,
    rooms,
    sign_in,
    sign_in_file,
)
from ir_desktop.services.session import Session
from ir_desktop.services.sign_in_file import InBackup
from ir_desktop.storage import audit, backup, key_edits, keys, offered, recovery_code, slots
from ir_desktop.storage.backup_problems import NoSuchBackup, NotABackup, OtherBackup
from ir_desktop.storage.cost import WEAK_COST
from ir_desktop.storage.problems import (
    DiskTrouble,
    KeysDamaged,
    KeysMissing,
    KeysPutBack,
    OtherSignInFile,
    StoreInUse,
    UnknownSlot,
    WrongPassword,
    WrongRecoveryCode,
)
from tests.services.nursery import Nursery, make_nursery

NEW = "saffron pebble kite"
OWN = frozenset({".lock", ".tries"})
"""Files that looking at a password writes, whatever comes of it."""


class House:
    """A nursery with a stick for its backups, and the sign-in files that it had."""

    def __init__(self, nursery: Nursery, stick: Path) -> None:
        self.nursery, self.folder, self.stick = nursery, nursery.folder, stick
        self.file = nursery.folder / "keys.json"

    def back_up(self) -> Path:
        self.nursery.clock.forward(days=1)
        with self.nursery.signed_in() as session:
            return backups.back_up(session, self.stick).path

    def work(self, act: Callable[[Session], object]) -> bytes:
        """Do something, and return the sign-in file of before."""
        before = self.file.read_bytes()
        with self.nursery.signed_in() as session:
            act(session)
        return before

    def found(self, file: Path) -> InBackup:
        return sign_in_file.look_into(file, self.folder)

    def sign_in(self, file: Path, role: Role = Role.MANAGER, password: str = "") -> Session:
        found, them = self.found(file), self.nursery
        slot = sign_in.find_slot(self.folder, them.names[role], using=found)
        return sign_in.sign_in(
            self.folder, slot, password or them.passwords[role], clock=them.clock, using=found
        )

    def files(self) -> dict[str, bytes]:
        """Return what is in the folder, but for what every try writes."""
        return {
            each.name: each.read_bytes() for each in self.folder.iterdir() if each.name not in OWN
        }

    def kept_aside(self) -> list[bytes]:
        return [each.read_bytes() for each in self.folder.glob("keys-replaced-*.json")]


@pytest.fixture
def house(nursery: Nursery, tmp_path: Path) -> House:
    return House(nursery, tmp_path / "stick")


def add(session: Session) -> None:
    """Let one more person in, under the same data key."""
    new = people.NewPerson(name="Bola Ade", role=Role.PRACTITIONER, password=NEW)
    people.add_staff(session, new, cost=WEAK_COST)


def renew(session: Session) -> None:
    """Give the room leader another password, under a new data key."""
    leader = next(e for e in people.list_staff(session) if e.staff.role is Role.ROOM_LEADER)
    passwords.reset_password(session, leader.staff.id, NEW, cost=WEAK_COST)


def missing(house: House) -> bytes | None:
    house.file.unlink()
    return None


def damaged(house: House) -> bytes:
    house.file.write_bytes(house.file.read_bytes()[:-40])
    return house.file.read_bytes()


def empty(house: House) -> bytes:
    house.file.write_bytes(b"")
    return b""


def huge(house: House) -> bytes:
    house.file.write_bytes(b"[" * (5 << 20))
    return house.file.read_bytes()


Loss = Callable[[House], bytes | None]
LOSSES = [missing, damaged, empty, huge]


@pytest.mark.parametrize("lose", LOSSES)
@pytest.mark.parametrize("by", ["password", "code"])
def test_a_lost_file_comes_back_and_everybody_signs_in_as_before(
    house: House, lose: Loss, by: str
) -> None:
    made, newest = house.back_up(), house.file.read_bytes()
    house.work(lambda session: rooms.add_room(session, "Written since"))
    left = lose(house)
    with pytest.raises((KeysMissing, KeysDamaged)):
        keys.staff_slots(house.folder)
    if by == "password":
        house.sign_in(made, Role.PRACTITIONER).close()
    else:
        code = house.nursery.recovery_code.lower()
        assert sign_in_file.put_back(house.folder, house.found(made), code)
    assert house.file.read_bytes() == newest
    assert house.kept_aside() == ([] if left is None else [left])
    for role in Role:
        house.nursery.sign_in(role).close()
    with house.nursery.signed_in() as session:
        assert checking.verify_audit(session).findings == ()
        assert "Written since" in {each.room.name for each in rooms.list_rooms(session)}


def last_sign_in(session: Session) -> dict[str, str]:
    with session.store.reading() as records:
        event = audit.newest_of(records.connection, "sign_in")
    assert event is not None
    return dict(event.detail)


def test_that_it_was_put_back_is_written_down_and_a_file_in_its_place_is_none(
    house: House,
) -> None:
    made = house.back_up()
    damaged(house)
    session = house.sign_in(made)
    assert last_sign_in(session) == {"sign_in_file": "from_backup"}
    session.close()
    before = house.files()
    session = house.sign_in(made)
    assert last_sign_in(session) == {}
    session.close()
    assert house.files().keys() == before.keys()


@pytest.mark.parametrize("change", [add, renew])
def test_an_older_file_that_was_put_in_its_place_gives_way_to_the_newest(
    house: House, change: Callable[[Session], None]
) -> None:
    older = house.work(change)
    made, newest = house.back_up(), house.file.read_bytes()
    house.file.write_bytes(older)
    with pytest.raises(EnvironmentProblem):
        house.nursery.sign_in()
    house.sign_in(made).close()
    assert house.file.read_bytes() == newest
    assert house.kept_aside() == [older]
    house.nursery.sign_in(Role.PRACTITIONER).close()


# What does not belong to the records is never put in that place.


@pytest.mark.parametrize("lose", LOSSES)
def test_a_file_from_before_the_records_had_another_key_changes_nothing(
    house: House, lose: Loss
) -> None:
    made = house.back_up()
    house.work(renew)
    lose(house)
    before = house.files()
    with pytest.raises(OtherSignInFile, match="newer backup"):
        house.sign_in(made)
    with pytest.raises(OtherSignInFile):
        sign_in_file.put_back(house.folder, house.found(made), house.nursery.recovery_code)
    with pytest.raises(OtherSignInFile):
        recovery.open_with_code(house.folder, house.nursery.recovery_code, using=house.found(made))
    assert house.files() == before


def test_a_wrong_password_or_code_changes_nothing_and_is_counted(house: House) -> None:
    made = house.back_up()
    damaged(house)
    before = house.files()
    for _ in range(2):
        with pytest.raises(WrongPassword):
            house.sign_in(made, password="not this one")
    assert len(json.loads((house.folder / ".tries").read_bytes())["tries"]) == 2
    with pytest.raises(WrongRecoveryCode):
        sign_in_file.put_back(house.folder, house.found(made), recovery_code.generate())
    with pytest.raises(Invalid):
        sign_in_file.put_back(house.folder, house.found(made), "0000")
    with pytest.raises(UnknownSlot):
        sign_in.sign_in(house.folder, "nobody", NEW, using=house.found(made))
    assert house.files() == before


def test_an_older_one_of_the_same_key_lets_no_password_in_and_the_code_goes_on(
    house: House,
) -> None:
    made, older = house.back_up(), house.file.read_bytes()
    house.work(add)
    left = damaged(house)
    before, code = house.files(), house.nursery.recovery_code
    with pytest.raises(KeysPutBack):
        house.sign_in(made)
    assert house.files() == before
    assert sign_in_file.put_back(house.folder, house.found(made), code) is False
    assert house.file.read_bytes() == older
    assert house.kept_aside() == [left]
    with pytest.raises(KeysPutBack):
        house.nursery.sign_in()
    opened = recovery.open_with_code(house.folder, code)
    manager = opened.managers[0].id
    recovery.choose_password(
        opened, manager, NEW, clock=house.nursery.clock, cost=WEAK_COST
    ).close()
    sign_in.sign_in(house.folder, manager, NEW, clock=house.nursery.clock).close()


def test_in_place_of_an_older_one_that_opens_another_older_one_is_not_put(house: House) -> None:
    first = house.back_up()
    older = house.work(add)
    house.file.write_bytes(older)
    before = house.files()
    assert sign_in_file.put_back(
        house.folder, house.found(first), house.nursery.recovery_code
    ) is False  # fmt: skip
    assert house.files() == before


def test_the_code_with_a_file_of_a_backup_gives_a_manager_a_new_password(house: House) -> None:
    made = house.back_up()
    missing(house)
    opened = recovery.open_with_code(
        house.folder, house.nursery.recovery_code, using=house.found(made)
    )
    session = recovery.choose_password(
        opened, opened.managers[0].id, NEW, clock=house.nursery.clock, cost=WEAK_COST
    )
    assert checking.verify_audit(session).findings == ()
    session.close()
    house.nursery.sign_in(Role.PRACTITIONER).close()


def test_a_file_of_another_nursery_is_told_where_that_shows_and_never_taken(
    house: House, tmp_path: Path
) -> None:
    other = House(make_nursery(tmp_path / "other", children=1), tmp_path / "other-stick")
    made = other.back_up()
    with pytest.raises(OtherBackup):
        house.found(made)
    damaged(house)
    before, found = house.files(), house.found(made)
    slot = sign_in.find_slot(house.folder, other.nursery.names[Role.MANAGER], using=found)
    with pytest.raises(OtherSignInFile):
        sign_in.sign_in(house.folder, slot, other.nursery.passwords[Role.MANAGER], using=found)
    with pytest.raises(OtherSignInFile):
        sign_in_file.put_back(house.folder, found, other.nursery.recovery_code)
    assert house.files() == before


def test_what_is_no_backup_or_was_changed_is_told(house: House, tmp_path: Path) -> None:
    made = house.back_up()
    for file, told in (
        (tmp_path / "none.irbackup", NoSuchBackup),
        (tmp_path, NoSuchBackup),
        (house.file, NotABackup),
    ):
        with pytest.raises(told):
            house.found(file)
    other = tmp_path / "changed.irbackup"
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b"staff", b"stuff") if "keys" in name else data)
    with pytest.raises(NotABackup):
        house.found(other)


def test_a_file_that_somebody_made_with_a_way_in_of_their_own_opens_nothing(
    house: House,
) -> None:
    """Whoever had the data key once could make one that opens; the records do not name it."""
    found, manager = house.found(house.back_up()), house.nursery.names[Role.MANAGER]
    slot = sign_in.find_slot(house.folder, manager)
    password = house.nursery.passwords[Role.MANAGER]
    data_key = keys.unlock(house.folder, slot, password, None).data_key
    theirs = key_edits.with_staff(
        found.offered.keys, keys.NewSlot("theirs", "Theirs", NEW), data_key,
        device_secret=None, cost=WEAK_COST, allow_weak=True,
    )  # fmt: skip
    planted = replace(found, offered=offered.offer(slots.encode(theirs)))
    damaged(house)
    before = house.files()
    with pytest.raises(KeysPutBack):
        sign_in.sign_in(house.folder, "theirs", NEW, using=planted)
    assert house.files() == before


def test_nothing_is_put_back_while_a_window_is_open_on_the_records(house: House) -> None:
    made = house.back_up()
    with house.nursery.signed_in():
        left = damaged(house)
        with pytest.raises(StoreInUse):
            house.sign_in(made)
        assert house.file.read_bytes() == left


def test_a_disk_that_refuses_leaves_the_file_as_it_was(house: House) -> None:
    made = house.back_up()
    house.file.unlink()
    (house.file / "in the way").mkdir(parents=True)
    with pytest.raises(EnvironmentProblem) as told:
        house.sign_in(made)
    assert isinstance(told.value, DiskTrouble)
    assert (house.file / "in the way").is_dir()


def test_the_bytes_are_put_back_as_they_were_and_not_written_anew(house: House) -> None:
    made = house.back_up()
    file, raw = house.file, house.file.read_bytes()
    assert backup.sign_in_file(made) == raw
    damaged(house)
    house.sign_in(made).close()
    assert file.read_bytes() == raw
