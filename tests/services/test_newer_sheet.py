"""Restoring with an earlier recovery sheet: newer copies that it does not open are counted."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from ir_desktop.domain.people import Child
from ir_desktop.errors import Invalid
from ir_desktop.services import backups, recovery, removals, restoring, rooms
from ir_desktop.services.session import Session
from ir_desktop.storage import recovery_code
from ir_desktop.storage.keys import KEYS_FILE
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.restoring import words
from tests.services.nursery import Nursery, child_named, make_nursery, records_of
from tests.services.test_backup_restore import Place


@pytest.fixture
def place(nursery: Nursery, tmp_path: Path) -> Place:
    return Place(nursery, tmp_path / "stick", tmp_path / "new")


def new_sheet(session: Session) -> str:
    made = recovery.new_code(session)
    recovery.use_code(session, made, made.code)
    return made.code


def remove_zofia(session: Session) -> str:
    child = child_named(session, "Zofia").id
    removals.remove_child(session, child)
    return child


def is_there(nursery: Nursery, child: str) -> bool:
    with nursery.signed_in() as session, session.store.reading() as records:
        return records.find_one(Child, id=child) is not None


def test_copies_from_after_a_newer_sheet_are_counted_and_its_code_opens_them(place: Place) -> None:
    made = place.back_up()
    with place.nursery.signed_in() as session:
        child = remove_zofia(session)
        code = new_sheet(session)
        later = []
        for _ in range(2):
            place.nursery.clock.forward(days=1)
            later.append(backups.back_up(session, place.stick))
    used = place.nursery.folder
    done = place.restore(made, in_use=used)
    assert (done.newer_copies, done.removed_again, done.closed_copies) == (0, 0, 3)
    assert done.closed_until is not None
    assert abs(done.closed_until - later[-1].at) < timedelta(seconds=1)
    assert is_there(place.restored, child)
    shutil.rmtree(place.new)
    done = place.restore(made, in_use=used, newer_code=code.lower())
    assert (done.newer_copies, done.removed_again, done.closed_copies) == (2, 1, 0)
    assert done.closed_until is None
    assert not is_there(place.restored, child)


def test_of_several_the_newest_that_opens_is_asked(place: Place) -> None:
    made = place.back_up()
    with place.nursery.signed_in() as session:
        child = remove_zofia(session)
        place.nursery.clock.forward(days=1)
        backups.back_up(session, place.stick)
        new_sheet(session)
        place.nursery.clock.forward(days=1)
        backups.back_up(session, place.stick)
    done = place.restore(made)
    assert (done.newer_copies, done.removed_again, done.closed_copies) == (1, 1, 1)
    assert not is_there(place.restored, child)


def test_older_copies_and_those_of_others_are_not_counted(place: Place, tmp_path: Path) -> None:
    before = place.nursery.copied_to(tmp_path / "before")
    others = make_nursery(tmp_path / "others", children=2)
    with others.signed_in() as session:
        new_sheet(session)
        backups.back_up(session, place.stick)
    with place.nursery.signed_in() as session:
        backups.back_up(session, place.stick)
        code = new_sheet(session)
        place.nursery.clock.forward(days=1)
        made = backups.back_up(session, place.stick).path
    for number, used in enumerate((before.folder, others.folder)):
        done = restoring.restore(made, tmp_path / f"new-{number}", code, in_use=used)
        assert (done.newer_copies, done.closed_copies) == (0, 0)


def test_a_sign_in_file_put_back_does_not_hide_the_folder_that_was_in_use(place: Place) -> None:
    made = place.back_up()
    keys = place.nursery.folder / KEYS_FILE
    before = keys.read_bytes()
    with place.nursery.signed_in() as session:
        remove_zofia(session)
        new_sheet(session)
    keys.write_bytes(before)
    done = place.restore(made, in_use=place.nursery.folder)
    # Nor does the newer sheet open it: the sign-in file beside it knows nothing of that.
    assert (done.newer_copies, done.closed_copies, done.unreadable_copies) == (0, 0, 1)


@pytest.mark.parametrize("code", ["nonsense", "mistyped"])
def test_a_newer_code_that_is_mistyped_is_told_at_its_field(
    place: Place, code: str, tmp_path: Path
) -> None:
    made = place.back_up()
    if code == "mistyped":
        right = recovery_code.generate()
        code = ("A" if right[0] != "A" else "B") + right[1:]
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Invalid) as told:
        place.restore(made, newer_code=code)
    assert [each.field for each in told.value.problems] == ["newer_code"]
    assert sorted(tmp_path.iterdir()) == before


def test_a_newer_code_of_something_else_opens_nothing(place: Place) -> None:
    made = place.back_up()
    with place.nursery.signed_in() as session:
        before = records_of(session)
        rooms.add_room(session, "Squirrels")
        new_sheet(session)
        place.nursery.clock.forward(days=1)
        backups.back_up(session, place.stick)
    done = place.restore(made, newer_code=recovery_code.generate())
    assert (done.newer_copies, done.closed_copies) == (0, 1)
    with place.restored.signed_in() as session:
        assert records_of(session)["child"] == before["child"]


def test_it_is_told_before_it_counts_and_what_it_means(place: Place) -> None:
    made = place.back_up()
    with place.nursery.signed_in() as session:
        new_sheet(session)
        place.nursery.clock.forward(days=1)
        backups.back_up(session, place.stick)
    found = restoring.prepare(made, place.new, place.nursery.recovery_code)
    notes = {title: (tone, detail) for tone, title, detail in words.found_notes(found)}
    assert "No newer copy is at hand" not in notes
    tone, detail = notes["1 newer copy does not open with this code"]
    assert tone is Tone.WATCH
    assert "newer recovery sheet" in detail
    assert "21 November 2026" in detail
    assert "removed after 20 November 2026" in detail
    assert "comes back" in detail
    assert any("newer copies were not opened" in each for each in words.done_steps(found.result))
    restoring.abandon(found)
