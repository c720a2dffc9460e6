"""Words of Sharing: moments, states, reasons for holding and what frees each. Knows no Qt."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from ir_desktop.domain.plain import date_words, day_month
from ir_desktop.domain.sharing import (
    Export,
    ExportState,
    Hold,
    HoldReason,
    is_stopped,
    words_of_holds,
)
from ir_desktop.ui import shapes
from ir_desktop.ui.looks import Tag
from ir_desktop.ui.sharing.share_view import Freed

ASK_FAMILY, AGREEMENTS, DETAILS = "ask_family", "agreements", "details"
"""What frees something: the consent form, the agreements page, the child's details."""

RENEW = "renew"
"""Approving again, from what the records say now."""

_CONSENT = frozenset(
    {
        HoldReason.CONSENT_MISSING,
        HoldReason.CONSENT_DECLINED,
        HoldReason.CONSENT_WITHDRAWN,
        HoldReason.CONSENT_OUT_OF_DATE,
    }
)
_AGREEMENT = frozenset(
    {
        HoldReason.NO_AGREEMENT,
        HoldReason.AGREEMENT_ENDED,
        HoldReason.KEY_NOT_CONFIRMED,
        HoldReason.CATEGORY_NOT_ALLOWED,
    }
)

STATES = {
    ExportState.HELD: "Held",
    ExportState.QUEUED: "Ready to go",
    ExportState.SENDING: "Being sent",
    ExportState.WAITING: "On its way",
    ExportState.RECEIVED: "Received",
    ExportState.REJECTED: "Sent back",
    ExportState.SET_ASIDE: "Set aside",
    ExportState.HANDED_OVER: "Handed over",
    ExportState.WITHDRAWN: "Consent withdrawn",
    ExportState.SUPERSEDED: "Replaced",
}


def moment(at: datetime, now: datetime) -> str:
    """Return a moment for reading, by the clock here: ``14:20``, ``tomorrow, 08:10``."""
    here, today = at.astimezone(), now.astimezone().date()
    clock = f"{here:%H:%M}"
    if here.date() == today:
        return clock
    if here.date() == today + timedelta(days=1):
        return f"tomorrow, {clock}"
    return f"{day_month(here.date())}, {clock}"


def day(on: date, today: date) -> str:
    """Return a day for reading: ``today``, ``3 September``, ``3 September 2025``."""
    if on == today:
        return "today"
    return day_month(on) if on.year == today.year else date_words(on)


def state_tag(export: Export) -> Tag:
    """Return an export's state as a tag."""
    shape, tone = shapes.EXPORT[export.state]
    return Tag("Stopped" if is_stopped(export) else STATES[export.state], shape, tone)


def short_hold(holds: Iterable[Hold]) -> str:
    """Return in a few words why something is held: the first reason, for a list."""
    reasons = [each.reason for each in holds]
    for reason, words in _SHORT.items():
        if reason in reasons:
            return words
    return "see why"


_SHORT = {
    HoldReason.ANOTHER_TEAM: "the child has another team now",
    HoldReason.NO_AGREEMENT: "no agreement yet",
    HoldReason.AGREEMENT_ENDED: "agreement has ended",
    HoldReason.AGREEMENT_NOT_YET: "the agreement has not begun",
    HoldReason.KEY_NOT_CONFIRMED: "the key is not checked",
    HoldReason.CONSENT_DECLINED: "family said no",
    HoldReason.CONSENT_WITHDRAWN: "family took consent back",
    HoldReason.CONSENT_OUT_OF_DATE: "ask family again",
    HoldReason.CONSENT_MISSING: "family has not agreed yet",
    HoldReason.CATEGORY_NOT_ALLOWED: "not all is in the agreement",
    HoldReason.DEMO_STORE: "the demo never sends",
    HoldReason.NOT_SIGNED_OFF: "not signed off",
}


def way_out(holds: Iterable[Hold]) -> tuple[str, str]:
    """Return the words of the link that frees the first reason, and what it does."""
    reasons = [each.reason for each in holds]
    for reason in _SHORT:
        if reason in reasons:
            return _way(reason)
    return "", ""


def _way(reason: HoldReason) -> tuple[str, str]:
    if reason in _CONSENT:
        return "Ask family", ASK_FAMILY
    if reason in _AGREEMENT:
        return "See agreements", AGREEMENTS
    if reason is HoldReason.ANOTHER_TEAM:
        return "Prepare for new team", RENEW
    return "", ""


def freed(holds: tuple[Hold, ...], kinds: int, then: str) -> tuple[Freed, ...]:
    """Return each reason for holding once, with the link to what would free it.

    `then` says what happens once it is put right.
    """
    found: list[Freed] = []
    offered: set[str] = set()
    grouped: dict[HoldReason, list[Hold]] = {}
    for each in holds:
        grouped.setdefault(each.reason, []).append(each)
    for reason, same in grouped.items():
        act, does = _way(reason)
        for words in words_of_holds(same, kinds):
            first = does not in offered
            detail = "" if found else then
            found.append(Freed(words, detail, act if first else "", does if first else ""))
            offered.add(does)
    return tuple(found)
