"""The command that makes a backup."""

from pathlib import Path

from ir_desktop.domain.people import Role
from tests.cli.commanding import Desk


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
