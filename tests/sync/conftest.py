"""Two invented parties with fresh keys, and a good example of every paper they exchange."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.domain.consent import Decision, How
from ir_desktop.sync import claims, envelope
from tests.sync.envelope_hands import TYP

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
REVIEW_ID = "01935a2e-7c4f-7b11-9d3a-5f0c2b8e6a41"
JTI = "01935a2e-8000-7000-8000-000000000001"


@dataclass(frozen=True)
class Party:
    """One side with its private keys."""

    signing: dict[str, str] = field(default_factory=envelope.new_signing_key)
    encryption: dict[str, str] = field(default_factory=envelope.new_encryption_key)

    @property
    def signing_public(self) -> dict[str, str]:
        return envelope.public_jwk(self.signing)

    @property
    def encryption_public(self) -> dict[str, str]:
        return envelope.public_jwk(self.encryption)

    @property
    def kid(self) -> str:
        return self.signing["kid"]

    def known(self, named: str) -> dict[str, str] | None:
        """A look-up that knows this party only, as `sender_key_for` and `key_for`."""
        return self.signing_public if named == self.kid else None


@dataclass(frozen=True)
class Papers:
    """Makes good papers between a setting and a health team."""

    setting: Party
    team: Party

    def card(self) -> claims.SettingCard:
        return claims.SettingCard(
            name="Little Oaks Nursery",
            urn="EY999001",
            type=claims.SettingType.PRIVATE_NURSERY,
            contact="Rowan Ashdown, 01632 960001",
            signing_key=self.setting.signing_public,
            encryption_key=self.setting.encryption_public,
            issued_at=NOW,
        )

    def agreement(self) -> claims.Agreement:
        modes = dict.fromkeys(Category, ConsentMode.OPT_IN)
        modes[Category.IDENTITY] = ConsentMode.OPT_OUT
        return claims.Agreement(
            id="AG-2026-014",
            version="2",
            setting=claims.SettingParty("Little Oaks Nursery", "EY999001", (self.setting.kid,)),
            recipient_name="Northmere Health Visiting Team",
            recipient_contact="01632 960002",
            signing_key=self.team.signing_public,
            encryption_key=self.team.encryption_public,
            purpose="Integrated reviews at age two",
            lawful_basis="Public task; health care by a professional",
            consent_modes=modes,
            endpoint=claims.Endpoint(claims.EndpointKind.HTTPS, "https://reviews.example:8443/in"),
            issued_at=NOW,
            not_before=NOW,
            expires_at=NOW + timedelta(days=365),
        )

    def head(self, jti: str = JTI) -> claims.Head:
        return claims.Head(
            jti=jti,
            issuer=self.setting.kid,
            audience=self.team.encryption["kid"],
            issued_at=NOW,
            expires_at=NOW + timedelta(days=30),
            agreement=claims.AgreementRef("AG-2026-014", "2"),
        )

    def consent(self, *categories: Category) -> claims.ConsentGiven:
        return claims.ConsentGiven(
            decision=Decision.GIVEN,
            categories=categories,
            by="Marta Field",
            role="mother",
            on=date(2026, 11, 2),
            how=How.IN_PERSON,
            wording="2026-1",
        )

    def package(self, bundle: bytes) -> claims.PackageClaims:
        categories = (Category.IDENTITY, Category.PROGRESS_CHECK, Category.ASQ3)
        return claims.PackageClaims(
            head=self.head(),
            review=claims.ReviewRef(REVIEW_ID, 1, envelope.sha256_hex(bundle)),
            consent=(self.consent(*categories),),
            categories=categories,
            epoch=0,
            seq=1,
        )

    def sealed(self, bundle: bytes) -> bytes:
        return claims.build_package(
            self.package(bundle),
            bundle,
            signing_key=self.setting.signing,
            recipient=self.team.encryption_public,
        )

    def notice(self) -> claims.Notice:
        return claims.Notice(
            head=self.head(),
            consent=(self.consent(Category.IDENTITY, Category.NHS_NUMBER),),
            categories=(Category.IDENTITY, Category.NHS_NUMBER),
            given_name="Ivo",
            family_name="Field",
            date_of_birth=date(2024, 9, 3),
            postcode="ZZ1 1ZZ",
            nhs_number="9990000026",
            planned_month="2026-12",
        )

    def withdrawal(self) -> claims.Withdrawal:
        return claims.Withdrawal(
            head=self.head(),
            package=JTI,
            withdrawn_on=date(2026, 11, 19),
            categories=(Category.ASQ3,),
        )

    def receipt(self, sha256: str) -> claims.Receipt:
        return claims.Receipt(
            issuer=self.team.kid,
            audience=self.setting.kid,
            agreement=claims.AgreementRef("AG-2026-014", "2"),
            package=JTI,
            sha256=sha256,
            received_at=NOW,
            status=claims.ReceiptStatus.ACCEPTED,
        )

    def reply(self) -> claims.Reply:
        return claims.Reply(
            head=claims.Head(
                jti="01935a2e-8000-7000-8000-000000000002",
                issuer=self.team.kid,
                audience=self.setting.encryption["kid"],
                issued_at=NOW,
                expires_at=None,
                agreement=claims.AgreementRef("AG-2026-014", "2"),
            ),
            about=JTI,
            about_kind=claims.AboutKind.PACKAGE,
            review_on=date(2026, 12, 8),
            outcome="Seen at home.\nHearing test asked for.",
            actions=(claims.AgreedAction("Hearing test", "Audiology", date(2027, 1, 15)),),
            follow_up_by="Noor Haddon",
            contact="01632 960002",
        )


@pytest.fixture(scope="session")
def setting() -> Party:
    return Party()


@pytest.fixture(scope="session")
def team() -> Party:
    return Party()


@pytest.fixture(scope="session")
def stranger() -> Party:
    return Party()


@pytest.fixture(scope="session")
def papers(setting: Party, team: Party) -> Papers:
    return Papers(setting, team)


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def authority_pem() -> str:
    """A certificate authority of its own, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Northmere test authority")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode("ascii")


@pytest.fixture
def opened(setting: Party, team: Party) -> Callable[..., claims.OpenedPackage]:
    """Open a package as the health team would."""

    def open_it(data: bytes, now: datetime = NOW) -> claims.OpenedPackage:
        return claims.open_package(
            data, private_key=team.encryption, sender_key_for=setting.known, now=now
        )

    return open_it


@pytest.fixture(scope="session")
def token(setting: Party) -> str:
    """A paper that the setting signed."""
    return envelope.sign({"a": "Zoë"}, typ=TYP, key=setting.signing)


@pytest.fixture(scope="session")
def sealed(token: str, team: Party) -> bytes:
    """The same paper, sealed to the team."""
    return envelope.seal(token, recipient=team.encryption_public)
