"""What is said while records are put back from a backup. Knows no Qt, and loads nothing slow."""

from datetime import datetime
from typing import TYPE_CHECKING

from ir_desktop.domain.plain import count, date_words
from ir_desktop.ui.looks import Tone

if TYPE_CHECKING:
    from ir_desktop.services.restoring import Prepared, Restored

Told = tuple[Tone, str, str]
"""A tone, a title, and what to know."""

TITLE = "Restore from a backup"
LEAD = (
    "You need two things: a backup, which is a file whose name begins with “records” and ends in "
    "“irbackup”, and the recovery sheet. Plug the stick in first if the backup is on one."
)
TAKES_OVER = (
    "There are records on this computer now. They are not deleted: their folder gets another name, "
    "and the program stops using it."
)
CODE = "From the recovery sheet. Capital or small letters, with or without dashes: all are fine."
NEWER_CODE = "Code of the newer recovery sheet"
NEWER_HINT = "It opens the newer copies, to see who was removed and what was sent since."
LOOKING = "Opening the backup and checking every page of it…"


def found_lines(found: "Prepared") -> list[tuple[str, str]]:
    """Return what would come back, as questions and answers."""
    return [
        ("Setting", found.setting),
        ("Backup made", moment(found.result.made_at)),
        ("Children in it", str(found.children)),
    ]


def found_notes(found: "Prepared") -> list[Told]:
    """Return what to know before it counts."""
    result = found.result
    notes: list[Told] = []
    if result.findings:
        notes.append((
            Tone.ACT,
            "The records in this backup were changed by something else than this program",
            "Choose an older backup if you have one, or ask for help.",
        ))  # fmt: skip
    if found.written_until is not None:
        notes.append((
            Tone.WATCH,
            f"Newer records were written until {moment(found.written_until)}",
            "What was written after the backup does not come back. If there is a newer backup, "
            "choose that one.",
        ))  # fmt: skip
    if result.newer_copies:
        told = [
            words
            for number, words in (
                (result.removed_again, f"{count(result.removed_again, 'child', 'children')} who "
                 "were removed since then stay removed"),
                (result.sent_since, f"{count(result.sent_since, 'copy', 'copies')} sent since then "
                 "count as sent"),
            )
            if number
        ]  # fmt: skip
        if told:
            words = ". ".join(told) + "."
            notes.append((Tone.CALM, "What newer copies know is kept in mind", words))
    elif not (result.closed_copies or result.unreadable_copies):
        notes.append((
            Tone.CALM,
            "No newer copy is at hand",
            "If a child was removed after this backup, that child comes back: look, and remove "
            "the child again.",
        ))  # fmt: skip
    if found.takes_over:
        notes.append((Tone.CALM, "The records that are here now are kept aside", TAKES_OVER))
    if result.unreadable_copies:
        notes.append((Tone.WATCH, *_unreadable(result)))
    if result.closed_copies:  # the last: what to press for it stands below
        notes.append((Tone.WATCH, *_closed(result)))
    return notes


def _unreadable(result: "Restored") -> tuple[str, str]:
    """Return what to say of copies that may be newer and cannot be read by anybody."""
    many = count(result.unreadable_copies, "copy", "copies")
    return (
        f"{many} of these records cannot be read",
        "A later backup, or the folder that was in use, is damaged, open in another window, or "
        "has a sign-in file that is not its own. It may be newer than this backup. You can go on "
        f"without it. Then a child who was removed after {moment(result.made_at)} comes back, and "
        "what was sent since is not known here: look, remove the child again, and ask the health "
        "team.",
    )


def _closed(result: "Restored") -> tuple[str, str]:
    """Return what to say of newer copies that a newer recovery sheet would open."""
    until = f" The last was made on {moment(result.closed_until)}." if result.closed_until else ""
    return (
        f"{count(result.closed_copies, 'newer copy does', 'newer copies do')} not open with "
        "this code",
        f"There is a newer recovery sheet.{until} With that sheet you can choose the newest "
        "backup, or keep this one and type the newer code too. You can go on without it. Then a "
        f"child who was removed after {moment(result.made_at)} comes back, and what was sent "
        "since is not known here: look, remove the child again, and ask the health team.",
    )


def done_steps(done: "Restored") -> list[str]:
    """Return what to do next."""
    steps = [
        "Sign in with your password. If this computer does not take it, choose “Forgot your "
        "password?” and use the recovery sheet once more.",
        "Look through the children’s list. What was written after the backup is missing.",
        "A manager then accepts the records, on the page that the red band leads to. Until then "
        "nothing is sent.",
    ]
    if done.closed_copies or done.unreadable_copies:
        steps.append(
            "Some newer copies were not opened. If a child was removed after this backup, that "
            "child is here again: look, and remove the child again."
        )
    if done.set_aside:
        many = count(done.set_aside, "copy", "copies")
        steps.append(
            f"In Sharing, {many} may have been sent already and wait. Ask the health team first."
        )
    if done.sent_lost:
        many = count(done.sent_lost, "copy", "copies")
        steps.append(
            f"{many} left after this backup for children who are not in it. The health team has "
            "them: ask the team which."
        )
    steps.append("Choose again where backups go: this may be another computer.")
    return steps


def moment(at: datetime) -> str:
    """Return a moment as a date and a time."""
    here = at.astimezone()
    return f"{date_words(here.date())} at {here:%H:%M}"
