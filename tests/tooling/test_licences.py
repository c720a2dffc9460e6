"""What ships, down to what its packages bring along, is under a permissive licence or the LGPL."""

import importlib.metadata
import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tools.dev.places import PROJECT, ROOT

FINE = re.compile(
    r"\b(MIT(-0|-CMU)?|BSD|Apache|LGPL|PSF-2\.0|ISC|zlib|Python Software Foundation)\b",
    re.IGNORECASE,
)
# Not to be had from their metadata, or a named exception: docs/decisions/0001-dependencies.md
KNOWN = {
    "certifi": "MPL-2.0: a list of certificates, unchanged, replaceable",
    "sqlcipher3": "zlib: the licence file in its wheel",
}
DOCUMENT = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text("utf-8")


def asked() -> list[str]:
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return [*project["dependencies"], *(line for extra in extras for line in extra)]


def shipped() -> set[str]:
    """Follow the requirements of what we ask for, as installed on this system."""
    seen: set[str] = set()
    waiting = [Requirement(line) for line in asked()]
    while waiting:
        requirement = waiting.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name in seen:
            continue
        seen.add(name)
        for line in importlib.metadata.requires(name) or []:
            further = Requirement(line)
            extras = requirement.extras or {""}
            if not further.marker or any(further.marker.evaluate({"extra": e}) for e in extras):
                waiting.append(further)
    return seen


def licence(name: str) -> str:
    data = importlib.metadata.metadata(name)
    fields = ("License-Expression", "License")
    said = [data[field][:60] for field in fields if field in data]
    return " ".join([*said, *(c for c in data.get_all("Classifier") or [] if "License" in c)])


@pytest.mark.parametrize("name", sorted(shipped()))
def test_the_licence_lets_it_ship(name: str) -> None:
    assert name in KNOWN or FINE.search(licence(name)), licence(name)


def test_no_exception_outlives_its_need() -> None:
    assert set(KNOWN) <= shipped()
    assert not [name for name in KNOWN if FINE.search(licence(name))]


def test_everything_asked_for_is_explained() -> None:
    groups = tomllib.loads(PROJECT.read_text("utf-8"))["dependency-groups"]["dev"]
    names = [Requirement(line).name for line in [*asked(), *groups]]
    assert [name for name in names if name.lower() not in DOCUMENT.lower()] == []
