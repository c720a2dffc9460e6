"""A laptop is stolen: what the thief has, what opens elsewhere, and how the setting goes on.

By the program's own commands, each in a process of its own, on computers with a real keyring and
with none. The password is one that the thief knows, and too short to stand alone.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.services.desktops import Desktop

WEAK = "plumkite"
STRONG = "walnut harbour kettle"
CSV = "given_name,family_name,date_of_birth\nMarkedgiven,Markedfamily,2024-06-01\n"

# There is no command that makes a real store: a person does that in the window.
BEGIN = """
import sys
from pathlib import Path
from ir_desktop.domain.people import SettingType
from ir_desktop.services import sign_in
from ir_desktop.storage.cost import KdfCost
folder = Path(sys.argv[1])
begun = sign_in.begin(folder / "store", sign_in.FirstRun(setting_name="Orchard",
    setting_type=SettingType.CHILDMINDER, manager_name="Jo Field", password={password!r}),
    cost=KdfCost(65536, 1, 1))
begun.session.close()
print(begun.recovery_code)
"""

RECOVER = """
import sys
from pathlib import Path
from ir_desktop.services import recovery, sign_in
from ir_desktop.storage.cost import KdfCost
store = Path(sys.argv[1])
recovered = recovery.open_with_code(store, {code!r})
jo = sign_in.find_slot(store, "Jo Field")
recovery.choose_password(recovered, jo, {password!r}, cost=KdfCost(65536, 1, 1)).close()
print("chosen")
"""

COMMANDS = """
import json, subprocess, sys
for arguments, given in json.loads({wanted!r}):
    done = subprocess.run([sys.executable, "-m", "ir_desktop", *arguments], input=given,
        capture_output=True, text=True)
    print(json.dumps([done.returncode, done.stdout, done.stderr]))
"""

Ran = list[Any]


@dataclass(frozen=True)
class Computer:
    """A computer, with a keyring that holds what it is given, or with none."""

    desktop: Desktop
    keyring: bool

    def script(self, script: str, folder: Path) -> list[str]:
        return self.desktop.run(script, folder, keyring=self.keyring)

    def commands(self, *wanted: tuple[tuple[object, ...], str]) -> list[Ran]:
        """Run commands, each with what is typed into it: status, output and errors of each."""
        plain = [([str(each) for each in arguments], given) for arguments, given in wanted]
        lines = self.script(COMMANDS.format(wanted=json.dumps(plain)), Path("unused"))
        return [json.loads(each) for each in lines]

    def on(self, store: Path, password: str, *arguments: object) -> Ran:
        (ran,) = self.commands(on(store, password, *arguments))
        return ran


def on(store: Path, password: str, *arguments: object) -> tuple[tuple[object, ...], str]:
    """Return a command on a store, as Jo Field."""
    return (
        *arguments, "--store", store, "--staff", "Jo Field", "--password-stdin",
    ), password  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """A setting with a store on a computer that has a keyring, and a backup on a stick."""

    home: Computer
    store: Path
    backup: Path
    code: str


@pytest.fixture(scope="module")
def setting(tmp_path_factory: pytest.TempPathFactory) -> Setting:
    """Made once: nothing here writes to it."""
    place = tmp_path_factory.mktemp("setting")
    home, folder = Computer(Desktop(place / "home"), keyring=True), place / "records"
    (code,) = home.script(BEGIN.format(password=WEAK), folder)
    store, file = folder / "store", place / "children.csv"
    file.write_text(CSV)
    ran = home.commands(
        on(store, WEAK, "import-children", file),
        on(store, WEAK, "backup", "--to", place / "stick"),
    )
    assert [each[0] for each in ran] == [0, 0], ran
    return Setting(home, store, Path(json.loads(ran[1][1])["backup"]), code)


def refused(ran: Ran, *words: str) -> None:
    """The command said in one plain sentence that it will not, and showed nothing."""
    status, out, err = ran
    assert status == 1, ran
    assert out == ""
    assert "Traceback" not in err
    for each in words:
        assert each in err
    assert "Marked" not in err


@pytest.mark.needs("dbus-run-session", "gnome-keyring-daemon")
@pytest.mark.timeout(300)
def test_a_stolen_folder_with_a_known_weak_password_opens_on_no_other_computer(
    setting: Setting, tmp_path: Path
) -> None:
    stolen = tmp_path / "stolen"
    shutil.copytree(setting.store, stolen)
    for file in stolen.rglob("*"):
        assert b"Marked" not in (file.read_bytes() if file.is_file() else b"")
    bare = Computer(Desktop(tmp_path / "bare"), keyring=False)
    other = Computer(Desktop(tmp_path / "other"), keyring=True)
    refused(bare.on(stolen, WEAK, "children"), "password store (keyring)", "recovery code")
    refused(other.on(stolen, WEAK, "children"), "no longer in it", "recovery code")
    # The file says that the slot needs the computer's secret; to say otherwise does not help.
    keys = stolen / "keys.json"
    said = json.loads(keys.read_text("utf-8"))
    said["staff"][0]["device"] = None
    keys.write_text(json.dumps(said), "utf-8")
    for computer in (bare, other):
        refused(computer.on(stolen, WEAK, "children"))
    # Nor does the backup that was stolen with it; at home all is as it was.
    for computer in (bare, other):
        ((status, _, err),) = computer.commands(
            (("restore", setting.backup, "--to", tmp_path / "got", "--recovery-code-stdin"), WEAK)
        )
        assert status == 1
        assert "recovery code" in err
        assert not (tmp_path / "got").exists()
    status, out, _ = setting.home.on(setting.store, WEAK, "children")
    assert status == 0
    assert [each["given_name"] for each in json.loads(out)] == ["Markedgiven"]


@pytest.mark.needs("dbus-run-session", "gnome-keyring-daemon")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("keyring", [True, False])
def test_the_backup_and_the_recovery_code_alone_restore_it_in_a_clean_home(
    keyring: bool, setting: Setting, tmp_path: Path
) -> None:
    clean, new = Computer(Desktop(tmp_path / "clean"), keyring=keyring), tmp_path / "new"
    ((status, _, err),) = clean.commands(
        (("restore", setting.backup, "--to", new, "--recovery-code-stdin"), setting.code)
    )
    assert status == 0, err
    # The old password belonged to the old computer: it counts for nothing here.
    refused(clean.on(new, WEAK, "children"), "recovery code")
    chosen = RECOVER.format(code=setting.code, password=STRONG)
    assert clean.script(chosen, new) == ["chosen"]
    children, verified = clean.commands(
        on(new, STRONG, "children"), on(new, STRONG, "audit", "verify")
    )
    assert [each["given_name"] for each in json.loads(children[1])] == ["Markedgiven"]
    assert verified[0] == 0, verified
    bare = Computer(Desktop(tmp_path / "bare"), keyring=False)
    status, _, err = bare.on(new, STRONG, "children")
    # With a keyring the new computer has a secret of its own; with none the password stands alone.
    assert (status, "keyring" in err) == ((1, True) if keyring else (0, False))
