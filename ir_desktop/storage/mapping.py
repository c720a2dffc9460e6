"""Rows to domain records and back, by the records' own annotations.

Scalars are stored as themselves; dates, times and enums as text; everything nested as JSON
through a pydantic `TypeAdapter`, whose errors are never shown (they could hold record content).
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from ir_desktop.domain.records import Record

Plain = str | int | float | bytes | None
Convert = Callable[[Any], Any]
R = TypeVar("R", bound=Record)


class Mapper(Generic[R]):
    """Converts one kind of record. Build with `mapper_for`, which keeps one of each kind."""

    def __init__(self, kind: type[R]) -> None:
        hints = get_type_hints(kind)
        self._kind = kind
        self._pairs = {each.name: _converters(hints[each.name]) for each in fields(kind)}

    def dump(self, record: R) -> dict[str, Plain]:
        """Return the record as plain column values."""
        return {name: to(getattr(record, name)) for name, (to, _) in self._pairs.items()}

    def load(self, row: Mapping[str, Any]) -> R:
        """Return the record held in a row of plain column values."""
        return self._kind(**{name: back(row[name]) for name, (_, back) in self._pairs.items()})


@cache
def mapper_for(kind: type[R]) -> Mapper[R]:
    """Return the mapper of a kind of record."""
    return Mapper(kind)


def _same(value: Any) -> Any:
    return value


def _converters(hint: Any) -> tuple[Convert, Convert]:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        inner = [each for each in get_args(hint) if each is not type(None)]
        if len(inner) == 1:
            to, back = _converters(inner[0])
            return _or_none(to), _or_none(back)
    if hint in (str, int, float, bytes):
        return _same, _same
    if hint is bool:
        return int, bool
    if hint is datetime:
        return _utc_text, datetime.fromisoformat
    if hint is date:
        return date.isoformat, date.fromisoformat
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum_value, hint
    return _json(hint)


def _or_none(convert: Convert) -> Convert:
    def converted(value: Any) -> Any:
        return None if value is None else convert(value)

    return converted


def _enum_value(value: Enum) -> Any:
    return value.value


def _utc_text(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _json(hint: Any) -> tuple[Convert, Convert]:
    from pydantic import TypeAdapter

    adapter: TypeAdapter[Any] = TypeAdapter(hint)

    def to(value: Any) -> str:
        return adapter.dump_json(value).decode()

    return to, adapter.validate_json
