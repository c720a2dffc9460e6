"""The papers that are signed but not sealed: card, agreement, receipt, and the short pass.

Writers raise `Invalid` for contents that a reader would refuse; readers raise `EnvelopeError` and
nothing else, whatever they are given.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from ir_desktop.sync import envelope
from ir_desktop.sync.claims_answers import (
    BEARER_SECONDS,
    TYP_BEARER,
    TYP_RECEIPT,
    Bearer,
    Receipt,
    parse_bearer,
    parse_receipt,
)
from ir_desktop.sync.claims_common import CLOCK_TOLERANCE, KeyFor, parsed
from ir_desktop.sync.claims_parties import (
    TYP_AGREEMENT,
    TYP_SETTING,
    Agreement,
    SettingCard,
    parse_agreement,
    parse_setting_card,
)
from ir_desktop.sync.keys import Jwk, kid
from ir_desktop.sync.problems import Code, EnvelopeError


def sign_setting_card(card: SettingCard, *, signing_key: Jwk) -> str:
    """Return a setting's card, signed with its private signing key.

    Raises:
        Invalid: with every problem of the card.
        EnvelopeError: `wrong_issuer` where the card names another key, `bad_key`.
    """
    return _sign_own(card.to_claims(), parse_setting_card, TYP_SETTING, signing_key)


def read_setting_card(token: str | bytes) -> SettingCard:
    """Return a setting's card that is signed with the key it carries.

    Its fingerprint must still be compared by a person before its keys are trusted.

    Raises:
        EnvelopeError: as `envelope.verify`, and `invalid_claims`.
    """
    claims = envelope.verify_self_signed(token, typ=TYP_SETTING)
    return parsed(claims, parse_setting_card)


def sign_agreement(agreement: Agreement, *, signing_key: Jwk) -> str:
    """Return an agreement, signed with the health team's private signing key.

    Raises:
        Invalid: with every problem of the agreement.
        EnvelopeError: `wrong_issuer` where the agreement names another key, `bad_key`.
    """
    return _sign_own(agreement.to_claims(), parse_agreement, TYP_AGREEMENT, signing_key)


def read_agreement(token: str | bytes) -> Agreement:
    """Return an agreement that is signed with the key it carries.

    Its fingerprint must still be compared by a person before its keys are trusted. Whether it
    is in force, and whether it names this setting's key, is for the caller to ask.

    Raises:
        EnvelopeError: as `envelope.verify`, and `invalid_claims`.
    """
    claims = envelope.verify_self_signed(token, typ=TYP_AGREEMENT)
    return parsed(claims, parse_agreement)


def sign_receipt(receipt: Receipt, *, signing_key: Jwk) -> str:
    """Return a receipt, signed with the health team's private signing key.

    Raises:
        Invalid: with every problem of the receipt.
        EnvelopeError: `wrong_issuer` where the receipt names another key, `bad_key`.
    """
    return _sign_own(receipt.to_claims(), parse_receipt, TYP_RECEIPT, signing_key)


def read_receipt(
    token: str | bytes, *, agreement: Agreement, own_kid: str, sha256: str, jti: str
) -> Receipt:
    """Return a receipt that counts: for these bytes, from this health team, to this setting.

    Args:
        token: the receipt as it came.
        agreement: the agreement under which the bytes were sent.
        own_kid: this setting's signing `kid`.
        sha256: of the envelope's bytes as stored.
        jti: of the notice, package or withdrawal.

    Raises:
        EnvelopeError: as `envelope.verify`, and `invalid_claims`, `wrong_issuer`,
            `wrong_audience`, `wrong_agreement`, `wrong_package`, `wrong_hash`.
    """
    claims = envelope.verify(token, typ=TYP_RECEIPT, key=agreement.signing_key)
    receipt = parsed(claims, parse_receipt)
    for fits, code in (
        (receipt.issuer == agreement.signing_kid, Code.WRONG_ISSUER),
        (receipt.audience == own_kid, Code.WRONG_AUDIENCE),
        (receipt.agreement.id == agreement.id, Code.WRONG_AGREEMENT),
        (receipt.package == jti, Code.WRONG_PACKAGE),
        (receipt.sha256 == sha256, Code.WRONG_HASH),
    ):
        if not fits:
            raise EnvelopeError(code)
    return receipt


def build_bearer(*, audience: str, jti: str, signing_key: Jwk, now: datetime) -> str:
    """Return a pass, good for five minutes, to fetch replies from the team `audience`.

    Raises:
        Invalid: `audience` is not a `kid`, or `jti` not a UUID.
        EnvelopeError: `bad_key`.
    """
    expires_at = now + timedelta(seconds=BEARER_SECONDS)
    bearer = Bearer(kid(signing_key), audience, now, expires_at, jti)
    return _sign_own(bearer.to_claims(), parse_bearer, TYP_BEARER, signing_key)


def read_bearer(token: str | bytes, *, key_for: KeyFor, own_kid: str, now: datetime) -> Bearer:
    """Return a pass that is good now for the health team whose signing `kid` is `own_kid`.

    Raises:
        EnvelopeError: as `envelope.verify`, and `invalid_claims`, `wrong_issuer`,
            `wrong_audience`; `clock` where it is used more than ten minutes before it was
            made or after it ended.
    """
    claims = envelope.verify_by_kid(token, typ=TYP_BEARER, key_for=key_for)
    bearer = parsed(claims, parse_bearer)
    if bearer.issuer != envelope.peek(token).header["kid"]:
        raise EnvelopeError(Code.WRONG_ISSUER)
    if bearer.audience != own_kid:
        raise EnvelopeError(Code.WRONG_AUDIENCE)
    if not bearer.issued_at - CLOCK_TOLERANCE <= now <= bearer.expires_at + CLOCK_TOLERANCE:
        raise EnvelopeError(Code.CLOCK)
    return bearer


def _sign_own(
    claims: dict[str, object], parse: Callable[[object], object], typ: str, signing_key: Jwk
) -> str:
    parse(claims)
    if claims["iss"] != kid(signing_key):
        raise EnvelopeError(Code.WRONG_ISSUER)
    return envelope.sign(claims, typ=typ, key=signing_key)
