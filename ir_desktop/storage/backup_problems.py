"""What can keep a backup from being made or used, each told in a plain sentence."""

from collections.abc import Generator
from contextlib import contextmanager

from ir_desktop.errors import EnvironmentProblem, IrError
from ir_desktop.storage.problems import (
    CannotWrite,
    Damaged,
    DiskFull,
    DiskTrouble,
    WrongKey,
    disk_problem,
)

_AS_THEY_WERE = "The records and the backups made before are as they were."


class BackupNotMade(EnvironmentProblem):
    """No backup was made, and nothing of one is left."""


class NotABackup(EnvironmentProblem):
    """A file is not a backup, is cut short, or was changed after it was written."""

    def __init__(self) -> None:
        super().__init__(
            "This file is not a backup of this program, or it is damaged or was changed. "
            "Choose another backup."
        )


class NoSuchBackup(EnvironmentProblem):
    """There is no file where a backup was looked for."""

    def __init__(self) -> None:
        super().__init__("There is no such file. Choose one of the backups. Is the stick there?")


class OtherBackup(EnvironmentProblem):
    """A backup is of another setting's records."""

    def __init__(self) -> None:
        super().__init__("This backup is of other records than these. Choose another backup.")


class OlderKey(WrongKey):
    """A backup was made before the records' key was changed."""

    SENTENCE = (
        "This backup was made before the key of your records was changed: with a new recovery "
        "sheet, with somebody's new password, or when somebody left. Type the recovery code from "
        "the sheet of that time."
    )


_SENTENCES: dict[type[IrError], str] = {
    DiskFull: "There is no room for the backup there, so none was made. Make some room, or choose "
    f"another folder or stick. {_AS_THEY_WERE}",
    DiskTrouble: "The folder for backups could not be read or written, so no backup was made. "
    f"Check that the stick or disk is connected and working. {_AS_THEY_WERE}",
    CannotWrite: "The folder for backups may not be written to, so no backup was made. Choose "
    f"another folder. {_AS_THEY_WERE}",
}


@contextmanager
def not_made() -> Generator[None]:
    """Tell the disk's problems in the words of a backup."""
    try:
        yield
    except Damaged:
        raise
    except NotABackup:
        raise BackupNotMade(_SENTENCES[DiskTrouble]) from None
    except FileNotFoundError:
        raise BackupNotMade(
            "The folder for backups is not there, so no backup was made. Is the stick plugged in? "
            f"{_AS_THEY_WERE}"
        ) from None
    except OSError as error:
        raise BackupNotMade(_SENTENCES[type(disk_problem(error))]) from None
    except EnvironmentProblem as problem:
        if type(problem) not in _SENTENCES:
            raise
        raise BackupNotMade(_SENTENCES[type(problem)]) from None
