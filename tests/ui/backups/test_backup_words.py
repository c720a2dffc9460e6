"""How backups stand, in words: alike on Today and in Settings."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.services.backup_places import PlaceNote
from ir_desktop.services.backups import BackedUp, BackupSettings, BackupState, LastBackup
from ir_desktop.storage import backup_rotation as rotation
from ir_desktop.ui.backups import today_notes, words
from ir_desktop.ui.looks import Tone

TODAY = date(2026, 11, 20)


def state(**given: Any) -> BackupState:
    last = given.pop("last", None)
    days = None if last is None else (TODAY - last.at.date()).days
    folder = given.pop("folder", Path("stick"))
    whole: dict[str, Any] = {"there": True, "overdue": False, **given}
    return BackupState(settings=BackupSettings(folder=folder), last=last, days=days, **whole)


def made_on(day: int, *, whole: bool = True) -> LastBackup:
    at = datetime(2026, 11, day, 12, tzinfo=UTC)
    return LastBackup(at=at, path=Path("file"), seq=9, whole=whole)


@pytest.mark.parametrize(
    ("found", "tone", "title", "name"),
    [
        (state(folder=None, there=False, overdue=True), Tone.ACT, "Nothing is", "Nothing is"),
        (state(overdue=True), Tone.WATCH, "No backup has been made", "Backup is overdue"),
        (state(there=False), Tone.WATCH, "The folder for backups", "The stick is not there"),
        (state(last=made_on(1), overdue=True), Tone.WATCH, "Backed up on", "Backup is overdue"),
        (state(last=made_on(19)), Tone.GOOD, "Backed up yesterday", "Backed up"),
        (
            state(last=made_on(20), gone=True),
            Tone.WATCH,
            "The last backup is",
            "The last backup is",
        ),
        (
            state(last=made_on(20), ahead=True),
            Tone.WATCH,
            "The last backup has",
            "The last backup ",
        ),
        (
            state(last=made_on(20), keys_changed=True, overdue=True),
            Tone.WATCH,
            words.KEYS_CHANGED,
            words.KEYS_CHANGED,
        ),
        (
            state(last=made_on(20), keys_changed=True, overdue=True, there=False),
            Tone.WATCH,
            words.KEYS_CHANGED,
            words.KEYS_CHANGED,
        ),
        (state(last=made_on(20, whole=False)), Tone.ACT, "The last backup", "A backup looks odd"),
    ],
)
def test_how_they_stand_is_said_alike_in_both_places(
    found: BackupState, tone: Tone, title: str, name: str
) -> None:
    told = words.standing(found, TODAY)
    assert told.tone is tone
    assert told.title.startswith(title)
    note = today_notes.notes(found, TODAY)[0]
    assert note.tone is tone
    assert note.name.startswith(name)


def test_which_stay_is_told_as_it_is() -> None:
    for number in (rotation.LAST, rotation.MOST_RECENT, rotation.RECENT.days):
        assert f" {number} " in words.WHICH_STAY.replace("(", " ").replace(",", " ")
    spans = f"{rotation.DAYS} days, {rotation.WEEKS} weeks and {rotation.MONTHS} months"
    assert spans in words.WHICH_STAY


def test_every_note_on_a_folder_has_words() -> None:
    assert all(words.note_of(each).detail for each in PlaceNote)


def test_an_odd_backup_is_not_called_good() -> None:
    odd = BackedUp(
        path=Path("x"), at=datetime(2026, 11, 20, tzinfo=UTC), events=1, bytes=2_000_000,
        findings=1, older=False, removed=0,
    )  # fmt: skip
    assert words.made_words(odd, TODAY).tone is Tone.ACT
