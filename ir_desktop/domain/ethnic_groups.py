"""NHS ethnic categories: codes, names, and the ways people write them.

Read from `resources/instruments/ethnic_groups.csv` (source and certainty in its SOURCES.md).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ir_desktop.domain.data_rows import DataRow, read_rows
from ir_desktop.domain.text import match_key
from ir_desktop.errors import Invalid, Problem, invalid

FILE = "ethnic_groups.csv"

_COLUMNS = ("code", "group", "label", "also")
_PUNCTUATION = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class EthnicGroup:
    """One category: its code, the heading it stands under, and its name."""

    code: str
    group: str
    label: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EthnicGroups:
    """All categories in order, and what each may be called."""

    groups: tuple[EthnicGroup, ...]
    by_name: Mapping[str, str]

    def parse(self, text: str, *, field: str = "ethnic_group") -> str:
        """Return the code for a code or a name, however it is cased or punctuated.

        Raises `errors.Invalid`, naming `field`, if it is neither.
        """
        code = self.by_name.get(_name_key(text))
        if code is None:
            raise invalid(field, "Use an NHS ethnic category: its code (A to S, Z, 99) or name.")
        return code

    def label(self, code: str) -> str:
        """Return the name of a code; an unknown code is returned as it is."""
        return next((each.label for each in self.groups if each.code == code), code)


def parse_ethnic_groups(text: str) -> EthnicGroups:
    """Return the categories from the text of the data file.

    Raises `errors.Invalid` with every problem, also where one name stands for two codes.
    """
    problems: list[Problem] = []
    groups = read_rows(FILE, text, _COLUMNS, _group, problems, key=lambda each: each.code)
    by_name: dict[str, str] = {}
    for each in groups:
        for name in (each.code, each.label, f"{each.group} {each.label}", *each.also):
            if by_name.setdefault(_name_key(name), each.code) != each.code:
                problems.append(Problem(f"{FILE}, {each.code}", "A name here is another's too."))
    if problems:
        raise Invalid(problems)
    return EthnicGroups(tuple(groups), MappingProxyType(by_name))


def _group(row: DataRow) -> EthnicGroup:
    also = row.cells["also"].split("|")
    return EthnicGroup(
        code=row.text("code"),
        group=row.text("group"),
        label=row.text("label"),
        also=tuple(name.strip() for name in also if name.strip()),
    )


def _name_key(text: str) -> str:
    return _PUNCTUATION.sub(" ", match_key(text)).strip()
