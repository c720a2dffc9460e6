"""Becoming known to one another: making the receiver, confirming settings, agreements."""

import ipaddress
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, insert, select, update

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.errors import Invalid, NotFound, Problem, Refused, invalid
from ir_desktop.ids import new_id
from ir_desktop.receiver.authority import KnownSetting, find_setting
from ir_desktop.receiver.data import ReceiverData, open_data
from ir_desktop.receiver.folder import Facts, Folder
from ir_desktop.receiver.tables import AGREEMENTS, SETTINGS, SettingStatus
from ir_desktop.sync import claims, envelope

_LABEL: Final = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST: Final = re.compile(rf"{_LABEL}(\.{_LABEL})*")


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says besides who its parties are. In force from, up to and including."""

    modes: Mapping[Category, ConsentMode]
    valid_from: datetime
    valid_until: datetime
    endpoint: claims.Endpoint
    purpose: str
    lawful_basis: str


def init(
    folder: Path,
    *,
    name: str,
    contact: str,
    hosts: Sequence[str],
    port: int,
    now: datetime,
) -> ReceiverData:
    """Make a receiver: keys, TLS certificate, database. Return it, open.

    Args:
        folder: where; it must not hold a receiver yet.
        name: the health team's, as settings will see it.
        contact: whom to ring, as settings will see it.
        hosts: names and addresses under which settings reach it, the first being told to them.
        port: the port that settings are told.
        now: the moment.

    Raises:
        Invalid: with every problem.
        Refused, EnvironmentProblem: as `Folder.make`.
    """
    problems: list[Problem] = []
    if not name.strip() or len(name) > 200:
        problems.append(Problem("name", "Give the health team's name, at most 200 characters."))
    if not contact.strip() or len(contact) > 500:
        problems.append(Problem("contact", "Say whom to ring, in at most 500 characters."))
    if not 1 <= port <= 65535:
        problems.append(Problem("port", "This must be a number from 1 to 65535."))
    if not hosts or not all(_is_host(each) for each in hosts):
        problems.append(
            Problem("host", "Give host names such as reviews.example, or IP addresses.")
        )
    if problems:
        raise Invalid(problems)
    # Whoever is on the machine itself can always reach it under these.
    every = tuple(dict.fromkeys([*hosts, "localhost", "127.0.0.1"]))
    Folder(folder).make(Facts(name, contact, every, port), now)
    return open_data(folder)


def _is_host(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return len(text) <= 253 and _HOST.fullmatch(text) is not None
    return True


def agree(
    data: ReceiverData,
    card_token: str | bytes,
    *,
    fingerprint_typed: str,
    confirmed_by: str,
    terms: Terms,
    now: datetime,
    agreement_id: str | None = None,
    same_setting_as: str | None = None,
) -> str:
    """Confirm a setting's key and return a signed agreement with it.

    Args:
        data: the receiver.
        card_token: the setting's card as it came.
        fingerprint_typed: what a person typed after hearing it from the setting: the whole
            fingerprint, or two or more numbered groups such as ``3=ABCD 7=EFGH``.
        confirmed_by: the name of the person who compared it.
        terms: what is agreed.
        now: the moment.
        agreement_id: an agreement of this setting of which this becomes the next version;
            earlier versions stay in force until they end. None for a new agreement.
        same_setting_as: the `kid` of an earlier card of the same setting, where this card is
            that of another of its computers; the agreement then names all its active keys.

    Raises:
        EnvelopeError: the card is not a sound, self-signed card.
        Refused: the fingerprint does not fit, or the key was revoked.
        Invalid: terms that cannot be agreed.
        NotFound: no such agreement or setting.
    """
    card = claims.read_setting_card(_stripped(card_token))
    if not confirmed_by.strip():
        raise invalid("confirmed-by", "Give the name of the person who compared the fingerprint.")
    if not envelope.matches_typed_groups(card.fingerprint, typed_groups(fingerprint_typed)):
        raise Refused(
            "The fingerprint does not fit this card. Do not trust the card: ring the setting and "
            "have them read out the fingerprint of the card they sent."
        )
    with data.writing() as connection:
        setting = _confirm(connection, card, card_token, confirmed_by, same_setting_as, now)
        agreement = claims.Agreement(
            id=agreement_id or new_id(),
            version=_next_version(connection, setting, agreement_id),
            setting=claims.SettingParty(card.name, card.urn, _active_kids(connection, setting)),
            recipient_name=data.facts.name,
            recipient_contact=data.facts.contact,
            signing_key=envelope.public_jwk(data.keys.signing),
            encryption_key=envelope.public_jwk(data.keys.encryption),
            purpose=terms.purpose,
            lawful_basis=terms.lawful_basis,
            consent_modes=terms.modes,
            endpoint=terms.endpoint,
            issued_at=now,
            not_before=terms.valid_from,
            expires_at=terms.valid_until,
        )
        token = claims.sign_agreement(agreement, signing_key=data.keys.signing)
        connection.execute(
            insert(AGREEMENTS).values(
                id=agreement.id,
                version=agreement.version,
                party=setting.party,
                token=token,
                issued_at=now,
                not_before=agreement.not_before,
                expires_at=agreement.expires_at,
            )
        )
    return token


def typed_groups(text: str) -> dict[int, str]:
    """Return the groups of a fingerprint that a person typed, by their number from 1 to 8.

    Raises:
        Invalid: neither a whole fingerprint nor numbered groups.
    """
    parts = text.replace(",", " ").split()
    numbered = [part.replace(":", "=").partition("=") for part in parts]
    if parts and all(sign and number.isdecimal() for number, sign, _ in numbered):
        groups = {int(number): group for number, _, group in numbered}
        if len(groups) == len(parts):
            return groups
    letters = "".join(parts).replace("-", "")
    if len(letters) == 32:
        return {place + 1: letters[place * 4 : place * 4 + 4] for place in range(8)}
    raise invalid(
        "fingerprint",
        "Type the whole fingerprint (8 groups of 4), or at least two of its groups with their "
        "numbers, such as 3=ABCD 7=EFGH.",
    )


def _stripped(token: str | bytes) -> str | bytes:
    return token.strip()


def _confirm(
    connection: Connection,
    card: claims.SettingCard,
    token: str | bytes,
    confirmed_by: str,
    same_setting_as: str | None,
    now: datetime,
) -> KnownSetting:
    kid = envelope.kid(card.signing_key)
    known = find_setting(connection, kid, lock=True)
    if known is not None and known.status is SettingStatus.REVOKED:
        raise Refused("This key was revoked. The setting must make a new key and send its card.")
    party = new_id() if known is None else known.party
    if same_setting_as is not None:
        other = find_setting(connection, same_setting_as, lock=True)
        if other is None:
            raise NotFound("No setting with that key is known here. Look in: receiver status.")
        if known is not None and known.party != other.party:
            raise Refused("This key is already known as that of another setting.")
        party = other.party
    values = {
        "party": party,
        "name": card.name,
        "urn": card.urn,
        "contact": card.contact,
        "signing_key": json.dumps(dict(card.signing_key)),
        "encryption_key": json.dumps(dict(card.encryption_key)),
        "card": token.decode("ascii") if isinstance(token, bytes) else token,
        "fingerprint": card.fingerprint,
        "confirmed_by": confirmed_by.strip(),
        "confirmed_at": now,
        "status": SettingStatus.ACTIVE.value,
        "changed_at": now,
    }
    if known is None:
        connection.execute(insert(SETTINGS).values(kid=kid, **values))
    else:
        connection.execute(update(SETTINGS).where(SETTINGS.c.kid == kid).values(**values))
    found = find_setting(connection, kid)
    if found is None:
        raise RuntimeError("a setting just written is not there")
    return found


def _next_version(connection: Connection, setting: KnownSetting, agreement_id: str | None) -> str:
    if agreement_id is None:
        return "1"
    rows = connection.execute(
        select(AGREEMENTS.c.version).where(
            AGREEMENTS.c.id == agreement_id, AGREEMENTS.c.party == setting.party
        )
    ).scalars()
    versions = [int(each) for each in rows]
    if not versions:
        raise NotFound("This setting has no agreement of that number here.")
    return str(max(versions) + 1)


def _active_kids(connection: Connection, setting: KnownSetting) -> tuple[str, ...]:
    active = SETTINGS.c.status == SettingStatus.ACTIVE.value
    query = select(SETTINGS.c.kid).where(SETTINGS.c.party == setting.party, active)
    return tuple(connection.execute(query.order_by(SETTINGS.c.confirmed_at)).scalars())
