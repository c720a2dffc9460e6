"""What Today says of backups: the most pressing thing, and one click to the page. Knows no Qt."""

from datetime import date

from ir_desktop.services import backups
from ir_desktop.services.backups import BackupState
from ir_desktop.services.session import Session
from ir_desktop.ui.backups.words import KEYS_CHANGED, when_words
from ir_desktop.ui.links import link_to
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.settings.tab_names import BACKUPS
from ir_desktop.ui.today.notes import Note

_PAGE = link_to("settings", part=BACKUPS)


def backup_notes(session: Session) -> tuple[Note, ...]:
    """Return the lines for Today; none in a demo, which is thrown away."""
    if session.store.demo:
        return ()
    return notes(backups.state(session, session.today), session.today)


def notes(state: BackupState, today: date) -> tuple[Note, ...]:
    """Return how backups stand, and whether it is time to try one."""
    found = [_standing(state, today)]
    if state.try_due:
        found.append(
            Note(
                link_to("backup", part="try"),
                "Does a backup open?",
                "Try it with the recovery sheet",
                "Try it",
                "shield-check",
                Tone.CALM,
            )
        )
    return tuple(found)


def _standing(state: BackupState, today: date) -> Note:
    last = state.last
    ago = "No backup has been made yet" if last is None else f"Last {when_words(last.at, today)}"
    if state.settings.folder is None:
        words = "Choose where backups go"
        return Note(_PAGE, "Nothing is backed up", words, "Choose", "triangle-alert", Tone.ACT)
    if last is not None and not last.whole:
        return Note(_PAGE, "A backup looks odd", ago, "Look", "octagon-alert", Tone.ACT)
    if state.gone:
        name = "The last backup is gone"
        return Note(_PAGE, name, ago, "Back up", "triangle-alert", Tone.WATCH)
    if state.ahead:
        name = "The last backup has a date that is still to come"
        return Note(_PAGE, name, ago, "Look", "triangle-alert", Tone.WATCH)
    if state.keys_changed:
        words = ago if state.there else f"Plug the stick in and back up. {ago}"
        return Note(_PAGE, KEYS_CHANGED, words, "Back up", "triangle-alert", Tone.WATCH)
    if state.overdue:
        name = "Backup is overdue" if state.there else "The stick is not there"
        return Note(_PAGE, name, ago, "Back up", "triangle-alert", Tone.WATCH)
    if not state.there:
        return Note(_PAGE, "The stick is not there", ago, "Look", "clock", Tone.WATCH)
    return Note(_PAGE, "Backed up", ago, "Look", "circle-check", Tone.GOOD)
