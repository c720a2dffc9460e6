"""Reading a Bundle's JSON, by whomever it was written: bounded, and safe to look into."""

from collections.abc import Iterator
from typing import Final, cast

from ir_desktop.domain.strict_json import read_object
from ir_desktop.errors import Invalid, Problem
from ir_desktop.sync.fhir_codes import Part

MAX_BUNDLE_BYTES: Final = 24_000_000
"""The longest Bundle that is read, in bytes. What an envelope of 20 MB can carry is less: about
11.2 MB, since signing and sealing each make the bytes a third longer."""

_DEEPEST: Final = 40
_MOST_ENTRIES: Final = 5_000


def load(data: bytes) -> Part:
    """Return the JSON object in the bytes, no deeper than 40 and with whole characters only.

    Raises `errors.Invalid` for anything else.
    """
    if len(data) > MAX_BUNDLE_BYTES:
        raise Invalid([Problem("", "The Bundle is larger than the 24 MB that are read.")])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Invalid([Problem("", "The Bundle is not UTF-8.")]) from None
    whole = read_object(text, limit=MAX_BUNDLE_BYTES)
    stack: list[tuple[object, int]] = [(whole, 1)]
    while stack:
        value, depth = stack.pop()
        if depth > _DEEPEST:
            raise Invalid([Problem("", "The Bundle is nested too deeply.")])
        if isinstance(value, dict):
            inside = cast(dict[str, object], value)
            stack += [(each, depth + 1) for each in (*inside, *inside.values())]
        elif isinstance(value, list):
            stack += [(each, depth + 1) for each in cast(list[object], value)]
        elif isinstance(value, str) and not _is_whole(value):
            raise Invalid([Problem("", "The Bundle holds broken characters.")])
    if len(items(whole, "entry")) > _MOST_ENTRIES:
        raise Invalid([Problem("entry", f"There are more than {_MOST_ENTRIES:,} entries.")])
    return whole


def _is_whole(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def text_of(value: object, *path: str) -> str:
    """Return the text at the end of a path of names, or "" if there is none."""
    for name in path:
        value = cast(Part, value).get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def object_of(value: object, *path: str) -> Part:
    """Return the object at the end of a path of names, or an empty one."""
    for name in path:
        value = cast(Part, value).get(name) if isinstance(value, dict) else None
    return cast(Part, value) if isinstance(value, dict) else {}


def items(value: object, *path: str) -> list[Part]:
    """Return the objects of the list at the end of a path of names; what is no object is left."""
    for name in path:
        value = cast(Part, value).get(name) if isinstance(value, dict) else None
    found = cast(list[object], value) if isinstance(value, list) else []
    return [cast(Part, each) for each in found if isinstance(each, dict)]


def number_of(value: object, *path: str) -> float | int | None:
    """Return the number at the end of a path of names, or None."""
    for name in path:
        value = cast(Part, value).get(name) if isinstance(value, dict) else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def code_in(value: object, system: str, *path: str) -> str:
    """Return the code that the CodeableConcept at the end of a path gives in a system, or ""."""
    codings = items(value, *path, "coding")
    return next((text_of(each, "code") for each in codings if each.get("system") == system), "")


def objects(value: object) -> Iterator[Part]:
    """Yield every object inside a value, itself included."""
    stack: list[object] = [value]
    while stack:
        top = stack.pop()
        if isinstance(top, dict):
            inside = cast(Part, top)
            yield inside
            stack += inside.values()
        elif isinstance(top, list):
            stack += cast(list[object], top)


def references(resource: Part) -> list[str]:
    """Return every address a resource refers to: References, and attachments kept elsewhere."""
    found: list[str] = []
    for each in objects(resource):
        target = each.get("reference")
        if isinstance(target, str):
            found.append(target)
        url = each.get("url")
        if isinstance(url, str) and "contentType" in each:
            found.append(url)
    return found
