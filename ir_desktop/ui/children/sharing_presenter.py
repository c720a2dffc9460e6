"""The sharing part of a child's page: each copy's state, the answers, and the consents."""

from collections.abc import Iterator

from ir_desktop.domain.categories import CATEGORY_WORDS, Category
from ir_desktop.domain.consent import HOW_WORDS, Consent, Decision, Purpose
from ir_desktop.domain.plain import date_words, list_words
from ir_desktop.domain.sharing import Export, ExportState, Reply, hold_words, is_stopped
from ir_desktop.services.children import ChildPage
from ir_desktop.ui import shapes
from ir_desktop.ui.children.child_view import ExportPart, Fact, Line, ReplyPart
from ir_desktop.ui.looks import Tag, Tone

_STATES = {
    ExportState.HELD: "Held",
    ExportState.QUEUED: "Ready to send",
    ExportState.SENDING: "Being sent",
    ExportState.WAITING: "Waiting for the internet",
    ExportState.RECEIVED: "Received",
    ExportState.REJECTED: "Sent back",
    ExportState.SET_ASIDE: "Set aside",
    ExportState.HANDED_OVER: "Handed over",
    ExportState.WITHDRAWN: "Consent withdrawn: the team was told",
    ExportState.SUPERSEDED: "Replaced by a newer version",
}
_DECISIONS = {
    Decision.GIVEN: ("Agreed", shapes.DONE, Tone.GOOD),
    Decision.DECLINED: ("Declined", shapes.LOOK, Tone.WATCH),
    Decision.WITHDRAWN: ("Withdrawn", "undo-2", Tone.WATCH),
    Decision.TOLD: ("Told", shapes.DONE, Tone.GOOD),
}
_PURPOSES = {
    Purpose.THIS_REVIEW: "Sending this review",
    Purpose.NOTICE_BEFORE: "Telling health beforehand",
    Purpose.ONWARD: "Passing it on to another service",
    Purpose.ANSWER_BACK: "The answer coming back",
}


def exports(page: ChildPage) -> tuple[ExportPart, ...]:
    """Return every copy for a health team, newest first."""
    return tuple(_export(each, page) for each in page.exports)


def _export(export: Export, page: ChildPage) -> ExportPart:
    shape, tone = shapes.EXPORT[export.state]
    title = "Two-year review"
    if export.review_version > 1:
        title += f", version {export.review_version}"
    words = export.last_outcome
    if export.state in (ExportState.HELD, ExportState.QUEUED, ExportState.RECEIVED):
        words = ""  # the tag, the reasons and the facts say it all
    return ExportPart(
        title=title,
        state=Tag("Stopped" if is_stopped(export) else _STATES[export.state], shape, tone),
        words=words,
        holds=hold_words(export),
        leaves=tuple(CATEGORY_WORDS[each] for each in export.categories),
        facts=tuple(_facts(export, page)),
    )


def _facts(export: Export, page: ChildPage) -> Iterator[Fact]:
    if page.health_team is not None and page.health_team.id == export.health_team_id:
        yield Fact("To", page.health_team.name)
    if export.approved_at is not None:
        yield Fact("Approved", date_words(export.approved_at.date()))
    if export.received_at is not None:
        yield Fact("Received", date_words(export.received_at.date()))
        yield Fact("Reference", export.id[-8:])


def replies(page: ChildPage) -> tuple[ReplyPart, ...]:
    """Return the health visitor's answers, newest first."""
    return tuple(_reply(each) for each in page.replies)


def _reply(reply: Reply) -> ReplyPart:
    facts = list[Fact]()
    if reply.review_on is not None:
        facts.append(Fact("Health review", date_words(reply.review_on)))
    if reply.follow_up_by:
        facts.append(Fact("Follow-up by", reply.follow_up_by))
    if reply.contact:
        facts.append(Fact("Contact", reply.contact))
    return ReplyPart(
        when=f"Answered {date_words(reply.replied_at.date())}",
        outcome=reply.outcome,
        actions=tuple(
            Line(
                each.what,
                each.who + ("" if each.by is None else f", by {date_words(each.by)}"),
            )
            for each in reply.actions
        ),
        facts=tuple(facts),
    )


def consents(page: ChildPage) -> tuple[Line, ...]:
    """Return every decision of the family, newest first."""
    ordered = sorted(page.consents, key=lambda each: (each.occurred_on, each.id), reverse=True)
    return tuple(_consent(each) for each in ordered)


def _consent(consent: Consent) -> Line:
    about = "everything in it"
    if len(consent.categories) < len(Category):
        about = list_words([CATEGORY_WORDS[each] for each in consent.categories])
    who = f"{consent.by_name}, {consent.by_relationship}, {HOW_WORDS[consent.how]}"
    detail = f"{who}, {date_words(consent.occurred_on)}"
    if consent.review_by is not None:
        detail += f". Ask again by {date_words(consent.review_by)}"
    words = f"{_PURPOSES[consent.purpose]}: {about}"
    return Line(words, detail, Tag(*_DECISIONS[consent.decision]))
