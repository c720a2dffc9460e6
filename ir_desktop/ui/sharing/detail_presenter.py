"""One review for a health team, as words: what leaves, what stays, to whom, why. Knows no Qt."""

from collections.abc import Iterator

from ir_desktop.domain.categories import CATEGORY_WORDS, Category
from ir_desktop.domain.consent import HOW_WORDS, Consent, Decision
from ir_desktop.domain.plain import date_words
from ir_desktop.domain.sharing import Agreement, Export, ExportState, Reply, is_stopped
from ir_desktop.services import export_look
from ir_desktop.services.export_look import Look
from ir_desktop.services.session import Session
from ir_desktop.ui import shapes
from ir_desktop.ui.looks import Tag, Tone
from ir_desktop.ui.sharing import sharing_words as words
from ir_desktop.ui.sharing.list_presenter import AGAIN, CHILD, EXPORT, READ, waiting_words
from ir_desktop.ui.sharing.share_view import Block, DetailView, ReplyView, Ticked, Told

SEND, HOLD = "send", "hold"
RENEW = words.RENEW

_GONE = frozenset(
    {
        ExportState.RECEIVED,
        ExportState.HANDED_OVER,
        ExportState.REJECTED,
        ExportState.WITHDRAWN,
        ExportState.SUPERSEDED,
    }
)
_SHORTER = {
    Category.IDENTITY: "Name and birth date",
    Category.SUMMARY_PDF: "The parents’ summary",
}
_AGREED = (Decision.GIVEN, Decision.TOLD)
_SAID = {
    Decision.GIVEN: ("agreed", shapes.DONE, "good"),
    Decision.TOLD: ("was told", shapes.DONE, "good"),
    Decision.DECLINED: ("said no", shapes.LOOK, "watch"),
    Decision.WITHDRAWN: ("took consent back", shapes.LOOK, "watch"),
}
_THEN = "It was approved. It goes by itself as soon as this is put right."
_THEN_SEND = "Then it can be sent. The family can have the printed summary at any time."


def detail_view(session: Session, key: str) -> DetailView:
    """Return the page of one row of the list. Raises `Refused`, `NotFound` or `Invalid`."""
    if key.startswith(CHILD):
        look = export_look.before(session, key.removeprefix(CHILD))
    else:
        look = export_look.after(session, key.removeprefix(EXPORT))
    export = look.export
    act, does = _act(look)
    title = f"{look.child.full_name}, two-year review"
    if look.version.version > 1:
        title += f", version {look.version.version}"
    gone = export is not None and export.state in _GONE
    return DetailView(
        key=key,
        child_id=look.child.id,
        title=title,
        state=_state(look),
        told=_told(look, session),
        holds=words.freed(look.holds, len(look.categories), _THEN if export else _THEN_SEND),
        leaves_title="Left this laptop" if gone else "Will leave this laptop",
        leaves=tuple(each.removesuffix(".") for each in look.contents.told),
        stays=tuple(_stays(look)),
        blocks=(
            Block("To whom", (_to_whom(look, gone=gone),)),
            Block("Why we may", tuple(_why(look, session))),
            Block("How", (_how(look),)),
        ),
        reply=None if look.reply is None else _reply(look, look.reply),
        act=act,
        does=does,
        once_more=(
            look.child.full_name,
            f"Born {date_words(look.child.date_of_birth)}",
            f"To {look.team.name}",
        ),
    )


def _act(look: Look) -> tuple[str, str]:
    if look.reply is not None and not look.reply_read and look.may_read:
        return "Read the answer", READ
    if not look.may_approve:
        return "", ""
    if look.export is None:
        if look.holds:
            return "Approve now, send when it may", HOLD
        return "Send to health team", SEND
    if look.export.state is ExportState.SET_ASIDE:
        return "Try again", AGAIN
    if look.export.state is ExportState.REJECTED:
        return "Prepare it again", RENEW
    agreed = bool(look.consents) and all(each.decision in _AGREED for each in look.consents)
    if look.export.state is ExportState.WITHDRAWN and agreed:
        return "Prepare it again", RENEW  # the family changed its mind once more
    return "", ""


def _state(look: Look) -> Tag:
    if look.export is not None:
        return words.state_tag(look.export)
    if look.holds:
        return Tag("Held", shapes.LOOK, Tone.WATCH)
    return Tag("Ready to send", shapes.DONE, Tone.GOOD)


def _told(look: Look, session: Session) -> Told | None:
    export = look.export
    if export is None:
        if not look.may_approve and not look.holds:
            return Told(Tone.CALM, "A manager decides about sending.", "You can look at it here.")
        return None
    if export.state is ExportState.WAITING:
        nothing_lost = "Nothing is lost. It goes by itself, also after this program was closed."
        return Told(Tone.CALM, f"{waiting_words(export, session.clock.now())}.", nothing_lost)
    if export.state is ExportState.SET_ASIDE:
        detail = "The others go on. When you have rung them or put it right, try again."
        return Told(Tone.WATCH, f"{export.last_outcome.rstrip('.')}.", detail)
    if export.state is ExportState.REJECTED:
        detail = "The health team did not keep it. Put right what they say, then prepare it again."
        return Told(Tone.ACT, f"{export.last_outcome.rstrip('.')}.", detail)
    if is_stopped(export):
        return Told(Tone.CALM, f"{export.last_outcome}.", "Nothing of it was sent.")
    if export.state is ExportState.SUPERSEDED:
        return Told(Tone.CALM, "A newer copy took the place of this one.")
    return None


def _stays(look: Look) -> Iterator[tuple[str, str]]:
    for each in look.stays:
        yield _SHORTER.get(each.category, CATEGORY_WORDS[each.category]), each.sentence
    if look.phones_stay and Category.IDENTITY in look.categories:
        yield "Some phone numbers", "Nobody noted that ringing is safe"
    if Category.ASQ3 in look.categories:
        yield "Single ASQ-3 answers", "Only the scores are sent"
    yield "Addresses, ethnic group", "Never sent"
    yield "Notes between staff", "Never sent"


def _to_whom(look: Look, *, gone: bool) -> Ticked:
    agreement = look.agreement
    if agreement is None:
        return Ticked(look.team.name, "No agreement with this team yet.", shapes.LOOK, "watch")
    only = "Only they could open it." if gone else "Only they can open it."
    checked = f"Their key was checked with {agreement.confirmed_by} on"
    return Ticked(look.team.name, f"{only} {checked} {date_words(agreement.confirmed_on)}.")


def _why(look: Look, session: Session) -> Iterator[Ticked]:
    if look.agreement is None:
        yield Ticked("There is no agreement yet", "", shapes.LOOK, "watch")
    else:
        yield _agreed(look.agreement, session)
    if not look.consents:
        yield Ticked("The family has not been asked yet", "", shapes.LOOK, "watch")
    for each in look.consents:
        yield _consent(each, look)
    version = look.version
    signed = date_words(version.signed_at.astimezone().date())
    who = "You" if version.signed_by == session.staff.id else version.signed_by_name
    yield Ticked(f"{who} signed the review off, {signed}")
    if look.export is not None and look.export.approved_at is not None:
        approved = look.export.approved_at.astimezone()
        who = "You" if look.export.approved_by == session.staff.id else look.approved_by
        when = f"{date_words(approved.date())}, {approved:%H:%M}"
        yield Ticked(f"{who or 'Somebody'} approved this copy, {when}")


def _agreed(agreement: Agreement, session: Session) -> Ticked:
    begins = date_words(agreement.valid_from.astimezone().date())
    ends = date_words(agreement.valid_until.astimezone().date())
    if agreement.ended_on is not None:
        ended = date_words(agreement.ended_on)
        return Ticked(f"The agreement was ended on {ended}", "", shapes.LOOK, "watch")
    if agreement.valid_until < session.clock.now():
        return Ticked(f"The agreement ended on {ends}", "", shapes.LOOK, "watch")
    if agreement.valid_from > session.clock.now():
        return Ticked(f"The agreement begins on {begins}", "", shapes.CLOCK, "watch")
    return Ticked(f"Agreement runs {begins} to {ends}")


def _consent(consent: Consent, look: Look) -> Ticked:
    said, icon, colour = _SAID[consent.decision]
    who = consent.by_name
    if consent.by_relationship:
        who += f" ({consent.by_relationship})"
    detail = ""
    if consent.review_by is not None:
        detail = f"To be asked again by {date_words(consent.review_by)}."
        if consent.review_by < look.today:
            icon, colour = shapes.LOOK, "watch"
    told = f"{who} {said} {HOW_WORDS[consent.how]}, {date_words(consent.occurred_on)}"
    return Ticked(told, detail, icon, colour)


def _how(look: Look) -> Ticked:
    export = look.export
    if export is not None and export.received_at is not None:
        return _receipt(export)
    detail = "If the internet is down it waits here and tries again."
    return Ticked("By internet, locked and signed", detail, "shield-check", "accent")


def _receipt(export: Export) -> Ticked:
    here = (export.received_at or export.changed_at).astimezone()
    told = f"Received {here:%H:%M} on {date_words(here.date())}"
    detail = f"Their signed receipt is kept here. Reference {export.id[-8:]}."
    return Ticked(told, detail, "shield-check", "accent")


def _reply(look: Look, reply: Reply) -> ReplyView:
    facts = [
        ("Health review", "" if reply.review_on is None else date_words(reply.review_on)),
        ("Who follows up", reply.follow_up_by),
        ("Contact", reply.contact),
    ]
    return ReplyView(
        reply_id=reply.id,
        read=look.reply_read,
        may_read=look.may_read,
        when=f"Replied {date_words(reply.replied_at.astimezone().date())}",
        outcome=reply.outcome,
        actions=tuple(
            Ticked(
                each.what,
                each.who + ("" if each.by is None else f", by {date_words(each.by)}"),
                "target",
                "accent",
            )
            for each in reply.actions
        ),
        facts=tuple((name, value) for name, value in facts if value),
    )
