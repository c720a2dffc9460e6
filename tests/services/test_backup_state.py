"""How backups stand, for every mix of folder, file, date and change; and what is then done."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from ir_desktop.domain.people import SettingType
from ir_desktop.services import backup_looks, backups, passwords, rooms
from ir_desktop.services.session import Session
from ir_desktop.services.sign_in import FirstRun, begin
from ir_desktop.storage.backup_problems import BackupNotMade
from ir_desktop.storage.cost import KdfCost
from ir_desktop.ui.backups import today_notes, words
from ir_desktop.ui.looks import Tone
from tests.services.nursery import Clock, change_behind

LONG_AGO, TODAY, TO_COME = -30, 0, 30
GONE = ("The last backup is no longer in its folder", "The last backup is gone")
AHEAD = ("The last backup has a date that is still to come",) * 2


class Desk:
    """A real setting with a stick for its backups, and a clock that tests set."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        first = FirstRun(
            setting_name="Willow Lane",
            setting_type=SettingType.CHILDMINDER,
            manager_name="Grace Adeyemi",
            password="seven-otters-under-a-bridge",
        )
        begun = begin(
            folder / "store", first, cost=KdfCost(64 * 1024, 1, 1), use_keyring=False,
            clock=self.clock,
        )  # fmt: skip
        self.session: Session = begun.session
        self.code = begun.recovery_code
        self.stick, self.away = folder / "stick", folder / "away"
        self.stick.mkdir()
        self.room, self.rooms = rooms.add_room(self.session, "Room"), 0
        backups.change_settings(self.session, folder=self.stick)

    def bring_about(
        self, *, there: bool, file: bool, days: int, changed: bool, whole: bool
    ) -> None:
        """Make a backup on another day, and have happen to it what is asked for."""
        self.plug_in()
        for each in self.stick.iterdir():
            each.unlink()
        now = self.clock.moment
        self.clock.forward(days=days)
        self._call_the_room("Room" if whole else "Other")
        made = backups.back_up(self.session)
        self._call_the_room("Room")
        self.clock.moment = now
        if changed:
            self.write()
        if not file:
            made.path.unlink()
        if not there:
            self.stick.rename(self.away)

    def write(self) -> None:
        self.rooms += 1
        rooms.add_room(self.session, f"Room {self.rooms}")

    def _call_the_room(self, name: str) -> None:
        how = "UPDATE room SET name = :name WHERE id = :id"
        assert change_behind(self.session, how, name=name, id=self.room.id) == 1

    def plug_in(self) -> None:
        if self.away.is_dir():
            self.away.rename(self.stick)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    found = Desk(tmp_path_factory.mktemp("desk"))
    yield found
    found.session.close()


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield shared
    shared.plug_in()


@pytest.mark.parametrize(
    ("there", "file", "days", "changed", "whole"),
    list(
        product(
            (True, False), (True, False), (LONG_AGO, TODAY, TO_COME), (True, False), (True, False)
        )
    ),
)
def test_how_they_stand_is_told_and_what_is_due_is_made(
    desk: Desk, there: bool, file: bool, days: int, changed: bool, whole: bool
) -> None:
    desk.bring_about(there=there, file=file, days=days, changed=changed, whole=whole)
    session, today = desk.session, desk.session.today
    found = backups.state(session, today)
    gone, ahead = there and not file, days == TO_COME
    assert found.last is not None
    assert (found.there, found.gone, found.ahead) == (there, gone, ahead)
    assert (found.last.whole, found.days) == (whole, None if ahead else -days)
    assert found.overdue == (gone or days != TODAY or not whole)
    due, wanted = gone or days != TODAY, changed or gone or ahead or not whole
    assert backups.due_now(session, today) == due
    assert backups.due_on_leaving(session) == (there and wanted)
    told, note = words.standing(found, today), today_notes.notes(found, today)[0]
    for each in (told, note):
        assert (each.tone is Tone.GOOD) == (there and not found.overdue)
    if there and whole and (gone or ahead):
        assert (told.title, note.name) == (GONE if gone else AHEAD)
    made = backups.back_up_by_itself(session)
    assert (made is not None) == (there and due and wanted)
    if made is not None:
        after = backups.state(session, today)
        assert (after.gone, after.ahead, after.overdue) == (False, False, False)
        assert backups.back_up_by_itself(session) is None


def test_one_made_elsewhere_is_looked_for_where_it_was_made(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other"
    made = backups.back_up(desk.session, other)
    assert not backups.state(desk.session, desk.session.today).gone
    other.rename(tmp_path / "unplugged")
    assert not backups.state(desk.session, desk.session.today).gone
    (tmp_path / "unplugged").rename(other)
    made.path.unlink()
    assert backups.state(desk.session, desk.session.today).gone


def test_a_clock_that_was_set_right_by_itself_is_not_told(desk: Desk) -> None:
    backups.back_up(desk.session)
    desk.clock.forward(minutes=-5)
    assert not backups.state(desk.session, desk.session.today).ahead
    desk.clock.forward(minutes=-10)
    assert backups.state(desk.session, desk.session.today).ahead


def test_a_try_dated_to_come_does_not_put_the_next_off(desk: Desk) -> None:
    session = desk.session
    made = backups.back_up(session).path
    backup_looks.try_backup(session, made, desk.code)
    assert not backups.state(session, session.today).try_due
    desk.clock.forward(days=200)
    backup_looks.try_backup(session, made, desk.code)
    desk.clock.forward(days=-200)
    assert backups.state(session, session.today).try_due
    assert "clock was wrong" in words.tried_words(words.backups_view(session))


def test_a_password_changed_while_a_backup_is_made_is_told_and_the_next_one_is_sound(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path)

    def change(done: int, _whole: int) -> None:
        if done == 1:  # the records are copied, the sign-in file is not yet
            passwords.change_password(
                desk.session, "seven-otters-under-a-bridge", "violet tractor seventeen moss",
                cost=KdfCost(64 * 1024, 1, 1),
            )  # fmt: skip

    with pytest.raises(BackupNotMade, match="just being changed"):
        backups.back_up(desk.session, step=change)
    assert list(desk.stick.iterdir()) == []
    assert backups.back_up(desk.session).findings == 0
    desk.session.close()
