"""The audit chain: who did what, and a keyed digest of each row it wrote.

Each event holds the hash of the one before, a counter and an epoch. Verifying walks the chain
and recomputes the digest of every row from the last event that wrote it, so that a row changed,
removed or put back behind the program's back is found (DESIGN "Storage and keys"). A keyed
digest of the newest event stands beside the chain: without it, events cut off the end, or a
chain written anew, would not be missed.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, func, insert, select, update

from ir_desktop.storage.mapping import Plain
from ir_desktop.storage.schema import audit_event, metadata, store_info

_FIRST = "0" * 64
_HEAD = "audit_head"
_UNAUDITED = frozenset({"audit_event"})
_OWN_CHECK = frozenset({_HEAD, "keys_digest"})
"""Rows of `store_info` that change without an event, and are compared with what they stand for."""
_LOOSE: Mapping[str, frozenset[str]] = {"form_draft": frozenset({"changed_at", "content"})}
"""Columns that change without an event. Unfinished typing is saved every few seconds and is no
record yet; that a draft is there, and whose and of what, the chain does cover."""

Progress = Callable[[int, int], None]
"""Told now and then how many events and rows are checked, and how many there are."""

_EVERY = 500  # events or rows between two steps told

_IN_PIECES = {"yield_per": 1000}  # a chain of years is never in memory as a whole

# Made once, as json.dumps would make one for each call.
_AS_IT_IS = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
_IN_ASCII = json.JSONEncoder(sort_keys=True, separators=(",", ":"))

# Made once: every save runs them, and building one costs more than running it.
_NEWEST = select(audit_event.c.seq, audit_event.c.hash).order_by(audit_event.c.seq.desc()).limit(1)
_ADD_EVENT = insert(audit_event)
_SET_HEAD = update(store_info).where(store_info.c.name == _HEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDigest:
    """One row written in a transaction; `digest` is empty when the row was removed."""

    table: str
    row_id: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """One event. `detail` holds codes and ids, never record content."""

    seq: int
    epoch: int
    at: datetime
    staff_id: str
    act: str
    child_id: str | None
    detail: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong found by verifying: an event's number or a row, and what is wrong."""

    where: str
    sentence: str


def row_digest(key: bytes, table: str, values: Mapping[str, Plain]) -> str:
    """Return the keyed digest (HMAC-SHA256, hex) of a row's plain column values, loose ones not."""
    loose = _LOOSE.get(table)
    if loose is not None:
        values = {name: value for name, value in values.items() if name not in loose}
    text = _AS_IT_IS.encode([table, _jsonable(values)])
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()


def _jsonable(values: Mapping[str, Plain]) -> dict[str, object]:
    # As a list, so that no text can stand for the bytes that have the same digest.
    return {
        name: [hashlib.sha256(value).hexdigest()] if isinstance(value, bytes) else value
        for name, value in values.items()
    }


def append(
    connection: Connection,
    *,
    key: bytes,
    epoch: int,
    at: datetime,
    staff_id: str,
    act: str,
    child_id: str | None,
    detail: Mapping[str, str],
    rows: Iterable[RowDigest],
) -> int:
    """Add one event to the chain, in the caller's transaction; return its number.

    `key` is the store's audit key, with which the chain's newest event is sealed.
    """
    last = connection.execute(_NEWEST).first()
    values: dict[str, Plain] = {
        "seq": 1 if last is None else last.seq + 1,
        "epoch": epoch,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "staff_id": staff_id,
        "act": act,
        "child_id": child_id,
        "detail": json.dumps(dict(detail), sort_keys=True),
        "rows": json.dumps([[each.table, each.row_id, each.digest] for each in rows]),
        "prev": _FIRST if last is None else last.hash,
    }
    values["hash"] = _event_hash(values)
    connection.execute(_ADD_EVENT, values)
    head = _sealed_head(key, str(values["hash"]))
    done = connection.execute(_SET_HEAD, {"value": head})
    if done.rowcount != 1:
        connection.execute(insert(store_info).values(name=_HEAD, value=head))
    return int(values["seq"] or 0)


def _sealed_head(key: bytes, newest: str) -> str:
    return hmac.new(key, f"{_HEAD}:{newest}".encode(), hashlib.sha256).hexdigest()


def _event_hash(values: Mapping[str, Plain]) -> str:
    held = {name: value for name, value in values.items() if name != "hash"}
    try:
        text = _IN_ASCII.encode(held)
    except TypeError:  # bytes, where somebody put some
        text = _IN_ASCII.encode(_jsonable(held))
    return hashlib.sha256(text.encode()).hexdigest()


def events_about(
    connection: Connection, child_id: str, *, before: int | None = None, most: int | None = None
) -> list[AuditEvent]:
    """Return the events about one child, newest first.

    With `most` so many at the most, and with `before` only those before the event of that number.
    """
    wanted = select(audit_event).where(audit_event.c.child_id == child_id)
    if before is not None:
        wanted = wanted.where(audit_event.c.seq < before)
    return _events(connection, wanted.order_by(audit_event.c.seq.desc()).limit(most))


def newest_of(connection: Connection, act: str, child_id: str | None = None) -> AuditEvent | None:
    """Return the newest event of an act, about one child where one is given, or None."""
    wanted = select(audit_event).where(audit_event.c.act == act)
    if child_id is not None:
        wanted = wanted.where(audit_event.c.child_id == child_id)
    found = _events(connection, wanted.order_by(audit_event.c.seq.desc()).limit(1))
    return found[0] if found else None


def events_of(connection: Connection, acts: Sequence[str]) -> list[AuditEvent]:
    """Return the events of some acts, oldest first."""
    return _events(
        connection,
        select(audit_event).where(audit_event.c.act.in_(acts)).order_by(audit_event.c.seq),
    )


def _events(connection: Connection, asked: Select[Any]) -> list[AuditEvent]:
    return [
        AuditEvent(
            seq=row["seq"],
            epoch=row["epoch"],
            at=datetime.fromisoformat(row["at"]),
            staff_id=row["staff_id"],
            act=row["act"],
            child_id=row["child_id"],
            detail=json.loads(row["detail"]),
        )
        for row in connection.execute(asked).mappings()
    ]


def last_about(connection: Connection, child_id: str, staff_id: str) -> datetime | None:
    """Return when somebody last did anything for a child, or None. What was refused is nothing."""
    found = connection.execute(
        select(audit_event.c.at)
        .where(
            audit_event.c.child_id == child_id,
            audit_event.c.staff_id == staff_id,
            audit_event.c.act.not_like("refused:%"),
        )
        .order_by(audit_event.c.seq.desc())
        .limit(1)
    ).scalar_one_or_none()
    return None if found is None else datetime.fromisoformat(found)


def last_of(connection: Connection, staff_id: str, acts: Sequence[str]) -> datetime | None:
    """Return when somebody last did one of some acts, or None."""
    found = connection.execute(
        select(audit_event.c.at)
        .where(audit_event.c.staff_id == staff_id, audit_event.c.act.in_(acts))
        .order_by(audit_event.c.seq.desc())
        .limit(1)
    ).scalar_one_or_none()
    return None if found is None else datetime.fromisoformat(found)


def latest_since(
    connection: Connection, acts: Sequence[str], *, after: int = 0
) -> tuple[int, datetime] | None:
    """Return the number and the time of the event with the latest time, or None.

    Looked at are the newest event of some acts and all later ones, but none up to the number
    `after`. Where there is none of these acts it is all of them.
    """
    number, at = audit_event.c.seq, audit_event.c.at
    begun = select(number).where(audit_event.c.act.in_(acts)).order_by(number.desc()).limit(1)
    first = connection.execute(begun).scalar_one_or_none() or 0
    found = connection.execute(
        select(number, at)
        .where(number >= first, number > after)
        .order_by(at.desc(), number)
        .limit(1)
    ).first()
    return None if found is None else (found.seq, datetime.fromisoformat(found.at))


def verify(connection: Connection, key: bytes, progress: Progress | None = None) -> list[Finding]:
    """Return everything that does not fit: in the chain itself, then in every row of records.

    What `progress` raises stops it.
    """
    step = _steps(connection, progress)
    found: list[Finding] = []
    last_digest: dict[tuple[str, str], str] = {}
    expected, prev = 1, _FIRST
    in_order = select(audit_event).order_by(audit_event.c.seq)
    for row in connection.execute(in_order, execution_options=_IN_PIECES).mappings():
        step()
        where = f"event {row['seq']}"
        if row["seq"] != expected:
            found.append(Finding(where=where, sentence="Events are missing before this one."))
        if row["prev"] != prev:
            found.append(Finding(where=where, sentence="This does not follow the one before."))
        if _event_hash(dict(row)) != row["hash"]:
            found.append(Finding(where=where, sentence="This event was changed."))
        expected, prev = row["seq"] + 1, row["hash"]
        try:
            digests = [(str(t), str(i), str(d)) for t, i, d in json.loads(row["rows"])]
        except (ValueError, TypeError):
            digests = []  # already told: its hash cannot fit
        last_digest.update({(table, row_id): digest for table, row_id, digest in digests})
    seal = connection.execute(
        select(store_info.c.value).where(store_info.c.name == _HEAD)
    ).scalar_one_or_none()
    if seal != (None if expected == 1 else _sealed_head(key, str(prev))):
        found.append(
            Finding(where="the newest event", sentence="Events after it are missing, or changed.")
        )
    for table in metadata.sorted_tables:
        if table.name not in _UNAUDITED:
            found.extend(_check_rows(connection, key, table, last_digest, step))
    found.extend(
        Finding(where=table, sentence="A row that was written is missing.")
        for (table, _), digest in last_digest.items()
        if digest
    )
    return found


def _steps(connection: Connection, progress: Progress | None) -> Callable[[], None]:
    """Return what is called for each event and row; it tells how far it is now and then."""
    if progress is None:
        return lambda: None
    whole = sum(
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    )
    done = 0
    progress(done, whole)

    def step() -> None:
        nonlocal done
        done += 1
        if done % _EVERY == 0 or done == whole:
            progress(done, whole)

    return step


def _check_rows(
    connection: Connection,
    key: bytes,
    table: Table,
    last_digest: dict[tuple[str, str], str],
    step: Callable[[], None],
) -> Iterable[Finding]:
    (name,) = (column.name for column in table.primary_key.columns)
    for row in connection.execute(select(table), execution_options=_IN_PIECES).mappings():
        step()
        if table is store_info and row[name] in _OWN_CHECK:
            continue
        known = last_digest.pop((table.name, row[name]), None)
        if known is None:
            yield Finding(where=table.name, sentence="A row was added by something else.")
        elif not _same(known, row_digest(key, table.name, dict(row))):
            yield Finding(where=table.name, sentence="A row is not as it was last written.")


def _same(known: object, digest: str) -> bool:
    # What is known was read from the file: it may be anything, not only a digest.
    return hmac.compare_digest(str(known).encode("utf-8", "replace"), digest.encode())


def count(connection: Connection) -> int:
    """Return how many events the chain holds."""
    return connection.execute(select(func.count()).select_from(audit_event)).scalar_one()


def last_at(connection: Connection) -> datetime | None:
    """Return when the newest event was written, or None in an empty chain."""
    asked = select(audit_event.c.at).order_by(audit_event.c.seq.desc()).limit(1)
    found = connection.execute(asked).scalar_one_or_none()
    return None if found is None else datetime.fromisoformat(found)
