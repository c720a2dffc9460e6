"""Making a store and signing in, with a keyring and without."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ir_desktop.domain.people import Role, Setting, SettingType, Staff
from ir_desktop.errors import Invalid, Refused
from ir_desktop.services import checking, sign_in
from ir_desktop.services.passwords import password_problem
from ir_desktop.services.sign_in import FirstRun
from ir_desktop.storage import keys
from ir_desktop.storage.cost import WEAK_COST, KdfCost
from ir_desktop.storage.problems import StoreExists, WrongPassword
from tests.services.nursery import Clock, Nursery, acts

CHECKOUT = Path(__file__).parents[2]
CHEAP = KdfCost(65_536, 1, 1)  # the floor of what a real store may have
GOOD = "walnut harbour kettle seven"


def first(**changed: object) -> FirstRun:
    return FirstRun(
        **(
            {
                "setting_name": "Orchard Childminding",
                "setting_type": SettingType.CHILDMINDER,
                "manager_name": "Jo Field",
                "password": GOOD,
            }
            | changed
        )  # pyright: ignore[reportArgumentType] - one of many shapes
    )


def begin(folder: Path, **changed: object) -> sign_in.Begun:
    return sign_in.begin(folder, first(**changed), clock=Clock(), cost=CHEAP)


def test_a_first_run_makes_a_store_with_its_setting_and_manager(tmp_path: Path) -> None:
    begun = begin(tmp_path / "store", urn="EY123456", postcode="ea19zz")
    session = begun.session
    with session.store.reading() as records:
        (setting,), (staff,) = records.find(Setting), records.find(Staff)
    assert (setting.name, setting.postcode) == ("Orchard Childminding", "EA1 9ZZ")
    assert (staff.name, staff.role, staff.active) == ("Jo Field", Role.MANAGER, True)
    assert not session.store.demo
    assert acts(session) == ["set_up_store"]
    assert checking.verify_audit(session).findings == ()
    session.close()
    assert GOOD not in repr(begun)
    assert begun.recovery_code not in repr(begun)
    (slot,) = keys.staff_slots(tmp_path / "store")
    assert not slot.needs_device_secret  # the tests' surroundings have no keyring
    again = sign_in.sign_in(tmp_path / "store", slot.id, GOOD)
    assert acts(again) == ["set_up_store", "sign_in"]
    again.close()
    with pytest.raises(WrongPassword):
        sign_in.sign_in(tmp_path / "store", slot.id, GOOD.upper())


def test_every_problem_of_a_first_run_is_told_at_once_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        begin(
            tmp_path / "store",
            setting_name=" ",
            manager_name="x" * 300,
            password="short",
            urn="nonsense",
            email="nobody",
            postcode="nowhere",
        )
    assert {each.field for each in caught.value.problems} == {
        "setting_name",
        "setting_urn",
        "setting_email",
        "setting_postcode",
        "manager_name",
        "password",
    }
    assert list(tmp_path.iterdir()) == []


def test_a_full_folder_is_left_alone(tmp_path: Path) -> None:
    begin(tmp_path / "store").session.close()
    with pytest.raises(StoreExists):
        begin(tmp_path / "store")


@pytest.mark.parametrize(
    ("password", "alone", "ok"),
    [
        ("", False, False),
        ("kettle7", False, False),
        ("password", False, False),
        ("12345678", False, False),
        ("orchard childminding", False, False),
        ("jofieldjofield", True, False),
        ("plumkite", False, True),
        ("plumkite", True, False),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", True, False),
        (GOOD, True, True),
        ("x" * 100_000, False, False),
        ("пароль калина чайник", True, True),
        # made of a name, of the setting's, or of words that stand in many of them
        ("Jo Field Jo Field", True, False),
        ("orchard-orchard-orchard", True, False),
        ("Orchard2026!!", False, False),
        ("0rch4rd-Childm1nding!", True, False),
        ("Nursery2026!!", True, False),
        ("littlestars2026", False, False),
        ("Little Acorns Ladybird Room", True, False),
        ("Happy Rainbow Monday 1", True, False),
        ("   ............  ", True, False),
        ("abcabcabcabcab", False, False),
        # which does no harm to a good one that has such a word in it
        ("orchard violet tractor seventeen", True, True),
        ("my nursery kX7#Qp2v!wZ", True, True),
        ("planning sleeve custard kettle", True, True),
    ],
)
def test_a_password_is_asked_for_more_where_it_stands_alone(
    password: str, alone: bool, ok: bool
) -> None:
    about = ("Orchard Childminding", "Jo Field")
    problem = password_problem(password, alone=alone, about=about)
    assert (problem is None) is ok
    if problem is not None:
        assert problem.field == "password"


def test_people_are_found_by_name_in_any_case_or_told_who_there_is(nursery: Nursery) -> None:
    name = nursery.names[Role.MANAGER]
    slot = sign_in.find_slot(nursery.folder, f"  {name.upper()} ")
    assert slot == sign_in.find_slot(nursery.folder, name)
    with pytest.raises(Refused, match=r"These can: .*Maureen Halloran"):
        sign_in.find_slot(nursery.folder, "Nobody")
    with pytest.raises(Refused, match="Nobody of this name"):
        sign_in.find_slot(nursery.folder, "")


def test_two_people_of_one_name_cannot_be_told_apart_by_it(nursery: Nursery) -> None:
    with nursery.signed_in() as manager:
        twin = keys.NewSlot("another", nursery.names[Role.MANAGER].lower(), GOOD)
        manager.store.add_slot(twin, cost=WEAK_COST)
    with pytest.raises(Refused, match="Nobody of this name"):
        sign_in.find_slot(nursery.folder, nursery.names[Role.MANAGER])


def test_a_slot_without_its_record_does_not_sign_in_and_the_store_is_free(
    nursery: Nursery,
) -> None:
    with nursery.signed_in() as manager:
        manager.store.add_slot(keys.NewSlot("ghost", "Ghost", GOOD), cost=WEAK_COST)
    with pytest.raises(Refused, match="no longer sign in here"):
        sign_in.sign_in(nursery.folder, "ghost", GOOD)
    nursery.sign_in().close()


def test_an_old_sign_in_file_put_back_is_found_by_the_audit(nursery: Nursery) -> None:
    file = nursery.folder / "keys.json"
    old = file.read_bytes()
    with nursery.signed_in() as manager:
        manager.store.add_slot(keys.NewSlot("new", "Newcomer", GOOD), cost=WEAK_COST)
        assert checking.verify_audit(manager).findings == ()
        file.write_bytes(old)
        (finding,) = checking.verify_audit(manager).findings
        assert finding.where == "the sign-in file"


# With a real keyring, in a process of its own on a message bus of its own.

KEYRING = """
import shutil, sys
from pathlib import Path
from ir_desktop.services import sign_in
from ir_desktop.services.sign_in import FirstRun
from ir_desktop.domain.people import SettingType
from ir_desktop.storage import keys
from ir_desktop.storage.cost import KdfCost
from ir_desktop.storage.device_secret import find_keyring
from ir_desktop.storage.store import open_with_recovery
folder = Path(sys.argv[1])
password = "plumkite"  # enough only because a keyring helps
begun = sign_in.begin(
    folder / "store",
    FirstRun(setting_name="Orchard", setting_type=SettingType.CHILDMINDER,
             manager_name="Jo Field", password=password),
    cost=KdfCost(65536, 1, 1),
)
begun.session.close()
(slot,) = keys.staff_slots(folder / "store")
assert slot.needs_device_secret
sign_in.sign_in(folder / "store", slot.id, password).close()
shutil.copytree(folder / "store", folder / "copy")
(folder / "code").write_text(begun.recovery_code)
try:
    sign_in.sign_in(folder / "store", slot.id, "plumkitf")
except Exception as error:
    print(type(error).__name__)
begun = sign_in.begin(
    folder / "second",
    FirstRun(setting_name="Orchard", setting_type=SettingType.CHILDMINDER,
             manager_name="Jo Field", password="walnut harbour kettle"),
    cost=KdfCost(65536, 1, 1), use_keyring=False,
)
begun.session.close()
assert not keys.staff_slots(folder / "second")[0].needs_device_secret
print("opened")
"""

ELSEWHERE = """
import sys
from pathlib import Path
from ir_desktop.services import sign_in
from ir_desktop.services.sign_in import FirstRun
from ir_desktop.domain.people import Setting, SettingType
from ir_desktop.storage import keys
from ir_desktop.storage.store import open_with_recovery
folder = Path(sys.argv[1])
(slot,) = keys.staff_slots(folder / "copy")
try:
    sign_in.sign_in(folder / "copy", slot.id, "plumkite")
except Exception as error:
    print(type(error).__name__)
store = open_with_recovery(folder / "copy", (folder / "code").read_text())
with store.reading() as records:
    print(records.find(Setting)[0].name)
store.close()
try:
    sign_in.begin(folder / "weak", FirstRun(setting_name="Orchard",
        setting_type=SettingType.CHILDMINDER, manager_name="Jo Field", password="plumkite"))
except Exception as error:
    print(error)
print((folder / "weak").exists())
"""

UNLOCKED = """
printf 'log-in password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
exec "$PYTHON" -c "$SCRIPT" "$FOLDER"
"""


def surroundings(tmp_path: Path, name: str) -> dict[str, str]:
    """An environment with a home of its own and no way to the real desktop."""
    home, runtime = tmp_path / f"home-{name}", tmp_path / f"run-{name}"
    home.mkdir()
    runtime.mkdir(mode=0o700)
    dropped = ("DBUS", "XDG_", "DISPLAY", "WAYLAND", "GNOME_KEYRING", "KEYRING", "PYTHON_KEYRING")
    kept = {name: each for name, each in os.environ.items() if not name.startswith(dropped)}
    return kept | {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "PYTHON": sys.executable,
        "FOLDER": str(tmp_path),
    }


@pytest.mark.needs("dbus-run-session", "gnome-keyring-daemon")
def test_with_a_keyring_the_folder_alone_does_not_open_elsewhere(tmp_path: Path) -> None:
    here = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", UNLOCKED],
        env=surroundings(tmp_path, "here") | {"SCRIPT": KEYRING},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert here.stdout.split() == ["WrongPassword", "opened"], here.stderr
    elsewhere = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(tmp_path)],
        env=surroundings(tmp_path, "elsewhere"),
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    assert elsewhere.stdout.splitlines() == [
        "KeyringGone",
        "Orchard",
        "password: Choose a password of at least 12 characters.",
        "False",
    ]
