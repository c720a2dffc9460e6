"""A review written elsewhere: reading it from JSON, with every problem named at once.

The file is a JSON object with the fields of `ReviewContent`, and `child`, the child's id. Its
format is described in `docs/review-file.md`.
"""

import json
import re
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from ir_desktop.domain.review import ReviewContent
from ir_desktop.domain.strict_json import read_object
from ir_desktop.domain.text import clean_block
from ir_desktop.errors import Invalid, Problem

LARGEST = 2_000_000
"""The most characters of a review file."""

_ADAPTER = TypeAdapter(ReviewContent)

_SENTENCES = {
    "missing": "This is missing.",
    "extra_forbidden": "There is no such field. Check its spelling.",
    "unexpected_keyword_argument": "There is no such field. Check its spelling.",
    "enum": "This is not one of the allowed words.",
    "string_type": "Write this as text, in quotation marks.",
    "int_type": "Write this as a whole number.",
    "int_parsing": "Write this as a whole number.",
    "int_from_float": "Write this as a whole number.",
    "bool_type": "Write true or false.",
    "bool_parsing": "Write true or false.",
    "dict_type": "Write this as an object in braces.",
    "mapping_type": "Write this as an object in braces.",
    "tuple_type": "Write this as a list in square brackets.",
    "dataclass_type": "Write this as an object in braces.",
}
_LONGEST_NAME = 60
_ROUNDS = 20  # each takes out what was wrong; more than two are seldom needed
_SURROGATE = re.compile("[\ud800-\udfff]")
_DATE = "Write a date as year-month-day, like 2026-09-10."


@dataclass(frozen=True, slots=True)
class ReadReview:
    """What a review file says: its child's id (empty if it names none), content and problems.

    With problems the content is what is left without the fields they are about, so that the
    sense of the rest can be looked at too, and everything told at once.
    """

    child: str
    content: ReviewContent
    problems: tuple[Problem, ...]


def read_review_file(data: bytes) -> ReadReview:
    """Return what a review file says, with every problem, each naming its field.

    Raises `Invalid` if it cannot be read as a JSON object at all.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid([Problem("file", "This is not a text file in UTF-8.")]) from None
    found = read_object(text, field="file", limit=LARGEST)
    child = found.pop("child", "")
    problems: list[Problem] = []
    if not isinstance(child, str) or _SURROGATE.search(child):
        problems.append(Problem("child", "Write the child’s id as text."))
        child = ""
    content = ReviewContent()
    for _ in range(_ROUNDS):
        try:
            content = _validated(found, problems)
            break
        except ValidationError as error:
            problems += _told(error)
            for each in error.errors(include_input=False, include_url=False, include_context=False):
                _drop(found, each["loc"])
    content = cast(ReviewContent, _clean(content, "", problems))
    return ReadReview(child, content, tuple(dict.fromkeys(problems)))


def read_content(found: dict[str, object]) -> ReviewContent:
    """Return the content that a JSON object holds, its texts cleaned.

    Raises `Invalid` with every problem, each naming its field.
    """
    problems: list[Problem] = []
    content = ReviewContent()
    try:
        content = _validated(found, problems)
    except ValidationError as error:
        problems += _told(error)
    if problems:
        raise Invalid(problems)
    return cleaned(content)


def _validated(found: dict[str, object], problems: list[Problem]) -> ReviewContent:
    try:
        whole = json.dumps(_without_broken(found, (), problems))
        return _ADAPTER.validate_json(whole, strict=True)
    except RecursionError:
        raise Invalid([Problem("file", "The JSON is nested too deeply.")]) from None


def _told(error: ValidationError) -> list[Problem]:
    # The values given are left out: they are what people wrote about a child.
    return [
        Problem(_place(each["loc"]), _sentence(each["type"]))
        for each in error.errors(include_input=False, include_url=False, include_context=False)
    ]


def _drop(found: dict[str, object], location: tuple[int | str, ...]) -> None:
    """Take what a problem is about out of a JSON object: the innermost named part that is there.

    An item of a list takes the list with it, so that no other item changes its number.
    """
    holder: Any = found
    inside: list[tuple[dict[str, Any], str]] = []
    for step in location:
        if isinstance(holder, dict) and isinstance(step, str) and step in holder:
            inside.append((cast(dict[str, Any], holder), step))
            holder = cast(dict[str, Any], holder)[step]
        elif isinstance(holder, list) and isinstance(step, int):
            holder = cast(list[Any], holder)[step]
        else:
            break
    if inside:
        named, step = inside[-1]
        named.pop(step)
    else:
        found.clear()


def cleaned(content: ReviewContent) -> ReviewContent:
    """Return the content with every text cleaned; raises `Invalid` with every problem."""
    problems: list[Problem] = []
    result = cast(ReviewContent, _clean(content, "", problems))
    if problems:
        raise Invalid(problems)
    return result


def _without_broken(value: Any, at: tuple[int | str, ...], problems: list[Problem]) -> Any:
    """Return JSON without lone surrogates, which only an escape can bring in, noting where."""
    if isinstance(value, str):
        sound = _SURROGATE.sub("\ufffd", value)
        if sound != value:
            problems.append(Problem(_place(at), "Some characters here are broken. Write it again."))
        return sound
    if isinstance(value, list):
        items = cast(list[Any], value)
        return [_without_broken(each, (*at, n), problems) for n, each in enumerate(items)]
    if isinstance(value, dict):
        mapping = cast(dict[str, Any], value)
        return {
            _without_broken(name, at, problems): _without_broken(each, (*at, name), problems)
            for name, each in mapping.items()
        }
    return value


def _place(location: tuple[int | str, ...]) -> str:
    place = ""
    for part in location:
        if part == "[key]":
            continue
        place += (
            f" {part + 1}" if isinstance(part, int) else f"{', ' if place else ''}{_name(part)}"
        )
    return place or "file"


def _name(part: str) -> str:
    # A name in the file may be anything, also lines made to look like this program's.
    return "".join(each if each.isprintable() else "?" for each in part[:_LONGEST_NAME])


def _sentence(kind: str) -> str:
    if kind.startswith("date"):
        return _DATE
    return _SENTENCES.get(kind, "This cannot be understood. See the description of the file.")


def _clean(value: Any, place: str, problems: list[Problem]) -> Any:
    if isinstance(value, str) and type(value) is str:
        try:
            return clean_block(value, field=place)
        except Invalid as error:
            problems.extend(error.problems)
            return ""
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            each.name: _clean(
                getattr(value, each.name), f"{place}, {each.name}".lstrip(", "), problems
            )
            for each in fields(value)
        }
        return replace(value, **changed)
    if isinstance(value, tuple):
        items = cast(tuple[Any, ...], value)
        return tuple(_clean(each, f"{place} {n}", problems) for n, each in enumerate(items, 1))
    if isinstance(value, dict):
        mapping = cast(dict[Any, Any], value)
        cleaned = {
            _clean(key, f"{place}, name", problems): _clean(
                each, f"{place}, {_name(str(key))}", problems
            )
            for key, each in mapping.items()
        }
        if len(cleaned) != len(mapping):
            problems.append(Problem(place, "Two names here are the same. Give each name once."))
        return cleaned
    return value
