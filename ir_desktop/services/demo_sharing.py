"""The demo nursery's health team, in this process: real keys, real signatures, invented people.

It gives the demo an agreement, a copy that was received and answered, one that waits and one
that is held, all by the services that a real team's would go through. Its address is a closed
door of this very computer, so nothing can be sent on.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.domain.people import Child
from ir_desktop.domain.sharing import Agreement, Export
from ir_desktop.ids import new_id
from ir_desktop.services import agreements, exports, identity, replies, sending
from ir_desktop.services.session import Clock, Session
from ir_desktop.sync import claims, keys
from ir_desktop.sync.encoding import json_bytes
from ir_desktop.sync.transports.answer import Answer, Offline

ENDPOINT = "https://127.0.0.1:1"
_PERSON = "Hannah Whitlock"


class DemoClock(Clock, Protocol):
    """A clock that the demo sets."""

    day: date


@dataclass(slots=True)
class _Team:
    """The invented health team; as a `Transport` it takes what comes, or nobody is there."""

    clock: Clock
    name: str
    card: claims.SettingCard
    there: bool = True
    signing: Mapping[str, str] = field(default_factory=keys.new_signing_key)
    encryption: Mapping[str, str] = field(default_factory=keys.new_encryption_key)
    answers: list[bytes] = field(default_factory=list[bytes])

    def agreement(self) -> str:
        now = self.clock.now()
        return claims.sign_agreement(
            claims.Agreement(
                id="demo-agreement",
                version="1",
                setting=claims.SettingParty(
                    self.card.name, self.card.urn, (keys.kid(self.card.signing_key),)
                ),
                recipient_name=self.name,
                recipient_contact=f"{_PERSON}, 01632 960 300",
                signing_key=keys.public_jwk(self.signing),
                encryption_key=keys.public_jwk(self.encryption),
                purpose="Integrated reviews at age two",
                lawful_basis="Invented for the demo nursery",
                consent_modes=dict.fromkeys(Category, ConsentMode.OPT_IN),
                endpoint=claims.Endpoint(claims.EndpointKind.HTTPS, ENDPOINT),
                issued_at=now,
                not_before=now,
                expires_at=now + timedelta(days=365),
            ),
            signing_key=self.signing,
        )

    def post(self, path: str, body: bytes, jti: str) -> Answer:
        if not self.there:
            raise Offline("Nobody is there.")
        receipt = claims.Receipt(
            issuer=keys.kid(self.signing),
            audience=keys.kid(self.card.signing_key),
            agreement=claims.AgreementRef("demo-agreement", "1"),
            package=jti,
            sha256=hashlib.sha256(body).hexdigest(),
            received_at=self.clock.now(),
            status=claims.ReceiptStatus.ACCEPTED,
        )
        token = claims.sign_receipt(receipt, signing_key=self.signing)
        return Answer(201, token.encode(), "application/jose")

    def get_replies(self, after: str | None, bearer: str) -> Answer:
        found = [
            {"cursor": str(place), "envelope": each.decode()}
            for place, each in enumerate(self.answers, 1)
        ]
        page = {"replies": found, "next": str(len(found)), "more": False}
        return Answer(200, json_bytes(page), "application/json")

    def close(self) -> None:
        pass

    def answer(self, export: Export, told: Mapping[str, Any]) -> None:
        now = self.clock.now()
        reply = claims.Reply(
            head=claims.Head(
                jti=new_id(),
                issuer=keys.kid(self.signing),
                audience=keys.kid(self.card.encryption_key),
                issued_at=now,
                expires_at=None,
                agreement=claims.AgreementRef("demo-agreement", "1"),
            ),
            about=export.id,
            about_kind=claims.AboutKind.PACKAGE,
            review_on=now.date() + timedelta(days=told["review_in_days"]),
            outcome=told["outcome"],
            actions=tuple(
                claims.AgreedAction(each["what"], each["who"], _day(now, each["in_days"]))
                for each in told["actions"]
            ),
            follow_up_by=_PERSON,
            contact="01632 960 300",
        )
        self.answers.append(
            claims.build_reply(reply, signing_key=self.signing, recipient=self.card.encryption_key)
        )


def _day(now: datetime, days: int) -> date:
    return now.date() + timedelta(days=days)


def offered_agreement(clock: Clock, team: str, card: claims.SettingCard) -> str:
    """Return the file by which another invented team would offer an agreement to the demo."""
    return _Team(clock, team, card).agreement()


def share(
    session: Session,
    clock: DemoClock,
    children: Mapping[str, Child],
    story: Mapping[str, Any],
    *,
    today: date,
) -> None:
    """Agree with the invented team, send, be answered, wait and be held, as `story` tells."""
    clock.day = today - timedelta(days=story["agreed_days_ago"])
    card = claims.read_setting_card(identity.setting_card(session).token)
    team = _Team(clock, story["team"], card)
    token = team.agreement().encode()
    agreement = agreements.import_agreement(
        session, token, typed=claims.read_agreement(token).fingerprint, confirmed_by=_PERSON
    )

    def connect(_: Agreement) -> sending.Transport:
        return team

    for step in story["exports"]:
        if step["child"] not in children:
            continue
        clock.day = today - timedelta(days=step["days_ago"])
        team.there = step["arrives"]
        child = children[step["child"]]
        export = exports.approve(session, child.id, agreement_id=agreement.id)
        sending.send_approved(session, at_once=True, connect=connect)
        if "reply" in step:
            clock.day = today - timedelta(days=step["reply"]["days_ago"])
            team.answer(export, step["reply"])
            replies.fetch_replies(session, connect=connect)
    clock.day = today
