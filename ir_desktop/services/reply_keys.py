"""Whom to ask for answers, and whose signature on one counts: a team may have changed its keys."""

import json
from datetime import datetime

from ir_desktop.domain.plain import count
from ir_desktop.domain.sharing import Agreement
from ir_desktop.storage.repository import Repository
from ir_desktop.sync import claims


def to_ask(records: Repository, now: datetime) -> list[Agreement]:
    """Return one agreement for each team's endpoint: that in force which began last, or the last.

    An endpoint is asked with the team's newest key alone: to the keys of before it answers no
    more.
    """
    found: dict[tuple[str, str], Agreement] = {}
    for each in sorted(
        records.find(Agreement), key=lambda each: (_in_force(each, now), each.valid_from)
    ):
        found[each.endpoint, each.health_team_id] = each
    return list(found.values())


class TeamKeys:
    """The signing keys of a team: of the agreement asked under, and of those before it."""

    def __init__(self, records: Repository, asked: Agreement) -> None:
        self._asked = asked
        self._every = records.find(Agreement, health_team_id=asked.health_team_id)

    def key(self, kid: str) -> dict[str, str] | None:
        """Return the key of this name that the team has or had, or None."""
        found = [self._asked, *self._every]
        return next((json.loads(e.signing_key) for e in found if e.signing_kid == kid), None)

    def counted(self, head: claims.Head) -> bool:
        """Return whether the key was the team's when the answer was signed.

        The key asked under counts at any time: what a team says about a review that it has does
        not end with the agreement. One of before counts for what was signed while an agreement
        named it.
        """
        return head.issuer == self._asked.signing_kid or any(
            each.signing_kid == head.issuer and _in_force(each, head.issued_at)
            for each in self._every
        )


def _in_force(agreement: Agreement, at: datetime) -> bool:
    ended = agreement.ended_on is not None and at.date() > agreement.ended_on
    return agreement.valid_from <= at <= agreement.valid_until and not ended


def old_key_words(agreement: Agreement, answers: int) -> str:
    """Return what to do about answers that are signed with a key which no longer counted."""
    told = count(answers, "answer is", "answers are")
    return (
        f"{told} signed with a key that {agreement.recipient_name} had "
        "given up by then, and not taken in. Ring them on a number you know, and ask them to "
        "send the answer again."
    )
