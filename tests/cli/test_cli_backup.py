"""The command that makes a backup."""

import json
from pathlib import Path

import pytest

from ir_desktop.domain.people import Role
from ir_desktop.services import people, recovery, removals
from ir_desktop.storage.cost import WEAK_COST
from tests.cli.commanding import Desk, plain
from tests.services.nursery import child_named


def test_a_backup_by_command_says_what_it_made(desk: Desk, tmp_path: Path) -> None:
    made = desk.value("backup", "--to", tmp_path / "stick")
    assert [str(each) for each in (tmp_path / "stick").iterdir()] == [made["backup"]]
    assert made["verified"] is True
    assert made["findings"] == 0
    assert made["events"] > 0
    assert desk.value("audit", "verify")["findings"] == []


def test_who_may_not_and_where_it_cannot_be_are_told(desk: Desk, tmp_path: Path) -> None:
    ran = desk.run("backup", "--to", tmp_path / "stick", role=Role.PRACTITIONER)
    assert "Your role" in ran.sentence
    assert not (tmp_path / "stick").exists()
    assert "plugged in" in desk.run("backup", "--to", tmp_path / "a" / "b").sentence
    assert "outside the records" in desk.run("backup", "--to", desk.folder / "b").sentence


def test_newer_copies_that_do_not_open_are_told_and_a_second_line_opens_them(
    desk: Desk, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    made = Path(desk.value("backup", "--to", stick)["backup"]).rename(stick / "older.irbackup")
    with desk.nursery.signed_in() as session:
        removals.remove_child(session, child_named(session, "Zofia").id)
        new = recovery.new_code(session)
        recovery.use_code(session, new, new.code)
    desk.value("backup", "--to", stick)
    code, words = desk.nursery.recovery_code, ("restore", made, "--recovery-code-stdin", "--to")
    ran = desk.run_any(*words, tmp_path / "one", given=code + "\n")
    assert ran.status == 1
    assert "1 newer copy does not open with this recovery code" in ran.err
    plain(ran.err)
    assert json.loads(ran.out)["newer_not_opened"] == 1
    none = desk.run_any(*words, tmp_path / "two", "--newer-code", given=code + "\n")
    assert "No newer recovery code was given" in none.sentence
    both = f"{code}\n{new.code}\n"
    done = desk.run_any(*words, tmp_path / "two", "--newer-code", given=both).value
    assert (done["newer_not_opened"], done["removed_again"]) == (0, 1)


@pytest.mark.parametrize("by", ["password", "code"])
def test_the_sign_in_file_is_put_back_by_command(desk: Desk, tmp_path: Path, by: str) -> None:
    made = desk.value("backup", "--to", tmp_path / "stick")["backup"]
    file = desk.folder / "keys.json"
    right = file.read_bytes()
    file.write_bytes(right[:-40])
    assert "newest backup" in desk.run("children").sentence
    role = Role.PRACTITIONER
    who, given = ["--recovery-code-stdin"], desk.nursery.recovery_code
    if by == "password":
        who = ["--staff", desk.nursery.names[role], "--password-stdin"]
        given = desk.nursery.passwords[role]
    words = ("sign-in-file", made, "--store", desk.folder, *who)
    wrong = desk.run_any(*words, given="0" + given[1:] + "\n").sentence
    assert "recovery code" in wrong if by == "code" else "password is not right" in wrong
    assert file.read_bytes() == right[:-40]
    done = desk.run_any(*words, given=given + "\n").value
    assert done["newest"] is True
    assert file.read_bytes() == right
    assert desk.value("audit", "verify")["findings"] == []


def test_a_sign_in_file_that_does_not_belong_is_told_by_command(desk: Desk, tmp_path: Path) -> None:
    made = desk.value("backup", "--to", tmp_path / "stick")["backup"]
    file, code = desk.folder / "keys.json", desk.nursery.recovery_code
    words = ("sign-in-file", made, "--store", desk.folder)
    with desk.nursery.signed_in() as session:
        new = people.NewPerson(name="Bola Ade", role=Role.MANAGER, password="saffron pebble kite")
        people.add_staff(session, new, cost=WEAK_COST)
    file.unlink()
    ran = desk.run_any(*words, "--recovery-code-stdin", given=code + "\n")
    assert ran.status == 1
    assert json.loads(ran.out)["newest"] is False
    assert "an older one still" in ran.err
    plain(ran.err)
    manager = desk.nursery.names[Role.MANAGER]
    given = desk.nursery.passwords[Role.MANAGER] + "\n"
    ran = desk.run_any(*words, "--staff", manager, "--password-stdin", given=given)
    assert "older copy" in ran.sentence
    ran = desk.run_any(*words, "--staff", "Bola Ade", "--password-stdin", given=given)
    assert "Nobody of this name" in ran.sentence


def test_newer_copies_that_cannot_be_read_are_told_by_command(desk: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    made = Path(desk.value("backup", "--to", stick)["backup"]).rename(stick / "older.irbackup")
    desk.nursery.clock.forward(days=1)
    later = Path(desk.value("backup", "--to", stick)["backup"])
    later.write_bytes(later.read_bytes()[:9000])
    ran = desk.run_any(
        "restore", made, "--recovery-code-stdin", "--to", tmp_path / "new",
        given=desk.nursery.recovery_code + "\n",
    )  # fmt: skip
    assert ran.status == 1
    assert json.loads(ran.out)["newer_not_read"] == 1
    assert "1 copy that may be newer cannot be read" in ran.err
    plain(ran.err)
