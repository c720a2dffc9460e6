"""Consent of parents, and the contacts by which families were reached."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ir_desktop.domain.categories import Category
from ir_desktop.domain.records import Record


class Purpose(StrEnum):
    """What a family is asked to agree to."""

    THIS_REVIEW = "this_review"
    NOTICE_BEFORE = "notice_before"
    ONWARD = "onward"
    ANSWER_BACK = "answer_back"


class Decision(StrEnum):
    """What the family said. `TOLD` is for opt-out categories: told, and no objection."""

    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    TOLD = "told"


class How(StrEnum):
    """How a family was reached or answered."""

    IN_PERSON = "in_person"
    LETTER = "letter"
    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    PAPER_FORM = "paper_form"


HOW_WORDS = {
    How.IN_PERSON: "in person",
    How.LETTER: "by letter",
    How.PHONE: "by phone",
    How.TEXT: "by text",
    How.EMAIL: "by e-mail",
    How.PAPER_FORM: "on a paper form",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Record):
    """One decision of a family about one recipient and purpose, for one or more categories.

    Decisions are only ever added; the latest for a category counts.
    """

    child_id: str
    health_team_id: str
    purpose: Purpose
    categories: tuple[Category, ...]
    decision: Decision
    by_name: str
    by_relationship: str
    how: How
    occurred_on: date
    wording_version: str
    review_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """One attempt to reach a family."""

    child_id: str
    carer_id: str | None
    how: How
    about: str
    outcome: str
    occurred_on: date


_REFUSALS = frozenset({Decision.DECLINED, Decision.WITHDRAWN})


def in_force(
    consents: Iterable[Consent], *, health_team_id: str, purpose: Purpose
) -> Mapping[Category, Consent]:
    """Return, for each category that a child's family decided on, the decision that counts.

    The latest by the day it happened, then by when it was written down, wins: a withdrawal
    written down later for the same day beats the consent it withdraws. Of two written down in
    the same moment a refusal wins.
    """

    def order(each: Consent) -> tuple[date, datetime, bool, str]:
        return each.occurred_on, each.created_at, each.decision in _REFUSALS, each.id

    latest: dict[Category, Consent] = {}
    for consent in sorted(consents, key=order):
        if consent.health_team_id == health_team_id and consent.purpose is purpose:
            for category in consent.categories:
                latest[category] = consent
    return latest
