"""The health visitor's answers: fetching them, and showing them on the child."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import select

from ir_desktop.domain.people import Child
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import AgreedAction, Agreement, Export, Reply
from ir_desktop.domain.strict_json import read_object
from ir_desktop.errors import EnvironmentProblem, Invalid
from ir_desktop.ids import new_id
from ir_desktop.services.authority import is_this_computer
from ir_desktop.services.identity import installation_of
from ir_desktop.services.reply_keys import TeamKeys, old_key_words, to_ask
from ir_desktop.services.sending import Connect, connect_https
from ir_desktop.services.session import Session, Work, by_itself, looking
from ir_desktop.services.visible import visible_names
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.schema import reply_cursor
from ir_desktop.sync import claims
from ir_desktop.sync.problems import EnvelopeError
from ir_desktop.sync.transports.answer import Answer

_LONGEST_CURSOR = 1000  # bytes; it goes into an address
_PAGES = 100  # in one run; a receiver that never ends its pages must not keep this laptop busy


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a run of fetching brought: new replies, how many could not be used, and troubles."""

    replies: tuple[Reply, ...] = ()
    unusable: int = 0
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an endpoint's replies: sealed answers oldest first, and where it ended."""

    sealed: tuple[bytes, ...]
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A reply with the child's name."""

    reply: Reply
    child_name: str


def fetch_replies(
    session: Session,
    *,
    connect: Connect = connect_https,
    stop: Callable[[], bool] = lambda: False,
) -> Fetched:
    """Ask every health team with an agreement for its answers, and store the new ones.

    A team that cannot be reached is told in `troubles` and never stops the others.
    """
    with looking(session, Act.SEE_LEDGER) as records:
        agreements = [
            each
            for each in to_ask(records, session.clock.now())
            # The demo nursery never speaks to a real health team, not even to ask.
            if not session.store.demo or is_this_computer(each.endpoint)
        ]
    found = Fetched()
    for agreement in agreements:
        if stop():
            break
        try:
            found = _merge(found, _fetch(session, agreement, connect))
        except (EnvironmentProblem, Invalid) as problem:
            found = replace(found, troubles=(*found.troubles, problem.sentence))
    return found


def _merge(one: Fetched, two: Fetched) -> Fetched:
    return Fetched(
        one.replies + two.replies, one.unusable + two.unusable, one.troubles + two.troubles
    )


def _fetch(session: Session, agreement: Agreement, connect: Connect) -> Fetched:
    found = Fetched()
    transport = connect(agreement)
    try:
        for _ in range(_PAGES):
            with session.store.reading() as records:
                own = installation_of(records)
                cursor = _cursor(records, agreement)
            bearer = claims.build_bearer(
                audience=agreement.signing_kid,
                jti=new_id(),
                signing_key=json.loads(own.signing_key),
                now=session.clock.now(),
            )
            page = read_page(transport.get_replies(cursor, bearer))
            if not page.sealed:
                break
            found = _merge(found, _store(session, agreement, page))
            if not page.more:
                break
    finally:
        transport.close()
    return found


def read_page(answer: Answer) -> Page:
    """Return the page of replies in an answer.

    Raises `EnvironmentProblem` if the answer is not one, or the two clocks differ too much.
    """
    if answer.status == 401 and b"clock" in answer.body:
        raise EnvironmentProblem(
            "This computer’s clock and the health team’s differ by more than ten minutes. Set the "
            "date and time of this computer."
        )
    try:
        if answer.status != 200:
            raise ValueError
        found = read_object(answer.body.decode("utf-8"), limit=40_000_000)
        replies, cursor = found["replies"], found["next"]
        if not isinstance(replies, list) or not isinstance(cursor, str | None):
            raise TypeError
        if cursor is not None and len(cursor.encode()) > _LONGEST_CURSOR:
            raise ValueError
        sealed = tuple(_sealed(each) for each in cast(list[Any], replies))
    except (Invalid, ValueError, KeyError, TypeError):
        raise EnvironmentProblem(
            "The health team’s computer did not give its answers. They are asked for again later."
        ) from None
    return Page(sealed, cursor or "", bool(found.get("more", False)))


def _sealed(entry: Any) -> bytes:
    return str(entry["envelope"]).encode("ascii")


def _store(session: Session, agreement: Agreement, page: Page) -> Fetched:
    """Store a page's usable replies and move the cursor on, in one transaction."""
    new: list[Reply] = []
    unusable = too_late = 0
    with by_itself(session, "replies_fetched") as work:
        own = installation_of(work.records)
        team_keys = TeamKeys(work.records, agreement)
        for sealed in page.sealed:
            digest = hashlib.sha256(sealed).hexdigest()
            if work.records.find_one(Reply, token_sha256=digest) is not None:
                continue
            try:
                opened = claims.open_reply(
                    sealed,
                    private_key=json.loads(own.encryption_key),
                    sender_key_for=team_keys.key,
                    now=work.now,
                )
            except EnvelopeError:
                unusable += 1
                continue
            if not team_keys.counted(opened.claims.head):
                too_late += 1
                continue
            reply = _reply(work, agreement, opened, digest)
            if reply is None:
                unusable += 1
            else:
                new.append(work.records.add(reply))
                _show_on_child(work, reply)
        _move_cursor(work.records, agreement, page.cursor)
        work.detail |= {"new": str(len(new)), "unusable": str(unusable + too_late)}
    told = (old_key_words(agreement, too_late),) if too_late else ()
    return Fetched(tuple(new), unusable + too_late, told)


def _reply(
    work: Work, agreement: Agreement, opened: claims.Opened[claims.Reply], digest: str
) -> Reply | None:
    said = opened.claims
    export = work.records.find_one(Export, id=said.about)
    if export is None or export.health_team_id != agreement.health_team_id:
        return None
    return work.build(
        Reply,
        about=export.id,
        child_id=export.child_id,
        health_team_id=agreement.health_team_id,
        token_sha256=digest,
        token=opened.jws,
        review_on=said.review_on,
        outcome=said.outcome,
        actions=tuple(AgreedAction(what=a.what, who=a.who, by=a.by) for a in said.actions),
        follow_up_by=said.follow_up_by,
        contact=said.contact,
        replied_at=said.head.issued_at,
    )


def _show_on_child(work: Work, reply: Reply) -> None:
    """Put the date of the health review that the team gave on the child, and say so there."""
    child = work.records.get(Child, reply.child_id)
    if reply.review_on is not None and _is_newest(work.records, reply):
        work.save(replace(child, health_review_on=reply.review_on))
    # The rows are in the fetch's own event; this one is for the child's page.
    work.session.store.append_event(
        work.records,
        at=work.now,
        staff_id=work.actor,
        act="reply_shown",
        child_id=child.id,
        detail={"reply": reply.id},
        rows=(),
    )


def _is_newest(records: Repository, reply: Reply) -> bool:
    """Whether no later answer about the child gave a date: the health team may move a review."""
    return all(
        each.replied_at <= reply.replied_at
        for each in records.find(Reply, child_id=reply.child_id)
        if each.review_on is not None
    )


def _cursor(records: Repository, agreement: Agreement) -> str | None:
    return records.connection.execute(
        select(reply_cursor.c.cursor).where(reply_cursor.c.agreement_id == agreement.id)
    ).scalar_one_or_none()


def _move_cursor(records: Repository, agreement: Agreement, cursor: str) -> None:
    if not cursor:
        return
    records.put(reply_cursor, {"agreement_id": agreement.id, "cursor": cursor})


def list_replies(session: Session, *, child_id: str | None = None) -> list[ReplyRow]:
    """Return the answers for the children this person may see, newest first."""
    with looking(session, Act.SEE_LEDGER) as records:
        found = records.find(Reply) if child_id is None else records.find(Reply, child_id=child_id)
        names = visible_names(session, records, (each.child_id for each in found))
        return [
            ReplyRow(reply, names[reply.child_id])
            for reply in reversed(found)
            if reply.child_id in names
        ]
