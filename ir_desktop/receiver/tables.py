"""The receiver's tables: SQLite by default, PostgreSQL where one machine is not enough.

Nothing here says anything about a child in clear: packages and replies are kept as they travel,
sealed, and what stands beside them are names of settings, numbers, hashes and moments.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect


class Moment(TypeDecorator[datetime]):
    """An aware moment (UTC), kept as whole seconds since 1970, so that databases agree on it."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return what is stored."""
        return None if value is None else int(value.timestamp())

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Return what was stored."""
        return None if value is None else datetime.fromtimestamp(value, UTC)


class SettingStatus(StrEnum):
    """Whether what a setting's key signs is still taken."""

    ACTIVE = "active"
    REVOKED = "revoked"


METADATA: Final = MetaData()

# One row for each signing key. `party` joins the keys of one setting: one installation, one key.
SETTINGS: Final = Table(
    "settings",
    METADATA,
    Column("kid", String(43), primary_key=True),
    Column("party", String(36), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("urn", Text),
    Column("contact", Text, nullable=False),
    Column("signing_key", Text, nullable=False),
    Column("encryption_key", Text, nullable=False),
    Column("card", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("confirmed_by", Text, nullable=False),
    Column("confirmed_at", Moment, nullable=False),
    Column("status", String(20), nullable=False),
    Column("changed_at", Moment, nullable=False),
)

AGREEMENTS: Final = Table(
    "agreements",
    METADATA,
    Column("id", String(100), primary_key=True),
    Column("version", String(100), primary_key=True),
    Column("party", String(36), nullable=False, index=True),
    Column("token", Text, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

PACKAGES: Final = Table(
    "packages",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("jti", String(36), nullable=False, unique=True),
    Column("kid", String(43), ForeignKey("settings.kid"), nullable=False),
    Column("party", String(36), nullable=False),
    Column("agreement_id", String(100), nullable=False),
    Column("agreement_version", String(100), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("review_id", String(36), nullable=False),
    Column("review_version", BigInteger, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("prev", String(64)),
    Column("supersedes", String(36)),
    Column("superseded_by", String(36)),  # the jti of the package that took its place
    Index("packages_by_review", "party", "review_id", "review_version"),
)

REFUSALS: Final = Table(
    "refusals",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("status", Integer, nullable=False),
    Column("reason", String(40), nullable=False),
    Column("jti", String(36)),  # as claimed; it may not have been verified
    Column("kid", String(43)),  # as claimed
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
)

# `position` runs for each key from 1 without gaps: it is the cursor a setting asks with.
REPLIES: Final = Table(
    "replies",
    METADATA,
    Column("jti", String(36), primary_key=True),
    Column("kid", String(43), ForeignKey("settings.kid"), nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("about", String(36), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("kid", "position"),
)

# Passes already used, until they would be refused for their age anyway.
PASSES: Final = Table(
    "passes",
    METADATA,
    Column("kid", String(43), primary_key=True),
    Column("jti", String(36), primary_key=True),
    Column("usable_until", Moment, nullable=False, index=True),
)
