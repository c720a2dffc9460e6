"""Backups by word and by themselves, what Today is told, and who may."""

from datetime import timedelta
from pathlib import Path

import pytest

from ir_desktop.domain.people import Role
from ir_desktop.errors import Invalid, Refused
from ir_desktop.services import backups, rooms
from ir_desktop.services.session import Session
from ir_desktop.storage.backup_problems import BackupNotMade
from tests.services.nursery import Nursery, acts, change_behind


def test_a_backup_by_word_is_told_and_written_down(manager: Session, tmp_path: Path) -> None:
    assert backups.state(manager, manager.today).last is None
    with pytest.raises(Refused, match="Choose a folder"):
        backups.back_up(manager)
    made = backups.back_up(manager, tmp_path / "stick")
    assert (made.findings, made.older, made.removed) == (0, False, 0)
    found = backups.state(manager, manager.today)
    assert found.last is not None
    assert (found.last.path, found.last.whole, found.days) == (made.path, True, 0)
    assert acts(manager)[-1] == "back_up"


def test_settings_are_checked(manager: Session, tmp_path: Path) -> None:
    for folder in (tmp_path / "nowhere", Path("here"), manager.store.folder):
        with pytest.raises(Invalid, match="folder"):
            backups.change_settings(manager, folder=folder)
    with pytest.raises(Invalid, match="remind"):
        backups.change_settings(manager, remind_after_days=0)
    assert backups.settings(manager) == backups.BackupSettings()
    found = backups.change_settings(manager, folder=tmp_path, remind_after_days=3)
    assert backups.settings(manager) == found


def test_each_day_one_and_none_when_nothing_was_done(
    manager: Session, nursery: Nursery, tmp_path: Path
) -> None:
    assert not backups.due_now(manager, manager.today)
    assert backups.back_up_by_itself(manager) is None
    backups.change_settings(manager, folder=tmp_path)
    assert backups.due_now(manager, manager.today)
    assert backups.back_up_by_itself(manager) is not None
    assert acts(manager)[-1] == "backed_up"
    assert not backups.due_now(manager, manager.today)
    assert backups.back_up_by_itself(manager) is None
    nursery.clock.forward(days=1)
    assert backups.due_now(manager, manager.today)
    assert backups.back_up_by_itself(manager) is None  # nothing was written since
    rooms.add_room(manager, "Squirrels")
    assert backups.back_up_by_itself(manager) is not None


def test_on_leaving_only_what_changed_and_only_where_the_folder_is(
    nursery: Nursery, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with nursery.signed_in() as session:
        backups.change_settings(session, folder=stick)
        assert backups.back_up_by_itself(session, leaving=True) is not None
        assert backups.back_up_by_itself(session, leaving=True) is None
        rooms.add_room(session, "Squirrels")
        stick.rename(tmp_path / "unplugged")
        assert backups.back_up_by_itself(session, leaving=True) is None
        with pytest.raises(BackupNotMade):
            backups.back_up(session, stick / "deep")
        (tmp_path / "unplugged").rename(stick)
        backups.change_settings(session, on_exit=False)
        assert backups.back_up_by_itself(session, leaving=True) is None


def test_somebody_who_may_not_back_up_still_leaves_one_behind(
    nursery: Nursery, practitioner: Session, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="Your role"):
        backups.back_up(practitioner, tmp_path)
    assert acts(practitioner)[-1] == "refused:back_up"
    with pytest.raises(Refused):
        backups.change_settings(practitioner, folder=tmp_path)
    practitioner.close()
    with nursery.signed_in() as manager:
        backups.change_settings(manager, folder=tmp_path)
    with nursery.signed_in(Role.PRACTITIONER) as session:
        assert backups.back_up_by_itself(session, leaving=True) is not None


def test_a_backup_of_changed_records_is_not_called_whole(manager: Session, tmp_path: Path) -> None:
    change_behind(manager, "UPDATE room SET name = 'Other'")
    made = backups.back_up(manager, tmp_path)
    assert made.findings > 0
    last = backups.state(manager, manager.today).last
    assert last is not None
    assert not last.whole


def test_a_demo_is_never_overdue(manager: Session, tmp_path: Path) -> None:
    today = manager.today
    backups.back_up(manager, tmp_path)
    assert not backups.state(manager, today + timedelta(days=30)).overdue
    assert backups.state(manager, today + timedelta(days=30)).days == 30
