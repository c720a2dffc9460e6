"""The sealed papers that a setting sends: notice, package and withdrawal."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from ir_desktop.domain.categories import ALWAYS_OPT_IN, Category
from ir_desktop.domain.consent import Decision, How
from ir_desktop.sync.claims_fields import MONTH, Fields, seconds

TYP_NOTICE: Final = "ir-notice+jwt"
TYP_PACKAGE: Final = "ir-package+jwt"
TYP_WITHDRAWAL: Final = "ir-withdrawal+jwt"
_COUNT: Final = 2**53 - 1  # the largest whole number every JSON reader keeps exactly


@dataclass(frozen=True, slots=True)
class AgreementRef:
    """The agreement under which something is sent."""

    id: str
    version: str

    def to_claims(self) -> dict[str, object]:
        """Return the claims that are signed."""
        return {"id": self.id, "version": self.version}


@dataclass(frozen=True, slots=True)
class Head:
    """What every sealed paper begins with.

    `jti` is its UUID; `issuer` the signing `kid` of the writer; `audience` the `kid` of the
    encryption key it is sealed to. `expires_at` is None only for replies.
    """

    jti: str
    issuer: str
    audience: str
    issued_at: datetime
    expires_at: datetime | None
    agreement: AgreementRef

    def to_claims(self) -> dict[str, object]:
        """Return the claims that are signed."""
        claims: dict[str, object] = {
            "jti": self.jti,
            "iss": self.issuer,
            "aud": self.audience,
            "iat": seconds(self.issued_at),
        }
        if self.expires_at is not None:
            claims["exp"] = seconds(self.expires_at)
        return claims | {"agreement": self.agreement.to_claims()}


def read_agreement_ref(fields: Fields) -> AgreementRef:
    """Read the `agreement` of any paper."""
    section = fields.section("agreement")
    return AgreementRef(section.identifier("id"), section.identifier("version"))


def read_head(fields: Fields, *, expires: bool) -> Head:
    """Read what every sealed paper begins with; `expires` says whether `exp` must be there."""
    head = Head(
        jti=fields.uuid("jti"),
        issuer=fields.kid("iss"),
        audience=fields.kid("aud"),
        issued_at=fields.instant("iat"),
        expires_at=fields.instant("exp") if expires or fields.has("exp") else None,
        agreement=read_agreement_ref(fields),
    )
    if head.expires_at is not None and head.expires_at <= head.issued_at:
        fields.problem("exp", "This must be later than the moment of writing.")
    return head


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """One decision of the family that lets something be sent.

    `decision` is `given`, or `told` for opt-out categories (told, and nobody objected). `by` and
    `role` name who decided and their relationship to the child; `wording` is the version of
    the words they were given.
    """

    decision: Decision
    categories: tuple[Category, ...]
    by: str
    role: str
    on: date
    how: How
    wording: str

    def to_claims(self) -> dict[str, object]:
        """Return the claims that are signed."""
        return {
            "decision": self.decision.value,
            "categories": [each.value for each in self.categories],
            "by": self.by,
            "role": self.role,
            "on": self.on.isoformat(),
            "how": self.how.value,
            "wording": self.wording,
        }


def _read_consent(fields: Fields, categories: tuple[Category, ...]) -> tuple[ConsentGiven, ...]:
    found = tuple(
        ConsentGiven(
            decision=_positive(each),
            categories=each.choices("categories", Category),
            by=each.text("by", most=200),
            role=each.text("role", most=100),
            on=each.date("on"),
            how=each.choice("how", How),
            wording=each.text("wording", most=100),
        )
        for each in fields.sections("consent", least=1, most=50)
    )
    for category in categories:
        decisions = {each.decision for each in found if category in each.categories}
        needed = {Decision.GIVEN} if category in ALWAYS_OPT_IN else {Decision.GIVEN, Decision.TOLD}
        if not decisions & needed:
            fields.problem("consent", f"No consent here covers the category {category.value}.")
    return found


def _positive(fields: Fields) -> Decision:
    decision = fields.choice("decision", Decision)
    if decision not in (Decision.GIVEN, Decision.TOLD):
        fields.problem("decision", "Only decisions that allow sending belong here: given or told.")
    return decision


@dataclass(frozen=True, slots=True)
class ReviewRef:
    """Which review, in which signed-off version, and the SHA-256 of its Bundle's exact bytes."""

    id: str
    version: int
    bundle_sha256: str

    def to_claims(self) -> dict[str, object]:
        """Return the claims that are signed."""
        return {"id": self.id, "version": self.version, "sha256": self.bundle_sha256}


@dataclass(frozen=True, slots=True)
class PackageClaims:
    """Everything a package says beside its Bundle (EXCHANGE "Package claims").

    `epoch`, `seq` and `prev` are the sending key's running number to this recipient and the
    SHA-256 of the envelope before (None for the first): a gap or a fork is shown to a person,
    never a reason to refuse. `supersedes` is the `jti` of an earlier package this one replaces.
    """

    head: Head
    review: ReviewRef
    consent: tuple[ConsentGiven, ...]
    categories: tuple[Category, ...]
    epoch: int
    seq: int
    prev: str | None = None
    supersedes: str | None = None

    def to_claims(self) -> dict[str, object]:
        """Return the claims that are signed, all but `bundle`."""
        return self.head.to_claims() | {
            "review": self.review.to_claims(),
            "consent": [each.to_claims() for each in self.consent],
            "categories": [each.value for each in self.categories],
            "epoch": self.epoch,
            "seq": self.seq,
            "prev": self.prev,
            "supersedes": self.supersedes,
        }


def parse_package(claims: object) -> PackageClaims:
    """Return what verified claims of a package say; the Bundle is read by `open_package`.

    Raises:
        Invalid: with every problem.
    """
    fields = Fields(claims)
    review = fields.section("review")
    categories = fields.choices("categories", Category)
    package = PackageClaims(
        head=read_head(fields, expires=True),
        review=ReviewRef(
            id=review.uuid("id"),
            version=review.integer("version", 1, _COUNT),
            bundle_sha256=review.sha256("sha256"),
        ),
        consent=_read_consent(fields, categories),
        categories=categories,
        epoch=fields.integer("epoch", 0, _COUNT),
        seq=fields.integer("seq", 1, _COUNT),
        prev=fields.sha256("prev") if fields.has("prev") else None,
        supersedes=fields.uuid("supersedes") if fields.has("supersedes") else None,
    )
    fields.done()
    return package


@dataclass(frozen=True, slots=True)
class Notice:
    """Told beforehand: this child attends here, a check is planned; when is your review?

    Identity only. `planned_month` is "YYYY-MM"; `postcode` and `nhs_number` may be "".
    """

    head: Head
    consent: tuple[ConsentGiven, ...]
    categories: tuple[Category, ...]
    given_name: str
    family_name: str
    date_of_birth: date
    postcode: str
    nhs_number: str
    planned_month: str

    def to_claims(self) -> dict[str, object]:
        """Return the claims that are signed."""
        return self.head.to_claims() | {
            "consent": [each.to_claims() for each in self.consent],
            "categories": [each.value for each in self.categories],
            "child": {
                "given_name": self.given_name,
                "family_name": self.family_name,
                "date_of_birth": self.date_of_birth.isoformat(),
                "postcode": self.postcode,
                "nhs_number": self.nhs_number,
            },
            "planned_month": self.planned_month,
        }


def parse_notice(claims: object) -> Notice:
    """Return what verified claims of a notice say.

    Raises:
        Invalid: with every problem; also where the NHS number is not among its categories.
    """
    fields = Fields(claims)
    child = fields.section("child")
    categories = fields.choices("categories", Category)
    notice = Notice(
        head=read_head(fields, expires=True),
        consent=_read_consent(fields, categories),
        categories=categories,
        given_name=child.text("given_name", most=200),
        family_name=child.text("family_name", most=200),
        date_of_birth=child.date("date_of_birth"),
        postcode=child.optional_text("postcode", most=20),
        nhs_number=child.optional_text("nhs_number", most=20),
        planned_month=fields.matching("planned_month", MONTH, "a month as YYYY-MM"),
    )
    if Category.IDENTITY not in categories:
        fields.problem("categories", "A notice is about who the child is: identity is missing.")
    if set(categories) - {Category.IDENTITY, Category.NHS_NUMBER}:
        fields.problem("categories", "A notice may hold only identity and nhs_number.")
    if notice.nhs_number and Category.NHS_NUMBER not in categories:
        child.problem("nhs_number", "This is given although its category is not.")
    fields.done()
    return notice


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Consent was withdrawn for the package `package` (its `jti`): please stop using it."""

    head: Head
    package: str
    withdrawn_on: date
    categories: tuple[Category, ...]

    def to_claims(self) -> dict[str, object]:
        """Return the claims that are signed."""
        return self.head.to_claims() | {
            "package": self.package,
            "withdrawn_on": self.withdrawn_on.isoformat(),
            "categories": [each.value for each in self.categories],
        }


def parse_withdrawal(claims: object) -> Withdrawal:
    """Return what verified claims of a withdrawal say.

    Raises:
        Invalid: with every problem.
    """
    fields = Fields(claims)
    withdrawal = Withdrawal(
        head=read_head(fields, expires=True),
        package=fields.uuid("package"),
        withdrawn_on=fields.date("withdrawn_on"),
        categories=fields.choices("categories", Category),
    )
    fields.done()
    return withdrawal
