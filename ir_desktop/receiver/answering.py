"""Answering a setting, and letting it fetch its answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from ir_desktop.errors import NotFound, Refused
from ir_desktop.ids import new_id
from ir_desktop.receiver.authority import find_setting
from ir_desktop.receiver.data import ReceiverData
from ir_desktop.receiver.tables import PACKAGES, PASSES, REPLIES, SettingStatus
from ir_desktop.sync import claims
from ir_desktop.sync.claims import Code, EnvelopeError

PAGE_COUNT: Final = 50
PAGE_BYTES: Final = 8_000_000
"""A page of replies ends after this many bytes; one longer reply still makes a page."""


@dataclass(frozen=True, slots=True)
class SealedReply:
    """One reply on its way: its place in the setting's row of replies, and the envelope."""

    position: int
    envelope: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """Some replies, oldest first, and whether there are more."""

    replies: tuple[SealedReply, ...]
    more: bool


class PassRefused(Refused):
    """A setting's pass is not taken.

    `kind` is `unknown_setting`, `clock`, `replayed` or `bad_bearer`.
    """

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


def reply(
    data: ReceiverData,
    jti: str,
    *,
    review_on: date | None,
    outcome: str,
    actions: Sequence[claims.AgreedAction],
    follow_up_by: str,
    contact: str,
    now: datetime,
) -> tuple[str, bytes]:
    """Answer a package. Return the reply's `jti` and its envelope, sealed to the sender.

    Args:
        data: the receiver.
        jti: the package's.
        review_on: the day of the health review; None where it is not known.
        outcome: in words.
        actions: what was agreed.
        follow_up_by: who follows up.
        contact: whom the setting can ring; "" for the team's own.
        now: the moment.

    Raises:
        NotFound: no such package has come.
        Invalid: something is missing or too long.
    """
    with data.writing() as connection:
        row = connection.execute(
            select(PACKAGES.c.kid, PACKAGES.c.agreement_id, PACKAGES.c.agreement_version).where(
                PACKAGES.c.jti == jti
            )
        ).one_or_none()
        setting = None if row is None else find_setting(connection, row.kid, lock=True)
        if row is None or setting is None:
            raise NotFound("No package of that number has come.")
        answer = claims.Reply(
            head=claims.Head(
                jti=new_id(),
                issuer=data.keys.signing_kid,
                audience=setting.encryption_key["kid"],
                issued_at=now,
                expires_at=None,
                agreement=claims.AgreementRef(row.agreement_id, row.agreement_version),
            ),
            about=jti,
            about_kind=claims.AboutKind.PACKAGE,
            review_on=review_on,
            outcome=outcome,
            actions=tuple(actions),
            follow_up_by=follow_up_by,
            contact=contact or data.facts.contact,
        )
        sealed = claims.build_reply(
            answer, signing_key=data.keys.signing, recipient=setting.encryption_key
        )
        connection.execute(
            insert(REPLIES).values(
                jti=answer.head.jti,
                kid=setting.kid,
                position=_last_position(connection, setting.kid) + 1,
                about=jti,
                body=sealed,
                made_at=now,
            )
        )
    return answer.head.jti, sealed


def _last_position(connection: Connection, kid: str) -> int:
    query = select(func.max(REPLIES.c.position)).where(REPLIES.c.kid == kid)
    return connection.execute(query).scalar_one() or 0


def admit(data: ReceiverData, token: str, now: datetime) -> str:
    """Return the signing `kid` of the setting whose pass this is; a pass is good for once.

    Raises:
        PassRefused: with its kind.
    """

    def key_for(kid: str) -> dict[str, str] | None:
        with data.reading() as connection:
            setting = find_setting(connection, kid)
        if setting is None or setting.status is not SettingStatus.ACTIVE:
            return None
        return setting.signing_key

    try:
        read = claims.read_bearer(token, key_for=key_for, own_kid=data.keys.signing_kid, now=now)
    except EnvelopeError as error:
        raise PassRefused(_KINDS.get(error.code, "bad_bearer"), str(error)) from error
    usable_until = read.expires_at + claims.CLOCK_TOLERANCE
    try:
        with data.writing() as connection:
            connection.execute(delete(PASSES).where(PASSES.c.usable_until < now))
            connection.execute(
                insert(PASSES).values(kid=read.issuer, jti=read.jti, usable_until=usable_until)
            )
    except IntegrityError as error:
        raise PassRefused("replayed", "This pass was used before. Make a new one.") from error
    return read.issuer


_KINDS: Final = {Code.CLOCK: "clock", Code.UNKNOWN_KEY: "unknown_setting"}


def replies_after(data: ReceiverData, kid: str, after: int) -> Page:
    """Return the replies for a setting's key that come after the position `after`."""
    page: list[SealedReply] = []
    room = PAGE_BYTES
    with data.reading() as connection:
        # One row at a time: a page may be 50 replies, and each may be large.
        result = connection.execute(
            select(REPLIES.c.position, REPLIES.c.body)
            .where(REPLIES.c.kid == kid, REPLIES.c.position > after)
            .order_by(REPLIES.c.position)
            .limit(PAGE_COUNT + 1)
        )
        for row in result:
            if len(page) == PAGE_COUNT or (page and len(row.body) > room):
                return Page(tuple(page), more=True)
            page.append(SealedReply(row.position, row.body))
            room -= len(row.body)
    return Page(tuple(page), more=False)
