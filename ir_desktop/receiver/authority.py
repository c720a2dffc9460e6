"""Whether a setting may send something: its key, the agreement it names, and the consent."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Row, select

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.domain.consent import Decision
from ir_desktop.errors import Refused
from ir_desktop.receiver.tables import AGREEMENTS, SETTINGS, SettingStatus
from ir_desktop.sync import claims, package
from ir_desktop.sync.claims import RejectReason

_REVOKED: Final = (
    "This setting's key has been revoked here. Make a new key and introduce it to the health team."
)
_NO_AGREEMENT: Final = "There is no such agreement with this setting. Ask the health team for one."
_NOT_IN_FORCE: Final = "The agreement is not in force. Ask the health team for a new one."
_CATEGORY: Final = "It holds something that the agreement or its own list of contents does not."
_CONSENT: Final = "The agreement asks for the family's own consent for something it holds."


class RefusedPackage(Refused):
    """A package may not come in: the HTTP status, the reason as a code, and a sentence."""

    def __init__(self, status: int, reason: RejectReason, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class KnownSetting:
    """One signing key of a setting that a person has confirmed. `party` joins a setting's keys."""

    kid: str
    party: str
    name: str
    urn: str | None
    contact: str
    signing_key: dict[str, str]
    encryption_key: dict[str, str]
    fingerprint: str
    confirmed_by: str
    confirmed_at: datetime
    status: SettingStatus


def setting_of(row: Row[*tuple[object, ...]]) -> KnownSetting:
    """Return what a row of the settings table says."""
    return KnownSetting(
        kid=row.kid,
        party=row.party,
        name=row.name,
        urn=row.urn,
        contact=row.contact,
        signing_key=json.loads(row.signing_key),
        encryption_key=json.loads(row.encryption_key),
        fingerprint=row.fingerprint,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        status=SettingStatus(row.status),
    )


def find_setting(connection: Connection, kid: str, *, lock: bool = False) -> KnownSetting | None:
    """Return the setting with this signing key, revoked or not; None where it is not known.

    `lock` keeps others from writing for the same key until the transaction ends.
    """
    query = select(SETTINGS).where(SETTINGS.c.kid == kid)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else setting_of(row)


def require_authority(
    connection: Connection, told: claims.PackageClaims, now: datetime
) -> KnownSetting:
    """Return the setting that may send this package now; its row is locked.

    Raises:
        RefusedPackage: 401 or 403, with the reason.
    """
    setting = find_setting(connection, told.head.issuer, lock=True)
    if setting is None:
        raise RefusedPackage(401, RejectReason.UNKNOWN_SETTING, "This setting is not known here.")
    if setting.status is not SettingStatus.ACTIVE:
        raise RefusedPackage(401, RejectReason.REVOKED_SETTING, _REVOKED)
    agreement = _agreement(connection, setting, told.head.agreement, now)
    if set(told.categories) - set(agreement.categories):
        raise RefusedPackage(403, RejectReason.CATEGORY_NOT_ALLOWED, _CATEGORY)
    given = {
        category
        for each in told.consent
        if each.decision is Decision.GIVEN
        for category in each.categories
    }
    for category in told.categories:
        if agreement.consent_modes[category] is ConsentMode.OPT_IN and category not in given:
            raise RefusedPackage(403, RejectReason.CONSENT_MISSING, _CONSENT)
    return setting


def _agreement(
    connection: Connection, setting: KnownSetting, named: claims.AgreementRef, now: datetime
) -> claims.Agreement:
    row = connection.execute(
        select(AGREEMENTS.c.token, AGREEMENTS.c.ended_at).where(
            AGREEMENTS.c.id == named.id,
            AGREEMENTS.c.version == named.version,
            AGREEMENTS.c.party == setting.party,
        )
    ).one_or_none()
    agreement = None if row is None else claims.read_agreement(row.token)
    if row is None or agreement is None or setting.kid not in agreement.setting.kids:
        raise RefusedPackage(403, RejectReason.NO_AGREEMENT, _NO_AGREEMENT)
    ended = row.ended_at is not None and row.ended_at <= now
    if ended or not agreement.not_before <= now <= agreement.expires_at:
        raise RefusedPackage(403, RejectReason.AGREEMENT_NOT_IN_FORCE, _NOT_IN_FORCE)
    return agreement


def require_only_listed(view: package.BundleView, categories: tuple[Category, ...]) -> None:
    """Refuse a Bundle that holds more than the package's own list of contents.

    Raises:
        RefusedPackage: 403. The agreement is held against the list, so the list must be true.
    """
    codes = set(Category)
    held = {each.code for each in view.sections if each.code in codes and not each.empty}
    if view.child_name or view.date_of_birth is not None or view.relatives:
        held.add(Category.IDENTITY)
    if view.nhs_number:
        held.add(Category.NHS_NUMBER)
    if view.summary_pdf is not None:
        held.add(Category.SUMMARY_PDF)
    if held - set(categories):
        raise RefusedPackage(403, RejectReason.CATEGORY_NOT_ALLOWED, _CATEGORY)
