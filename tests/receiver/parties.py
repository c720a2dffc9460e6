"""An invented setting that sends, and a health team to send to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ir_desktop.domain.asq3 import Area, Band, Zone
from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.domain.consent import Consent, Decision, How, Purpose
from ir_desktop.domain.people import Child, HealthTeam, Setting, SettingType
from ir_desktop.domain.review import (
    Action,
    AreaNote,
    AreaScore,
    Asq3Record,
    Asq3Scores,
    PrimeArea,
    ProgressCheck,
    Question,
    ReviewContent,
    ReviewModel,
    ReviewVersion,
)
from ir_desktop.ids import new_id
from ir_desktop.receiver import service
from ir_desktop.receiver.command_options import DEFAULT_LAWFUL_BASIS, DEFAULT_PURPOSE
from ir_desktop.sync import claims, envelope
from ir_desktop.sync.package import BundleFacts, build_bundle

CANARY = "Canarymarked"
PDF = b"%PDF-1.7\n%\xff an invented paper\n%%EOF\n"
ALL = tuple(Category)


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def make_bundle(
    *,
    version: int = 1,
    categories: tuple[Category, ...] = ALL,
    given_name: str = f"Zofia{CANARY}",
    family_name: str = f"Field{CANARY}",
    pdf: bytes = PDF,
) -> bytes:
    """A small sound Bundle with every category filled, about an invented child."""
    stamps: dict[str, Any] = {
        "created_at": now(),
        "created_by": "staff-1",
        "changed_at": now(),
        "changed_by": "staff-1",
    }
    child = Child(
        id="child-1",
        **stamps,
        given_name=given_name,
        family_name=family_name,
        date_of_birth=date(2024, 5, 23),
        nhs_number="9990000018",
        address=f"1 {CANARY} Lane",
        postcode="ZZ1 1ZZ",
    )
    consent = Consent(
        id="consent-1",
        **stamps,
        child_id="child-1",
        health_team_id="team-1",
        purpose=Purpose.THIS_REVIEW,
        categories=ALL,
        decision=Decision.GIVEN,
        by_name=f"Marta {CANARY}",
        by_relationship="mother",
        how=How.IN_PERSON,
        occurred_on=date(2026, 9, 10),
        wording_version="en-2026-11",
        review_by=date(2027, 9, 10),
    )
    content = ReviewContent(
        model=ReviewModel.SEPARATE_SHARED,
        held_on=date(2026, 9, 14),
        asq3=Asq3Record(completed_on=date(2026, 9, 1), questionnaire=27, completed_by="Marta"),
        progress_check=ProgressCheck(
            observed_on=date(2026, 9, 10),
            areas={PrimeArea.COMMUNICATION: AreaNote(strengths=f"Says {CANARY} words")},
            parents_view="She sings.",
            parents_view_from="Marta",
        ),
        questions=(Question(text=f"Could it be {CANARY} hearing?", unsure=True),),
        actions=(Action(what="Picture cards", owner="Jo", due=date(2026, 9, 30)),),
        follow_up_on=date(2026, 12, 8),
    )
    score = AreaScore(
        score=30.0,
        band=Band.AT_OR_ABOVE,
        zone=Zone.MONITORING,
        cutoff=25.17,
        monitoring_upper=35,
        answered=6,
        adjusted=False,
        zone_confirmed=True,
    )
    facts = BundleFacts(
        bundle_id=new_id(),
        made_at=now(),
        setting=Setting(
            id="setting-1",
            **stamps,
            name="Poppies Nursery",
            type=SettingType.PRIVATE_NURSERY,
            urn="EY123456",
        ),
        child=child,
        family=(),
        version=ReviewVersion(
            id="version-1",
            **stamps,
            review_id="01935a2e-7c4f-7b11-9d3a-5f0c2b8e6a41",
            child_id="child-1",
            version=version,
            content=content,
            scores=Asq3Scores(
                questionnaire=27,
                months=27,
                days=9,
                corrected=False,
                in_window=True,
                areas=dict.fromkeys(Area, score),
                follow_up_topics=(),
            ),
            signed_by="staff-1",
            signed_by_name="Jo Field",
            signed_at=now(),
            countersigned_by_name="",
            reason="" if version == 1 else "A score was mistyped",
            sha256="0" * 64,
        ),
        author_name="Jo Field",
        author_role="Practitioner",
        health_team=HealthTeam(id="team-1", **stamps, name="Invented Health Visiting"),
        categories=frozenset(categories),
        consents=dict.fromkeys(Category, consent),
        snomed={},
        summary_pdf=pdf,
    )
    return build_bundle(facts)


@dataclass(frozen=True)
class Sent:
    """A package on its way."""

    jti: str
    body: bytes = field(repr=False)
    told: claims.PackageClaims = field(repr=False)


@dataclass
class Sender:
    """A setting: its keys, and the packages it makes."""

    signing: dict[str, str] = field(default_factory=envelope.new_signing_key)
    encryption: dict[str, str] = field(default_factory=envelope.new_encryption_key)
    name: str = "Poppies Nursery"
    seq: int = 0
    prev: str | None = None

    @property
    def kid(self) -> str:
        return self.signing["kid"]

    @property
    def card(self) -> str:
        card = claims.SettingCard(
            name=self.name,
            urn="EY123456",
            type=claims.SettingType.PRIVATE_NURSERY,
            contact="Jo Field, 01632 960001",
            signing_key=envelope.public_jwk(self.signing),
            encryption_key=envelope.public_jwk(self.encryption),
            issued_at=now(),
        )
        return claims.sign_setting_card(card, signing_key=self.signing)

    @property
    def fingerprint(self) -> str:
        return envelope.fingerprint(
            envelope.public_jwk(self.signing), envelope.public_jwk(self.encryption)
        )

    def package(
        self,
        agreement: claims.Agreement,
        bundle: bytes | None = None,
        *,
        jti: str | None = None,
        decision: Decision = Decision.GIVEN,
        signing: dict[str, str] | None = None,
        recipient: Any = None,
        change: Callable[[claims.PackageClaims], claims.PackageClaims] = lambda told: told,
        **told: Any,
    ) -> Sent:
        """A package under an agreement, good unless something else is asked for."""
        whole = bundle if bundle is not None else make_bundle()
        jti = jti or new_id()
        key = signing or self.signing
        recipient = recipient or agreement.encryption_key
        categories = told.pop("categories", ALL)
        self.seq += 1
        said = claims.PackageClaims(
            head=claims.Head(
                jti=jti,
                issuer=key["kid"],
                audience=envelope.kid(recipient),
                issued_at=now(),
                expires_at=now() + timedelta(days=30),
                agreement=claims.AgreementRef(agreement.id, agreement.version),
            ),
            review=claims.ReviewRef(
                told.pop("review_id", None) or new_id(),
                told.pop("version", 1),
                envelope.sha256_hex(whole),
            ),
            consent=(
                claims.ConsentGiven(
                    decision=decision,
                    categories=categories,
                    by=f"Marta {CANARY}",
                    role="mother",
                    on=date(2026, 11, 2),
                    how=How.IN_PERSON,
                    wording="2026-1",
                ),
            ),
            categories=categories,
            epoch=told.pop("epoch", 0),
            seq=told.pop("seq", self.seq),
            prev=told.pop("prev", self.prev),
            **told,
        )
        said = change(said)
        body = claims.build_package(said, whole, signing_key=key, recipient=recipient)
        self.prev = envelope.sha256_hex(body)
        return Sent(jti, body, said)

    def bearer(self, agreement: claims.Agreement, moment: datetime | None = None) -> str:
        return claims.build_bearer(
            audience=agreement.signing_kid,
            jti=new_id(),
            signing_key=self.signing,
            now=moment or now(),
        )

    def receipt(self, agreement: claims.Agreement, sent: Sent, token: str) -> claims.Receipt:
        """The receipt, if it counts; an error otherwise."""
        return claims.read_receipt(
            token,
            agreement=agreement,
            own_kid=self.kid,
            sha256=envelope.sha256_hex(sent.body),
            jti=sent.jti,
        )


def terms(
    categories: tuple[Category, ...] = ALL,
    mode: ConsentMode = ConsentMode.OPT_IN,
    start: datetime | None = None,
    end: datetime | None = None,
    endpoint: claims.Endpoint | None = None,
) -> service.Terms:
    begins = start or now() - timedelta(days=1)
    modes = dict.fromkeys(categories, mode)
    if Category.PROGRESS_CHECK in modes:
        modes[Category.PROGRESS_CHECK] = ConsentMode.OPT_IN
    return service.Terms(
        modes=modes,
        valid_from=begins,
        valid_until=end or begins + timedelta(days=365),
        endpoint=endpoint or claims.Endpoint(claims.EndpointKind.BY_HAND),
        purpose=DEFAULT_PURPOSE,
        lawful_basis=DEFAULT_LAWFUL_BASIS,
    )


def introduce(
    data: service.ReceiverData, sender: Sender, agreed: service.Terms | None = None, **more: Any
) -> claims.Agreement:
    """An agreement between the two, the fingerprint having been compared."""
    token = service.agree(
        data,
        sender.card,
        fingerprint_typed=sender.fingerprint,
        confirmed_by="Noor Haddon",
        terms=agreed or terms(),
        now=now(),
        **more,
    )
    return claims.read_agreement(token)


def init(folder: Path, port: int = 8443) -> service.ReceiverData:
    return service.init(
        folder,
        name="Northmere Health Visiting Team",
        contact="01632 960002",
        hosts=["localhost"],
        port=port,
        now=now(),
    )
