"""What can be wrong with a store, each kind with its own plain sentence.

Separate from the modules that raise them so that the window can tell kinds apart without
loading SQLAlchemy or the cryptography library.
"""

import errno

from ir_desktop.errors import EnvironmentProblem, NotFound, Refused


class _Told(EnvironmentProblem):
    """An environment problem whose sentence is fixed by its class."""

    SENTENCE = ""

    def __init__(self) -> None:
        super().__init__(self.SENTENCE)


class StoreMissing(_Told):
    """The folder holds no store, or is not there."""

    SENTENCE = (
        "There are no records in this folder. Choose the folder where they are kept, "
        "or restore a backup."
    )


class KeysMissing(_Told):
    """The folder has no ``keys.json``."""

    SENTENCE = (
        "The sign-in file is missing from the records folder. Put it back from the newest backup: "
        "without it the records cannot be opened."
    )


class KeysDamaged(_Told):
    """``keys.json`` is not what this program wrote."""

    SENTENCE = (
        "The sign-in file of these records is damaged. Put it back from the newest backup: "
        "the records themselves may be whole."
    )


class KeysNewer(_Told):
    """``keys.json`` has a format version this program does not know."""

    SENTENCE = (
        "The sign-in file was written by a newer version of this program. "
        "Install the newer version and open the records again."
    )


class KeysPutBack(_Told):
    """``keys.json`` is an older one than the database was last used with."""

    SENTENCE = (
        "The sign-in file is not the one these records were last used with: somebody put back an "
        "older copy. Put back the newest one from the newest backup, or use the recovery code."
    )


class DeviceSecretMissing(_Told):
    """The keyring works, but does not hold this computer's secret: it was reset or emptied."""

    SENTENCE = (
        "This computer's password store (keyring) works, but this computer's own key for these "
        "records is no longer in it: the store was reset or emptied, or these records were moved "
        "here. Use the recovery code and choose a new password."
    )


class KeyringGone(DeviceSecretMissing):
    """The slot needs a keyring and this computer has none that can be trusted."""

    SENTENCE = (
        "These records open with this computer's password store (keyring), and there is none "
        "that can be used now. Sign in to the computer's own desktop and try again, or use the "
        "recovery code and choose a longer password."
    )


class DeviceSecretWrong(DeviceSecretMissing):
    """A device secret was given, but not the one this slot was made with."""

    SENTENCE = (
        "The key in this computer's password store (keyring) is not the one for this sign-in. "
        "Ask a manager for a new first password, or use the recovery code."
    )


class KeyringTrouble(_Told):
    """The operating system's keyring does not answer, or does not keep what it is given."""

    SENTENCE = (
        "This computer's password store (keyring) does not answer as it should. "
        "Sign in to the computer again and try once more."
    )


class KeyringLocked(KeyringTrouble):
    """The operating system's keyring is locked and was not unlocked when it asked."""

    SENTENCE = "This computer's password store (keyring) is locked. Unlock it and try again."


class WrongPassword(Refused):
    """The password does not open this slot."""

    def __init__(self) -> None:
        super().__init__(
            "That password is not right. Check the Caps Lock key and try again. If you have "
            "forgotten it, ask a manager for a new one."
        )


class TooManyTries(Refused):
    """There were too many wrong passwords; `seconds` is how long to wait."""

    def __init__(self, seconds: int = 300) -> None:
        self.seconds = seconds
        minutes = max(1, -(-seconds // 60))
        super().__init__(
            "There were too many wrong passwords, so no more are looked at for now. Wait "
            f"{minutes} {'minute' if minutes == 1 else 'minutes'} and try again, "
            "or use the recovery code."
        )


class WrongRecoveryCode(Refused):
    """The recovery code is well formed but is not this store's."""

    def __init__(self) -> None:
        super().__init__(
            "This recovery code does not open these records. "
            "Check that the sheet is the newest one and belongs to this setting."
        )


class UnknownSlot(NotFound):
    """No such person can sign in to this store."""

    def __init__(self) -> None:
        super().__init__("This person cannot sign in to these records. Ask a manager.")


class StoreExists(Refused):
    """The folder already holds a store; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__("This folder already holds records. Choose an empty folder.")


class CipherMissing(_Told):
    """The SQLite library in use has no encryption."""

    SENTENCE = (
        "The part of this program that encrypts records is missing, so nothing was opened. "
        "Install the program again."
    )


class PlainDatabase(_Told):
    """``records.db`` is ordinary, unencrypted SQLite."""

    SENTENCE = (
        "The records file is not encrypted, so it is not the one this program wrote and was not "
        "opened. Restore a backup."
    )


class NotADatabase(_Told):
    """``records.db`` is empty, cut short or made by another program."""

    SENTENCE = (
        "The records file is empty, cut short or not a records file at all. Restore a backup."
    )


class WrongKey(_Told):
    """``records.db`` was encrypted with another data key than the one in ``keys.json``."""

    SENTENCE = (
        "The records file and the sign-in file do not belong together. Put the sign-in file back "
        "from the newest backup. If that does not help, restore the newest backup whole."
    )


class OtherSignInFile(WrongKey):
    """The sign-in file out of a backup is of other records, or from before their key changed."""

    SENTENCE = (
        "The sign-in file in this backup does not open these records: it is of other records, or "
        "from before a password changed, somebody left or there was a new recovery sheet. Choose a "
        "newer backup. If there is none, restore the newest one whole."
    )


class ChangeCounts(_Told):
    """A change of keys was made, and then the disk refused what follows it."""

    counts = True
    SENTENCE = (
        "The change was made and counts from now on. But right after it the disk reported an "
        "error. Check that it is connected and working, then close the program and open it again: "
        "that puts in order what is left."
    )


class Damaged(_Told):
    """Part of ``records.db`` does not pass its check sums."""

    SENTENCE = "The records file is damaged. Do not go on working in it: restore the newest backup."


class NewerStore(_Told):
    """The records were written by a newer, or an unknown, version of the program."""

    SENTENCE = (
        "These records were last used by a newer version of this program. "
        "Install the newer version and open them again."
    )


class StoreInUse(_Told):
    """Another window, or another command, has this store open."""

    SENTENCE = (
        "These records are already open in another window or command. Close it, or wait for it "
        "to end."
    )


class StoreBusy(_Told):
    """Another program holds the database file for the moment."""

    SENTENCE = (
        "Another program, such as a backup or a virus scan, is holding the records file, "
        "so nothing was saved. Try again in a moment."
    )


class DiskFull(_Told):
    """No space, or no quota, is left; the transaction was undone."""

    SENTENCE = "The disk is full, so nothing was saved. Make some space and try again."


class DiskTrouble(_Told):
    """The disk or the file system reports an error; the transaction was undone."""

    SENTENCE = (
        "The disk could not be read or written, so nothing was saved. "
        "Check that it is connected and working, and try again."
    )


class CannotWrite(_Told):
    """The folder or a file in it may not be written by this user."""

    SENTENCE = (
        "The records folder cannot be written to. Check that the disk is not read-only and that "
        "this user may change the folder."
    )


class MigrationFailed(_Told):
    """Bringing the store up to this version failed and was undone."""

    SENTENCE = (
        "These records could not be brought up to date for this version of the program. "
        "Nothing in them was changed. Use the version you had before and ask for support."
    )


def disk_problem(error: OSError) -> EnvironmentProblem:
    """Return the problem to tell for an error of the file system, without its path."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull()
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return CannotWrite()
    return DiskTrouble()
