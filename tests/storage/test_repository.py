"""Reading and writing records: typed, in order, and silent about their content."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from ir_desktop.domain.people import Child, Room
from ir_desktop.domain.sharing import Export
from ir_desktop.errors import NotFound
from ir_desktop.storage import schema
from ir_desktop.storage.store import Store
from tests.storage.stores import MOMENT, make_store, stamped

CANARY = "Canarymarked"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = make_store(tmp_path / "store")
    yield made
    made.close()


def child(**fields: object) -> Child:
    return stamped(
        Child,
        **{"given_name": CANARY, "family_name": "Field", "date_of_birth": MOMENT.date()} | fields,
    )


def test_records_come_back_in_the_order_they_were_written(store: Store) -> None:
    names = [f"Room {number}" for number in range(50)]
    with store.transaction() as records:
        for name in names[:25]:
            records.add(stamped(Room, name=name))
        records.add_many([stamped(Room, name=name) for name in names[25:]])
        assert [each.name for each in records.find(Room)] == names
        some = records.find_in(Room, "name", names[40:10:-3])
        assert [each.name for each in some] == sorted(names[40:10:-3], key=names.index)
        assert records.count(Room) == 50
        records.add_many([])
        assert records.count(Room) == 50


def test_what_is_not_there_is_named_by_its_kind(store: Store) -> None:
    with store.transaction() as records:
        with pytest.raises(NotFound, match="There is no such child in this store"):
            records.get(Child, "nobody")
        with pytest.raises(NotFound, match="There is no such export"):
            records.get(Export, "nothing")
        with pytest.raises(NotFound, match="There is no such room"):
            records.change(stamped(Room, name="Never stored"))
        assert records.find_one(Room, name="Never stored") is None


def test_every_row_written_is_noted_once_with_its_last_digest(store: Store) -> None:
    with store.transaction() as records:
        room = records.add(stamped(Room, name="One"))
        first = records.written
        records.change(replace(room, name="Two"))
        assert [each.row_id for each in records.written] == [room.id]
        assert records.written != first
        records.remove(room)
        assert [each.digest for each in records.written] == [""]


def test_a_row_without_a_record_is_put_in_place_of_the_one_with_its_key(store: Store) -> None:
    with store.transaction() as records:
        for value in ("1", "2"):
            records.put(schema.store_info, {"name": "x", "value": value})
        (row,) = records.connection.execute(
            select(schema.store_info.c.value).where(schema.store_info.c.name == "x")
        )
        assert row.value == "2"
        assert [(each.table, each.row_id) for each in records.written] == [("store_info", "x")]


def test_nothing_is_kept_of_a_transaction_that_fails(store: Store) -> None:
    with pytest.raises(RuntimeError, match="halfway"), store.transaction() as records:
        records.add(stamped(Room, name="Half"))
        raise RuntimeError("halfway")
    with store.reading() as records:
        assert records.find(Room) == []


def test_nothing_can_be_written_while_reading(store: Store) -> None:
    with pytest.raises(SQLAlchemyError), store.reading() as records:
        records.add(stamped(Room, name="Not now"))
    with store.reading() as records:
        assert records.find(Room) == []


@pytest.mark.parametrize(
    "break_it",
    [
        lambda records, one: records.add(one),
        lambda records, one: records.add(child(room_id=f"room-{CANARY}")),
        lambda records, one: records.add_many([child(), child(id=one.id)]),
        lambda records, one: records.connection.execute(
            insert(schema.child).values(id=f"{CANARY}-2")
        ),
        lambda records, one: records.connection.execute(
            text("SELECT nothing FROM child WHERE given_name = :name"), {"name": CANARY}
        ),
        lambda records, one: records.find(Child, id=f"{CANARY}\ud800"),
    ],
    ids=["same id", "no such room", "many", "missing columns", "bad statement", "broken text"],
)
def test_no_error_of_the_database_shows_a_value(store: Store, break_it) -> None:
    one = child()
    with pytest.raises((SQLAlchemyError, UnicodeError)) as caught, store.transaction() as records:
        records.add(one)
        break_it(records, one)
    error: BaseException | None = caught.value
    while error is not None:
        if not isinstance(
            error, UnicodeError
        ):  # Python's own; the command line tells its kind only
            assert CANARY not in str(error)
        error = error.__cause__ or error.__context__


def test_a_row_whose_parent_is_missing_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError), store.transaction() as records:
        records.add(child(room_id="nowhere"))
