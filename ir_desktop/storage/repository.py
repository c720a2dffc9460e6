"""The only way to read and write records: typed, by kind of record, inside a transaction.

A `Repository` also notes the digest of every row it writes, for the audit event that the
service appends before the transaction ends.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import (
    ColumnClause,
    Connection,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    column,
    delete,
    func,
    insert,
    select,
    update,
)

from ir_desktop.domain import consent, form_draft, incident, people, profile, review, sharing
from ir_desktop.domain.records import Record
from ir_desktop.errors import NotFound
from ir_desktop.storage import schema
from ir_desktop.storage.audit import RowDigest, row_digest
from ir_desktop.storage.mapping import Mapper, Plain, mapper_for

R = TypeVar("R", bound=Record)

# Ids made in the same millisecond are in no order; SQLite's own row number is.
_INSERTED: ColumnClause[Any] = column("rowid")
_THE_ID = "the_id"  # no column has this name

_TABLES: dict[type[Record], Table] = {
    people.Setting: schema.setting,
    people.Room: schema.room,
    people.Staff: schema.staff,
    people.Cover: schema.cover,
    people.HealthTeam: schema.health_team,
    people.Child: schema.child,
    people.Carer: schema.carer,
    people.FamilyLink: schema.family_link,
    consent.Consent: schema.consent,
    consent.Contact: schema.contact,
    review.Review: schema.review,
    review.ReviewVersion: schema.review_version,
    sharing.Installation: schema.installation,
    sharing.Agreement: schema.agreement,
    sharing.Export: schema.export,
    sharing.ExportBody: schema.export_body,
    sharing.Reply: schema.reply,
    profile.StoredProfile: schema.stored_profile,
    form_draft.FormDraft: schema.form_draft,
    incident.Incident: schema.incident,
}

_NAMES: dict[type[Record], str] = {
    people.Child: "child",
    people.Staff: "member of staff",
    people.Room: "room",
    people.HealthTeam: "health team",
    review.Review: "review",
    review.ReviewVersion: "signed-off review",
    sharing.Agreement: "agreement",
    sharing.Export: "export",
    incident.Incident: "incident",
}


class Repository:
    """Records of every kind, in one open transaction."""

    def __init__(self, connection: Connection, audit_key: bytes) -> None:
        self.connection = connection
        self._audit_key = audit_key
        self._written: dict[tuple[str, str], RowDigest] = {}

    @property
    def written(self) -> Sequence[RowDigest]:
        """The rows written so far, each with its last digest."""
        return tuple(self._written.values())

    def add(self, record: R) -> R:
        """Store a new record and return it."""
        table = _TABLES[type(record)]
        values = mapper_for(type(record)).dump(record)
        self.connection.execute(_insert(table), values)
        self._note(table, record.id, row_digest(self._audit_key, table.name, values))
        return record

    def add_many(self, records: Sequence[R]) -> None:
        """Store many new records of one kind in one statement."""
        if not records:
            return
        table = _TABLES[type(records[0])]
        mapper = mapper_for(type(records[0]))
        rows = [mapper.dump(record) for record in records]
        self.connection.execute(insert(table), rows)
        for record, values in zip(records, rows, strict=True):
            self._note(table, record.id, row_digest(self._audit_key, table.name, values))

    def change(self, record: R) -> R:
        """Store a changed record in place of the one with its id, and return it.

        Raises `NotFound` if there is none.
        """
        table = _TABLES[type(record)]
        values = mapper_for(type(record)).dump(record)
        done = self.connection.execute(_update(table), {_THE_ID: record.id, **values})
        if done.rowcount != 1:
            raise _not_found(type(record))
        self._note(table, record.id, row_digest(self._audit_key, table.name, values))
        return record

    def put(self, table: Table, values: Mapping[str, Plain]) -> None:
        """Store a row of a table that holds no records, in place of the one with its key."""
        (key,) = table.primary_key.columns
        self.connection.execute(delete(table).where(key == values[key.name]))
        self.connection.execute(insert(table).values(values))
        self._note(table, str(values[key.name]), row_digest(self._audit_key, table.name, values))

    def remove(self, record: Record) -> None:
        """Remove a record."""
        table = _TABLES[type(record)]
        self.connection.execute(delete(table).where(table.c.id == record.id))
        self._note(table, record.id, "")

    def get(self, kind: type[R], record_id: str) -> R:
        """Return one record by id; raises `NotFound`."""
        found = self.find_one(kind, id=record_id)
        if found is None:
            raise _not_found(kind)
        return found

    def find_one(self, kind: type[R], **equal: Any) -> R | None:
        """Return the record whose columns equal the given values, or None."""
        rows = self.find(kind, **equal)
        return rows[0] if rows else None

    def find(self, kind: type[R], **equal: Any) -> list[R]:
        """Return the records whose columns equal the given values, oldest first."""
        table = _TABLES[kind]
        given = {name: value for name, value in equal.items() if value is not None}
        statement = _select(table, tuple(equal), frozenset(given))
        return self._load(kind, statement, given)

    def find_in(self, kind: type[R], column: str, values: Sequence[str]) -> list[R]:
        """Return the records whose column is one of the values, oldest first."""
        table = _TABLES[kind]
        statement = select(table).where(table.c[column].in_(values)).order_by(_INSERTED)
        return self._load(kind, statement)

    def _load(
        self, kind: type[R], statement: Select[Any], values: Mapping[str, Any] | None = None
    ) -> list[R]:
        mapper: Mapper[R] = mapper_for(kind)
        return [
            mapper.load(cast(Mapping[str, Any], row))
            for row in self.connection.execute(statement, values).mappings()
        ]

    def count(self, kind: type[Record]) -> int:
        """Return how many records of a kind there are."""
        return self.connection.execute(select(func.count()).select_from(_TABLES[kind])).scalar_one()

    def _note(self, table: Table, row_id: str, digest: str) -> None:
        self._written[table.name, row_id] = RowDigest(
            table=table.name, row_id=row_id, digest=digest
        )


# Building a statement costs more than running it, and every save runs the same few.


@cache
def _insert(table: Table) -> Insert:
    return insert(table)


@cache
def _update(table: Table) -> Update:
    return update(table).where(table.c.id == bindparam(_THE_ID))


@cache
def _select(table: Table, names: tuple[str, ...], given: frozenset[str]) -> Select[Any]:
    """Return the statement for rows whose `given` columns equal a value, the other names none."""
    statement = select(table).order_by(_INSERTED)
    for name in names:
        same = table.c[name] == bindparam(name) if name in given else table.c[name].is_(None)
        statement = statement.where(same)
    return statement


def _not_found(kind: type[Record]) -> NotFound:
    return NotFound(f"There is no such {_NAMES.get(kind, 'record')} in this store.")
