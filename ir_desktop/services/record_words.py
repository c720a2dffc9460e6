"""Any record as names and values in words, for somebody who asked what is recorded.

Every field with something in it is told, also one that is added later: nothing is left out by
being forgotten here. What is only for the program (ids, digests, keys) is in the file for
computers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, cast

from ir_desktop.domain.plain import date_words
from ir_desktop.domain.records import THIS_LAPTOP, Record
from ir_desktop.domain.sharing import Reply

_STAMPS = frozenset({"created_at", "created_by", "changed_at", "changed_by"})
_FOR_THE_PROGRAM = frozenset(
    {
        "id", "child_id", "review_id", "sha256", "bundle_sha256", "envelope_sha256",
        "prev", "seq", "receipt", "token", "token_sha256", "next_try_at", "supersedes", "child_ids",
        "agreement_id",
    }
)  # fmt: skip
_BY_NAME = frozenset({"signed_by", "author_signed_by", "approved_by"})
ANSWER_WORDS = {"Y": "yes", "S": "sometimes", "N": "not yet"}
_LABELS = {
    "given_name": "First name",
    "blanks": "Why fields are empty",
    "send_support": "SEN or disability support",
    "gp": "Doctor (GP)",
    "nhs_number": "NHS number",
    "nhs_number_source": "Where the number is from",
    "asq3": "ASQ-3",
    "childs_voice": "The child’s voice",
    "parents_view": "Parents’ view",
    "how": "How",
    "latest_version": "Signed-off versions",
}


def lines_of(record: Record, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return a record's fields in words; `names` are those of staff, rooms and teams by id."""
    found: list[tuple[str, str]] = []
    for each in fields(record):
        if each.name in _STAMPS or each.name in _FOR_THE_PROGRAM:
            continue
        if isinstance(record, Reply) and each.name == "about":  # the id of a copy
            continue
        value = getattr(record, each.name)
        if each.name.endswith("_id") or each.name in _BY_NAME:
            label = label_of(each.name.removesuffix("_id"))
            value = names.get(value, "") if value else ""
        else:
            label = label_of(each.name)
        found.extend(_leaves((label,), value))
    found.append(("Written down", _stamp(record.created_at, record.created_by, names)))
    if record.changed_at != record.created_at:
        found.append(("Last changed", _stamp(record.changed_at, record.changed_by, names)))
    return found


def label_of(name: str) -> str:
    """Return the name of a field as words."""
    words = name.replace("_", " ")
    return _LABELS.get(name, f"{words[:1].upper()}{words[1:]}")


def moment_words(at: datetime) -> str:
    """Return a moment as the clock here shows it: ``3 May 2026, 14:02``."""
    here = at.astimezone()
    return f"{date_words(here.date())}, {here:%H:%M}"


def words_of(value: Any) -> str:
    """Return a value without parts in words; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, date):
        return date_words(value)
    if isinstance(value, Enum):
        told = str(value.value)
        return ANSWER_WORDS.get(told) or label_of(told)
    return str(value)


def _leaves(path: tuple[str, ...], value: Any) -> Iterator[tuple[str, str]]:
    """Yield the parts of a value, however deep, each named by the last two steps to it."""
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _leaves((*path, label_of(each.name)), getattr(value, each.name))
    elif isinstance(value, Mapping):
        for key, inner in cast(Mapping[Any, Any], value).items():
            told = str(key.value) if isinstance(key, Enum) else str(key)
            yield from _leaves((*path, label_of(told)), inner)
    elif isinstance(value, tuple | list):
        yield from _several(path, tuple(cast(tuple[Any, ...], value)))
    else:
        words = words_of(value)
        if words:
            *above, last = path
            yield last if len(above) < 2 else f"{above[-1]}: {last.lower()}", words


def _several(path: tuple[str, ...], values: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
    if any(is_dataclass(each) for each in values):
        for number, each in enumerate(values, 1):
            *above, last = path
            yield from _leaves((*above, "", f"{last} {number}"), each)
        return
    told = ", ".join("left out" if each is None else words_of(each) for each in values)
    yield from _leaves(path, told)


def _stamp(at: datetime, by: str, names: Mapping[str, str]) -> str:
    who = "this computer" if by == THIS_LAPTOP else names.get(by, "somebody who works here no more")
    return f"{moment_words(at)}, by {who}"
