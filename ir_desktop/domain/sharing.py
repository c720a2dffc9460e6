"""Agreements with health teams, exports in the outbox, and what comes back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ir_desktop.domain.categories import CATEGORY_WORDS, Category, ConsentMode
from ir_desktop.domain.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Record):
    """A sharing agreement imported after its fingerprint was compared.

    `token` is the signed document itself; the other fields are read from it once, when verified.
    `valid_until` is the last moment it is in force.
    """

    agreement_id: str
    version: str
    health_team_id: str
    token: str
    recipient_name: str
    signing_key: str  # the team's public JWK as JSON
    encryption_key: str
    signing_kid: str
    encryption_kid: str
    purpose: str
    lawful_basis: str
    valid_from: datetime
    valid_until: datetime
    categories: tuple[Category, ...]
    consent_modes: Mapping[Category, ConsentMode]
    endpoint_kind: str
    endpoint: str
    tls_ca: str
    own_kid: str  # the setting's signing key that it names
    fingerprint: str
    confirmed_by: str  # the person at the health team with whom the fingerprint was compared
    confirmed_on: date
    ended_on: date | None = None


class ExportState(StrEnum):
    """Outbox states (EXCHANGE "Outbox states")."""

    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    WAITING = "waiting"
    RECEIVED = "received"
    REJECTED = "rejected"
    SET_ASIDE = "set_aside"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


LONGEST_PAUSE = timedelta(hours=24)
"""The longest that an export waits for its next try: a team may ask for patience, not for ever."""

STOPPED = "Stopped here before it left: the child has left"
"""The outcome of an export that a person stopped because the child left. It is superseded then."""


class HoldReason(StrEnum):
    """Why an export may not leave."""

    NO_AGREEMENT = "no_agreement"
    AGREEMENT_NOT_YET = "agreement_not_yet"
    AGREEMENT_ENDED = "agreement_ended"
    CATEGORY_NOT_ALLOWED = "category_not_allowed"
    CONSENT_MISSING = "consent_missing"
    CONSENT_DECLINED = "consent_declined"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONSENT_OUT_OF_DATE = "consent_out_of_date"
    KEY_NOT_CONFIRMED = "key_not_confirmed"
    NOT_SIGNED_OFF = "not_signed_off"
    ANOTHER_TEAM = "another_team"
    DEMO_STORE = "demo_store"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One reason for holding, with the sentence a person reads: why, and what would free it."""

    reason: HoldReason
    sentence: str
    category: Category | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Record):
    """One row of the outbox and the ledger. The bytes are kept apart, in `ExportBody`.

    `id` is also the `jti`: the idempotency key at the receiver. `attempts` counts sends tried.
    """

    child_id: str
    review_id: str
    review_version: int
    health_team_id: str
    agreement_id: str | None  # the id of our Agreement record; None while there is none
    categories: tuple[Category, ...]
    bundle_sha256: str
    state: ExportState
    holds: tuple[Hold, ...] = ()
    envelope_sha256: str = ""
    seq: int | None = None
    prev: str = ""
    attempts: int = 0
    next_try_at: datetime | None = None
    last_outcome: str = ""  # a sentence for a person
    approved_by: str = ""
    approved_at: datetime | None = None
    sent_at: datetime | None = None
    received_at: datetime | None = None
    receipt: str = ""
    rejected_reason: str = ""
    supersedes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportBody(Record):
    """The frozen Bundle, and the envelope once the gate first allowed sending."""

    bundle: bytes
    envelope: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedAction:
    """One action in the health team's answer."""

    what: str
    who: str
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Record):
    """The health visitor's answer to an export. `about` is the export's id."""

    about: str
    child_id: str
    health_team_id: str
    token_sha256: str
    token: str
    review_on: date | None
    outcome: str
    actions: tuple[AgreedAction, ...]
    follow_up_by: str
    contact: str
    replied_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation(Record):
    """This installation's own key pairs for sharing, as private JWKs in JSON.

    They live only inside the encrypted database. One installation is one signing key.
    """

    signing_key: str
    encryption_key: str
    signing_kid: str
    encryption_kid: str


def next_try(export: Export, *, now: datetime) -> datetime | None:
    """Return until when a run waits with an export, or None if for nothing.

    No pause is longer than the longest, so a time further ahead was planned by a clock that was
    ahead itself. It is not waited for: it might be a year.
    """
    planned = export.next_try_at
    return None if planned is None or planned > now + LONGEST_PAUSE else planned


def is_stopped(export: Export) -> bool:
    """Return whether a person stopped an export because the child left."""
    return export.state is ExportState.SUPERSEDED and export.last_outcome == STOPPED


def hold_words(export: Export) -> tuple[str, ...]:
    """Return why an export is held, each reason told once although it holds for many categories."""
    return words_of_holds(export.holds, len(export.categories))


def words_of_holds(holds: Iterable[Hold], categories: int) -> tuple[str, ...]:
    """Return reasons in words, each told once; `categories` is how many kinds would leave.

    A reason that is the same for every category needs no category named, one for several gives
    their number.
    """
    counted: dict[str, list[str]] = {}
    for each in holds:
        named = "" if each.category is None else f"{CATEGORY_WORDS[each.category]}: "
        if named and each.sentence.startswith(named):
            counted.setdefault(each.sentence.removeprefix(named), []).append(each.sentence)
        else:
            counted[each.sentence] = [each.sentence]
    return tuple(
        _for_all(words, len(sentences) == categories, sentences)
        for words, sentences in counted.items()
    )


def _for_all(words: str, everything: bool, sentences: list[str]) -> str:
    if len(sentences) == 1:
        return sentences[0]
    if everything:
        return words[:1].upper() + words[1:]
    return f"{len(sentences)} kinds of information: {words}"
