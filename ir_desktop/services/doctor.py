"""What this computer has and lacks: looked at from outside, without opening any records.

How it is decided whether a keyring opens by itself is written at `log_in`.
"""

import ctypes
import getpass
import importlib.util
import os
import shutil
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from ir_desktop.documents import fonts
from ir_desktop.domain.plain import moment_words
from ir_desktop.errors import EnvironmentProblem
from ir_desktop.services.session import Clock, SystemClock
from ir_desktop.storage import device_secret, key_log_in, place
from ir_desktop.storage.key_backends import why_refused
from ir_desktop.storage.problems import KeyringGone, KeyringLocked

_ENOUGH = 1_000_000_000  # bytes: room for the records, their copy under a new key, and a backup
_TOO_LITTLE = 100_000_000
_WRITTEN = 2026  # this program is no older: a clock before that is wrong
_AHEAD = timedelta(days=1)
_MINE_ONLY = 0o077


class State(StrEnum):
    """How a check came out; a problem keeps the program from working, or from working safely."""

    GOOD = "good"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: `what` was found, and what to `do` where it is not good."""

    name: str
    state: State
    what: str
    do: str = ""


def examine(
    folder: Path,
    *,
    clock: Clock | None = None,
    with_keyring: bool = True,
    clock_doubted: bool | None = None,
) -> list[Check]:
    """Return what this computer has and lacks for records kept in `folder`, or to be kept there.

    A demo's records do not use the keyring: look without it then. `clock_doubted` is as for
    `time_of_day`. Changes nothing but a trial entry in the keyring, which it takes away again. It
    may wait for the person if the desktop asks for the keyring's password.
    """
    return [
        qt(),
        bundled_fonts(),
        *(keyring() if with_keyring else ()),
        disk(folder),
        permissions(folder),
        shared(folder),
        time_of_day(folder, clock or SystemClock(), doubted=clock_doubted),
    ]


def qt() -> Check:
    """Look whether the window's libraries load here."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return Check(
            "window", State.PROBLEM, "The window's library (Qt) is not installed.",
            "Install the program again.",
        )  # fmt: skip
    if sys.platform != "linux":
        return Check("window", State.GOOD, "The window's library (Qt) is installed.")
    qt_folder = Path(spec.submodule_search_locations[0]) / "Qt"
    needed = [qt_folder / "lib" / f"libQt6{name}.so.6" for name in ("Gui", "Widgets", "Pdf")]
    needed.append(qt_folder / "plugins" / "platforms" / "libqxcb.so")
    for library in needed:
        try:
            ctypes.CDLL(str(library))
        except OSError as error:
            missing = Path(str(error).split(":")[0]).name
            return Check(
                "window", State.PROBLEM,
                f"The window cannot open: this computer lacks {missing}.",
                "Install the package that holds it, with your system's package manager.",
            )  # fmt: skip
    return Check("window", State.GOOD, "The window's libraries (Qt) load.")


def bundled_fonts() -> Check:
    """Look whether the fonts that every paper is printed with are here."""
    try:
        for name in (fonts.REGULAR, fonts.BOLD):
            fonts.face(name)
    except EnvironmentProblem as problem:
        return Check("fonts", State.PROBLEM, problem.sentence)
    return Check("fonts", State.GOOD, "The fonts for papers are here.")


def keyring() -> list[Check]:
    """Look for a password store that can be trusted, and how it comes to be open."""
    checks: list[Check] = []
    named = device_secret.named_by_settings()
    if named and (why := why_refused(named)):
        checks.append(
            Check(
                "keyring settings",
                State.WARNING,
                f"Your settings name a password store (keyring) that is not used, because {why}.",
                "Nothing needs doing: this program looks for one that it can trust.",
            )
        )
    try:
        found = device_secret.open_keyring()
    except KeyringLocked:
        return [
            *checks,
            Check(
                "keyring", State.WARNING, "The password store (keyring) is locked.",
                "Unlock it before you open the records.",
            ),
        ]  # fmt: skip
    except KeyringGone:
        return [
            *checks,
            Check(
                "keyring", State.WARNING,
                "There is no password store (keyring) that can be trusted: there is none, it has "
                "no password of its own, or it forgets at log-out.",
                "Records are encrypted all the same, by your password alone: choose a longer one.",
            ),
        ]  # fmt: skip
    kept = f"The password store is {found.name}; it kept a trial key and gave it back."
    return [*checks, Check("keyring", State.GOOD, kept), log_in(found.collection)]


def log_in(collection: str, *, root: Path = Path("/")) -> Check:
    """Look how the keyring comes to be open.

    - On Linux a display manager's settings say whether somebody is logged in without a password;
      then whoever switches the computer on may find the keyring open.
    - The Secret Service's collection named *login* opens with the log-in password, as do the
      stores of Windows and macOS. Then the log-in password is all that keeps a thief from the
      key: it is worth a warning, not more, since the records have a password besides.
    - Any other collection has a password of its own, which the desktop asks for.
    - One without a password never gets this far: it does not count as a keyring at all.
    """
    if sys.platform == "linux" and key_log_in.logged_in_by_itself(getpass.getuser(), root):
        return Check(
            "log-in", State.WARNING,
            "This computer logs you in without a password when it is switched on, so a thief may "
            "find its password store open. Your password here is then all that protects the "
            "records.",
            "Switch automatic log-in off in the system's settings.",
        )  # fmt: skip
    if sys.platform != "linux" or key_log_in.opens_at_log_in(collection):
        return Check(
            "log-in", State.WARNING,
            "The password store opens by itself when you log in to this computer.",
            "Have a good log-in password that nobody shares, lock the screen when you leave, and "
            "encrypt the disk.",
        )  # fmt: skip
    return Check("log-in", State.GOOD, "The password store asks for a password of its own.")


def disk(folder: Path) -> Check:
    """Look how much room there is."""
    try:
        free = shutil.disk_usage(_there(folder)).free
    except OSError:
        return Check(
            "disk", State.PROBLEM, "The disk of this folder does not answer.",
            "Check that it is connected.",
        )  # fmt: skip
    words = f"{free / 1e9:.1f} GB are free."
    if free < _TOO_LITTLE:
        return Check("disk", State.PROBLEM, f"The disk is full: {words}", "Make some space.")
    if free < _ENOUGH:
        return Check("disk", State.WARNING, f"The disk is nearly full: {words}", "Make some space.")
    return Check("disk", State.GOOD, words)


def permissions(folder: Path) -> Check:
    """Look who may read and write the folder."""
    there = _there(folder)
    if not os.access(there, os.W_OK | os.X_OK):
        return Check(
            "folder", State.PROBLEM, "You may not write to this folder.",
            "Choose another folder, or ask whoever looks after this computer.",
        )  # fmt: skip
    if there != folder.absolute() or sys.platform == "win32":
        return Check("folder", State.GOOD, "You may write here.")
    entries = [folder, *(each for each in folder.iterdir() if not each.is_symlink())]
    open_to_others = [each for each in entries if each.stat().st_mode & _MINE_ONLY]
    if open_to_others:
        return Check(
            "folder", State.WARNING,
            "Other people who use this computer may look into this folder. What is in it is "
            "encrypted all the same.",
            "Take away their right to read it.",
        )  # fmt: skip
    return Check("folder", State.GOOD, "Only you may look into this folder.")


def shared(folder: Path) -> Check:
    """Look whether the folder is on another computer, or copied away by another program."""
    if place.is_network_share(_there(folder)):
        return Check(
            "place", State.WARNING,
            "This folder is on a network share. Records there can be damaged when the network "
            "fails or two computers write at once.",
            "Keep the records on this computer's own disk, and a backup on the share.",
        )  # fmt: skip
    if place.synchroniser(folder.absolute()):
        return Check(
            "place", State.WARNING,
            "This folder is copied to the internet by another program, which can damage records "
            "while they are written.",
            "Keep the records in a folder that is not synchronised, and a backup in this one.",
        )  # fmt: skip
    return Check("place", State.GOOD, "This folder is on this computer's own disk.")


def time_of_day(folder: Path, clock: Clock, *, doubted: bool | None = None) -> Check:
    """Look whether the clock can be right: not before this program, not before the records.

    `doubted` is what the records themselves know of it (`clock_doubts.doubt`), where they are open.
    None: they are not, and the times of their files have to do. These forget: a file that is
    written again has the time of a clock that is wrong as well.
    """
    now = clock.now()
    wrong = "Ages and due dates would be wrong. Set the date and the time of this computer."
    if now.year < _WRITTEN:
        return Check(
            "clock", State.PROBLEM, f"This computer's clock says {now.year}, which is past.", wrong
        )
    if doubted:
        return Check(
            "clock", State.PROBLEM,
            "Something was written here in what this computer's clock calls the future.",
            f"{wrong} If they are right, a manager can say so on Today.",
        )  # fmt: skip
    if doubted is None and _was_written_later(folder, now):
        return Check(
            "clock", State.PROBLEM,
            "This computer's clock was set back: the records were last written in what it calls "
            "the future.", wrong,
        )  # fmt: skip
    return Check("clock", State.GOOD, f"The clock says {moment_words(now.astimezone())}.")


def _was_written_later(folder: Path, now: datetime) -> bool:
    try:
        newest = max((each.stat().st_mtime for each in folder.iterdir()), default=0.0)
    except OSError:
        return False
    return datetime.fromtimestamp(newest, now.tzinfo) > now + _AHEAD


def _there(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    folder = folder.absolute()
    return next((each for each in (folder, *folder.parents) if each.is_dir()), folder)
