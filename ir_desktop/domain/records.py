"""What every record carries, and the words shared by several kinds of record."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A stored record: its id and who made and last changed it, and when.

    Times are aware UTC; `created_by` and `changed_by` are ids of staff, or `THIS_LAPTOP`.
    """

    id: str
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str


THIS_LAPTOP = "this-laptop"
"""The actor of what the program does by itself, such as sending from the outbox."""


class Blank(StrEnum):
    """Why a field is empty. Four different values, never one empty field (DESIGN "Records")."""

    NOT_ASKED = "not_asked"
    NOT_KNOWN = "not_known"
    DECLINED = "declined"
    NOT_SHARED = "not_shared"


class Source(StrEnum):
    """Where a fact came from."""

    OBSERVED = "observed"
    PARENT = "parent"
    PHONE = "phone"
    PAPER = "paper"
    HEALTH_VISITOR = "health_visitor"
    IMPORT = "import"


BLANK_WORDS = {
    Blank.NOT_ASKED: "Not asked",
    Blank.NOT_KNOWN: "Not known",
    Blank.DECLINED: "Declined to say",
    Blank.NOT_SHARED: "Not shared with us",
}
