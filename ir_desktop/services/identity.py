"""This installation's own keys, and the setting card that introduces it to a health team."""

import json
from dataclasses import dataclass

from ir_desktop.domain.people import Setting
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Installation
from ir_desktop.errors import Refused
from ir_desktop.services.session import Session, Work, acting
from ir_desktop.storage.repository import Repository
from ir_desktop.sync import claims, keys


@dataclass(frozen=True, slots=True)
class Card:
    """The signed setting card to hand to a health team, and the fingerprint to read out."""

    token: str
    fingerprint: str


def setting_card(session: Session) -> Card:
    """Return the setting's card, making this installation's keys the first time."""
    with acting(session, Act.MANAGE_AGREEMENTS) as work:
        setting = the_setting(work.records)
        installation = _installation(work)
        signing = json.loads(installation.signing_key)
        card = claims.SettingCard(
            name=setting.name,
            urn=setting.urn or None,
            type=setting.type,
            contact=_contact(setting),
            signing_key=keys.public_jwk(signing),
            encryption_key=keys.public_jwk(json.loads(installation.encryption_key)),
            issued_at=work.now,
        )
        return Card(claims.sign_setting_card(card, signing_key=signing), card.fingerprint)


def the_setting(records: Repository) -> Setting:
    """Return the one setting of the store."""
    found = records.find_one(Setting)
    if found is None:
        raise AssertionError("a store is made with its setting")
    return found


def installation_of(records: Repository) -> Installation:
    """Return this installation's keys; raises `Refused` if there are none yet."""
    found = records.find_one(Installation)
    if found is None:
        raise Refused("Make the setting card first, so that this laptop has its own keys.")
    return found


def _installation(work: Work) -> Installation:
    found = work.records.find_one(Installation)
    if found is not None:
        return found
    signing, encryption = keys.new_signing_key(), keys.new_encryption_key()
    return work.new(
        Installation,
        signing_key=json.dumps(signing),
        encryption_key=json.dumps(encryption),
        signing_kid=keys.kid(signing),
        encryption_kid=keys.kid(encryption),
    )


def _contact(setting: Setting) -> str:
    lines = (setting.phone, setting.email, setting.address, setting.postcode)
    return "\n".join(each for each in lines if each) or "Ask at the setting"
