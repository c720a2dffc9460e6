"""The audit chain finds every change made behind the program's back, and never trips over one."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, select, text, update
from sqlalchemy.exc import IntegrityError

from ir_desktop.domain.people import Child, Room
from ir_desktop.storage import audit
from ir_desktop.storage.schema import audit_event, child, metadata, room
from ir_desktop.storage.store import Store
from tests.storage.stores import make_store, stamped

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with a few rooms and children, each written by an event of its own."""
    made = make_store(tmp_path / "store")
    for number in range(5):
        with made.transaction() as records:
            room = records.add(stamped(Room, name=f"Room {number}"))
            records.add(
                stamped(
                    Child,
                    given_name=f"Child {number}",
                    family_name="Field",
                    date_of_birth=NOW.date(),
                    room_id=room.id,
                )
            )
            _event(made, records, "add_child")
    with made.transaction() as records:  # one that writes no row, at the end
        _event(made, records, "sign_in")
    yield made
    made.close()


def _event(store: Store, records: Any, act: str, **more: Any) -> None:
    store.append_event(
        records, at=NOW, staff_id="someone", act=act, child_id=None, detail={}, **more
    )


def findings(store: Store) -> list[audit.Finding]:
    with store.reading() as records:
        return audit.verify(records.connection, store.audit_key)


def behind(store: Store, statement: str, **values: object) -> None:
    with store.database.transaction() as connection:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        assert connection.execute(text(statement), values).rowcount > 0


def test_what_the_program_wrote_fits(store: Store) -> None:
    assert findings(store) == []
    with store.reading() as records:
        assert audit.count(records.connection) == 7  # with that of the set-up


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE child SET given_name = 'Other' WHERE given_name = 'Child 2'", "not as it was"),
        ("UPDATE child SET room_id = NULL WHERE given_name = 'Child 2'", "not as it was"),
        ("UPDATE child SET changed_by = 'x' WHERE given_name = 'Child 2'", "not as it was"),
        ("DELETE FROM child WHERE given_name = 'Child 4'", "is missing"),
        (
            "INSERT INTO room SELECT 'new', created_at, created_by, changed_at, changed_by, 'X' "
            "FROM room LIMIT 1",
            "added by something else",
        ),
        ("UPDATE room SET id = 'x' WHERE name = 'Room 4' AND 0 = (SELECT 0)", "is missing"),
        ("UPDATE store_info SET value = 'real' WHERE name = 'kind'", "not as it was"),
        ("UPDATE store_info SET value = '9' WHERE name = 'epoch'", "not as it was"),
        ("INSERT INTO store_info VALUES ('more', 'x')", "added by something else"),
        ("UPDATE audit_event SET staff_id = 'x' WHERE seq = 3", "was changed"),
        ('UPDATE audit_event SET detail = \'{"a": "b"}\' WHERE seq = 3', "was changed"),
        ("UPDATE audit_event SET rows = 'nonsense' WHERE seq = 3", "was changed"),
        ("UPDATE audit_event SET rows = '5' WHERE seq = 3", "was changed"),
        ("UPDATE audit_event SET prev = 'x' WHERE seq = 3", "does not follow"),
        ("UPDATE audit_event SET seq = 30 WHERE seq = 3", "missing before"),
        ("DELETE FROM audit_event WHERE seq = 3", "missing before"),
        ("DELETE FROM audit_event WHERE seq = 1", "missing before"),
        ("DELETE FROM audit_event WHERE seq = 7", "missing, or changed"),
        ("DELETE FROM audit_event WHERE seq >= 6", "missing, or changed"),
        ("DELETE FROM audit_event", "missing, or changed"),
        ("DELETE FROM store_info WHERE name = 'audit_head'", "missing, or changed"),
        ("UPDATE store_info SET value = 'é' WHERE name = 'audit_head'", "missing, or changed"),
    ],
)
def test_one_change_behind_its_back_is_found(store: Store, statement: str, sentence: str) -> None:
    if statement.startswith("UPDATE room SET id"):
        behind(store, "UPDATE child SET room_id = NULL WHERE given_name = 'Child 4'")
    behind(store, statement)
    found = findings(store)
    assert any(sentence in each.sentence for each in found), found
    for each in found:  # no content, not even of what was changed
        assert "Child" not in each.sentence + each.where
        assert "Other" not in each.sentence + each.where


def test_an_old_row_put_back_is_found(store: Store) -> None:
    with store.transaction() as records:
        old = records.find(Room)[0]
        records.change(replace(old, name="New name"))
        _event(store, records, "change")
    behind(store, "UPDATE room SET name = :name WHERE id = :id", name=old.name, id=old.id)
    assert [each.where for each in findings(store)] == ["room"]


def test_a_removed_row_put_back_is_found(store: Store) -> None:
    with store.transaction() as records:
        gone = records.add(stamped(Room, name="Short-lived"))
        _event(store, records, "add")
    with store.database.transaction() as connection:
        row = dict(connection.execute(select(room).where(room.c.id == gone.id)).mappings().one())
    with store.transaction() as records:
        records.remove(gone)
        _event(store, records, "remove")
    assert findings(store) == []
    with store.database.transaction() as connection:
        connection.execute(room.insert().values(row))
    assert len(findings(store)) == 1


def test_two_rows_that_changed_places_are_found(store: Store) -> None:
    behind(
        store,
        "UPDATE child SET given_name = CASE given_name WHEN 'Child 1' THEN 'Child 2' "
        "WHEN 'Child 2' THEN 'Child 1' ELSE given_name END",
    )
    assert len(findings(store)) == 2


def test_a_chain_written_anew_without_the_key_is_found(store: Store) -> None:
    """Somebody who can work out the hashes, for they have no key, still cannot seal the end."""
    with store.database.transaction() as connection:
        _rehash(connection)
    assert findings(store) == []  # the same events give the same hashes
    with store.database.transaction() as connection:
        connection.execute(
            update(audit_event).where(audit_event.c.seq == 4).values(staff_id="somebody else")
        )
        _rehash(connection)
    assert [each.where for each in findings(store)] == ["the newest event"]


def _rehash(connection: Connection) -> None:
    prev = "0" * 64
    for row in connection.execute(select(audit_event).order_by(audit_event.c.seq)).mappings().all():
        values = dict(row) | {"prev": prev}
        prev = audit._event_hash(values)
        connection.execute(
            update(audit_event)
            .where(audit_event.c.seq == row["seq"])
            .values(prev=values["prev"], hash=prev)
        )


def test_a_whole_later_state_put_back_to_an_earlier_one_is_found(store: Store) -> None:
    with store.database.transaction() as connection:
        old = {
            table: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in (child, audit_event)
        }
    with store.transaction() as records:
        some = records.find(Child)[0]
        records.change(replace(some, known_as="Newer"))
        _event(store, records, "edit_child")
    with store.database.transaction() as connection:  # rows and chain go back together
        for table, rows in old.items():
            connection.execute(table.delete())
            connection.execute(table.insert(), rows)
    assert findings(store)


VALUES = (None, 0, -1, 2**62, 1.5, b"", b"\x00\xff", "", "x", "é\U0001f600", "[[1]]", "{}", "\x00")


def test_no_cell_can_be_changed_unseen_or_make_the_check_fail(store: Store) -> None:
    """Every column of a row of every table that has one, each to values of every kind."""
    dice = random.Random(1)
    tried = 0
    missed: list[str] = []
    for table in metadata.sorted_tables:
        for column in table.columns:
            for value in dice.sample(VALUES, 6):
                rows = _rows(store, table)
                if not rows or rows[0].get("name") == "keys_digest":
                    continue  # that one is compared with the file, not by the chain
                if not _set(store, table, rows[0], column.name, value):
                    continue
                if _rows(store, table) != rows:
                    tried += 1
                    missed += [] if findings(store) else [f"{table.name}.{column.name} {value!r}"]
                _restore(store, table, rows)
    assert findings(store) == []
    assert tried > 150
    assert missed == []


def _rows(store: Store, table: Table) -> list[dict[str, Any]]:
    with store.database.read() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def _set(store: Store, table: Table, row: dict[str, Any], name: str, value: object) -> bool:
    """Change one cell; return False where the schema does not let it."""
    key = next(iter(table.primary_key.columns)).name
    try:
        with store.database.exclusive(foreign_keys=False) as connection, connection.begin():
            connection.exec_driver_sql(
                f'UPDATE "{table.name}" SET "{name}" = ? WHERE "{key}" = ?', (value, row[key])
            )
    except IntegrityError:
        return False
    return True


def _restore(store: Store, table: Table, rows: list[dict[str, Any]]) -> None:
    with store.database.exclusive(foreign_keys=False) as connection, connection.begin():
        connection.execute(table.delete())
        connection.execute(table.insert(), rows)


def test_a_thousand_random_changes_are_all_found(store: Store) -> None:
    dice = random.Random(2)
    kinds = ("edit", "delete", "event", "cut")
    missed = []
    for number in range(1000):
        kind = dice.choice(kinds)
        undo = _tamper(store, dice, kind)
        if not findings(store):
            missed.append((number, kind))
        for table, rows in undo.items():
            _restore(store, table, rows)
    assert missed == []
    assert findings(store) == []


def _tamper(store: Store, dice: random.Random, kind: str) -> dict[Table, list[dict[str, Any]]]:
    table = audit_event if kind in ("event", "cut") else child
    with store.database.transaction() as connection:
        rows = [dict(row) for row in connection.execute(select(table)).mappings()]
        chosen = dice.choice(rows)
        key = next(iter(table.primary_key.columns))
        where = key == chosen[key.name]
        if kind in ("edit", "event"):
            column = dice.choice([each for each in table.columns if each.name not in _KEPT])
            connection.execute(
                table.update().where(where).values({column.name: f"x{dice.random()}"})
            )
        elif kind == "delete":
            connection.execute(table.delete().where(where))
        else:
            connection.execute(table.delete().where(key >= chosen[key.name]))
    return {table: rows}


_KEPT = {"room_id", "key_person_id", "health_team_id", "id", "seq"}


def test_the_events_about_a_child_are_newest_first_and_no_other_childs(store: Store) -> None:
    with store.transaction() as records:
        one, two, *_ = records.find(Child)
        for about, act in ((one, "first"), (two, "other"), (one, "second")):
            store.append_event(
                records, at=NOW, staff_id="s", act=act, child_id=about.id, detail={"a": "b"}
            )
        found = audit.events_about(records.connection, one.id)
    assert [(each.act, each.detail, each.at) for each in found] == [
        ("second", {"a": "b"}, NOW),
        ("first", {"a": "b"}, NOW),
    ]


def test_a_text_cannot_stand_for_bytes_with_its_digest() -> None:
    as_bytes = audit.row_digest(b"k", "t", {"a": b"body"})
    as_text = audit.row_digest(b"k", "t", {"a": hashlib.sha256(b"body").hexdigest()})
    assert as_bytes != as_text


def test_the_latest_time_since_an_act_is_found_wherever_it_stands(store: Store) -> None:
    def latest(*acts: str, after: int = 0) -> tuple[int, datetime] | None:
        with store.reading() as records:
            return audit.latest_since(records.connection, acts, after=after)

    later = NOW + timedelta(days=365)
    with store.transaction() as records:
        for at in (NOW, later, NOW + timedelta(hours=1)):
            store.append_event(records, at=at, staff_id="x", act="other", child_id=None, detail={})
    assert latest("sign_in") == latest("sign_in", after=8) == (9, later)
    assert (
        latest("other") == latest("sign_in", "other") == (10, NOW + timedelta(hours=1))
    )  # from the newest of them on
    assert latest("never") == (9, later)
    assert latest("sign_in", after=9) == (10, NOW + timedelta(hours=1))
    assert latest("sign_in", after=10) is None
