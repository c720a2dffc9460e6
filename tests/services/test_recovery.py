"""The recovery code: a new sheet, a forgotten password, a new computer, a stolen folder."""

import shutil
from pathlib import Path

import pytest

from ir_desktop.domain.people import Role, Staff
from ir_desktop.errors import Invalid, Refused
from ir_desktop.services import checking, recovery, sign_in
from ir_desktop.services.session import Session
from ir_desktop.storage import recovery_code, slots
from ir_desktop.storage.cost import WEAK_COST
from ir_desktop.storage.problems import UnknownSlot, WrongPassword, WrongRecoveryCode
from ir_desktop.storage.store import open_with_recovery
from tests.services.desktops import Desktop
from tests.services.nursery import Nursery, acts

NEW = "saffron pebble kite"


def test_a_new_code_counts_once_it_is_typed_back_and_the_old_one_no_more(
    manager: Session, nursery: Nursery
) -> None:
    before, folder = len(acts(manager)), nursery.folder
    new = recovery.new_code(manager)
    assert new.code not in repr(new)
    assert new.code != recovery.new_code(manager).code
    assert recovery.sheet(new).pdf.startswith(b"%PDF")
    for typed in ("", "nonsense", nursery.recovery_code, new.code[:-1]):
        with pytest.raises(Invalid) as caught:
            recovery.use_code(manager, new, typed)
        assert [each.field for each in caught.value.problems] == ["code"]
    assert len(acts(manager)) == before
    old_keys = (folder / "keys.json").read_bytes()
    old_generation = slots.read(folder)[0].generation
    recovery.use_code(manager, new, new.code.lower().replace("-", " "))
    assert acts(manager, before) == ["manage_keys"]
    assert slots.read(folder)[0].generation == old_generation + 1
    assert not checking.verify_audit(manager).findings
    manager.close()
    with pytest.raises(WrongRecoveryCode):
        open_with_recovery(folder, nursery.recovery_code)
    open_with_recovery(folder, new.code).close()
    for role in Role:
        nursery.sign_in(role).close()
    # Nor does an old copy of the sign-in file bring the old code back.
    (folder / "keys.json").write_bytes(old_keys)
    with pytest.raises(Exception, match="do not belong together"):
        open_with_recovery(folder, nursery.recovery_code)


def test_only_a_manager_changes_the_code(leader: Session) -> None:
    with pytest.raises(Refused, match="role"):
        recovery.new_code(leader)
    code = recovery_code.generate()
    made = recovery.NewCode(code, "Setting", "Name", leader.today)
    with pytest.raises(Refused, match="role"):
        recovery.use_code(leader, made, code)
    assert acts(leader)[-2:] == ["refused:manage_keys", "refused:manage_keys"]


def test_a_forgotten_password_is_chosen_anew_with_the_code(nursery: Nursery) -> None:
    nursery.sign_in().close()
    recovered = recovery.open_with_code(nursery.folder, nursery.recovery_code)
    (manager,) = recovered.managers
    assert manager.name == nursery.names[Role.MANAGER]
    assert recovered.alone
    with recovered.store.reading() as records:
        leader = records.find(Staff, role=Role.ROOM_LEADER)[0]
    with pytest.raises(Refused, match="manager"):
        recovery.choose_password(recovered, leader.id, NEW, cost=WEAK_COST)
    with pytest.raises(Invalid):
        recovery.choose_password(recovered, manager.id, "", cost=WEAK_COST)
    session = recovery.choose_password(
        recovered, manager.id, NEW, clock=nursery.clock, cost=WEAK_COST
    )
    assert acts(session)[-1] == "recover"
    assert session.last_sign_in is not None
    came_in = session.clock.now()
    assert session.last_sign_in < came_in
    assert not checking.verify_audit(session).findings
    session.close()
    with pytest.raises(WrongPassword):
        nursery.sign_in()
    again = sign_in.sign_in(nursery.folder, manager.id, NEW, clock=nursery.clock)
    assert again.last_sign_in is not None
    assert session.last_sign_in < again.last_sign_in < came_in  # the code was a way in too
    again.close()
    nursery.sign_in(Role.PRACTITIONER).close()


def test_a_recovery_given_up_changes_nothing(nursery: Nursery) -> None:
    recovery.abandon(recovery.open_with_code(nursery.folder, nursery.recovery_code))
    nursery.sign_in().close()
    with pytest.raises(WrongRecoveryCode):
        recovery.open_with_code(nursery.folder, recovery_code.generate())
    with pytest.raises(Invalid):
        recovery.open_with_code(nursery.folder, "0000")


def test_the_code_opens_with_an_old_sign_in_file_and_drops_who_left(nursery: Nursery) -> None:
    file = nursery.folder / "keys.json"
    with nursery.signed_in() as session, session.store.transaction() as records:
        helper = records.find(Staff, role=Role.PRACTITIONER)[0]
    old = file.read_bytes()
    with nursery.signed_in() as session:
        session.store.add_slot(
            sign_in.keys.NewSlot("ghost", "Ghost", "never in the records"), cost=WEAK_COST
        )
        ghostly = file.read_bytes()
        session.store.add_slot(
            sign_in.keys.NewSlot("other", "Other", "nor this one"), cost=WEAK_COST
        )
    file.write_bytes(ghostly)  # the older one, put back
    recovered = recovery.open_with_code(nursery.folder, nursery.recovery_code)
    recovery.choose_password(
        recovered, recovered.managers[0].id, NEW, clock=nursery.clock, cost=WEAK_COST
    ).close()
    with pytest.raises(UnknownSlot):
        sign_in.sign_in(nursery.folder, "ghost", "never in the records")
    assert old != file.read_bytes()
    # Nor the helper, whose password in the older file may be one that counts no more.
    assert helper.id not in {each.id for each in slots.read(nursery.folder)[0].staff}


# With real keyrings, each computer in processes of its own.

SETUP = """
import sys
from pathlib import Path
from ir_desktop.domain.people import Role, SettingType
from ir_desktop.services import passwords, people, recovery, sign_in
from ir_desktop.storage import keys
from ir_desktop.storage.cost import KdfCost
CHEAP = KdfCost(65536, 1, 1)
FOLDER = Path(sys.argv[1])
STORE = FOLDER / "store"

def tried(act):
    try:
        act().close()
    except Exception as error:
        print(type(error).__name__)
    else:
        print("opened")

def slot(name):
    return sign_in.find_slot(STORE, name)
"""

AT_HOME = (
    SETUP
    + """
begun = sign_in.begin(STORE, sign_in.FirstRun(setting_name="Orchard",
    setting_type=SettingType.CHILDMINDER, manager_name="Jo Field", password="plumkite"), cost=CHEAP)
people.add_staff(begun.session, people.NewPerson(
    name="Bola Ade", role=Role.PRACTITIONER, password="mosskiln"), cost=CHEAP)
begun.session.close()
(FOLDER / "code").write_text(begun.recovery_code)
jo, bola = slot("Jo Field"), slot("Bola Ade")
# Forgotten: the same computer keeps its secret, and colleagues keep their passwords.
recovered = recovery.open_with_code(STORE, begun.recovery_code)
print(recovered.keyring)
recovery.choose_password(recovered, jo, "tealbarge", cost=CHEAP).close()
tried(lambda: sign_in.sign_in(STORE, jo, "plumkite"))
tried(lambda: sign_in.sign_in(STORE, jo, "tealbarge"))
tried(lambda: sign_in.sign_in(STORE, bola, "mosskiln"))
"""
)

STOLEN = (
    SETUP
    + """
for name, password in (("Jo Field", "tealbarge"), ("Bola Ade", "mosskiln")):
    tried(lambda: sign_in.sign_in(STORE, slot(name), password))
"""
)

NEW_COMPUTER = (
    SETUP
    + """
recovered = recovery.open_with_code(STORE, (FOLDER / "code").read_text())
jo, bola = slot("Jo Field"), slot("Bola Ade")
print(recovered.alone)
weak = []
try:
    recovery.choose_password(recovered, jo, "tealbarge", cost=CHEAP).close()
    print("took it")
    recovered = recovery.open_with_code(STORE, (FOLDER / "code").read_text())
except Exception as error:
    print(error)
session = recovery.choose_password(recovered, jo, "walnut harbour kettle", cost=CHEAP)
session.close()
print(keys.staff_slots(STORE)[0].needs_device_secret)
tried(lambda: sign_in.sign_in(STORE, jo, "walnut harbour kettle"))
tried(lambda: sign_in.sign_in(STORE, bola, "mosskiln"))
session = sign_in.sign_in(STORE, jo, "walnut harbour kettle")
print([row.can_sign_in for row in people.list_staff(session)])
passwords.reset_password(session, bola, "seven mossy lanterns", cost=CHEAP)
session.close()
tried(lambda: sign_in.sign_in(STORE, bola, "seven mossy lanterns"))
"""
)

TROUBLES = (
    SETUP
    + """
import secretstorage
from ir_desktop.storage import device_secret
jo, code = slot("Jo Field"), (FOLDER / "code").read_text()
def told(act):
    try:
        act().close()
    except Exception as error:
        print(error)
    else:
        print("opened")
device_secret.open_keyring().delete(keys.store_id(STORE))
told(lambda: sign_in.sign_in(STORE, jo, "tealbarge"))
recovered = recovery.open_with_code(STORE, code)
recovery.choose_password(recovered, jo, "plumkite", cost=CHEAP).close()
told(lambda: sign_in.sign_in(STORE, jo, "plumkite"))
bus = secretstorage.dbus_init()
secretstorage.get_default_collection(bus).lock()
bus.close()
told(lambda: sign_in.sign_in(STORE, jo, "plumkite"))
told(lambda: recovery.open_with_code(STORE, code).store)
recovered = recovery.open_with_code(STORE, code, without_keyring=True)
print(recovered.alone)
recovery.choose_password(recovered, jo, "walnut harbour kettle", cost=CHEAP).close()
told(lambda: sign_in.sign_in(STORE, jo, "walnut harbour kettle"))
"""
)


@pytest.fixture
def at_home(tmp_path: Path) -> Desktop:
    """A computer with a keyring, and a store made on it."""
    desktop = Desktop(tmp_path / "at-home")
    assert desktop.run(AT_HOME, tmp_path, keyring=True) == [
        "Secret Service",
        "WrongPassword",
        "opened",
        "opened",
    ]
    return desktop


@pytest.mark.needs("dbus-run-session", "gnome-keyring-daemon")
def test_a_stolen_folder_does_not_open_elsewhere_and_the_code_alone_restores_it(
    at_home: Desktop, tmp_path: Path
) -> None:
    stolen = tmp_path / "stolen"
    shutil.copytree(tmp_path / "store", stolen / "store")
    shutil.copy(tmp_path / "code", stolen / "code")
    thief = Desktop(tmp_path / "thief")
    assert thief.run(STOLEN, stolen, keyring=False) == ["KeyringGone", "KeyringGone"]
    assert thief.run(STOLEN, stolen, keyring=True) == ["DeviceSecretMissing"] * 2
    bare = Desktop(tmp_path / "bare")
    assert bare.run(NEW_COMPUTER, stolen, keyring=False) == [
        "True",
        "password: Choose a password of at least 12 characters.",
        "False",
        "opened",
        "KeyringGone",
        "[False, True]",
        "opened",
    ]


@pytest.mark.needs("dbus-run-session", "gnome-keyring-daemon")
def test_a_new_computer_with_a_keyring_gets_a_secret_of_its_own(
    at_home: Desktop, tmp_path: Path
) -> None:
    moved = Desktop(tmp_path / "moved")
    assert moved.run(NEW_COMPUTER, tmp_path, keyring=True) == [
        "False",
        "took it",
        "True",
        "opened",
        "DeviceSecretWrong",
        "[False, True]",
        "opened",
    ]


@pytest.mark.needs("dbus-run-session", "gnome-keyring-daemon")
def test_a_keyring_lost_reset_or_locked_is_told_apart(at_home: Desktop, tmp_path: Path) -> None:
    gone = at_home.run(STOLEN, tmp_path, keyring=False)
    assert gone == ["KeyringGone"] * 2
    reset, again, locked, code_locked, alone, opened = at_home.run(TROUBLES, tmp_path, keyring=True)
    assert "no longer in it" in reset
    assert again == "opened"
    assert "is locked" in locked
    assert locked == code_locked
    assert (alone, opened) == ("True", "opened")
