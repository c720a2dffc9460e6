"""What the pages for a forgotten password say. Knows no Qt."""

from collections.abc import Sequence

from ir_desktop.domain.plain import list_words

FORGOTTEN = "Forgotten password"
"""What stands above the titles of the pages."""

CODE_INTRO = (
    "The code is on the recovery sheet, which was printed when these records were set up or when "
    "a manager made a new sheet. With it a manager chooses a new password here."
)
NOT_A_MANAGER = (
    "You are not a manager? Ask one: under Settings, Staff, they can give you a new password. "
    "The recovery sheet can stay where it is."
)
CODE_HINT = (
    "Capital or small letters, with or without dashes and spaces: all are fine. You can paste it."
)
LOCKED_TITLE = "Unlock this computer’s password store"
LOCKED = (
    "Your code is right. But this computer’s password store (keyring) is locked, and it could "
    "help to protect your records.",
    "The best way: unlock it, then press “Try again”. The computer may ask for a password of its "
    "own. If it does not, log out of the computer and in again.",
    "You can go on without it. Then the new password alone protects the records here, so it needs "
    "at least 12 characters, and colleagues need a new first password from you.",
)
CHOOSE_HINT = (
    "Three or four words that have nothing to do with each other are easy to remember and hard to "
    "guess. You can paste a password from a password manager."
)
DONE = (
    "The records have a new key. So your old password no longer opens them, not even with an older "
    "copy of the sign-in file. Backups made before keep the passwords of their time.",
    "The recovery code stays as it is. Put the sheet back where you keep it. If somebody else may "
    "have seen it, make a new sheet: Settings, You.",
)


def wait_sentence(seconds: float) -> str:
    """Return how long no more passwords are looked at; from 0 seconds on, that they are again."""
    if seconds <= 0:
        return "You can try again now."
    minutes = max(1, -(-int(seconds) // 60))
    unit = "minute" if minutes == 1 else "minutes"
    return (
        "There were too many wrong passwords, so no more are looked at for now. "
        f"Wait {minutes} {unit} and try again, or use the recovery code."
    )


def colleagues_words(names: Sequence[str]) -> str:
    """Return that these people need a new first password, or nothing for none."""
    if not names:
        return ""
    needs = "needs" if len(names) == 1 else "need"
    return (
        f"{list_words(list(names))} {needs} a new first password, because the one before does not "
        "count here. You find them under Settings, Staff."
    )
