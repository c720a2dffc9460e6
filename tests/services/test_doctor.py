"""What a computer has and lacks: each finding brought about for real."""

import getpass
import json
import os
import time
from pathlib import Path

import pytest

from ir_desktop.services import doctor
from ir_desktop.services.doctor import State
from ir_desktop.storage import place
from tests.services.desktops import Desktop
from tests.services.nursery import Clock, Nursery


def test_this_computer_is_looked_at_and_every_check_says_what_and_what_to_do(
    nursery: Nursery,
) -> None:
    before = sorted(nursery.folder.iterdir())
    checks = doctor.examine(nursery.folder)
    assert [each.name for each in checks] == [
        "window",
        "fonts",
        "keyring",
        "disk",
        "folder",
        "place",
        "clock",
    ]
    for each in checks:
        assert each.what.endswith(".")
        assert bool(each.do) is (each.state is not State.GOOD)
        assert str(nursery.folder) not in each.what + each.do
    assert sorted(nursery.folder.iterdir()) == before
    assert checks[0].state is State.GOOD
    assert checks[2].state is State.WARNING  # the tests' surroundings have no keyring


def test_a_folder_that_is_not_there_yet_is_judged_by_the_one_above(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "deep"
    assert doctor.permissions(folder).state is State.GOOD
    assert doctor.disk(folder).state is State.GOOD
    assert doctor.time_of_day(folder, Clock()).state is State.GOOD
    assert not folder.exists()


def test_a_folder_that_others_may_read_is_a_warning(nursery: Nursery) -> None:
    nursery.folder.chmod(0o700)
    for each in nursery.folder.iterdir():
        each.chmod(0o600)
    assert doctor.permissions(nursery.folder).state is State.GOOD
    (nursery.folder / "records.db").chmod(0o640)
    assert doctor.permissions(nursery.folder).state is State.WARNING
    (nursery.folder / "records.db").chmod(0o600)
    nursery.folder.chmod(0o755)
    assert doctor.permissions(nursery.folder).state is State.WARNING


def test_a_clock_set_back_is_a_problem(nursery: Nursery) -> None:
    clock = Clock()
    long_ago = clock.moment.timestamp() - 86_400
    for each in nursery.folder.iterdir():
        os.utime(each, (long_ago, long_ago))
    assert doctor.time_of_day(nursery.folder, clock).state is State.GOOD
    later = clock.moment.timestamp() + 3 * 86_400
    os.utime(nursery.folder / "records.db", (later, later))
    found = doctor.time_of_day(nursery.folder, clock)
    assert found.state is State.PROBLEM
    assert "set back" in found.what
    clock.moment = clock.moment.replace(year=1970)
    assert "1970" in doctor.time_of_day(nursery.folder, clock).what


@pytest.mark.parametrize(
    ("free", "state"),
    [(50_000_000, State.PROBLEM), (500_000_000, State.WARNING), (5_000_000_000, State.GOOD)],
)
def test_a_disk_that_fills_is_told_in_time(
    free: int, state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        def __init__(self, _: Path) -> None:
            self.free = free

    monkeypatch.setattr(doctor.shutil, "disk_usage", Usage)
    found = doctor.disk(tmp_path)
    assert found.state is state
    assert f"{free / 1e9:.1f} GB" in found.what


MOUNTS = """
/dev/sda1 / ext4 rw 0 0
tmpfs /run tmpfs rw 0 0
//server/office /mnt/office\\040share cifs rw 0 0
server:/homes /homes nfs4 rw 0 0
/dev/sdb1 /homes/local ext4 rw 0 0
me@there:/ /mnt/ssh fuse.sshfs rw 0 0
nonsense
"""


@pytest.mark.parametrize(
    ("folder", "remote"),
    [
        ("/var/lib/store", False),
        ("/mnt/office share/store", True),
        ("/mnt/office sharestore", False),
        ("/homes/jo/store", True),
        ("/homes/local/jo/store", False),
        ("/mnt/ssh", True),
        ("/", False),
    ],
)
def test_a_network_share_is_known_by_its_mount(folder: str, remote: bool, tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert place.is_network_share(Path(folder), mounts) is remote
    assert not place.is_network_share(Path(folder), tmp_path / "none")


@pytest.mark.parametrize(
    ("folder", "named"),
    [
        ("/homes/jo/Dropbox/store", "Dropbox"),
        ("/homes/jo/OneDrive - Orchard Nursery/store", "OneDrive - Orchard Nursery"),
        ("/homes/jo/Google Drive/store", "Google Drive"),
        ("/homes/jo/boxes/store", ""),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(folder: str, named: str) -> None:
    assert place.synchroniser(Path(folder)) == named
    assert (doctor.shared(Path(folder)).state is State.WARNING) is bool(named)


@pytest.mark.parametrize(
    ("file", "text", "by_itself"),
    [
        ("gdm3/custom.conf", "[daemon]\nAutomaticLoginEnable=True\nAutomaticLogin={me}\n", True),
        ("gdm3/custom.conf", "[daemon]\nAutomaticLoginEnable=False\nAutomaticLogin={me}\n", False),
        ("gdm3/custom.conf", "[daemon]\n#AutomaticLoginEnable=True\n#AutomaticLogin={me}\n", False),
        ("gdm/custom.conf", "[daemon]\nAutomaticLoginEnable=1\nAutomaticLogin=other\n", False),
        ("lightdm/lightdm.conf", "[Seat:*]\nautologin-user={me}\n", True),
        ("lightdm/lightdm.conf.d/50-x.conf", "[SeatDefaults]\nautologin-user = {me}\n", True),
        ("lightdm/lightdm.conf", "[Seat:*]\nautologin-user=\n", False),
        ("sddm.conf", "[Autologin]\nUser={me}\nSession=plasma\n", True),
        ("sddm.conf.d/a.conf", "[Autologin]\nUser=\n", False),
        ("sddm.conf", "User={me}\n", False),
        ("sddm.conf", "\x00nonsense [", False),
    ],
)
def test_a_computer_that_logs_in_by_itself_is_known_by_its_settings(
    file: str, text: str, by_itself: bool, tmp_path: Path
) -> None:
    settings = tmp_path / "etc" / file
    settings.parent.mkdir(parents=True)
    settings.write_text(text.format(me=getpass.getuser()))
    found = doctor.log_in("own", root=tmp_path)
    assert found.state is (State.WARNING if by_itself else State.GOOD)
    assert ("without a password" in found.what) is by_itself


def test_a_collection_that_the_log_in_opens_is_a_warning(tmp_path: Path) -> None:
    assert "by itself" in doctor.log_in("login", root=tmp_path).what
    assert doctor.log_in("work", root=tmp_path).state is State.GOOD


SCRIPT = """
import json, sys
from pathlib import Path
from ir_desktop.services import doctor
print(json.dumps([[each.name, each.state, each.what] for each in doctor.keyring()]))
"""


@pytest.mark.needs("dbus-run-session", "gnome-keyring-daemon")
def test_a_real_keyring_is_found_and_how_it_opens(tmp_path: Path) -> None:
    desktop = Desktop(tmp_path / "home")
    (line,) = desktop.run(SCRIPT, tmp_path, keyring=True)
    ring, opening = json.loads(line)
    assert ring[:2] == ["keyring", "good"]
    assert "Secret Service" in ring[2]
    assert opening[:2] == ["log-in", "warning"]
    (line,) = desktop.run(SCRIPT, tmp_path, keyring=False)
    ((name, state, what),) = json.loads(line)
    assert (name, state) == ("keyring", "warning")
    assert "no password store" in what


def test_a_keyring_that_the_settings_name_is_told_as_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyrings.alt.file.PlaintextKeyring")
    told = doctor.keyring()[0]
    assert told.state is State.WARNING
    assert "plain text" in told.what


def test_looking_is_quick_enough_to_do_while_somebody_waits(nursery: Nursery) -> None:
    doctor.examine(nursery.folder)
    begun = time.perf_counter()
    doctor.examine(nursery.folder)
    assert time.perf_counter() - begun < 20  # a hang, not a speed
