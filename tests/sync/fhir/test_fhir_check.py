"""Our own check: each broken Bundle gets its problem, and no bytes at all get an exception."""

import base64
import copy
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ir_desktop.errors import Invalid
from ir_desktop.sync.fhir_check import MAX_BUNDLE_BYTES, check_bundle
from ir_desktop.sync.fhir_read import read_bundle

Break = Callable[[dict[str, Any]], None]
DIV = '<div xmlns="http://www.w3.org/1999/xhtml">{}</div>'


def of(whole: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(e["resource"] for e in whole["entry"] if e["resource"]["resourceType"] == kind)


def scored(whole: dict[str, Any], place: int = 0) -> dict[str, Any]:
    return [e["resource"] for e in whole["entry"] if e["resource"].get("referenceRange")][place]


def put(*path: str | int, value: Any) -> Break:
    def change(whole: dict[str, Any]) -> None:
        target: Any = whole
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value

    return change


def without(*path: str | int) -> Break:
    def change(whole: dict[str, Any]) -> None:
        target: Any = whole
        for step in path[:-1]:
            target = target[step]
        del target[path[-1]]

    return change


def in_resource(kind: str, **fields: Any) -> Break:
    return lambda whole: of(whole, kind).update(fields)


def in_score(**fields: Any) -> Break:
    return lambda whole: scored(whole).update(fields)


def div(text: str, *, raw: bool = False) -> Break:
    return put(
        "entry",
        0,
        "resource",
        "section",
        0,
        "text",
        "div",
        value=text if raw else DIV.format(text),
    )


def drop_entry(kind: str) -> Break:
    def change(whole: dict[str, Any]) -> None:
        whole["entry"] = [e for e in whole["entry"] if e["resource"]["resourceType"] != kind]

    return change


def swap_sections(whole: dict[str, Any]) -> None:
    sections = of(whole, "Composition")["section"]
    sections[0], sections[1] = sections[1], sections[0]


def same_section_twice(whole: dict[str, Any]) -> None:
    sections = of(whole, "Composition")["section"]
    sections.insert(0, sections[0])


def second_composition(whole: dict[str, Any]) -> None:
    extra = copy.deepcopy(whole["entry"][0])
    extra["fullUrl"] = "urn:uuid:00000000-0000-4000-8000-000000000001"
    whole["entry"].append(extra)
    of(whole, "Patient")["link"] = [{"other": {"reference": extra["fullUrl"]}}]


def unreached(whole: dict[str, Any]) -> None:
    url = "urn:uuid:00000000-0000-4000-8000-000000000001"
    whole["entry"].append({"fullUrl": url, "resource": {"resourceType": "Basic"}})


def questionnaire_inside(whole: dict[str, Any]) -> None:
    of(whole, "Patient")["contained"] = [{"resourceType": "QuestionnaireResponse"}]


def nested_section(whole: dict[str, Any]) -> None:
    of(whole, "Composition")["section"][0]["section"] = [{"title": "Inner"}]


NHS = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"}

BROKEN: dict[str, tuple[Break, str, str]] = {
    "not a bundle": (put("resourceType", value="Patient"), "resourceType", "not a Bundle"),
    "not a document": (put("type", value="collection"), "type", "document"),
    "no identifier": (without("identifier"), "identifier", "identifier"),
    "identifier without system": (without("identifier", "system"), "identifier", "identifier"),
    "no timestamp": (without("timestamp"), "timestamp", "moment"),
    "a day as timestamp": (put("timestamp", value="2026-09-16"), "timestamp", "moment"),
    "no such moment": (put("timestamp", value="2026-13-16T00:00:00Z"), "timestamp", "moment"),
    "no entries": (put("entry", value=[]), "entry", "empty"),
    "entry no list": (put("entry", value={"a": 1}), "entry", "empty"),
    "entry no object": (lambda w: w["entry"].append("x"), "entry", "not an object"),
    "no fullUrl": (without("entry", 3, "fullUrl"), "entry 4", "fullUrl"),
    "fullUrl elsewhere": (
        put("entry", 3, "fullUrl", value="https://x.example/1"), "entry 4", "urn:uuid"),
    "fullUrl twice": (
        lambda w: w["entry"][3].update(fullUrl=w["entry"][4]["fullUrl"]), "entry 5", "same"),
    "no resource type": (without("entry", 3, "resource", "resourceType"), "entry 4", "no type"),
    "no composition": (drop_entry("Composition"), "Composition", "first entry"),
    "composition not first": (lambda w: w["entry"].reverse(), "Composition", "first entry"),
    "two compositions": (second_composition, "Composition", "one Composition only"),
    "draft": (in_resource("Composition", status="preliminary"), "Composition", "status"),
    "amended at first": (in_resource("Composition", status="amended"), "Composition", "status"),
    "no version": (in_resource("Composition", extension=[]), "Composition", "which version"),
    "no such version": (
        put("entry", 0, "resource", "extension", 0, "valueString", value="0"),
        "Composition", "which version"),
    "no composition type": (in_resource("Composition", type={}), "Composition", "coded type"),
    "no title": (in_resource("Composition", title=" "), "Composition", "title"),
    "no date": (in_resource("Composition", date=None), "Composition", "date"),
    "no subject": (in_resource("Composition", subject={}), "Composition", "Patient"),
    "no author": (in_resource("Composition", author=[]), "Composition", "author"),
    "author elsewhere": (
        in_resource("Composition", author=[{"display": "Jo"}]), "Composition", "author"),
    "no sections": (in_resource("Composition", section=[]), "Composition", "no sections"),
    "no section title": (
        without("entry", 0, "resource", "section", 0, "title"), "section 1", "title"),
    "no section code": (
        without("entry", 0, "resource", "section", 0, "code"), "section 1", "published list"),
    "no narrative": (
        without("entry", 0, "resource", "section", 0, "text"), "section 1", "no narrative"),
    "no inner narrative": (nested_section, "section 1", "no narrative"),
    "sections out of order": (swap_sections, "section", "order"),
    "section twice": (same_section_twice, "section", "order"),
    "narrative no XML": (div("<p>a"), "section 1", "not well-formed"),
    "narrative no XHTML": (div("<div>a</div>", raw=True), "section 1", "XHTML"),
    "narrative other root": (
        div('<p xmlns="http://www.w3.org/1999/xhtml">a</p>', raw=True), "section 1", "XHTML"),
    "narrative empty": (div(" \n"), "section 1", "empty"),
    "script": (div("<script>a</script>"), "section 1", "element"),
    "picture": (div('<img src="https://x.example/i.png"/>'), "section 1", "element"),
    "form": (div("<form><p>a</p></form>"), "section 1", "element"),
    "event": (div('<p onclick="a()">a</p>'), "section 1", "attribute"),
    "style": (div('<p style="display:none">a</p>'), "section 1", "attribute"),
    "instruction": (div("<?php a ?><p>a</p>"), "section 1", "instruction"),
    "entity": (div("<p>&nbsp;</p>"), "section 1", "well-formed"),
    "document type": (
        div("<!DOCTYPE div [<!ENTITY e 'e'>]>" + DIV.format("&e;"), raw=True),
        "section 1", "document type"),
    "deep narrative": (div("<b>" * 50 + "a" + "</b>" * 50), "section 1", "nested"),
    "other namespace": (div('<p xmlns="urn:x">a</p>'), "section 1", "XHTML"),
    "bad narrative elsewhere": (
        in_resource("Patient", text={"div": DIV.format("<p>")}), "entry 2", "well-formed"),
    "dead reference": (drop_entry("Practitioner"), "entry 3", "not in the Bundle"),
    "paper not there": (drop_entry("Binary"), "entry", "not in the Bundle"),
    "unreached": (unreached, "entry", "does not lead"),
    "questionnaire": (questionnaire_inside, "entry", "QuestionnaireResponse"),
    "wrong NHS number": (
        in_resource("Patient", identifier=[NHS | {"value": "9990000019"}]), "entry 2", "mistake"),
    "spaced NHS number": (
        in_resource("Patient", identifier=[NHS | {"value": "999 000 0018"}]), "entry 2", "mistake"),
    "NHS number of another": (
        in_resource("Practitioner", identifier=[NHS]), "entry 4", "not a child"),
    "NHS number without system": (
        in_resource("Patient", identifier=[{"value": "9990000018"}]), "entry 2", "system"),
    "NHS number in a reference": (
        in_resource("Goal", subject={"identifier": {"value": "999 000 0018"}}), "entry", "system"),
    "no range": (in_score(referenceRange=[{}]), "entry", "reference range"),
    "no questionnaire": (in_score(method={}), "entry", "which questionnaire"),
    "no band": (in_score(interpretation=[]), "entry", "band"),
    "band does not fit": (in_score(valueQuantity={"value": 55}), "entry", "band"),
    "score too high": (in_score(valueQuantity={"value": 61}), "entry", "0 to 60"),
    "score missing": (in_score(valueQuantity={}), "entry", "why it has none"),
    "score no number": (in_score(valueQuantity={"value": True}), "entry", "why it has none"),
    "paper no PDF": (in_resource("Binary", contentType="text/html"), "entry", "not a PDF"),
    "paper only named a PDF": (
        in_resource("Binary", data=base64.b64encode(b"<html>").decode()), "entry", "damaged"),
    "paper damaged": (in_resource("Binary", data="JVBE*Rg="), "entry", "damaged"),
    "paper elsewhere": (
        in_resource("DocumentReference", content=[{"attachment": {"url": "urn:uuid:1"}}]), "entry",
        "kept in this Bundle"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_each_fault_is_found(bundle: bytes, name: str) -> None:
    change, where, sentence = BROKEN[name]
    whole = json.loads(bundle)
    change(whole)
    problems = check_bundle(json.dumps(whole).encode())
    assert [p for p in problems if p.field.startswith(where) and sentence in p.sentence], problems
    with pytest.raises(Invalid):
        read_bundle(json.dumps(whole).encode())


def test_problems_hold_no_content(bundle: bytes) -> None:
    whole = json.loads(bundle)
    for change, _, _ in BROKEN.values():
        try:
            change(whole)
        except (KeyError, IndexError, AttributeError, TypeError, StopIteration):
            continue
    text = " ".join(map(str, check_bundle(json.dumps(whole).encode())))
    assert not any(each in text for each in ("Zofia", "Nowak", "9990000018", "Poppies"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b'"x"',
        b"{" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 5_000 + b"]" * 5_000,
        b'{"a":' + b"[" * 200 + b"]" * 200 + b"}",
        b'{"resourceType":"Bundle","resourceType":"Bundle"}',
        b'{"resourceType":"Bundle","type":NaN}',
        b'{"resourceType":"Bundle","total":1e999}',
        b'{"resourceType":"Bundle","total":' + b"9" * 5_000 + b"}",
        b'{"resourceType":"Bundle","id":"\\ud800"}',
        b'{"\\ud800":1}',
        b'{"entry":[' + b"{}," * 6_000 + b"{}]}",
        b" " * (MAX_BUNDLE_BYTES + 1),
        b"\xef\xbb\xbf{}",
    ],
    ids=lambda data: f"{data[:20]!r} {len(data)}",
)
def test_hostile_bytes_are_problems_not_exceptions(data: bytes) -> None:
    assert check_bundle(data)
    with pytest.raises(Invalid):
        read_bundle(data)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "resourceType",
                    "reference",
                    "coding",
                    "system",
                    "code",
                    "text",
                    "div",
                    "url",
                    "entry",
                ]
            )
            | st.text(max_size=4),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def fresh(bundle: bytes) -> Callable[[], dict[str, Any]]:
    """A sound Bundle, read anew each time."""
    return lambda: json.loads(bundle)


@settings(deadline=None, max_examples=200)
@given(anything=ANYTHING, seed=st.integers(0, 2**32))
def test_any_change_anywhere_is_judged_without_an_exception(
    fresh: Callable[[], dict[str, Any]], anything: Any, seed: int
) -> None:
    whole = fresh()
    choose = random.Random(seed)
    for _ in range(choose.randint(1, 4)):
        target: Any = whole
        while True:
            steps = list(target) if isinstance(target, dict) else list(range(len(target)))
            if not steps:
                break
            step = choose.choice(steps)
            if isinstance(target[step], dict | list) and choose.random() < 0.85:
                target = target[step]
            else:
                target[step] = copy.deepcopy(anything)
                break
    data = json.dumps(whole).encode()
    if check_bundle(data):
        with pytest.raises(Invalid):
            read_bundle(data)
    else:
        read_bundle(data)


@given(data=st.binary(max_size=200))
def test_any_bytes_are_judged_without_an_exception(data: bytes) -> None:
    assert check_bundle(data)


def test_many_problems_are_cut_short(bundle: bytes) -> None:
    whole = json.loads(bundle)
    whole["entry"] += [{}] * 400
    assert len(check_bundle(json.dumps(whole).encode())) == 50
