"""Every kind of record comes back from its columns as it went in."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ir_desktop.domain.records import Record
from ir_desktop.storage.mapping import mapper_for
from ir_desktop.storage.repository import _TABLES

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


def strategy(hint: Any) -> st.SearchStrategy[Any]:
    """Return values of an annotation, as the records use them."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return st.one_of(*(strategy(each) for each in inner))
    if origin is tuple:
        return st.lists(strategy(inner[0]), max_size=3).map(tuple)
    if origin is not None and issubclass(origin, Mapping):
        return st.dictionaries(strategy(inner[0]), strategy(inner[1]), max_size=3)
    if is_dataclass(hint) and isinstance(hint, type):
        return record(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    return PLAIN[hint]


PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    type(None): st.none(),
    str: TEXT,
    bytes: st.binary(max_size=20),
    bool: st.booleans(),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    datetime: st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),
}


def record(kind: type[Any]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{each.name: strategy(hints[each.name]) for each in fields(kind)})


@pytest.mark.parametrize("kind", _TABLES, ids=lambda kind: kind.__name__)
def test_a_record_comes_back_as_it_went_in(kind: type[Record]) -> None:
    mapper = mapper_for(kind)

    @settings(max_examples=40)
    @given(record(kind))
    def there_and_back(one: Record) -> None:
        row = mapper.dump(one)
        assert all(isinstance(each, str | int | float | bytes | None) for each in row.values())
        assert mapper.load(row) == one
        assert mapper.dump(mapper.load(row)) == row  # the digest of a row read back is the same

    there_and_back()


@pytest.mark.parametrize("kind", _TABLES, ids=lambda kind: kind.__name__)
def test_a_kind_of_record_has_exactly_the_columns_of_its_table(kind: type[Record]) -> None:
    assert {each.name for each in fields(kind)} == {each.name for each in _TABLES[kind].columns}


def test_a_moment_of_another_time_zone_is_kept_as_utc() -> None:
    from ir_desktop.domain.people import Room

    abroad = datetime(2026, 7, 1, 10, 30, tzinfo=timezone(timedelta(hours=2)))
    room = Room(
        id="r", created_at=abroad, created_by="s", changed_at=abroad, changed_by="s", name="R"
    )
    row = mapper_for(Room).dump(room)
    assert row["created_at"] == "2026-07-01T08:30:00.000000+00:00"
    assert mapper_for(Room).load(row) == room
