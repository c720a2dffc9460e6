"""Changing a store behind the program's back, and whether `audit verify` sees it.

Two ways: an older page of the file put back, which passes the encryption's own checks; and a row
of the records or of the audit chain changed, removed, doubled, moved or cut off by somebody who
has the key. What changes nothing at all is counted apart: there is nothing to find.
"""

import hashlib
import json
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, text, update

from ir_desktop.domain.people import Child
from ir_desktop.errors import IrError
from ir_desktop.services import checking, children, sign_in
from ir_desktop.services.session import Session
from ir_desktop.storage import audit
from ir_desktop.storage.schema import audit_event, metadata, store_info
from tools.crash.trials import Ground, in_a_process

PAGE = 4096
_STATES = 80


@dataclass(frozen=True, slots=True)
class Tampered:
    """How many changes were made, how many of them found, and how many had changed nothing."""

    tried: int
    found: int
    nothing: int
    missed: tuple[str, ...]


# Pages


def replays(ground: Ground, number: int, seed: int) -> Tampered:
    """Put `number` older pages back, one at a time, each into a copy of the newest store."""
    folder = ground.scratch / "pages"
    shutil.copytree(ground.made / "store", folder / "store")
    states = _states(ground, folder)
    newest = states[-1]
    dice = random.Random(seed)  # noqa: S311 - which pages are tried is no secret
    choices = [
        (state, page)
        for state, data in enumerate(states[:-1])
        for page in range(min(len(data), len(newest)) // PAGE)
        if _page(data, page) != _page(newest, page)
    ]
    dice.shuffle(choices)
    lines: list[str] = []
    while choices and sum(each != "nothing" for each in lines) < number:
        some = [choices.pop() for _ in range(min(50, len(choices)))]
        lines += in_a_process(lambda some=some: _replayed(ground, folder, states, some))
    kept = [each for each in lines if each != "nothing"][:number]
    shutil.rmtree(folder)
    return _counted(kept, lines.count("nothing"))


def _states(ground: Ground, folder: Path) -> list[bytes]:
    """Return the file as it was after each of many changes, each in a sign-in of its own."""

    def work() -> list[str]:
        for number in range(_STATES):
            session = sign_in.sign_in(folder / "store", ground.known.manager, ground.known.password)
            with session.store.reading() as records:
                some = records.find(Child)
            children.edit_child(
                session, some[number % len(some)].id, address=f"{number} Canal Street"
            )
            if number % 5 == 0:
                children.add_child(
                    session,
                    given_name=f"Child {number}",
                    family_name="Field",
                    date_of_birth=some[0].date_of_birth,
                )
            session.close()
            shutil.copyfile(folder / "store" / "records.db", folder / f"state-{number}")
        return []

    for problem in in_a_process(work):
        raise AssertionError(problem)
    return [(folder / f"state-{number}").read_bytes() for number in range(_STATES)]


def _page(data: bytes, page: int) -> bytes:
    return data[page * PAGE : (page + 1) * PAGE]


def _replayed(
    ground: Ground, folder: Path, states: list[bytes], some: list[tuple[int, int]]
) -> list[str]:
    newest = states[-1]
    path = folder / "store" / "records.db"
    path.write_bytes(newest)
    right = _rows(ground, folder)
    return [_one(ground, folder, path, newest, states, each, right) for each in some]


def _one(
    ground: Ground,
    folder: Path,
    path: Path,
    newest: bytes,
    states: list[bytes],
    which: tuple[int, int],
    right: str,
) -> str:
    state, page = which
    path.write_bytes(
        newest[: page * PAGE] + _page(states[state], page) + newest[(page + 1) * PAGE :]
    )
    try:
        session = sign_in.sign_in(folder / "store", ground.known.manager, ground.known.password)
    except IrError:
        return "found"
    except Exception as error:  # a row that no longer reads is told as a bug, but nothing is lost
        return f"page {page} of state {state}: {type(error).__name__}"
    try:
        if checking.verify_audit(session).findings:
            return "found"
    except IrError:
        return "found"
    finally:
        session.close()
    path.write_bytes(
        newest[: page * PAGE] + _page(states[state], page) + newest[(page + 1) * PAGE :]
    )
    return "nothing" if _rows(ground, folder) == right else f"page {page} of state {state}"


def _rows(ground: Ground, folder: Path) -> str:
    """Return a digest of every row but those of signing in to look."""
    session = sign_in.sign_in(folder / "store", ground.known.manager, ground.known.password)
    try:
        digest = hashlib.sha256()
        with session.store.reading() as records:
            for table in metadata.sorted_tables:
                wanted = select(table)
                if table is audit_event:
                    newest = records.connection.execute(select(func.max(table.c.seq))).scalar_one()
                    wanted = wanted.where(table.c.seq < newest)
                if table is store_info:
                    wanted = wanted.where(table.c.name != "audit_head")
                found = records.connection.execute(wanted).all()
                digest.update(repr(sorted(map(repr, found))).encode())
        return digest.hexdigest()
    finally:
        session.close()


# Rows


class _Undo(Exception):
    """Ends a change that was only looked at."""


def edits(ground: Ground, number: int, seed: int) -> Tampered:
    """Make `number` changes to rows and to the chain, each looked at and undone."""
    folder = ground.scratch / f"edits-{seed}"
    shutil.copytree(ground.made / "store", folder)

    def work() -> list[str]:
        session = sign_in.sign_in(folder, ground.known.manager, ground.known.password)
        dice = random.Random(seed)  # noqa: S311 - which rows are tried is no secret
        try:
            lines: list[str] = []
            while sum(each != "nothing" for each in lines) < number:
                lines.append(_edit(session, dice))
            return lines
        finally:
            session.close()

    lines = in_a_process(work)
    shutil.rmtree(folder)
    return _counted([each for each in lines if each != "nothing"], lines.count("nothing"))


def _edit(session: Session, dice: random.Random) -> str:
    kinds: tuple[Callable[[Connection, random.Random], int], ...] = (
        _change_row, _change_row, _remove_row, _double_row, _swap_rows, _change_event,
        _remove_event, _swap_events, _cut_off, _forge_event,
    )  # fmt: skip
    kind = dice.choice(kinds)
    verdict = ""
    try:
        with session.store.database.transaction() as connection:
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            if kind(connection, dice) == 0:
                verdict = "nothing"
            elif audit.verify(connection, session.store.audit_key):
                verdict = "found"
            else:
                verdict = f"missed {kind.__name__}"
            raise _Undo
    except _Undo:
        return verdict


def _tables(connection: Connection) -> list[Table]:
    return [
        each
        for each in metadata.sorted_tables
        if each is not audit_event
        and connection.execute(select(func.count()).select_from(each)).scalar_one()
    ]


def _some_row(connection: Connection, dice: random.Random) -> tuple[Table, dict[str, Any]]:
    table = dice.choice(_tables(connection))
    rows = connection.execute(select(table)).mappings().all()
    rows = [each for each in rows if each.get("name") != "keys_digest" or table is not store_info]
    return table, dict(dice.choice(rows))


def _key(table: Table) -> Any:
    (column,) = table.primary_key.columns
    return column


def _other(value: object, dice: random.Random) -> object:
    if value is None:
        return "x"
    if isinstance(value, bytes):
        return value + b"x"
    if isinstance(value, int):
        return value + dice.choice((-1, 1))
    words = str(value)
    place = dice.randint(0, len(words))
    return dice.choice(
        (words[:place] + "x" + words[place:], words[:place] + "é", words + " ", None)
    )


def _change_row(connection: Connection, dice: random.Random) -> int:
    table, row = _some_row(connection, dice)
    name = dice.choice([each.name for each in table.columns if each is not _key(table)])
    value = _other(row[name], dice)
    if value is None and not table.c[name].nullable:
        value = "" if row[name] else "x"
    key = _key(table)
    if value == row[name] or (isinstance(value, str) and isinstance(row[name], int)):
        return 0
    try:
        with connection.begin_nested():
            return connection.execute(
                update(table).where(key == row[key.name]).values({name: value})
            ).rowcount
    except Exception:  # the schema itself refuses some, such as a second row of a unique pair
        return 0


def _remove_row(connection: Connection, dice: random.Random) -> int:
    table, row = _some_row(connection, dice)
    key = _key(table)
    return connection.execute(delete(table).where(key == row[key.name])).rowcount


def _double_row(connection: Connection, dice: random.Random) -> int:
    table, row = _some_row(connection, dice)
    key = _key(table)
    try:
        with connection.begin_nested():
            row[key.name] = f"{row[key.name]}x"
            return connection.execute(insert(table).values(row)).rowcount
    except Exception:  # the schema itself refuses some, such as a second row of a unique pair
        return 0


def _swap_rows(connection: Connection, dice: random.Random) -> int:
    table, one = _some_row(connection, dice)
    rows = connection.execute(select(table)).mappings().all()
    two = dict(dice.choice(rows))
    key = _key(table)
    names = [each.name for each in table.columns if each is not key]
    if key.name == "name" or all(one[name] == two[name] for name in names):
        return 0
    try:
        with connection.begin_nested():
            for row, other in ((one, two), (two, one)):
                connection.execute(
                    update(table)
                    .where(key == row[key.name])
                    .values({name: other[name] for name in names})
                )
        return 2
    except Exception:  # the schema itself refuses some, such as a second row of a unique pair
        return 0


def _last(connection: Connection) -> int:
    return connection.execute(select(func.max(audit_event.c.seq))).scalar_one()


def _change_event(connection: Connection, dice: random.Random) -> int:
    seq = dice.randint(1, _last(connection))
    row = dict(
        connection.execute(select(audit_event).where(audit_event.c.seq == seq)).mappings().one()
    )
    name = dice.choice([each.name for each in audit_event.columns if each.name != "seq"])
    value = _other(row[name], dice)
    if value is None and name != "child_id":
        value = "x"
    if value == row[name] or (isinstance(value, str) and isinstance(row[name], int)):
        return 0
    return connection.execute(
        update(audit_event).where(audit_event.c.seq == seq).values({name: value})
    ).rowcount


def _remove_event(connection: Connection, dice: random.Random) -> int:
    seq = dice.randint(1, _last(connection))
    return connection.execute(delete(audit_event).where(audit_event.c.seq == seq)).rowcount


def _swap_events(connection: Connection, dice: random.Random) -> int:
    one, two = (dice.randint(1, _last(connection)) for _ in range(2))
    if one == two:
        return 0
    for seq, new in ((one, -1), (two, one), (-1, two)):
        connection.execute(update(audit_event).where(audit_event.c.seq == seq).values(seq=new))
    return 2


def _cut_off(connection: Connection, dice: random.Random) -> int:
    keep = dice.randint(0, _last(connection) - 1)
    return connection.execute(delete(audit_event).where(audit_event.c.seq > keep)).rowcount


def _forge_event(connection: Connection, dice: random.Random) -> int:
    """Write an event anew with everything that follows, as one could who knows the format."""
    first = dice.randint(1, _last(connection))
    rows = connection.execute(
        select(audit_event).where(audit_event.c.seq >= first).order_by(audit_event.c.seq)
    ).mappings()
    prev = None
    for place, row in enumerate([dict(each) for each in rows]):
        if place == 0:
            row["staff_id"] = "somebody else"
        else:
            row["prev"] = prev
        plain = {name: value for name, value in row.items() if name != "hash"}
        words = json.dumps(plain, sort_keys=True, separators=(",", ":"))
        prev = hashlib.sha256(words.encode()).hexdigest()
        connection.execute(
            update(audit_event)
            .where(audit_event.c.seq == row["seq"])
            .values(staff_id=row["staff_id"], prev=row["prev"], hash=prev)
        )
    return 1


def _counted(lines: list[str], nothing: int) -> Tampered:
    missed = tuple(each for each in lines if each != "found")
    return Tampered(len(lines), len(lines) - len(missed), nothing, missed[:20])
