"""The command that makes a backup."""

import json
from pathlib import Path

from ir_desktop.domain.people import Role
from ir_desktop.services import recovery, removals
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
