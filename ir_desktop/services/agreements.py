"""Sharing agreements: looking at one, and taking it in after its fingerprint was compared."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import replace

from ir_desktop.domain.people import HealthTeam
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Agreement
from ir_desktop.domain.text import clean_line, has_letter
from ir_desktop.errors import Invalid, Problem, Refused, invalid
from ir_desktop.services.identity import installation_of
from ir_desktop.services.session import Session, Work, acting, looking
from ir_desktop.services.teams import team_of_agreement
from ir_desktop.sync import claims, keys
from ir_desktop.sync.problems import EnvelopeError

LARGEST = 200_000
"""The most bytes of an agreement file."""

_PLACES = frozenset("12345678")


def read_agreement(data: bytes) -> claims.Agreement:
    """Return what an agreement file says, its signature checked; nothing is stored or trusted.

    Raises `Invalid` or `EnvelopeError` with a sentence for the person.
    """
    if len(data) > LARGEST:
        raise invalid("file", "This is too large to be an agreement. Check which file it is.")
    try:
        token = data.decode("ascii").strip()
    except UnicodeDecodeError:
        raise invalid("file", "This is not an agreement file. Check which file it is.") from None
    try:
        return claims.read_agreement(token)
    except EnvelopeError as error:
        if error.problems:
            raise Invalid(error.problems) from None
        raise


def import_agreement(
    session: Session,
    data: bytes,
    *,
    typed: str | Mapping[int, str],
    confirmed_by: str,
    health_team_id: str | None = None,
) -> Agreement:
    """Take in an agreement whose fingerprint the person has compared with the health team.

    `typed` is the whole fingerprint, or at least two of its groups by their place (1 to 8),
    also written like ``3=ABCD 7=EFGH``; `confirmed_by` the person at the health team who read
    it out. The agreement belongs to the health team named, or to the one of its own name, which
    is added if it is new.

    Raises:
        EnvelopeError: the signature does not fit.
        Invalid: the fingerprint differs, nobody is named, it is not for this laptop's key.
        Refused: it is in the store already, or its time is over.
    """
    read = read_agreement(data)
    with acting(session, Act.MANAGE_AGREEMENTS) as work:
        own = installation_of(work.records)
        problems: list[Problem] = []
        name = clean_line(confirmed_by, field="confirmed_by")
        if not has_letter(name):
            problems.append(
                Problem("confirmed_by", "Say with whom at the health team it was compared.")
            )
        if not _matches(read.fingerprint, typed):
            problems.append(
                Problem(
                    "fingerprint",
                    "This is not the fingerprint of the agreement’s keys. Ring the health team on "
                    "a number you know, and do not use this file unless it is the same.",
                )
            )
        if own.signing_kid not in read.setting.kids:
            problems.append(
                Problem(
                    "file",
                    "This agreement is not for this laptop’s key. Give the health team this "
                    "laptop’s setting card.",
                )
            )
        if read.endpoint.kind is not claims.EndpointKind.HTTPS:
            problems.append(
                Problem("file", "Only agreements that are sent to by internet can be used so far.")
            )
        if problems:
            raise Invalid(problems)
        if read.expires_at < work.now:
            raise Refused("This agreement has ended. Ask the health team for a new one.")
        if work.records.find_one(Agreement, agreement_id=read.id, version=read.version):
            raise Refused("This agreement is here already.")
        team = _team(work, read, health_team_id)
        return work.records.add(_record(work, read, data, team, own.signing_kid, name))


def _matches(fingerprint: str, typed: str | Mapping[int, str]) -> bool:
    if not isinstance(typed, str):
        return keys.matches_typed_groups(fingerprint, typed)
    numbered = [part.split("=", 1) for part in typed.split() if "=" in part]
    if numbered:
        groups = {int(place): text for place, text in numbered if place in _PLACES}
        return len(groups) == len(typed.split()) and keys.matches_typed_groups(fingerprint, groups)
    bare = "".join(typed.upper().replace("-", " ").split())
    return hmac.compare_digest(
        bare.encode("utf-8", "replace"), "".join(keys.fingerprint_groups(fingerprint)).encode()
    )


def _team(work: Work, read: claims.Agreement, health_team_id: str | None) -> HealthTeam:
    if health_team_id is not None:
        return work.records.get(HealthTeam, health_team_id)
    return team_of_agreement(work, read.recipient_name)


def _record(
    work: Work,
    read: claims.Agreement,
    data: bytes,
    team: HealthTeam,
    own_kid: str,
    confirmed_by: str,
) -> Agreement:
    return work.build(
        Agreement,
        agreement_id=read.id,
        version=read.version,
        health_team_id=team.id,
        token=data.decode("ascii").strip(),
        recipient_name=read.recipient_name,
        signing_key=json.dumps(dict(read.signing_key)),
        encryption_key=json.dumps(dict(read.encryption_key)),
        signing_kid=read.signing_kid,
        encryption_kid=read.encryption_kid,
        purpose=read.purpose,
        lawful_basis=read.lawful_basis,
        valid_from=read.not_before,
        valid_until=read.expires_at,
        categories=read.categories,
        consent_modes=dict(read.consent_modes),
        endpoint_kind=read.endpoint.kind.value,
        endpoint=read.endpoint.address,
        tls_ca=read.endpoint.tls_ca or "",
        own_kid=own_kid,
        fingerprint=read.fingerprint,
        confirmed_by=confirmed_by,
        confirmed_on=work.today,
    )


def list_agreements(session: Session) -> list[Agreement]:
    """Return the agreements, newest first."""
    with looking(session, Act.SEE_LEDGER) as records:
        return list(reversed(records.find(Agreement)))


def end_agreement(session: Session, agreement_id: str) -> Agreement:
    """End an agreement from today: nothing more is sent under it, nor under its other versions.

    Raises `NotFound`, or `Refused` if it has ended.
    """
    with acting(session, Act.MANAGE_AGREEMENTS) as work:
        agreement = work.records.get(Agreement, agreement_id)
        if agreement.ended_on is not None:
            raise Refused("This agreement has ended already.")
        ended = replace(agreement, ended_on=work.today)
        # An earlier version that is still in its time would come into force again.
        for version in work.records.find(Agreement, agreement_id=agreement.agreement_id):
            if version.ended_on is None:
                changed = work.save(replace(version, ended_on=work.today))
                ended = changed if version.id == agreement_id else ended
        return ended


def recipient_of(session: Session, agreement_id: str) -> str:
    """Return the id of the health team that an agreement is with; raises `NotFound`."""
    with looking(session, Act.SEE_LEDGER) as records:
        return records.get(Agreement, agreement_id).health_team_id
