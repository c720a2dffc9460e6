"""What a health team reads: packages opened when they are read, and only then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, func, select

from ir_desktop.errors import Invalid, NotFound
from ir_desktop.receiver.authority import find_setting
from ir_desktop.receiver.current import Numbered, number_notes
from ir_desktop.receiver.data import ReceiverData
from ir_desktop.receiver.tables import PACKAGES, REPLIES, SETTINGS
from ir_desktop.sync import claims, package
from ir_desktop.sync.claims import EnvelopeError

_ALL_BUT_BODY = [each for each in PACKAGES.c if each.name not in ("body", "receipt")]


@dataclass(frozen=True, slots=True)
class Received:
    """One package as it is listed.

    `notes` say what is odd about its running number or what it replaces; `superseded_by` is the
    `jti` of a later package that counts instead; `replies` how often it was answered. `view` is
    what it says, None where it cannot be opened any more, which `problem` then tells.
    """

    jti: str
    kid: str
    setting: str
    agreement: claims.AgreementRef
    received_at: datetime
    review_id: str
    review_version: int
    superseded_by: str | None
    replies: int
    notes: tuple[str, ...]
    view: package.BundleView | None = field(default=None, repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OpenedOne:
    """One package as it is read: how it is listed, its claims, and its Bundle's exact bytes."""

    received: Received
    claims: claims.PackageClaims
    bundle_bytes: bytes = field(repr=False)


def inbox(
    data: ReceiverData,
    *,
    superseded: bool = False,
    since: datetime | None = None,
    only: str | None = None,
) -> list[Received]:
    """Return what came, newest first: one record for each setting, review and version.

    Args:
        data: the receiver.
        superseded: also what was replaced by something later.
        since: only what came at this moment or later; the others are not opened.
        only: the `jti` of the one package wanted, replaced or not.
    """
    with data.reading() as connection:
        rows = connection.execute(
            select(*_ALL_BUT_BODY, SETTINGS.c.name)
            .join(SETTINGS, SETTINGS.c.kid == PACKAGES.c.kid)
            .order_by(PACKAGES.c.number.desc())
        ).all()
        counts = {
            str(row.about): int(row.times)
            for row in connection.execute(
                select(REPLIES.c.about, func.count().label("times")).group_by(REPLIES.c.about)
            )
        }
    notes = number_notes(
        Numbered(row.jti, row.kid, row.epoch, row.seq, row.prev, row.sha256) for row in rows
    )
    known = {str(row.jti) for row in rows}
    if only is not None:
        rows = [row for row in rows if row.jti == only]
    elif not superseded:
        rows = [row for row in rows if row.superseded_by is None]
    if since is not None:
        rows = [row for row in rows if row.received_at >= since]
    return [_received(data, row, counts, notes, known) for row in rows]


def _received(
    data: ReceiverData,
    row: Row[*tuple[object, ...]],
    counts: Mapping[str, int],
    notes: Mapping[str, tuple[str, ...]],
    known: set[str],
) -> Received:
    jti = str(row.jti)
    view: package.BundleView | None = None
    problem = ""
    try:
        view = package.read_bundle(open_stored(data, jti).bundle_bytes)
    except EnvelopeError as error:
        problem = str(error)
    except Invalid:
        problem = "The review inside can no longer be read."
    odd = list(notes[jti])
    if row.supersedes is not None and row.supersedes not in known:
        odd.append("It replaces an earlier package that never came.")
    return Received(
        jti=jti,
        kid=row.kid,
        setting=row.name,
        agreement=claims.AgreementRef(row.agreement_id, row.agreement_version),
        received_at=row.received_at,
        review_id=row.review_id,
        review_version=row.review_version,
        superseded_by=row.superseded_by,
        replies=counts.get(jti, 0),
        notes=tuple(odd),
        view=view,
        problem=problem,
    )


def open_stored(data: ReceiverData, jti: str) -> claims.OpenedPackage:
    """Open a package that is kept, judged by the moment it came.

    Raises:
        NotFound: there is none.
        EnvelopeError: it was made for another key, or was damaged since.
    """
    with data.reading() as connection:
        row = connection.execute(
            select(PACKAGES.c.body, PACKAGES.c.received_at, PACKAGES.c.kid).where(
                PACKAGES.c.jti == jti
            )
        ).one_or_none()
        setting = None if row is None else find_setting(connection, row.kid)
    if row is None:
        raise NotFound("No package of that number has come.")
    return claims.open_package(
        row.body,
        private_key=data.keys.encryption,
        sender_key_for=lambda _: None if setting is None else setting.signing_key,
        now=row.received_at,
    )


def open_one(data: ReceiverData, jti: str) -> OpenedOne:
    """Return one package with all it holds.

    Raises:
        NotFound, EnvelopeError: as `open_stored`.
    """
    opened = open_stored(data, jti)
    (listed,) = inbox(data, only=jti)
    return OpenedOne(listed, opened.claims, opened.bundle_bytes)
