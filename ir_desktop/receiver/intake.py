"""Taking a package in: open it, ask whether it may come, keep it, and sign for it.

The receipt is committed together with the package, before it is handed out: whoever asks again
with the same bytes gets the same receipt, whatever happened in between.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from ir_desktop.errors import Invalid
from ir_desktop.receiver.authority import (
    RefusedPackage,
    find_setting,
    require_authority,
    require_only_listed,
)
from ir_desktop.receiver.current import mark_superseded
from ir_desktop.receiver.data import ReceiverData
from ir_desktop.receiver.refusing import Answer, refuse
from ir_desktop.receiver.tables import PACKAGES
from ir_desktop.sync import claims, envelope, package
from ir_desktop.sync.claims import Code, EnvelopeError, RejectReason


def receive_package(
    data: ReceiverData, body: bytes, idempotency_key: str | None, now: datetime
) -> Answer:
    """Take in a package, or say why not.

    Args:
        data: the receiver.
        body: the envelope exactly as it came.
        idempotency_key: what the sender named the request by, which must be the package's
            `jti`; None where it came by hand.
        now: the moment.

    Returns:
        201 with a new receipt; 200 with the receipt given before, for the same bytes; else a
        refusal (400, 401, 403, 409, 413), with a signed receipt where the envelope says to whom.

    Raises:
        EnvironmentProblem: the database cannot be used; nothing was taken.
    """
    sha256 = envelope.sha256_hex(body)
    try:
        earlier = _earlier(data, idempotency_key, sha256)
        if earlier is not None:
            return Answer(200, earlier)
        opened = _open(data, body, now)
        if idempotency_key is not None and opened.claims.head.jti != idempotency_key:
            raise RefusedPackage(400, RejectReason.MALFORMED, _OTHER_KEY)
        return _keep(data, body, opened, _view(opened), now)
    except RefusedPackage as refusal:
        return refuse(data, body, sha256, refusal, now)


_OTHER_KEY: Final = "The Idempotency-Key must be the package's own jti."
_TAKEN: Final = "Another package came earlier under this jti. Send this one under a new jti."


def _earlier(data: ReceiverData, jti: str | None, sha256: str) -> str | None:
    if jti is None:
        return None
    with data.reading() as connection:
        return _receipt_of(connection, jti, sha256)


def _receipt_of(connection: Connection, jti: str, sha256: str) -> str | None:
    query = select(PACKAGES.c.sha256, PACKAGES.c.receipt).where(PACKAGES.c.jti == jti)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    if row.sha256 != sha256:
        raise RefusedPackage(409, RejectReason.JTI_REUSED, _TAKEN)
    return str(row.receipt)


def _open(data: ReceiverData, body: bytes, now: datetime) -> claims.OpenedPackage:
    def key_for(kid: str) -> dict[str, str] | None:
        # Revoked keys are found too: a signature that fits lets the refusal say "revoked".
        with data.reading() as connection:
            setting = find_setting(connection, kid)
        return None if setting is None else setting.signing_key

    try:
        return claims.open_package(
            body, private_key=data.keys.encryption, sender_key_for=key_for, now=now
        )
    except EnvelopeError as error:
        raise RefusedPackage(*_judged(error), str(error)) from error


def _judged(error: EnvelopeError) -> tuple[int, RejectReason]:
    fields = {each.field.split("[")[0].split(".")[0] for each in error.problems}
    if error.code is Code.INVALID_CLAIMS and fields == {"consent"}:
        return 403, RejectReason.CONSENT_MISSING
    return _BY_CODE.get(error.code, (400, RejectReason.MALFORMED))


_BY_CODE: Final = {
    Code.TOO_LARGE: (413, RejectReason.TOO_LARGE),
    Code.WRONG_RECIPIENT: (400, RejectReason.WRONG_RECIPIENT),
    Code.WRONG_AUDIENCE: (400, RejectReason.WRONG_RECIPIENT),
    Code.UNKNOWN_KEY: (401, RejectReason.UNKNOWN_SETTING),
    Code.BAD_SIGNATURE: (401, RejectReason.BAD_SIGNATURE),
    Code.WRONG_ISSUER: (401, RejectReason.BAD_SIGNATURE),
    Code.EXPIRED: (403, RejectReason.EXPIRED),
    Code.NOT_YET_VALID: (403, RejectReason.CLOCK),
    Code.CLOCK: (403, RejectReason.CLOCK),
    Code.WRONG_HASH: (400, RejectReason.BUNDLE_INVALID),
}


def _view(opened: claims.OpenedPackage) -> package.BundleView | None:
    try:
        view = package.read_bundle(opened.bundle_bytes)
    except Invalid:
        return None
    return view if view.version == opened.claims.review.version else None


def _keep(
    data: ReceiverData,
    body: bytes,
    opened: claims.OpenedPackage,
    view: package.BundleView | None,
    now: datetime,
) -> Answer:
    jti = opened.claims.head.jti
    try:
        with data.writing() as connection:
            # Asked again now that nobody else can write: two requests may race.
            earlier = _receipt_of(connection, jti, opened.sha256)
            if earlier is not None:
                return Answer(200, earlier)
            setting = require_authority(connection, opened.claims, now)
            if view is None:
                raise RefusedPackage(400, RejectReason.BUNDLE_INVALID, _NOT_SOUND)
            require_only_listed(view, opened.claims.categories)
            receipt = _accepted(data, opened, now)
            _insert(connection, body, opened, setting.party, receipt, now)
            mark_superseded(connection, setting.party, opened.claims.review.id)
    except IntegrityError:
        # A database that lets two write at once: the other one's commit came first.
        with data.reading() as connection:
            earlier = _receipt_of(connection, jti, opened.sha256)
        if earlier is None:
            raise
        return Answer(200, earlier)
    return Answer(201, receipt)


_NOT_SOUND: Final = "The review inside is not a FHIR document in the agreed form."


def _accepted(data: ReceiverData, opened: claims.OpenedPackage, now: datetime) -> str:
    head = opened.claims.head
    receipt = claims.Receipt(
        issuer=data.keys.signing_kid,
        audience=head.issuer,
        agreement=head.agreement,
        package=head.jti,
        sha256=opened.sha256,
        received_at=now,
        status=claims.ReceiptStatus.ACCEPTED,
    )
    return claims.sign_receipt(receipt, signing_key=data.keys.signing)


def _insert(
    connection: Connection,
    body: bytes,
    opened: claims.OpenedPackage,
    party: str,
    receipt: str,
    now: datetime,
) -> None:
    told = opened.claims
    connection.execute(
        insert(PACKAGES).values(
            jti=told.head.jti,
            kid=told.head.issuer,
            party=party,
            agreement_id=told.head.agreement.id,
            agreement_version=told.head.agreement.version,
            body=body,
            sha256=opened.sha256,
            received_at=now,
            receipt=receipt,
            review_id=told.review.id,
            review_version=told.review.version,
            epoch=told.epoch,
            seq=told.seq,
            prev=told.prev,
            supersedes=told.supersedes,
        )
    )
