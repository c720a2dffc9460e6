"""Agreements with health teams, as words: those there are, and one that is offered. No Qt."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from ir_desktop.domain.categories import CATEGORY_WORDS, CONSENT_MODE_WORDS, Category, ConsentMode
from ir_desktop.domain.plain import count, date_words
from ir_desktop.domain.sharing import Agreement
from ir_desktop.services import introductions
from ir_desktop.services.introductions import Offered
from ir_desktop.services.session import Session
from ir_desktop.ui import shapes
from ir_desktop.ui.looks import Tag, Tone

_SOON_DAYS = 42
GROUPS = 8
"""How many groups a fingerprint has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementCard:
    """An agreement there is. `facts` are names and values; `may_end` whether it can be ended."""

    agreement_id: str
    team: str
    state: Tag
    facts: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    may_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementsView:
    """All of them, and whether this person may add and end."""

    cards: tuple[AgreementCard, ...]
    may_manage: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """What an agreement file says, before anything is trusted.

    `groups` are the two of the fingerprint to ask for, from 1 to 8; the fingerprint itself is
    never shown. `teams` are the ids and names of health teams here that it may belong to.
    """

    team: str
    contact: str
    facts: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    groups: tuple[int, int]
    teams: tuple[tuple[str, str], ...]


def agreements_view(session: Session) -> AgreementsView:
    """Return the agreements page."""
    found, now = introductions.standing(session), session.clock.now()
    return AgreementsView(
        cards=tuple(_card(each, now, may_manage=found.may_manage) for each in found.agreements),
        may_manage=found.may_manage,
    )


def _card(agreement: Agreement, now: datetime, *, may_manage: bool) -> AgreementCard:
    over = agreement.ended_on is not None or agreement.valid_until < now
    return AgreementCard(
        agreement_id=agreement.id,
        team=agreement.recipient_name,
        state=_state(agreement, now),
        facts=(
            ("Runs", _runs(agreement.valid_from, agreement.valid_until)),
            (
                "Key compared",
                f"With {agreement.confirmed_by}, {date_words(agreement.confirmed_on)}",
            ),
            ("Goes to", _host(agreement.endpoint)),
        ),
        kinds=_kinds(agreement.consent_modes),
        may_end=may_manage and not over,
    )


def _state(agreement: Agreement, now: datetime) -> Tag:
    if agreement.ended_on is not None:
        return Tag(f"Ended {date_words(agreement.ended_on)}", shapes.LOOK, Tone.WATCH)
    until = agreement.valid_until.astimezone().date()
    if agreement.valid_until < now:
        return Tag(f"Ran out {date_words(until)}", shapes.LOOK, Tone.WATCH)
    if agreement.valid_from > now:
        begins = date_words(agreement.valid_from.astimezone().date())
        return Tag(f"Begins {begins}", shapes.CLOCK, Tone.CALM)
    left = (until - now.astimezone().date()).days
    if left <= _SOON_DAYS:
        return Tag(f"Runs out in {count(left, 'day')}", shapes.CLOCK, Tone.WATCH)
    return Tag("In force", shapes.DONE, Tone.GOOD)


def _runs(begins: datetime, ends: datetime) -> str:
    first, last = begins.astimezone().date(), ends.astimezone().date()
    return f"{date_words(first)} to {date_words(last)}"


def _host(endpoint: str) -> str:
    return urlsplit(endpoint).hostname or endpoint


def _kinds(modes: Mapping[Category, ConsentMode]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (CATEGORY_WORDS[each], CONSENT_MODE_WORDS[modes[each]])
        for each in Category
        if each in modes
    )


def offer_view(offered: Offered) -> OfferView:
    """Return what an agreement file says, with two groups of the fingerprint chosen by chance."""
    says = offered.says
    first, second = sorted(secrets.SystemRandom().sample(range(1, GROUPS + 1), 2))
    return OfferView(
        team=says.recipient_name,
        contact=says.recipient_contact,
        facts=(
            ("From", says.recipient_name),
            ("For", says.setting.name),
            ("Runs", _runs(says.not_before, says.expires_at)),
            ("What for", says.purpose),
            ("By what right", says.lawful_basis),
            ("Goes to", _host(says.endpoint.address) or "By hand"),
        ),
        kinds=_kinds(says.consent_modes),
        groups=(first, second),
        teams=tuple((each.id, each.name) for each in offered.teams),
    )


def offered(session: Session, file: Path) -> tuple[Offered, OfferView]:
    """Read a file that a person chose. Raises as `introductions.offer`."""
    found = introductions.offer(session, file)
    return found, offer_view(found)
