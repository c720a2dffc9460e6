"""What a health team answers: receipts and replies; and the short pass to fetch replies with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ir_desktop.sync.claims_fields import Fields, seconds
from ir_desktop.sync.claims_sent import AgreementRef, Head, read_agreement_ref, read_head

TYP_RECEIPT: Final = "ir-receipt+jwt"
TYP_REPLY: Final = "ir-reply+jwt"
TYP_BEARER: Final = "ir-bearer+jwt"
BEARER_SECONDS: Final = 300


class ReceiptStatus(StrEnum):
    """Whether the health team took what was sent."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class RejectReason(StrEnum):
    """Why a package was rejected; a closed list, since receipts are not encrypted."""

    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    BAD_SIGNATURE = "bad_signature"
    UNKNOWN_SETTING = "unknown_setting"
    REVOKED_SETTING = "revoked_setting"
    NO_AGREEMENT = "no_agreement"
    AGREEMENT_NOT_IN_FORCE = "agreement_not_in_force"
    CATEGORY_NOT_ALLOWED = "category_not_allowed"
    CONSENT_MISSING = "consent_missing"
    EXPIRED = "expired"
    CLOCK = "clock"
    WRONG_RECIPIENT = "wrong_recipient"
    BUNDLE_INVALID = "bundle_invalid"
    JTI_REUSED = "jti_reused"
    UNKNOWN_PACKAGE = "unknown_package"
    NOT_OUR_CHILD = "not_our_child"


REJECT_WORDS: Final[Mapping[RejectReason, str]] = MappingProxyType(
    {
        RejectReason.MALFORMED: "They could not read it.",
        RejectReason.TOO_LARGE: "It is larger than they can take.",
        RejectReason.BAD_SIGNATURE: "Its signature did not fit.",
        RejectReason.UNKNOWN_SETTING: "They do not know this setting's key.",
        RejectReason.REVOKED_SETTING: "They no longer accept this setting's key.",
        RejectReason.NO_AGREEMENT: "They have no sharing agreement with this setting.",
        RejectReason.AGREEMENT_NOT_IN_FORCE: "The sharing agreement is not in force.",
        RejectReason.CATEGORY_NOT_ALLOWED: "It holds something the agreement does not allow.",
        RejectReason.CONSENT_MISSING: "The consent it names does not cover what it holds.",
        RejectReason.EXPIRED: "It arrived too late.",
        RejectReason.CLOCK: "The clocks of the two computers do not agree.",
        RejectReason.WRONG_RECIPIENT: "It was made for somebody else.",
        RejectReason.BUNDLE_INVALID: "The review inside is not in the agreed form.",
        RejectReason.JTI_REUSED: "Something else was sent earlier under the same number.",
        RejectReason.UNKNOWN_PACKAGE: "They do not have the package it speaks of.",
        RejectReason.NOT_OUR_CHILD: "The child is not one of theirs.",
    }
)
"""Each reason as a sentence for the setting, "they" being the health team."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A health team's word that bytes arrived; not encrypted, so nothing about a child.

    `issuer` and `audience` are signing `kid`s; `package` is the `jti` of the notice, package or
    withdrawal, `sha256` that of the envelope's bytes; `reason` only where rejected.
    """

    issuer: str
    audience: str
    agreement: AgreementRef
    package: str
    sha256: str
    received_at: datetime
    status: ReceiptStatus
    reason: RejectReason | None = None

    def to_claims(self) -> dict[str, object]:
        """Return the claims that are signed."""
        claims: dict[str, object] = {
            "iss": self.issuer,
            "aud": self.audience,
            "agreement": self.agreement.to_claims(),
            "package": self.package,
            "sha256": self.sha256,
            "received_at": seconds(self.received_at),
            "status": self.status.value,
        }
        return claims if self.reason is None else claims | {"reason": self.reason.value}


def parse_receipt(claims: object) -> Receipt:
    """Return what verified claims of a receipt say.

    Raises:
        Invalid: with every problem.
    """
    fields = Fields(claims)
    receipt = Receipt(
        issuer=fields.kid("iss"),
        audience=fields.kid("aud"),
        agreement=read_agreement_ref(fields),
        package=fields.uuid("package"),
        sha256=fields.sha256("sha256"),
        received_at=fields.instant("received_at"),
        status=fields.choice("status", ReceiptStatus),
        reason=fields.choice("reason", RejectReason) if fields.has("reason") else None,
    )
    if (receipt.status is ReceiptStatus.REJECTED) != (receipt.reason is not None):
        fields.problem("reason", "A reason belongs to a rejected receipt, and to no other.")
    fields.done()
    return receipt


class AboutKind(StrEnum):
    """What kind of paper a reply answers."""

    NOTICE = "notice"
    PACKAGE = "package"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class AgreedAction:
    """One agreed action: what, who, and by which day (None where none was set)."""

    what: str
    who: str
    by: date | None = None

    def to_claims(self) -> dict[str, object]:
        """Return the claims that are signed."""
        by = None if self.by is None else self.by.isoformat()
        return {"what": self.what, "who": self.who, "by": by}


@dataclass(frozen=True, slots=True)
class Reply:
    """The health team's answer to the notice, package or withdrawal `about` (its `jti`).

    To a notice: `review_on`. To a package: also `outcome`, `actions`, `follow_up_by` (who
    follows up). To a withdrawal: `done`. `review_on` None means the date is not known; texts
    that were not given are "".
    """

    head: Head
    about: str
    about_kind: AboutKind
    review_on: date | None = None
    outcome: str = ""
    actions: tuple[AgreedAction, ...] = ()
    follow_up_by: str = ""
    contact: str = ""
    done: bool = False

    def to_claims(self) -> dict[str, object]:
        """Return the claims that are signed."""
        return self.head.to_claims() | {
            "about": self.about,
            "about_kind": self.about_kind.value,
            "review_on": None if self.review_on is None else self.review_on.isoformat(),
            "outcome": self.outcome,
            "actions": [each.to_claims() for each in self.actions],
            "follow_up_by": self.follow_up_by,
            "contact": self.contact,
            "done": self.done,
        }


def parse_reply(claims: object) -> Reply:
    """Return what verified claims of a reply say.

    Raises:
        Invalid: with every problem.
    """
    fields = Fields(claims)
    reply = Reply(
        head=read_head(fields, expires=False),
        about=fields.uuid("about"),
        about_kind=fields.choice("about_kind", AboutKind),
        review_on=fields.optional_date("review_on"),
        outcome=fields.optional_text("outcome", most=4000, lines=True),
        actions=tuple(
            AgreedAction(
                what=each.text("what", most=1000, lines=True),
                who=each.text("who", most=200),
                by=each.optional_date("by"),
            )
            for each in fields.sections("actions", most=50)
        ),
        follow_up_by=fields.optional_text("follow_up_by", most=200),
        contact=fields.optional_text("contact", most=500, lines=True),
        done=fields.flag("done"),
    )
    if reply.done and reply.about_kind is not AboutKind.WITHDRAWAL:
        fields.problem("done", "Only the answer to a withdrawal says that it was done.")
    fields.done()
    return reply


@dataclass(frozen=True, slots=True)
class Bearer:
    """A pass, good for five minutes, with which a setting asks for its replies.

    `issuer` is the setting's signing `kid`, `audience` the health team's.
    """

    issuer: str
    audience: str
    issued_at: datetime
    expires_at: datetime
    jti: str

    def to_claims(self) -> dict[str, object]:
        """Return the claims that are signed."""
        return {
            "iss": self.issuer,
            "aud": self.audience,
            "iat": seconds(self.issued_at),
            "exp": seconds(self.expires_at),
            "jti": self.jti,
        }


def parse_bearer(claims: object) -> Bearer:
    """Return what verified claims of a pass say.

    Raises:
        Invalid: with every problem; also where it would last longer than five minutes.
    """
    fields = Fields(claims)
    bearer = Bearer(
        issuer=fields.kid("iss"),
        audience=fields.kid("aud"),
        issued_at=fields.instant("iat"),
        expires_at=fields.instant("exp"),
        jti=fields.uuid("jti"),
    )
    if not 0 < seconds(bearer.expires_at) - seconds(bearer.issued_at) <= BEARER_SECONDS:
        fields.problem("exp", f"A pass lasts at most {BEARER_SECONDS} seconds.")
    fields.done()
    return bearer
