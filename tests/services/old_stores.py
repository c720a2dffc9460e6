"""Stores that older versions of the program made, and what those versions had in them."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from ir_desktop.domain.people import Role
from ir_desktop.storage import migrate
from tests.services.health_team import HealthTeam
from tests.services.nursery import Clock, Nursery

FIXTURES = Path(__file__).parents[1] / "fixtures" / "stores"
REVISIONS = sorted(each.name for each in FIXTURES.iterdir() if each.name.isdigit())
OLDER = [each for each in REVISIONS if each != migrate.newest()]

_CHANGES_AT_SIGN_IN = {"alembic_version", "store_info"}


@dataclass(frozen=True)
class OldStore:
    """A copy of an older store, and what its own program told of it."""

    revision: str
    nursery: Nursery
    told: dict[str, Any]

    @property
    def exports(self) -> dict[str, str]:
        """The ids of the copies for the health team, by what had become of them."""
        return self.told["exports"]

    def team(self) -> HealthTeam:
        """Return the health team that the store has an agreement with."""
        return HealthTeam(self.nursery.clock, **self.told["team"])

    def differences(self, connection: Connection) -> list[str]:
        """Return the tables in which a row that was there is not there as it was."""
        return [
            name
            for name, was in self.told["tables"].items()
            if name not in _CHANGES_AT_SIGN_IN
            # Signing in adds events to the chain, after those that were there.
            and digests(connection, name, was["columns"])[: len(was["rows"])] != was["rows"]
        ]


def old_store(revision: str, folder: Path) -> OldStore:
    """Copy the store of a schema into `folder`, which is made."""
    folder.mkdir(parents=True)
    for name in ("keys.json", "records.db"):
        shutil.copy(FIXTURES / revision / name, folder)
    told = json.loads((FIXTURES / revision / "told.json").read_text("utf-8"))
    nursery = Nursery(
        folder,
        {Role(role): name for role, name in told["staff"].items()},
        {Role(role): word for role, word in told["passwords"].items()},
        told["recovery_code"],
        Clock(datetime.fromisoformat(told["moment"]).astimezone(UTC)),
    )
    return OldStore(revision, nursery, told)


def digests(connection: Connection, table: str, columns: list[str]) -> list[str]:
    """Return a digest of each row, as `fixtures/stores/make.py` did when the store was made."""
    listed = ", ".join(f'"{each}"' for each in columns)
    rows = connection.exec_driver_sql(f'SELECT {listed} FROM "{table}" ORDER BY rowid').all()
    return [hashlib.sha256(repr(tuple(row)).encode()).hexdigest()[:24] for row in rows]
