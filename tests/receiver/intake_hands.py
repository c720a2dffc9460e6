"""Handing a package to a receiver without a server, and looking at what it keeps."""

from sqlalchemy import func, select

from ir_desktop.receiver import service
from ir_desktop.receiver.tables import PACKAGES
from ir_desktop.sync import claims, envelope
from tests.receiver.parties import Sender, Sent, make_bundle, now


def send(data: service.ReceiverData, sent: Sent, body: bytes | None = None) -> service.Answer:
    return service.receive_package(data, body or sent.body, sent.jti, now())


def kept(data: service.ReceiverData) -> int:
    with data.reading() as connection:
        return connection.execute(select(func.count()).select_from(PACKAGES)).scalar_one()


def resealed(
    sender: Sender, agreement: claims.Agreement, sent: Sent, more: dict[str, object]
) -> bytes:
    """The package with some claims exchanged, which the writer itself would not allow."""
    whole = sent.told.to_claims() | {"bundle": make_bundle().decode()} | more
    token = envelope.sign(whole, typ=claims.TYP_PACKAGE, key=sender.signing)
    return envelope.seal(token, recipient=agreement.encryption_key)
