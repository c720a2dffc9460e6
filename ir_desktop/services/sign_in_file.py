"""Putting the sign-in file back from a backup, where the one in the folder is lost or not its own.

The records stay as they are. The file counts only if they name it: that shows when somebody signs
in with it, or opens them with the recovery code, and not before. Then it is in its place already.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage import backup, keys, offered, slots
from ir_desktop.storage.backup_problems import NoSuchBackup, OtherBackup
from ir_desktop.storage.keys import SlotName
from ir_desktop.storage.offered import Offered
from ir_desktop.storage.problems import disk_problem
from ir_desktop.storage.store import open_with_recovery


@dataclass(frozen=True, slots=True)
class InBackup:
    """The sign-in file of a backup: when that was made, and who can sign in by it."""

    made_at: datetime
    people: tuple[SlotName, ...]
    offered: Offered = field(repr=False)


def look_into(file: Path, folder: Path) -> InBackup:
    """Return the sign-in file that a backup holds, for the records in a folder.

    Raises:
        NoSuchBackup, NotABackup: the file is not there, or not a whole one.
        OtherBackup: it is of other records, where the folder's own sign-in file can tell.
        EnvironmentProblem: the disk cannot be read.
    """
    try:
        if not file.is_file():
            raise NoSuchBackup
        found = offered.offer(backup.sign_in_file(file))
        made_at = backup.read_manifest(file).made_at
    except OSError as error:
        raise disk_problem(error) from None
    if _store_of(folder) not in ("", found.keys.store_id):
        raise OtherBackup
    return InBackup(made_at, keys.names(found.keys), found)


def put_back(folder: Path, found: InBackup, code: str) -> bool:
    """Open the records with the recovery code, to put the file of a backup back in its place.

    Returns whether the records now have the file that they name. If not, it is an older one: no
    password in it counts, and the recovery code is a manager's way on.

    Raises:
        Invalid, WrongRecoveryCode: the code is mistyped, or opens neither file.
        OtherSignInFile: the file of this backup does not belong to the records.
        EnvironmentProblem: the records are in use, damaged or not there, or the disk refuses.
    """
    store = open_with_recovery(folder, code, offered=found.offered)
    try:
        return store.has_own_keys_file()
    finally:
        store.close()


def is_there(folder: Path, found: InBackup) -> bool:
    """Return whether the folder has this very file already."""
    try:
        return slots.read(folder)[1] == found.offered.digest
    except EnvironmentProblem:
        return False


def _store_of(folder: Path) -> str:
    try:
        return keys.store_id(folder)
    except EnvironmentProblem:
        return ""  # that is why somebody wants it back
