"""How backups stand, for every mix of folder, file, date and change; and what is then done."""

import hashlib
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from ir_desktop.domain.people import SettingType
from ir_desktop.errors import IrError
from ir_desktop.services import backup_looks, backups, passwords, rooms
from ir_desktop.services.session import Session, by_itself
from ir_desktop.services.sign_in import FirstRun, begin, find_slot, sign_in
from ir_desktop.storage import backup, info
from ir_desktop.storage.backup_problems import BackupNotMade
from ir_desktop.storage.cost import KdfCost
from ir_desktop.ui.backups import today_notes, words
from ir_desktop.ui.looks import Tone
from tests.services.nursery import Clock, change_behind

CHEAP = KdfCost(64 * 1024, 1, 1)
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
        begun = begin(folder / "store", first, cost=CHEAP, use_keyring=False, clock=self.clock)
        self.session: Session = begun.session
        self.code, self.password = begun.recovery_code, first.password
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

    def change_password(self) -> None:
        new = "violet tractor seventeen moss"
        new = "eleven maple kettles afloat" if self.password == new else new
        passwords.change_password(self.session, self.password, new, cost=CHEAP)
        self.password = new

    def keys(self) -> str:
        """Return the digest of the sign-in file."""
        file = self.session.store.folder / "keys.json"
        return hashlib.sha256(file.read_bytes()).hexdigest()

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
                cost=CHEAP,
            )  # fmt: skip

    with pytest.raises(BackupNotMade, match="just being changed"):
        backups.back_up(desk.session, step=change)
    assert list(desk.stick.iterdir()) == []
    assert backups.back_up(desk.session).findings == 0
    desk.session.close()


@pytest.mark.parametrize(("there", "daily", "on_exit"), list(product((True, False), repeat=3)))
def test_new_keys_are_due_at_once_wherever_backups_are_by_themselves(
    desk: Desk, there: bool, daily: bool, on_exit: bool
) -> None:
    session, today = desk.session, desk.session.today
    backups.change_settings(session, folder=desk.stick, daily=daily, on_exit=on_exit)
    backups.back_up(session)
    before = backups.state(session, today)
    assert not before.keys_changed
    assert not backups.due_now(session, today)
    desk.change_password()
    if not there:
        desk.stick.rename(desk.away)
    found, wanted = backups.state(session, today), daily or on_exit
    assert found.last == before.last
    assert found.keys_changed
    assert found.overdue
    assert backups.due_now(session, today) == wanted
    assert backups.due_on_leaving(session) == (there and wanted)
    told, note = words.standing(found, today), today_notes.notes(found, today)[0]
    assert (told.title, note.name) == (words.KEYS_CHANGED,) * 2
    assert (told.tone, note.tone) == (Tone.WATCH,) * 2
    assert ("lug the stick in" in note.words) is not there
    assert ("plug it in" in told.detail) is not there
    for leaving in (False, True):
        made = backups.back_up_by_itself(session, leaving=leaving)
        assert (made is not None) == (there and wanted and not leaving)
        if made is not None:
            assert backup.read_manifest(made.path).keys_sha256 == desk.keys()
    assert backups.state(session, today).keys_changed == (not (there and wanted))
    desk.plug_in()
    backups.change_settings(session, daily=True, on_exit=True)
    backups.back_up(session)
    assert not backups.state(session, today).keys_changed


def test_the_sign_in_file_of_such_a_backup_opens_the_records_of_now(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    older = backups.back_up(desk.session)
    desk.change_password()
    made = backups.back_up_by_itself(desk.session)
    assert made is not None
    desk.write()
    desk.session.close()
    folder = tmp_path / "store"
    slot = find_slot(folder, "Grace Adeyemi")
    file = folder / "keys.json"
    file.unlink()
    file.write_bytes(backup.sign_in_file(older.path))
    with pytest.raises(IrError):
        sign_in(folder, slot, desk.password)
    file.write_bytes(backup.sign_in_file(made.path))
    session = sign_in(folder, slot, desk.password)
    assert len(rooms.list_rooms(session)) == 2
    session.close()


def test_what_an_older_version_noted_is_read_and_counts_as_another(desk: Desk) -> None:
    session = desk.session
    backups.back_up(session)
    with by_itself(session, "toured") as work:
        kept = json.loads(info.get(work.records.connection, "backup_last"))
        del kept["keys"]
        info.put(work.records, "backup_last", json.dumps(kept))
    found = backups.state(session, session.today)
    assert found.last is not None
    assert (found.last.keys, found.keys_changed) == ("", True)  # nobody knows: one more is made
    assert backups.back_up_by_itself(session) is not None
    assert not backups.state(session, session.today).keys_changed
    desk.change_password()
    assert backups.state(session, session.today).keys_changed


def test_a_sign_in_file_put_back_is_told_and_not_backed_up_over_and_over(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    file = tmp_path / "store" / "keys.json"
    older = file.read_bytes()
    backups.back_up(desk.session)
    desk.change_password()
    file.write_bytes(older)
    made = backups.back_up_by_itself(desk.session)
    assert made is not None
    assert made.findings > 0
    found = backups.state(desk.session, desk.session.today)
    assert found.overdue
    assert not backups.due_now(desk.session, desk.session.today)
    desk.session.close()
