"""How backups stand, in words. Runs in the records' thread and knows no Qt."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ir_desktop.domain.people import Role
from ir_desktop.domain.plain import count, date_words
from ir_desktop.services import backup_looks, backup_places, backups
from ir_desktop.services.backup_looks import KeptBackup
from ir_desktop.services.backup_places import PlaceNote
from ir_desktop.services.backups import BackedUp, BackupState
from ir_desktop.services.session import Session
from ir_desktop.ui.looks import Tone

STEPS = ("Copying the records", "Checking the copy", "Writing the backup", "Reading it back", "")
"""What is being done, by how many steps are done."""

WHY = (
    "A backup is a copy of all your records in one file, encrypted like the records themselves. If "
    "this laptop breaks or is stolen, a backup and the code on your recovery sheet bring "
    "everything back, on any computer."
)
BY_ITSELF = (
    "Backups are made by themselves: once a day, and when you close the window. Locking makes none."
)
WHICH_STAY = (
    "Older backups are tidied away by themselves. Always kept are the last 10, those of the last "
    "2 days (20 at the most), and the newest of the last 7 days, 5 weeks and 12 months that have "
    "one. To keep one for longer, copy it into another folder."
)
WHOLE = (
    "To put everything back, close the window, start the program again, and choose “Restore from a "
    "backup” on the sign-in page. You need the recovery sheet."
)
KEYS_CHANGED = "Sign-in changed since the last backup"
"""The title where no backup holds the sign-in file of now."""
ASK = "Ask a manager to choose where backups go, and to make them."

_KEYS_CHANGED = (
    "A password, the recovery sheet or who can sign in is another now. A backup from before does "
    "not help if this computer’s sign-in file is damaged."
)
_CHECKED = "It was read back from the disk and checked."

_NOTES: dict[PlaceNote, tuple[Tone, str, str]] = {
    PlaceNote.SAME_DISK: (
        Tone.WATCH,
        "This folder is on the same disk as your records",
        "If the disk breaks or the laptop is stolen, both are gone. A stick that you take home, or "
        "another computer, is safer.",
    ),
    PlaceNote.SYNCHRONISED: (
        Tone.CALM,
        "Another program copies this folder to the internet",
        "That keeps a copy away from this laptop, which is good. What is in a backup is encrypted. "
        "Only the names on the sign-in page can be read. Ask whoever is responsible for your "
        "data whether your records may lie there.",
    ),
    PlaceNote.NETWORK: (
        Tone.CALM,
        "This folder is on another computer",
        "That is a good place for backups. None can be made while the network is away.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupsView:
    """What the page shows. `kept` is empty for whoever is not a manager."""

    manager: bool
    today: date
    state: BackupState
    kept: tuple[KeptBackup, ...]
    notes: tuple[PlaceNote, ...]

    @property
    def folder(self) -> Path | None:
        """The folder chosen."""
        return self.state.settings.folder


@dataclass(frozen=True, slots=True)
class Told:
    """How something stands: a tone, a title and what to do."""

    tone: Tone
    title: str
    detail: str = ""


def backups_view(session: Session) -> BackupsView:
    """Read how backups stand."""
    manager = session.staff.role is Role.MANAGER
    state = backups.state(session, session.today)
    folder = state.settings.folder
    return BackupsView(
        manager=manager,
        today=session.today,
        state=state,
        kept=tuple(backup_looks.list_backups(session)) if manager and state.there else (),
        notes=() if folder is None else backup_places.place_notes(session.store.folder, folder),
    )


def standing(state: BackupState, today: date) -> Told:
    """Return how backups stand and what to do, the most pressing first."""
    last = state.last
    when = "" if last is None else f"The last one was made {when_words(last.at, today)}."
    if state.settings.folder is None:
        words = "If this laptop breaks or is stolen, everything is gone." if last is None else when
        return Told(Tone.ACT, "Nothing is backed up by itself yet", words)
    if not state.there:
        words = when or "No backup has been made yet."
        title = "The folder for backups is not there now"
        if state.keys_changed:
            title, words = KEYS_CHANGED, f"{_KEYS_CHANGED} {when} The folder is not there now."
        act = "If it is on a stick, plug it in. If it was moved, choose it again."
        return Told(Tone.WATCH, title, f"{words} {act}")
    if last is None:
        return Told(Tone.WATCH, "No backup has been made yet", "Press “Back up now”.")
    if not last.whole:
        return Told(
            Tone.ACT,
            "The last backup holds something odd",
            f"It was made {when_words(last.at, today)}. Its records were changed by something "
            "else than this program, or an older backup knows of more than they do. No older "
            "backup is removed. Ask for help before you go on.",
        )
    if state.gone:
        return Told(
            Tone.WATCH,
            "The last backup is no longer in its folder",
            f"{when} Somebody removed or moved it, or this is another stick. Press “Back up now”.",
        )
    if state.ahead:
        return Told(
            Tone.WATCH,
            "The last backup has a date that is still to come",
            f"It says that it was made {when_words(last.at, today)}. This computer’s clock was "
            "wrong then, or is wrong now: look at its date and time. Then press “Back up now”.",
        )
    if state.keys_changed:
        return Told(Tone.WATCH, KEYS_CHANGED, f"{_KEYS_CHANGED} {when} Press “Back up now”.")
    title = f"Backed up {when_words(last.at, today)}"
    if state.overdue:
        return Told(Tone.WATCH, title, "That is some time ago. Press “Back up now”.")
    return Told(Tone.GOOD, title, _CHECKED)


def note_of(note: PlaceNote) -> Told:
    """Return what to know about a folder."""
    return Told(*_NOTES[note])


def made_words(made: BackedUp, today: date) -> Told:
    """Return what to say of a backup just made: that it was checked, or what is odd in it."""
    if made.older:
        return Told(
            Tone.ACT,
            "A backup was made, but an older one knows of more",
            "These records may have been put back from an earlier time. No older backup was "
            "removed. Ask for help before you go on.",
        )
    if made.findings:
        return Told(
            Tone.ACT,
            "A backup was made, but the records in it were changed by something else",
            "No older backup was removed. Ask for help before you go on.",
        )
    return Told(Tone.GOOD, f"Backed up {when_words(made.at, today)}", _CHECKED)


def kept_words(view: BackupsView) -> list[tuple[str, str]]:
    """Return what is kept as questions and answers."""
    if not view.kept:
        return []
    newest, oldest = view.kept[0], view.kept[-1]
    whole = sum(each.bytes for each in view.kept)
    return [
        ("In the folder", f"{count(len(view.kept), 'backup')}, {size_words(whole)} together"),
        ("The newest", when_words(newest.made_at, view.today)),
        ("The oldest", when_words(oldest.made_at, view.today)),
    ]


def tried_words(view: BackupsView) -> str:
    """Return when somebody last tried whether a backup opens."""
    tried = view.state.tried
    if tried is None:
        return "Nobody has tried yet whether a backup opens."
    if tried.astimezone().date() > view.today:
        return "Somebody tried this while this computer’s clock was wrong. It opened."
    return f"Somebody last tried this {when_words(tried, view.today)}. It opened."


def when_words(moment: datetime, today: date) -> str:
    """Return a moment as people say it: today at 14:02, or the date."""
    here = moment.astimezone()
    at = f"at {here:%H:%M}"
    days = (today - here.date()).days
    if days == 0:
        return f"today {at}"
    return f"yesterday {at}" if days == 1 else f"on {date_words(here.date())} {at}"


def size_words(size: int) -> str:
    """Return a size in whole megabytes."""
    whole = round(size / 1e6)
    return count(whole, "megabyte") if whole else "less than a megabyte"
