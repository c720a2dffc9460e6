"""What kept somebody from coming in, told apart for the first pages. Loads nothing slow."""

from enum import Enum

from ir_desktop.errors import IrError
from ir_desktop.storage.problems import (
    KeyringLocked,
    KeysPutBack,
    OtherSignInFile,
    TooManyTries,
    WrongKey,
    WrongRecoveryCode,
)


class KeptOut(Enum):
    """Kinds of what stands in the way that lead to a page, or to a field, of their own."""

    TOO_MANY_TRIES = "too_many_tries"
    OLDER_SIGN_IN_FILE = "older_sign_in_file"
    OTHER_SIGN_IN_FILE = "other_sign_in_file"
    OTHER_BACKUP = "other_backup"
    LOCKED_KEYRING = "locked_keyring"
    WRONG_CODE = "wrong_code"


_KINDS = (
    (TooManyTries, KeptOut.TOO_MANY_TRIES),
    (KeysPutBack, KeptOut.OLDER_SIGN_IN_FILE),
    (OtherSignInFile, KeptOut.OTHER_BACKUP),  # a kind of what comes next
    (WrongKey, KeptOut.OTHER_SIGN_IN_FILE),
    (KeyringLocked, KeptOut.LOCKED_KEYRING),
    (WrongRecoveryCode, KeptOut.WRONG_CODE),
)


def kept_out(error: IrError) -> KeptOut | None:
    """Return what kept somebody out, or None for what has no page or field of its own."""
    return next((kind for error_kind, kind in _KINDS if isinstance(error, error_kind)), None)


def seconds_to_wait(error: IrError) -> int:
    """Return how long no more passwords are looked at."""
    return error.seconds if isinstance(error, TooManyTries) else 0
