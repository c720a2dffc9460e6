"""Looking into backups: which there are, whether one opens, and what a restore would bring back."""

from datetime import timedelta
from pathlib import Path

import pytest

from ir_desktop.domain.people import Child, Role
from ir_desktop.errors import Invalid, Refused
from ir_desktop.services import backup_looks, backup_places, backups, removals, restoring, rooms
from ir_desktop.services.backup_places import PlaceNote
from ir_desktop.services.session import Session
from ir_desktop.storage import recovery_code
from ir_desktop.storage.backup_problems import NoSuchBackup, OtherBackup
from ir_desktop.storage.lock import lock_store
from ir_desktop.storage.problems import StoreExists, StoreInUse, WrongRecoveryCode
from tests.services.nursery import Nursery, acts, change_behind, child_named, make_nursery


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


class Stopped(Refused):
    """Raised by a step, as when a person stops it."""

    def __init__(self) -> None:
        super().__init__("stopped")


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_a_backup_stopped_at_any_step_leaves_nothing(
    manager: Session, stick: Path, at: int
) -> None:
    seen: list[int] = []

    def step(done: int, whole: int) -> None:
        assert whole == backups.STEPS
        seen.append(done)
        if done == at:
            raise Stopped

    with pytest.raises(Stopped):
        backups.back_up(manager, stick, step=step)
    assert list(stick.iterdir()) == []
    assert sorted(set(seen)) == list(range(at + 1))
    assert backups.state(manager, manager.today).last is None


def test_what_is_in_the_folder_is_listed_newest_first(
    manager: Session, nursery: Nursery, stick: Path
) -> None:
    assert backup_looks.list_backups(manager) == []
    backups.change_settings(manager, folder=stick)
    first = backups.back_up(manager)
    nursery.clock.forward(days=1)
    second = backups.back_up(manager)
    (stick / "another.irbackup").write_bytes(b"not one")
    found = backup_looks.list_backups(manager)
    assert [each.path for each in found] == [second.path, first.path]
    assert all(each.bytes == each.path.stat().st_size for each in found)
    assert backup_looks.list_backups(manager, stick / "nowhere") == []
    manager.close()
    with nursery.signed_in(Role.PRACTITIONER) as other:
        for look in (
            lambda: backup_looks.list_backups(other, stick),
            lambda: backup_looks.try_backup(other, first.path, nursery.recovery_code),
            lambda: backup_looks.children_in(other, first.path),
        ):
            with pytest.raises(Refused, match="Your role"):
                look()


def test_a_backup_is_tried_with_the_code_and_nothing_but_the_day_is_kept(
    manager: Session, nursery: Nursery, stick: Path
) -> None:
    made = backups.back_up(manager, stick).path
    assert backups.state(manager, manager.today).tried is None
    for code, error in (("nonsense", Invalid), (recovery_code.generate(), WrongRecoveryCode)):
        with pytest.raises(error):
            backup_looks.try_backup(manager, made, code)
    assert backups.state(manager, manager.today).tried is None
    with manager.store.reading() as records:
        many = len(records.find(Child))
    tried = backup_looks.try_backup(manager, made, nursery.recovery_code)
    assert (tried.children, tried.findings) == (many, 0)
    assert backups.state(manager, manager.today).tried is not None
    assert acts(manager)[-1] == "back_up"
    assert not list(manager.store.folder.glob(".look*"))
    other = make_nursery(stick.parent / "other", children=2)
    with other.signed_in() as session:
        theirs = backups.back_up(session, stick).path
    with pytest.raises((OtherBackup, WrongRecoveryCode)):
        backup_looks.try_backup(manager, theirs, nursery.recovery_code)
    with pytest.raises(NoSuchBackup):
        backup_looks.try_backup(manager, stick / "none", nursery.recovery_code)


def test_trying_tells_of_changed_records(manager: Session, nursery: Nursery, stick: Path) -> None:
    change_behind(manager, "UPDATE room SET name = 'Other'")
    made = backups.back_up(manager, stick).path
    assert backup_looks.try_backup(manager, made, nursery.recovery_code).findings > 0


def test_what_a_killed_look_left_goes_at_the_next(manager: Session, stick: Path) -> None:
    made = backups.back_up(manager, stick).path
    left, busy = (manager.store.folder / f".look-{name}" for name in ("left", "busy"))
    left.mkdir()
    busy.mkdir()
    with lock_store(busy):
        backup_looks.children_in(manager, made)
        assert not left.exists()
        assert busy.exists()


def test_who_is_in_a_backup_and_not_here(manager: Session, stick: Path) -> None:
    made = backups.back_up(manager, stick).path
    zofia = child_named(manager, "Zofia")
    removals.remove_child(manager, zofia.id)
    found = {each.id: each for each in backup_looks.children_in(manager, made)}
    assert not found[zofia.id].here
    assert found[zofia.id].name == zofia.full_name
    assert sum(each.here for each in found.values()) == len(found) - 1


def test_what_to_know_about_a_folder(tmp_path: Path) -> None:
    records = tmp_path / "store"
    records.mkdir()
    cloud = tmp_path / "Dropbox" / "backups"
    cloud.mkdir(parents=True)
    assert backup_places.place_notes(records, tmp_path) == (PlaceNote.SAME_DISK,)
    assert backup_places.place_notes(records, cloud) == (PlaceNote.SYNCHRONISED,)
    assert backup_places.place_notes(records, tmp_path / "nowhere") == ()
    assert PlaceNote.SAME_DISK not in backup_places.place_notes(records, Path("/proc"))


def test_leaving_asks_first_whether_anybody_has_to_wait(manager: Session, stick: Path) -> None:
    assert not backups.due_on_leaving(manager)
    backups.change_settings(manager, folder=stick)
    assert backups.due_on_leaving(manager)
    backups.back_up_by_itself(manager, leaving=True)
    assert not backups.due_on_leaving(manager)
    rooms.add_room(manager, "Squirrels")
    assert backups.due_on_leaving(manager)
    stick.rename(stick.with_name("unplugged"))
    assert not backups.due_on_leaving(manager)


def test_what_would_come_back_is_seen_before_it_counts(
    nursery: Nursery, stick: Path, tmp_path: Path
) -> None:
    with nursery.signed_in() as session:
        made = backups.back_up(session, stick).path
        many = len(backup_looks.children_in(session, made))
        nursery.clock.forward(hours=3)
        removals.remove_child(session, child_named(session, "Zofia").id)
    to = tmp_path / "new"
    before = sorted(tmp_path.iterdir())
    code = nursery.recovery_code
    found = restoring.prepare(made, to, code, in_use=nursery.folder, clock=nursery.clock)
    assert (found.children, found.result.removed_again) == (many - 1, 1)
    assert found.written_until is not None
    assert found.written_until - found.result.made_at > timedelta(hours=2)
    assert found.setting
    assert not to.exists()
    restoring.abandon(found)
    assert sorted(tmp_path.iterdir()) == before


def test_records_that_are_there_are_moved_aside_whole_and_only_with_a_word(
    nursery: Nursery, stick: Path, tmp_path: Path
) -> None:
    with nursery.signed_in() as session:
        made = backups.back_up(session, stick).path
    code, to = nursery.recovery_code, nursery.folder
    with pytest.raises(StoreExists):
        restoring.prepare(made, to, code)
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(StoreExists):  # somebody's other things are never moved
        restoring.prepare(made, other, code, take_over=True)
    found = restoring.prepare(made, to, code, take_over=True, clock=nursery.clock)
    with nursery.signed_in(), pytest.raises(StoreInUse):
        restoring.finish(found, clock=nursery.clock)
    done = restoring.finish(found, clock=nursery.clock)
    restoring.abandon(found)
    assert done.moved is not None
    assert (done.moved / "records.db").is_file()
    with nursery.signed_in() as session:
        assert session.store.epoch == done.epoch
    assert not list(tmp_path.glob(".*"))


def test_what_a_killed_restore_left_goes_at_the_next(
    nursery: Nursery, stick: Path, tmp_path: Path
) -> None:
    with nursery.signed_in() as session:
        made = backups.back_up(session, stick).path
    to = tmp_path / "new"
    left = tmp_path / ".new-putting-back-killed"
    (left / "store").mkdir(parents=True)
    restoring.restore(made, to, nursery.recovery_code)
    assert not left.exists()
    with pytest.raises(StoreExists):
        restoring.restore(made, to, nursery.recovery_code)
