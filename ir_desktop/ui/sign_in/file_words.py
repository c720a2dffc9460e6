"""What is said of a sign-in file that is not the right one, and of putting it back. Knows no Qt."""

from dataclasses import dataclass
from datetime import datetime

STEP = "Sign-in file"
"""What stands above the titles of the pages."""

TITLE = "Put the sign-in file back"
LEAD = (
    "The sign-in file says who can sign in, and every backup holds a copy of it. Your records stay "
    "as they are: nothing that you wrote is lost."
)
NEWEST = (
    "Take the newest backup. A file from before a password was changed, or from before somebody "
    "left, does not open these records. Plug the stick in first if the backup is on one."
)
LOOK = "Look into the backup"
LOOKING = "Looking into the backup…"

FROM_BACKUP = "Put it back from a backup"
ANOTHER = "Choose another backup"
RESTORE = "Restore from a backup"
CODE = "Use the recovery code"

THEN = (
    "Sign in as always. If its sign-in file belongs to your records it is put back then, and "
    "everybody can sign in again."
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A sign-in file that lets nobody in: what it is, and what to do, the button to press last.

    `do` holds what to do and, where there is a button for it besides, the words on that.
    """

    title: str
    what: str
    do: tuple[tuple[str, str], ...]
    act: str


_WHO = "If nobody here did this, ask whoever looks after this computer before anybody goes on."
_BY_CODE = (
    "a manager can go on with the code from the recovery sheet. No password in the older file "
    "counts then: the manager chooses a new one, and gives colleagues new ones. That it was done "
    "is written down and cannot be taken back."
)

OLDER = Trouble(
    "An older sign-in file was put back",
    "The sign-in file in the folder of these records is not the one they were last used with. "
    "Somebody put an older copy in its place.",
    (
        (_WHO, ""),
        (
            "The safest way is to put the sign-in file back from the newest backup, then sign in "
            "as always.",
            FROM_BACKUP,
        ),
        (f"If no backup has a newer one, {_BY_CODE}", ""),
    ),
    CODE,
)
OLDER_IN_BACKUP = Trouble(
    "The sign-in file in this backup is an older one",
    "Since that backup was made somebody was added, or got another name.",
    (
        ("If there is a newer backup, take the sign-in file from that one.", ANOTHER),
        (f"If there is none, {_BY_CODE}", ""),
    ),
    CODE,
)
OTHER = Trouble(
    "The sign-in file does not belong to these records",
    "The sign-in file in the folder of these records is of other records, or from before a "
    "password was changed, somebody left or there was a new recovery sheet.",
    (
        (_WHO, ""),
        (
            "The safest way is to put the sign-in file back from the newest backup, then sign in "
            "as always.",
            "",
        ),
        (
            "If the sign-in file of no backup helps, restore the newest backup with its recovery "
            "sheet. What was written after it is missing then.",
            RESTORE,
        ),
    ),
    FROM_BACKUP,
)


def whose(made_at: datetime) -> str:
    """Return whose names are shown to sign in, given when the backup was made."""
    from ir_desktop.ui.restoring.words import moment  # not on the way to the first page

    return f"The names are from the backup of {moment(made_at)}"
