"""Inviting a family to the two-year review: where it stands, by the contacts there were.

Each letter, reminder and answer is a `Contact` whose `about` is one of the words below. After
`Profile.no_answer_days` of silence the family is on the list of those to chase.
Source: the pilots of the integrated review, a call after two weeks' silence (DOMAIN).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ir_desktop.domain.consent import Contact
from ir_desktop.domain.review import Review, ReviewStatus

INVITATION = "Invitation to the two-year review"
REMINDER = "Reminder of the two-year review"
ANSWER = "Answer to the invitation"
MEETING = "Meeting booked"
FOLLOW_UP = "Follow-up"


class Answer(StrEnum):
    """What a family answered to the invitation."""

    YES = "yes"
    ANOTHER_DATE = "another_date"
    NO = "no"


ANSWER_WORDS = {
    Answer.YES: "Said yes",
    Answer.ANOTHER_DATE: "Asked for another date",
    Answer.NO: "Said no",
}

_ENDED = frozenset({ReviewStatus.DECLINED, ReviewStatus.SIGNED_OFF, ReviewStatus.CHILD_LEFT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Inviting:
    """Where inviting a family stands.

    `tried_on` is the day of the last letter or reminder, `tries` how many there were; `answer` is
    what was said since then, if anything was.
    """

    invited_on: date | None = None
    tried_on: date | None = None
    tries: int = 0
    answer: Answer | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A family to chase: since which day, for how many days, and why in words."""

    since: date
    days: int
    tries: int
    words: str


def standing(contacts: Iterable[Contact]) -> Inviting:
    """Return where inviting stands after these contacts, of any kind and in any order.

    A letter or a reminder after an answer asks anew. Within a day, what was written down later
    counts as later.
    """
    found = Inviting()
    for contact in sorted(contacts, key=lambda each: (each.occurred_on, each.created_at)):
        day = contact.occurred_on
        if contact.about in (INVITATION, REMINDER):
            found = Inviting(
                invited_on=found.invited_on or day, tried_on=day, tries=found.tries + 1
            )
        elif contact.about == ANSWER:
            found = Inviting(
                invited_on=found.invited_on,
                tried_on=found.tried_on,
                tries=found.tries,
                answer=answer_of(contact),
                answered_on=day,
            )
    return found


def answer_of(contact: Contact) -> Answer:
    """Return the answer that a contact about one tells; any other words are a yes."""
    for answer, words in ANSWER_WORDS.items():
        if contact.outcome == words or contact.outcome.startswith(f"{words}. "):
            return answer
    return Answer.YES


def silence(
    found: Inviting, review: Review | None, *, on: date, no_answer_days: int
) -> Silence | None:
    """Return why a family is to be chased on a day, or None where there is nothing to chase.

    A family that asked for another date waits for us, so it is listed at once.
    """
    if review is not None and (
        review.status in _ENDED or review.planned_on is not None or review.draft.held_on is not None
    ):
        return None
    if found.answer is Answer.ANOTHER_DATE and found.answered_on is not None:
        days = (on - found.answered_on).days
        words = ANSWER_WORDS[Answer.ANOTHER_DATE]
        return Silence(since=found.answered_on, days=days, tries=found.tries, words=words)
    if found.answer is not None or found.tried_on is None:
        return None
    days = (on - found.tried_on).days
    if days < no_answer_days:
        return None
    return Silence(since=found.tried_on, days=days, tries=found.tries, words="No answer")
