"""Newer copies that cannot be read are told: "none is at hand" is said only where there is none."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ir_desktop.domain.people import Child, Role
from ir_desktop.services import backups, passwords, people, removals, restoring
from ir_desktop.services.session import Session
from ir_desktop.storage import audit
from ir_desktop.storage.cost import WEAK_COST
from ir_desktop.storage.keys import KEYS_FILE, STORE_FILE
from ir_desktop.storage.lock import lock_store
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.restoring import words
from tests.services.nursery import Nursery, child_named, make_nursery
from tests.services.test_backup_restore import Place

NONE = "No newer copy is at hand"
PAGE = 4096


@pytest.fixture
def place(nursery: Nursery, tmp_path: Path) -> Place:
    return Place(nursery, tmp_path / "stick", tmp_path / "new")


def remove_zofia(place: Place) -> str:
    with place.nursery.signed_in() as session:
        child = child_named(session, "Zofia").id
        removals.remove_child(session, child)
    return child


def is_there(nursery: Nursery, child: str) -> bool:
    with nursery.signed_in() as session, session.store.reading() as records:
        return records.find_one(Child, id=child) is not None


def renew(session: Session) -> None:
    """Give the room leader another password: the records get another data key."""
    leader = next(e for e in people.list_staff(session) if e.staff.role is Role.ROOM_LEADER)
    passwords.reset_password(session, leader.staff.id, "saffron pebble kite", cost=WEAK_COST)


def add(session: Session) -> None:
    new = people.NewPerson(name="Bola Ade", role=Role.PRACTITIONER, password="saffron pebble kite")
    people.add_staff(session, new, cost=WEAK_COST)


def told(place: Place, made: Path, in_use: Path | None = None) -> restoring.Restored:
    """Restore, and check that what is said before and after fits what was found."""
    found = restoring.prepare(
        made, place.new, place.nursery.recovery_code, in_use=in_use, clock=place.nursery.clock
    )
    notes = {title: tone for tone, title, _ in words.found_notes(found)}
    unread = found.result.unreadable_copies
    assert (NONE in notes) == (
        not (unread or found.result.closed_copies or found.result.newer_copies)
    )
    about = [tone for title, tone in notes.items() if "cannot be read" in title]
    assert about == ([Tone.WATCH] if unread else [])
    done = restoring.finish(found, clock=place.nursery.clock)
    steps = words.done_steps(done)
    if unread:
        assert any("newer copies were not opened" in each for each in steps)
    return done


# The folder that was in use


def without_file(folder: Path) -> None:
    (folder / KEYS_FILE).unlink()


def with_damaged_file(folder: Path) -> None:
    (folder / KEYS_FILE).write_bytes((folder / KEYS_FILE).read_bytes()[:-9])


def with_nonsense(folder: Path) -> None:
    (folder / KEYS_FILE).write_text("{}", "utf-8")


@pytest.mark.parametrize("harm", [without_file, with_damaged_file, with_nonsense])
def test_the_folder_in_use_is_asked_by_the_records_own_key_where_its_sign_in_file_is_lost(
    place: Place, harm: Callable[[Path], None]
) -> None:
    made = place.back_up()
    child = remove_zofia(place)
    harm(place.nursery.folder)
    done = told(place, made, in_use=place.nursery.folder)
    assert (done.newer_copies, done.removed_again, done.unreadable_copies) == (1, 1, 0)
    assert not is_there(place.restored, child)


def test_so_it_is_where_an_older_sign_in_file_of_another_key_was_put_back(place: Place) -> None:
    keys = place.nursery.folder / KEYS_FILE
    older = keys.read_bytes()
    with place.nursery.signed_in() as session:
        renew(session)
        made = backups.back_up(session, place.stick).path
    child = remove_zofia(place)
    keys.write_bytes(older)
    done = told(place, made, in_use=place.nursery.folder)
    assert (done.newer_copies, done.removed_again, done.unreadable_copies) == (1, 1, 0)
    assert not is_there(place.restored, child)


@pytest.mark.parametrize("harm", [without_file, with_damaged_file, with_nonsense])
def test_what_no_key_opens_is_told(place: Place, harm: Callable[[Path], None]) -> None:
    made = place.back_up()
    child = remove_zofia(place)
    with place.nursery.signed_in() as session:
        renew(session)
    harm(place.nursery.folder)
    done = told(place, made, in_use=place.nursery.folder)
    assert (done.newer_copies, done.closed_copies, done.unreadable_copies) == (0, 0, 1)
    assert is_there(place.restored, child)
    with place.restored.signed_in() as session, session.store.reading() as records:
        event = audit.newest_of(records.connection, "restored")
        assert event is not None
        assert event.detail["newer_not_read"] == "1"


def test_an_older_sign_in_file_put_back_beside_newer_records_is_told(place: Place) -> None:
    made = place.back_up()
    keys = place.nursery.folder / KEYS_FILE
    older = keys.read_bytes()
    with place.nursery.signed_in() as session:
        renew(session)
    keys.write_bytes(older)
    assert told(place, made, in_use=place.nursery.folder).unreadable_copies == 1


@pytest.mark.parametrize("whole", [True, False])
def test_records_that_are_damaged_do_not_keep_a_backup_from_being_put_back(
    place: Place, whole: bool
) -> None:
    made = place.back_up()
    remove_zofia(place)
    file = place.nursery.folder / STORE_FILE
    data = bytearray(file.read_bytes())
    for page in range(1 if whole else len(data) // PAGE // 3, len(data) // PAGE):
        data[page * PAGE + 100] ^= 1
    file.write_bytes(data)
    done = told(place, made, in_use=place.nursery.folder)
    assert (done.newer_copies, done.unreadable_copies) == (0, 1)


def test_a_folder_that_is_in_use_in_another_window_is_told(place: Place) -> None:
    made = place.back_up()
    remove_zofia(place)
    with lock_store(place.nursery.folder):
        assert told(place, made, in_use=place.nursery.folder).unreadable_copies == 1


def test_what_is_no_newer_copy_is_not_told(place: Place, tmp_path: Path) -> None:
    others = make_nursery(tmp_path / "others", children=1)
    with_damaged = make_nursery(tmp_path / "other-damaged", children=1)
    (with_damaged.folder / STORE_FILE).write_bytes(b"x" * 9000)
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    made = place.back_up()
    for used in (others.folder, with_damaged.folder, nothing, tmp_path / "none", None):
        done = told(place, made, in_use=used)
        assert (done.newer_copies, done.closed_copies, done.unreadable_copies) == (0, 0, 0)
        shutil.rmtree(place.new)


# Later backups beside the one that is put back


def later(place: Place) -> Path:
    place.nursery.clock.forward(days=1)
    return place.back_up()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def rewritten(file: Path, change: Callable[[str, bytes], bytes]) -> None:
    parts = {}
    with zipfile.ZipFile(file) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as target:
        for name, data in parts.items():
            target.writestr(name, change(name, data))


def with_other_keys(file: Path) -> None:
    rewritten(file, lambda name, data: data[:-9] if name == KEYS_FILE else data)


def with_damaged_records(file: Path) -> None:
    rewritten(file, lambda name, data: data[:-9] + b"123456789" if name == STORE_FILE else data)


def with_another_date(file: Path) -> None:
    def changed(name: str, data: bytes) -> bytes:
        if name != "backup.json":
            return data
        return json.dumps(json.loads(data) | {"made_at": "2026-01-01T00:00:00+00:00"}).encode()

    rewritten(file, changed)


HARMS = [cut, emptied, with_other_keys, with_damaged_records, with_another_date]


@pytest.mark.parametrize("harm", HARMS)
def test_a_later_backup_that_cannot_be_read_is_told(
    place: Place, harm: Callable[[Path], None]
) -> None:
    made = place.back_up()
    remove_zofia(place)
    harm(later(place))
    done = told(place, made)
    assert (done.newer_copies, done.closed_copies, done.unreadable_copies) == (0, 0, 1)


@pytest.mark.parametrize("harm", HARMS)
def test_not_so_where_a_later_one_still_opens(place: Place, harm: Callable[[Path], None]) -> None:
    made = place.back_up()
    child = remove_zofia(place)
    harm(later(place))
    later(place)
    done = told(place, made)
    assert (done.newer_copies, done.removed_again, done.unreadable_copies) == (1, 1, 0)
    assert not is_there(place.restored, child)


def test_earlier_ones_and_those_of_others_by_their_names_are_not_told(
    place: Place, tmp_path: Path
) -> None:
    cut(place.back_up())
    others = Place(make_nursery(tmp_path / "others", children=1), place.stick, tmp_path / "x")
    others.nursery.clock.forward(days=9)
    cut(others.back_up())
    assert told(place, later(place)).unreadable_copies == 0
    shutil.rmtree(place.new)
    made = later(place)
    later(place).rename(place.stick / "a copy.irbackup")
    cut(place.stick / "a copy.irbackup")
    assert told(place, made).unreadable_copies == 1  # whose and of when, nobody knows


def test_adding_somebody_since_leaves_the_folder_in_use_open_to_the_key(place: Place) -> None:
    made = place.back_up()
    keys = place.nursery.folder / KEYS_FILE
    older = keys.read_bytes()
    with place.nursery.signed_in() as session:
        add(session)
    keys.write_bytes(older)
    assert told(place, made, in_use=place.nursery.folder).newer_copies == 1
