"""Our own check of a Bundle: every sentence of EXCHANGE "The Bundle", on bytes from anybody.

Standard FHIR checkers accept a document without a Composition, references that lead nowhere and
narratives that cannot be read; this does not. Any bytes at all give problems, never an exception.
"""

import re
from datetime import datetime
from typing import Final

from ir_desktop.errors import Invalid, Problem
from ir_desktop.sync.fhir_check_parts import Found, check_resource
from ir_desktop.sync.fhir_codes import VERSION_NUMBER, Own, Part, published
from ir_desktop.sync.fhir_json import (
    MAX_BUNDLE_BYTES,
    code_in,
    items,
    load,
    object_of,
    objects,
    references,
    text_of,
)
from ir_desktop.sync.fhir_narrative import plain_lines

__all__ = ["MAX_BUNDLE_BYTES", "check_bundle", "problems_of", "version_of"]

_INSTANT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_URN: Final = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_VERSION: Final = re.compile(r"[1-9][0-9]{0,5}")
_MOST_PROBLEMS: Final = 50
_FORBIDDEN: Final = frozenset({"Questionnaire", "QuestionnaireResponse"})


def check_bundle(data: bytes) -> tuple[Problem, ...]:
    """Return what is wrong with a Bundle, at most 50 problems; nothing if it is sound.

    No problem's text holds anything of the content.
    """
    try:
        bundle = load(data)
    except Invalid as error:
        return error.problems
    return problems_of(bundle)


def problems_of(bundle: Part) -> tuple[Problem, ...]:
    """Return what is wrong with a Bundle that `fhir_json.load` has read."""
    found = Found()
    _check_outside(bundle, found)
    resources = _check_entries(bundle, found)
    for kind in {text_of(each, "resourceType") for each in objects(bundle)} & _FORBIDDEN:
        found.add("entry", f"A {kind} may not be sent: the questionnaire’s wording is copyright.")
    if resources:
        composition = next(iter(resources.values()))
        _check_composition(composition, resources, found)
        _check_references(composition, resources, found)
    for place, resource in enumerate(resources.values(), start=1):
        check_resource(resource, f"entry {place}", found)
    return tuple(found.problems[:_MOST_PROBLEMS])


def version_of(composition: Part) -> int:
    """Return the version that a Composition says it is, or 0 if it does not say."""
    for each in items(composition, "extension"):
        number = text_of(each, "valueString")
        if each.get("url") == VERSION_NUMBER and _VERSION.fullmatch(number):
            return int(number)
    return 0


def _check_outside(bundle: Part, found: Found) -> None:
    found.need(bundle.get("resourceType") == "Bundle", "resourceType", "This is not a Bundle.")
    found.need(bundle.get("type") == "document", "type", "The Bundle’s type must be “document”.")
    named = text_of(bundle, "identifier", "system") and text_of(bundle, "identifier", "value")
    found.need(bool(named), "identifier", "The Bundle needs an identifier: system and value.")
    moment = text_of(bundle, "timestamp")
    found.need(_is_instant(moment), "timestamp", "The Bundle needs the moment it was made.")


def _is_instant(text: str) -> bool:
    if not _INSTANT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_entries(bundle: Part, found: Found) -> dict[str, Part]:
    """Return the resources by their address, in order."""
    resources: dict[str, Part] = {}
    entries = items(bundle, "entry")
    found.need(bool(entries), "entry", "The Bundle is empty.")
    found.need(bundle.get("entry", entries) == entries, "entry", "An entry is not an object.")
    for place, entry in enumerate(entries, start=1):
        url, resource = text_of(entry, "fullUrl"), object_of(entry, "resource")
        where = f"entry {place}"
        found.need(bool(_URN.fullmatch(url)), where, "The fullUrl must be a urn:uuid address.")
        found.need(url not in resources, where, "Another entry has the same fullUrl.")
        found.need(bool(text_of(resource, "resourceType")), where, "The resource has no type.")
        resources[url or where] = resource
    return resources


def _check_composition(composition: Part, resources: dict[str, Part], found: Found) -> None:
    kinds = [text_of(each, "resourceType") for each in resources.values()]
    where = "Composition"
    if kinds[0] != where:
        found.add(where, "The first entry must be the Composition.")
        return
    found.need(kinds.count(where) == 1, where, "There must be one Composition only.")
    version = version_of(composition)
    found.need(version > 0, where, "It does not say which version it is.")
    right = composition.get("status") == ("final" if version == 1 else "amended")
    found.need(right, where, "Its status must be final for version 1, amended for a later one.")
    found.need(bool(items(composition, "type", "coding")), where, "It needs a coded type.")
    found.need(bool(text_of(composition, "title").strip()), where, "It needs a title.")
    found.need(bool(text_of(composition, "date")), where, "It needs a date.")
    subject = resources.get(text_of(composition, "subject", "reference"), {})
    found.need(subject.get("resourceType") == "Patient", where, "Its subject must be a Patient.")
    authors = [text_of(each, "reference") for each in items(composition, "author")]
    known = bool(authors) and all(each in resources for each in authors)
    found.need(known, where, "It needs an author who is in the Bundle.")
    _check_sections(composition, found)


def _check_sections(composition: Part, found: Found) -> None:
    order = list(published()[Own.SECTION.url])
    places: list[int] = []
    sections = items(composition, "section")
    found.need(bool(sections), "Composition", "It has no sections.")
    for place, section in enumerate(sections, start=1):
        where = f"section {place}"
        found.need(bool(text_of(section, "title").strip()), where, "The section has no title.")
        code = code_in(section, Own.SECTION.url, "code")
        if code in order:
            places.append(order.index(code))
        else:
            found.add(where, "The section has no code of the published list.")
        _check_narrative(section, where, found)
    if places != sorted(set(places)):
        found.add("section", "The sections are not in the published order, questions first.")


def _check_narrative(section: Part, where: str, found: Found) -> None:
    div = text_of(section, "text", "div")
    try:
        plain_lines(div)
    except ValueError as error:
        found.add(where, str(error) if div else "The section has no narrative.")
    for each in items(section, "section"):
        _check_narrative(each, where, found)


def _check_references(composition: Part, resources: dict[str, Part], found: Found) -> None:
    targets = {url: references(resource) for url, resource in resources.items()}
    for place, url in enumerate(resources, start=1):
        if any(each not in resources for each in targets[url]):
            found.add(f"entry {place}", "It refers to something that is not in the Bundle.")
    start = next(url for url, resource in resources.items() if resource is composition)
    reached, waiting = {start}, [start]
    while waiting:
        for each in targets.get(waiting.pop(), ()):
            if each in resources and each not in reached:
                reached.add(each)
                waiting.append(each)
    for place, url in enumerate(resources, start=1):
        found.need(url in reached, f"entry {place}", "The Composition does not lead to it.")
