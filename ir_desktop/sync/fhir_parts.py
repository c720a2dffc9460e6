"""The small parts every resource is made of: names of entries, text, numbers, canonical JSON."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID, uuid5

from ir_desktop.sync.fhir_codes import UCUM, Part

_NOT_XML: Final = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # XML 1.0, production 2
)
_OTHER_SPACE: Final = re.compile(r"[^\S \t\r\n]|\ufeff")
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the Bundle: its address inside (`urn:uuid:`) and the resource."""

    url: str
    resource: Part

    @property
    def ref(self) -> Part:
        """A Reference to it."""
        return {"reference": self.url}


@dataclass(frozen=True, slots=True)
class Frame:
    """What every resource of one Bundle refers to, and the names of its entries.

    The same Bundle id and name always give the same address (UUID version 5).
    """

    bundle_id: str
    issued: datetime

    def url(self, *name: str | int) -> str:
        """Return the address of the entry of this name."""
        return f"urn:uuid:{uuid5(UUID(self.bundle_id), '/'.join(map(str, name)))}"

    def ref(self, *name: str | int) -> Part:
        """Return a Reference to the entry of this name."""
        return {"reference": self.url(*name)}

    def entry(self, kind: str, *name: str | int, **fields: object) -> Entry:
        """Return an entry of this name, holding a resource with the fields that are not empty."""
        url = self.url(*name)
        resource = {"resourceType": kind, "id": url.removeprefix("urn:uuid:"), **part(**fields)}
        return Entry(url, resource)


def part(**fields: object) -> Part:
    """Return an element with the fields that are not empty; FHIR knows no empty values."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {}, ())}


def xml_text(text: str) -> str:
    """Return the text with what XML cannot carry (control characters) shown as U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)


def string(text: str) -> str:
    """Return the text as a FHIR string, or "" for one without content.

    The published pattern lets readers refuse every other kind of space than the ordinary one, tab
    and line ends, such as the no-break space, so those become ordinary spaces. The narrative
    keeps them as they are.
    """
    return _OTHER_SPACE.sub(" ", xml_text(text)) if text.strip() else ""


def is_code(text: str) -> bool:
    """Tell whether the text can stand as a code; anything else goes as words."""
    return _CODE.fullmatch(text) is not None


def number(value: float) -> float | int:
    """Return a number as JSON writes it shortest: ``45`` rather than ``45.0``."""
    exact = float(value)
    return int(exact) if exact.is_integer() else exact


def quantity(value: float, unit: str, code: str) -> Part:
    """Return a Quantity with a UCUM unit."""
    return {"value": number(value), "unit": unit, "system": UCUM, "code": code}


def day(value: date | None) -> str:
    """Return a FHIR date, or "" for none."""
    return value.isoformat() if value else ""


def instant(value: datetime) -> str:
    """Return a FHIR instant in UTC, to the second.

    Raises ValueError for a time without a zone.
    """
    if value.utcoffset() is None:
        raise ValueError("a time without a zone")
    return value.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def canonical(value: Part) -> bytes:
    """Return JSON in its canonical form (RFC 8785 for what stands in a Bundle), as UTF-8."""
    text = json.dumps(
        value, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )
    return text.encode("utf-8")
