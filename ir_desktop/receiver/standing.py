"""Who is known and what is agreed; ending either."""

from datetime import datetime

from sqlalchemy import select, update

from ir_desktop.errors import NotFound
from ir_desktop.receiver.authority import KnownSetting, find_setting, setting_of
from ir_desktop.receiver.data import ReceiverData
from ir_desktop.receiver.tables import AGREEMENTS, SETTINGS, SettingStatus
from ir_desktop.sync import claims


def revoke(data: ReceiverData, kid: str, *, now: datetime) -> KnownSetting:
    """Stop taking anything signed with this key; what came before is kept. Return the setting.

    Raises:
        NotFound: no such key is known.
    """
    with data.writing() as connection:
        setting = find_setting(connection, kid, lock=True)
        if setting is None:
            raise NotFound("No setting with that key is known here. Look in: receiver status.")
        connection.execute(
            update(SETTINGS)
            .where(SETTINGS.c.kid == kid, SETTINGS.c.status == SettingStatus.ACTIVE.value)
            .values(status=SettingStatus.REVOKED.value, changed_at=now)
        )
    return setting


def end_agreement(data: ReceiverData, agreement_id: str, *, now: datetime) -> int:
    """End every version of an agreement at once. Return how many were still open.

    Raises:
        NotFound: there is no such agreement.
    """
    with data.writing() as connection:
        which = AGREEMENTS.c.id == agreement_id
        if connection.execute(select(AGREEMENTS.c.id).where(which)).first() is None:
            raise NotFound("There is no agreement of that number here.")
        done = connection.execute(
            update(AGREEMENTS).where(which, AGREEMENTS.c.ended_at.is_(None)).values(ended_at=now)
        )
    return done.rowcount


def settings(data: ReceiverData) -> list[KnownSetting]:
    """Return every confirmed key of every setting, by name."""
    with data.reading() as connection:
        rows = connection.execute(select(SETTINGS).order_by(SETTINGS.c.name, SETTINGS.c.kid))
        return [setting_of(row) for row in rows]


def agreements(data: ReceiverData) -> list[tuple[claims.Agreement, datetime | None]]:
    """Return every agreement given, oldest first, each with the moment it was ended early."""
    with data.reading() as connection:
        rows = connection.execute(
            select(AGREEMENTS.c.token, AGREEMENTS.c.ended_at).order_by(
                AGREEMENTS.c.issued_at, AGREEMENTS.c.id
            )
        ).all()
    return [(claims.read_agreement(row.token), row.ended_at) for row in rows]
