"""Why a paper of the exchange was refused: a code for the program, a sentence for the person."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ir_desktop.errors import Problem, Refused


class Code(StrEnum):
    """Every reason an envelope, a signed paper or a key is refused."""

    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    BAD_KEY = "bad_key"
    WRONG_RECIPIENT = "wrong_recipient"
    NOT_DECRYPTABLE = "not_decryptable"
    WRONG_TYPE = "wrong_type"
    WRONG_ALGORITHM = "wrong_algorithm"
    FORBIDDEN_HEADER = "forbidden_header"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    WRONG_ISSUER = "wrong_issuer"
    WRONG_AUDIENCE = "wrong_audience"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    CLOCK = "clock"
    INVALID_CLAIMS = "invalid_claims"
    WRONG_AGREEMENT = "wrong_agreement"
    WRONG_PACKAGE = "wrong_package"
    WRONG_HASH = "wrong_hash"


SENTENCES: Final[Mapping[Code, str]] = MappingProxyType(
    {
        Code.MALFORMED: "This is not a complete, undamaged document of the exchange. "
        "Ask the sender for it again.",
        Code.TOO_LARGE: "This document is larger than the 20 MB that the exchange carries. "
        "Leave out or shrink what is attached.",
        Code.BAD_KEY: "This is not a key that can be used here. Ask its owner for a new card.",
        Code.WRONG_RECIPIENT: "This was sealed for somebody else's key. "
        "Tell the sender which key is yours now.",
        Code.NOT_DECRYPTABLE: "This could not be opened: it was damaged or changed on the way. "
        "Ask the sender for it again.",
        Code.WRONG_TYPE: "This is a document of another kind than was expected here. "
        "Check that the right one was chosen.",
        Code.WRONG_ALGORITHM: "This was signed or sealed in a way that is not accepted. "
        "The sender's program must follow version 1 of the exchange format.",
        Code.FORBIDDEN_HEADER: "This envelope carries instructions that are not accepted. "
        "The sender's program must follow version 1 of the exchange format.",
        Code.UNKNOWN_KEY: "This was signed with a key that has not been confirmed here. "
        "Compare the fingerprint with the sender before trusting it.",
        Code.BAD_SIGNATURE: "The signature does not fit: this was changed, "
        "or somebody else made it. Do not use it; ask the sender by telephone.",
        Code.WRONG_ISSUER: "This names another sender than the one who signed it. "
        "Do not use it; ask the sender by telephone.",
        Code.WRONG_AUDIENCE: "This was written for somebody else. Tell the sender.",
        Code.EXPIRED: "The time in which this could be used has passed. "
        "Ask the sender for a new one.",
        Code.NOT_YET_VALID: "This is dated in the future. "
        "Check the date and time of this computer and of the sender's.",
        Code.CLOCK: "The clocks of the two computers differ by more than ten minutes. "
        "Set the date and time of this computer and try again.",
        Code.INVALID_CLAIMS: "This is signed, but what it says is incomplete or impossible. "
        "The sender's program must follow version 1 of the exchange format.",
        Code.WRONG_AGREEMENT: "This belongs to another sharing agreement. "
        "Check which agreement is in force.",
        Code.WRONG_PACKAGE: "This answers something else than what was sent. Tell the sender.",
        Code.WRONG_HASH: "The contents are not the ones that were signed for. "
        "Ask the sender by telephone.",
    }
)
"""One plain sentence or two for each code: what is wrong, and what to do."""


class EnvelopeError(Refused):
    """A paper of the exchange was refused.

    `code` says why in a word a program can act on. `problems` lists what is wrong with the
    claims when the code is `INVALID_CLAIMS`, and is empty otherwise. Neither holds any content.
    """

    def __init__(self, code: Code, problems: Iterable[Problem] = ()) -> None:
        super().__init__(SENTENCES[code])
        self.code = code
        self.problems: tuple[Problem, ...] = tuple(problems)
