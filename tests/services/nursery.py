"""A demo nursery for tests: made once, copied for each test, with a clock that tests set."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from ir_desktop.domain.people import Child, Role
from ir_desktop.services import demo, sign_in
from ir_desktop.services.session import Session
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.schema import audit_event, metadata

TODAY = date(2026, 11, 20)
Dump = dict[str, frozenset[tuple[Any, ...]]]


@dataclass
class Clock:
    """A clock that stands where it was put, but for a millisecond each time it is read."""

    moment: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def forward(self, **time: float) -> None:
        self.moment += timedelta(**time)


@dataclass(frozen=True)
class Nursery:
    """A demo store's folder, its staff, and the clock of everybody who signs in."""

    folder: Path
    names: dict[Role, str]
    passwords: dict[Role, str]
    recovery_code: str
    clock: Clock = field(default_factory=Clock)

    def copied_to(self, folder: Path) -> "Nursery":
        shutil.copytree(self.folder, folder)
        return Nursery(folder, self.names, self.passwords, self.recovery_code)

    def sign_in(self, role: Role = Role.MANAGER) -> Session:
        slot = sign_in.find_slot(self.folder, self.names[role])
        return sign_in.sign_in(self.folder, slot, self.passwords[role], clock=self.clock)

    @contextmanager
    def signed_in(self, role: Role = Role.MANAGER) -> Iterator[Session]:
        session = self.sign_in(role)
        try:
            yield session
        finally:
            session.close()


def make_nursery(folder: Path, children: int = 20, today: date = TODAY) -> Nursery:
    made = demo.make_demo(folder, children=children, today=today)
    return Nursery(
        folder,
        {each.role: each.name for each in made.staff},
        {each.role: each.password for each in made.staff},
        made.recovery_code,
    )


def child_named(session: Session, given_name: str) -> Child:
    with session.store.reading() as records:
        (child,) = records.find(Child, given_name=given_name)
    return child


def dump(records: Repository, *, leave_out: tuple[str, ...] = ("audit_event",)) -> Dump:
    """Return every row of the store, but for the chain and its seal."""
    found: Dump = {}
    for table in metadata.sorted_tables:
        if table.name not in leave_out:
            rows = records.connection.execute(select(table)).all()
            found[table.name] = frozenset(tuple(row) for row in rows if row[0] != "audit_head")
    return found


def records_of(session: Session) -> Dump:
    with session.store.reading() as records:
        return dump(records)


def acts(session: Session, after: int = 0) -> list[str]:
    """Return the acts in the audit chain, oldest first."""
    with session.store.reading() as records:
        rows = records.connection.execute(
            select(audit_event.c.act).where(audit_event.c.seq > after).order_by(audit_event.c.seq)
        )
        return [row.act for row in rows]


def newest_act(session: Session) -> int:
    """Return the number of the newest event in the audit chain."""
    with session.store.reading() as records:
        return records.connection.execute(select(func.max(audit_event.c.seq))).scalar_one()


def change_behind(session: Session, statement: str, **values: object) -> int:
    """Run SQL as somebody would who has the key but not the program; return how many rows."""
    with session.store.database.transaction() as connection:
        return connection.execute(text(statement), values).rowcount
