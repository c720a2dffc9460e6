"""The timeline of a child's review: what happened, in the order it happened."""

from collections.abc import Iterator
from datetime import date

from ir_desktop.domain.consent import HOW_WORDS, Decision
from ir_desktop.domain.plain import date_words
from ir_desktop.domain.sharing import Export, ExportState, hold_words
from ir_desktop.services.children import ChildPage
from ir_desktop.ui.children.child_view import Event

_DONE, _OPEN, _LOOK = ("circle-check", "good"), ("circle", "control"), ("triangle-alert", "watch")
_DECISIONS = {
    Decision.GIVEN: "Family agreed to sharing",
    Decision.DECLINED: "Family declined sharing",
    Decision.WITHDRAWN: "Family withdrew consent",
    Decision.TOLD: "Family was told about sharing",
}


def events(page: ChildPage) -> tuple[Event, ...]:
    """Return every event of the page, oldest first."""
    return tuple(sorted(_events(page), key=lambda each: each.day))


def _event(day: date, what: str, detail: str, look: tuple[str, str]) -> Event:
    return Event(day, date_words(day), what, detail, *look)


def _events(page: ChildPage) -> Iterator[Event]:
    for contact in page.contacts:
        detail = f"{contact.outcome} ({HOW_WORDS[contact.how]})"
        yield _event(contact.occurred_on, contact.about, detail, _DONE)
    for consent in page.consents:
        who = f"{consent.by_name}, {consent.by_relationship}, {HOW_WORDS[consent.how]}"
        look = _DONE if consent.decision in (Decision.GIVEN, Decision.TOLD) else _LOOK
        yield _event(consent.occurred_on, _DECISIONS[consent.decision], who, look)
    for version in page.versions:
        what = "Review signed off" if version.version == 1 else "Review changed and signed off"
        detail = version.reason or f"By {version.signed_by_name}"
        yield _event(version.signed_at.date(), what, detail, _DONE)
    for export in page.exports:
        yield from _export(export)
    for reply in page.replies:
        yield _event(reply.replied_at.date(), "The health visitor answered", reply.outcome, _DONE)
    review, child = page.review, page.child
    if review is not None and not page.versions:
        yield _event(review.created_at.date(), "Review begun", "Still being written", _OPEN)
    if child.health_review_on is not None:
        what = "Health review"
        yield _event(child.health_review_on, what, "The date the health team gave", _OPEN)


def _export(export: Export) -> Iterator[Event]:
    if export.approved_at is not None and export.state is not ExportState.SUPERSEDED:
        held = export.state is ExportState.HELD
        what = "Copy for the health team approved"
        detail = hold_words(export)[0] if held and export.holds else ""
        yield _event(export.approved_at.date(), what, detail, _LOOK if held else _DONE)
    if export.received_at is not None:
        what = "The health team received the review"
        yield _event(export.received_at.date(), what, f"Reference {export.id[-8:]}", _DONE)
