"""A health team in this process: it signs, opens and answers as a real one, or as a hostile one.

`Line` is a transport whose every exchange follows a script, so that tests say what the network
and the other side do.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from ir_desktop.domain.categories import ALWAYS_OPT_IN, Category, ConsentMode
from ir_desktop.domain.sharing import Agreement
from ir_desktop.ids import new_id
from ir_desktop.services import agreements, identity
from ir_desktop.services.session import Session
from ir_desktop.sync import claims, keys
from ir_desktop.sync.transports.answer import Answer, Offline
from tests.services.nursery import Clock

ENDPOINT = "https://localhost:8443"


@dataclass
class Taken:
    """A package that the team accepted."""

    opened: claims.OpenedPackage
    receipt: str


@dataclass
class HealthTeam:
    """The other side of an agreement."""

    clock: Clock
    name: str = "Eastfield health visiting team"
    signing: dict[str, str] = field(default_factory=keys.new_signing_key)
    encryption: dict[str, str] = field(default_factory=keys.new_encryption_key)
    cards: dict[str, claims.SettingCard] = field(default_factory=dict)
    taken: dict[str, Taken] = field(default_factory=dict)
    replies: list[bytes] = field(default_factory=list)

    @property
    def signing_kid(self) -> str:
        return keys.kid(self.signing)

    @property
    def fingerprint(self) -> str:
        return keys.fingerprint(keys.public_jwk(self.signing), keys.public_jwk(self.encryption))

    def agreement(
        self,
        session: Session,
        *,
        agreement_id: str = "agreement-1",
        version: str = "1",
        categories: Collection[Category] = tuple(Category),
        opt_out: Collection[Category] = (),
        days: float = 365,
        starts_in: timedelta = timedelta(days=-1),
        endpoint: claims.Endpoint | None = None,
        kids: tuple[str, ...] = (),
    ) -> bytes:
        """Return an agreement with the setting, as the bytes of its file."""
        card = claims.read_setting_card(identity.setting_card(session).token)
        kid = keys.kid(card.signing_key)
        self.cards[kid] = card
        begins = (self.clock.now() + starts_in).replace(microsecond=0)
        modes = {
            each: ConsentMode.OPT_OUT
            if each in opt_out and each not in ALWAYS_OPT_IN
            else ConsentMode.OPT_IN
            for each in categories
        }
        said = claims.Agreement(
            id=agreement_id,
            version=version,
            setting=claims.SettingParty(card.name, card.urn, kids or (kid,)),
            recipient_name=self.name,
            recipient_contact="Ring 01632 960 300",
            signing_key=keys.public_jwk(self.signing),
            encryption_key=keys.public_jwk(self.encryption),
            purpose="The integrated review at age two",
            lawful_basis="Public task",
            consent_modes=modes,
            endpoint=endpoint or claims.Endpoint(claims.EndpointKind.HTTPS, ENDPOINT),
            issued_at=begins,
            not_before=begins,
            expires_at=begins + timedelta(days=days),
        )
        return claims.sign_agreement(said, signing_key=self.signing).encode()

    def introduce(self, session: Session, **terms: Any) -> Agreement:
        """Make an agreement and take it in, the fingerprint having been compared."""
        return agreements.import_agreement(
            session,
            self.agreement(session, **terms),
            typed=self.fingerprint,
            confirmed_by="Hannah Whitlock",
        )

    def take(self, body: bytes, jti: str) -> Answer:
        """Take a package as a receiver does: the same bytes again get the same receipt."""
        known = self.taken.get(jti)
        if known is not None:
            same = known.opened.sha256 == hashlib.sha256(body).hexdigest()
            return Answer(200, known.receipt.encode()) if same else Answer(409, b"{}")
        opened = self._opened(body)
        assert opened.claims.head.jti == jti
        receipt = self.receipt(body, jti)
        self.taken[jti] = Taken(opened, receipt)
        return Answer(201, receipt.encode(), "application/jose")

    def _opened(self, body: bytes) -> claims.OpenedPackage:
        return claims.open_package(
            body,
            private_key=self.encryption,
            sender_key_for=lambda kid: self.cards[kid].signing_key if kid in self.cards else None,
            now=self.clock.now(),
        )

    def receipt(self, body: bytes, jti: str, **changed: Any) -> str:
        """Return a receipt for these bytes, or one with something changed."""
        key = changed.pop("signing_key", self.signing)
        said = claims.Receipt(
            issuer=keys.kid(key),
            audience=next(iter(self.cards)),
            agreement=self._opened(body).claims.head.agreement,
            package=jti,
            sha256=hashlib.sha256(body).hexdigest(),
            received_at=self.clock.now().replace(microsecond=0),
            status=claims.ReceiptStatus.ACCEPTED,
        )
        return claims.sign_receipt(replace(said, **changed), signing_key=key)

    def refusal(self, body: bytes, jti: str, reason: claims.RejectReason) -> str:
        return self.receipt(body, jti, status=claims.ReceiptStatus.REJECTED, reason=reason)

    def reply(self, about: str, *, signing_key: dict[str, str] | None = None, **said: Any) -> bytes:
        """Return a sealed reply to a package."""
        (card,) = self.cards.values()
        key = signing_key or self.signing
        reply = claims.Reply(
            head=claims.Head(
                jti=new_id(),
                issuer=keys.kid(key),
                audience=keys.kid(card.encryption_key),
                issued_at=self.clock.now().replace(microsecond=0),
                expires_at=None,
                agreement=claims.AgreementRef("agreement-1", "1"),
            ),
            about=about,
            about_kind=claims.AboutKind.PACKAGE,
            **({"review_on": date(2026, 12, 3), "outcome": "Seen"} | said),
        )
        return claims.build_reply(reply, signing_key=key, recipient=card.encryption_key)


Exchange = Callable[[HealthTeam, bytes, str], Answer]


def accept(team: HealthTeam, body: bytes, jti: str) -> Answer:
    return team.take(body, jti)


def drop_before(team: HealthTeam, body: bytes, jti: str) -> Answer:
    raise Offline("The line broke.")


def drop_after(team: HealthTeam, body: bytes, jti: str) -> Answer:
    team.take(body, jti)
    raise Offline("The line broke.")


@dataclass
class Posted:
    """What went over the line."""

    path: str
    body: bytes
    jti: str


@dataclass
class Line:
    """A transport to a team, each exchange as the script says; `accept` when it has ended."""

    team: HealthTeam
    script: list[Exchange] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    asked: list[str | None] = field(default_factory=list)
    pages: list[Answer] = field(default_factory=list)
    page_size: int = 50
    open: int = 0

    def __call__(self, agreement: Agreement) -> "Line":
        self.open += 1
        return self

    def post(self, path: str, body: bytes, jti: str) -> Answer:
        self.posted.append(Posted(path, body, jti))
        exchange = self.script.pop(0) if self.script else accept
        return exchange(self.team, body, jti)

    def get_replies(self, after: str | None, bearer: str) -> Answer:
        self.asked.append(after)
        if self.pages:
            return self.pages.pop(0)
        claims.read_bearer(
            bearer,
            key_for=lambda kid: self.team.cards[kid].signing_key,
            own_kid=self.team.signing_kid,
            now=self.team.clock.now(),
        )
        start = int(after or 0)
        some = self.team.replies[start : start + self.page_size]
        end = start + len(some)
        return page(some, next=str(end), more=end < len(self.team.replies))

    def close(self) -> None:
        self.open -= 1


def page(replies: Iterable[bytes], **more: object) -> Answer:
    found = [{"envelope": each.decode()} for each in replies]
    body = {"replies": found, "next": None, "more": False} | more
    return Answer(200, json.dumps(body).encode(), "application/json")
