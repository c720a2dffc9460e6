"""What a Bundle is made from, and the sections that its parts are gathered into."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ir_desktop.domain.asq3_data import Area, AreaCode
from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Consent
from ir_desktop.domain.people import Carer, Child, FamilyLink, HealthTeam, Setting
from ir_desktop.domain.review import ReviewVersion
from ir_desktop.sync.fhir_narrative import Block
from ir_desktop.sync.fhir_parts import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleFacts:
    """All that a Bundle may be made from; `categories` says what of it goes in.

    `bundle_id` is a UUID, `made_at` an aware time. `consents` gives the decision that counts for
    each category decided on, also for those that stay. `snomed` is `Instrument.codes`.
    """

    bundle_id: str
    made_at: datetime
    setting: Setting
    child: Child
    family: tuple[tuple[Carer, FamilyLink], ...]
    version: ReviewVersion
    author_name: str
    author_role: str
    health_team: HealthTeam
    categories: frozenset[Category]
    consents: Mapping[Category, Consent]
    snomed: Mapping[tuple[int, Area], AreaCode]
    summary_pdf: bytes | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the Composition.

    `code` is of the own system `section`. `entries` are named by the section itself, `beside`
    are reached through them.
    """

    code: str
    blocks: tuple[Block, ...]
    entries: tuple[Entry, ...] = ()
    beside: tuple[Entry, ...] = ()
