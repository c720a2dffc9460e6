"""What each paper is made from. Whoever calls gathers it; nothing is looked up here."""

from dataclasses import dataclass
from datetime import date

from ir_desktop.domain import plain
from ir_desktop.domain.people import Child, Setting
from ir_desktop.domain.review import Asq3Scores, ReviewContent


@dataclass(frozen=True, slots=True)
class SummaryFacts:
    """The parents' summary of one review.

    `version_number` is 1 for a first version, signed or not. `key_person` and `author` are names
    as parents know them, or empty. `signed_on` is None for a draft; `printed_on` is today.
    """

    setting: Setting
    child: Child
    version_number: int
    content: ReviewContent
    scores: Asq3Scores | None
    key_person: str
    author: str
    signed_on: date | None
    printed_on: date
    draft: bool
    demo: bool = False  # of the demo nursery: marked as such


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """One family's invitation.

    `carer_names` and `address_lines` are printed as they are, for the window of an envelope;
    `planned_on` is the proposed day, None while there is none; `health_team` is the team's name
    or empty; `interpreter_offer` adds the offer of an interpreter.
    """

    setting: Setting
    child: Child
    carer_names: tuple[str, ...]
    address_lines: tuple[str, ...]
    planned_on: date | None
    key_person: str
    sent_on: date
    health_team: str
    interpreter_offer: bool
    draft: bool
    demo: bool = False  # of the demo nursery: marked as such


def together(text: str) -> str:
    """Return the text so that no line breaks inside it: a phone number, a postcode."""
    return text.strip().replace(" ", "\u00a0")


def date_words(day: date) -> str:
    """Return ``3 May 2026``, the day never parted from its month by the end of a line."""
    return plain.date_words(day).replace(" ", "\u00a0", 1)


def place_line(setting: Setting) -> str:
    """Return a setting's address in one line, empty if it has none."""
    lines = [line.strip(" ,") for line in setting.address.splitlines()]
    return ", ".join(line for line in [*lines, together(setting.postcode)] if line)
