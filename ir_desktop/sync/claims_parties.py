"""The two papers of an introduction: a setting's card, and a health team's agreement."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509

from ir_desktop.domain.categories import ALWAYS_OPT_IN, Category, ConsentMode
from ir_desktop.domain.people import SettingType
from ir_desktop.sync.claims_fields import URN, Fields, seconds
from ir_desktop.sync.keys import fingerprint, kid

TYP_SETTING: Final = "ir-setting+jwt"
TYP_AGREEMENT: Final = "ir-agreement+jwt"

_PEM: Final = re.compile(
    r"\s*-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*"
)
_MAILBOX: Final = re.compile(r"[A-Za-z0-9]{4,40}")


class EndpointKind(StrEnum):
    """By which way packages travel to the health team."""

    HTTPS = "https"
    MESH = "mesh"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class SettingCard:
    """Who a setting is, signed by itself; trusted only after its fingerprint was compared.

    `urn` is the Ofsted number, None where there is none (a childminder of an agency). The keys
    are public JWKs, `signing_key` Ed25519 and `encryption_key` X25519.
    """

    name: str
    urn: str | None
    type: SettingType
    contact: str
    signing_key: Mapping[str, str]
    encryption_key: Mapping[str, str]
    issued_at: datetime

    @property
    def fingerprint(self) -> str:
        """The fingerprint of its two keys, to compare over the telephone."""
        return fingerprint(self.signing_key, self.encryption_key)

    def to_claims(self) -> dict[str, object]:
        """Return the claims that are signed."""
        return {
            "iss": kid(self.signing_key),
            "iat": seconds(self.issued_at),
            "name": self.name,
            "urn": self.urn,
            "type": self.type.value,
            "contact": self.contact,
            "signing_key": dict(self.signing_key),
            "encryption_key": dict(self.encryption_key),
        }


def parse_setting_card(claims: object) -> SettingCard:
    """Return the card that verified claims describe.

    Raises:
        Invalid: with every problem.
    """
    fields = Fields(claims)
    card = SettingCard(
        name=fields.text("name", most=200),
        urn=fields.optional("urn", URN, "an Ofsted number: 6 to 8 capitals and digits"),
        type=fields.choice("type", SettingType),
        contact=fields.text("contact", most=500, lines=True),
        signing_key=fields.key("signing_key", "Ed25519"),
        encryption_key=fields.key("encryption_key", "X25519"),
        issued_at=fields.instant("iat"),
    )
    _check_issuer(fields, card.signing_key)
    fields.done()
    return card


def _check_issuer(fields: Fields, signing_key: Mapping[str, str]) -> None:
    if fields.kid("iss") != signing_key.get("kid"):
        fields.problem("iss", "This must be the thumbprint of the signing key given here.")


@dataclass(frozen=True, slots=True)
class SettingParty:
    """The setting as an agreement names it; `kids` are its signing keys, one an installation."""

    name: str
    urn: str | None
    kids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where packages go.

    `address` is an https URL (kind `https`), a mailbox (`mesh`) or "" (`by_hand`). `tls_ca` is
    the one certificate authority trusted for an https endpoint, as PEM; None means the
    machine's own list.
    """

    kind: EndpointKind
    address: str = ""
    tls_ca: str | None = None

    def to_claims(self) -> dict[str, object]:
        """Return the claims that are signed."""
        claims: dict[str, object] = {"kind": self.kind.value}
        if self.kind is EndpointKind.HTTPS:
            claims["url"] = self.address
        elif self.kind is EndpointKind.MESH:
            claims["mailbox"] = self.address
        return claims


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a health team agrees to receive from a setting, signed by the health team.

    `consent_modes` has exactly the categories allowed. The keys are the health team's public
    JWKs; `signing_kid` and `encryption_kid` are their thumbprints. In force from `not_before`
    up to and including `expires_at`.
    """

    id: str
    version: str
    setting: SettingParty
    recipient_name: str
    recipient_contact: str
    signing_key: Mapping[str, str]
    encryption_key: Mapping[str, str]
    purpose: str
    lawful_basis: str
    consent_modes: Mapping[Category, ConsentMode]
    endpoint: Endpoint
    issued_at: datetime
    not_before: datetime
    expires_at: datetime

    @property
    def categories(self) -> tuple[Category, ...]:
        """The categories that may be shared."""
        return tuple(self.consent_modes)

    @property
    def signing_kid(self) -> str:
        """The thumbprint of the health team's signing key."""
        return kid(self.signing_key)

    @property
    def encryption_kid(self) -> str:
        """The thumbprint of the health team's encryption key."""
        return kid(self.encryption_key)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the health team's two keys."""
        return fingerprint(self.signing_key, self.encryption_key)

    def to_claims(self) -> dict[str, object]:
        """Return the claims that are signed."""
        return {
            "iss": self.signing_kid,
            "iat": seconds(self.issued_at),
            "nbf": seconds(self.not_before),
            "exp": seconds(self.expires_at),
            "id": self.id,
            "version": self.version,
            "setting": {
                "name": self.setting.name,
                "urn": self.setting.urn,
                "kids": list(self.setting.kids),
            },
            "recipient": {"name": self.recipient_name, "contact": self.recipient_contact},
            "signing_key": dict(self.signing_key),
            "encryption_key": dict(self.encryption_key),
            "purpose": self.purpose,
            "lawful_basis": self.lawful_basis,
            "categories": [each.value for each in self.consent_modes],
            "consent_modes": {each.value: mode.value for each, mode in self.consent_modes.items()},
            "endpoint": self.endpoint.to_claims(),
            "tls_ca": self.endpoint.tls_ca,
        }


def parse_agreement(claims: object) -> Agreement:
    """Return the agreement that verified claims describe.

    Raises:
        Invalid: with every problem; also where a category that is always opt-in is not.
    """
    fields = Fields(claims)
    setting = fields.section("setting")
    recipient = fields.section("recipient")
    agreement = Agreement(
        id=fields.identifier("id"),
        version=fields.identifier("version"),
        setting=SettingParty(
            name=setting.text("name", most=200),
            urn=setting.optional("urn", URN, "an Ofsted number: 6 to 8 capitals and digits"),
            kids=setting.kids("kids", most=50),
        ),
        recipient_name=recipient.text("name", most=200),
        recipient_contact=recipient.text("contact", most=500, lines=True),
        signing_key=fields.key("signing_key", "Ed25519"),
        encryption_key=fields.key("encryption_key", "X25519"),
        purpose=fields.text("purpose", most=1000, lines=True),
        lawful_basis=fields.text("lawful_basis", most=2000, lines=True),
        consent_modes=_consent_modes(fields),
        endpoint=_endpoint(fields),
        issued_at=fields.instant("iat"),
        not_before=fields.instant("nbf"),
        expires_at=fields.instant("exp"),
    )
    _check_issuer(fields, agreement.signing_key)
    if agreement.expires_at <= agreement.not_before:
        fields.problem("exp", "An agreement must end after it begins.")
    fields.done()
    return agreement


def _consent_modes(fields: Fields) -> dict[Category, ConsentMode]:
    section = fields.section("consent_modes")
    modes = {
        each: section.choice(each.value, ConsentMode)
        for each in fields.choices("categories", Category)
    }
    for each in ALWAYS_OPT_IN & modes.keys():
        if modes[each] is not ConsentMode.OPT_IN:
            section.problem(each.value, "This category always needs consent: it must be opt_in.")
    return modes


def _endpoint(fields: Fields) -> Endpoint:
    section = fields.section("endpoint")
    kind = section.choice("kind", EndpointKind)
    address = ""
    if kind is EndpointKind.MESH:
        address = section.matching("mailbox", _MAILBOX, "a mailbox: 4 to 40 letters and digits")
    elif kind is EndpointKind.HTTPS:
        address = section.text("url", most=500)
        if not is_https_url(address):
            section.problem("url", "This must be an https address with a host, and no more.")
    tls_ca = fields.text("tls_ca", most=20_000, lines=True) if fields.has("tls_ca") else None
    if tls_ca is not None and not is_certificate(tls_ca):
        fields.problem("tls_ca", "This must be exactly one certificate as PEM.")
    return Endpoint(kind, address, tls_ca)


def is_https_url(text: str) -> bool:
    """Return whether `text` is a plain https base address: no user name, query or fragment."""
    if not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or "?" in text or "#" in text or "@" in text)
    return parts.scheme == "https" and bool(parts.hostname) and port != 0 and plain


def is_certificate(text: str) -> bool:
    """Return whether `text` is one X.509 certificate as PEM, and nothing beside it."""
    if not _PEM.fullmatch(text):
        return False
    try:
        x509.load_pem_x509_certificate(text.encode("ascii"))
    except ValueError:
        return False
    return True
