"""Reading claims field by field, gathering everything that is wrong instead of the first thing.

What comes from outside may be any JSON at all. A `Fields` hands out a value of the type asked
for in every case; where the input was wrong it notes a problem and hands out a stand-in that is
never seen, since `done` then raises.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final, TypeVar, cast

from ir_desktop.errors import Invalid, Problem
from ir_desktop.sync.keys import Curve, checked_public
from ir_desktop.sync.problems import EnvelopeError

AnyEnum = TypeVar("AnyEnum", bound=StrEnum)

UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
KID: Final = re.compile(r"[A-Za-z0-9_-]{43}")
SHA256: Final = re.compile(r"[0-9a-f]{64}")
IDENTIFIER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")
URN: Final = re.compile(r"[A-Z0-9]{6,8}")
MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LAST_SECOND: Final = 253_402_300_799  # 9999-12-31T23:59:59Z, the last that datetime can hold


def seconds(moment: datetime) -> int:
    """Return an aware moment as whole seconds since 1970 (RFC 7519 NumericDate)."""
    return int(moment.timestamp())


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs")


class Fields:
    """One JSON object being read; `at` is where it stands in the whole, for the problems."""

    def __init__(self, source: object, at: str = "", problems: list[Problem] | None = None) -> None:
        """Begin to read `source`; `problems` is shared with the object it is part of."""
        self._at = at
        self._problems: list[Problem] = [] if problems is None else problems
        self._source: Mapping[object, object] = {}
        if isinstance(source, Mapping):
            self._source = cast(Mapping[object, object], source)
        else:
            self.problem("", "This must be an object with named values.")

    def _name(self, name: str) -> str:
        return ".".join(part for part in (self._at, name) if part)

    def problem(self, name: str, sentence: str) -> None:
        """Note that the field `name` is wrong."""
        self._problems.append(Problem(self._name(name), sentence))

    def done(self) -> None:
        """Raise `Invalid` with every problem met so far, if there is any."""
        if self._problems:
            raise Invalid(self._problems)

    def has(self, name: str) -> bool:
        """Return whether the field is there and not null."""
        return self._source.get(name) is not None

    def text(self, name: str, *, most: int, lines: bool = False) -> str:
        """Return a text of 1 to `most` characters; several lines only where `lines` is true."""
        value = self._source.get(name)
        if not isinstance(value, str) or not value.strip():
            self.problem(name, "A text is missing here.")
            return ""
        if len(value) > most:
            self.problem(name, f"This text may have at most {most} characters.")
            return ""
        allowed = "\n\r\t" if lines else ""
        if any(_is_control(each) and each not in allowed for each in value):
            self.problem(name, "This text holds control characters, which are not allowed.")
        return value

    def optional_text(self, name: str, *, most: int, lines: bool = False) -> str:
        """Return as `text`, or "" where the field is absent, null or empty."""
        if self._source.get(name) in (None, ""):
            return ""
        return self.text(name, most=most, lines=lines)

    def matching(self, name: str, pattern: re.Pattern[str], form: str) -> str:
        """Return a text that matches `pattern` as a whole; `form` says what is expected."""
        value = self._source.get(name)
        if not isinstance(value, str) or not pattern.fullmatch(value):
            self.problem(name, f"This must be {form}.")
            return ""
        return value

    def optional(self, name: str, pattern: re.Pattern[str], form: str) -> str | None:
        """Return as `matching`, or None where the field is absent or null."""
        return self.matching(name, pattern, form) if self.has(name) else None

    def uuid(self, name: str) -> str:
        """Return a UUID in lower-case text."""
        return self.matching(name, UUID, "a UUID in lower case")

    def kid(self, name: str) -> str:
        """Return a key's thumbprint."""
        return self.matching(name, KID, "a key's thumbprint: 43 characters of base64url")

    def sha256(self, name: str) -> str:
        """Return a SHA-256 in lower-case hexadecimal."""
        return self.matching(name, SHA256, "a SHA-256: 64 lower-case hexadecimal digits")

    def identifier(self, name: str) -> str:
        """Return an identifier a party chose for itself."""
        return self.matching(
            name, IDENTIFIER, "1 to 100 letters, digits, dots, colons, hyphens or underscores"
        )

    def integer(self, name: str, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`."""
        value = self._source.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.problem(name, f"This must be a whole number from {low} to {high}.")
            return low
        return value

    def flag(self, name: str) -> bool:
        """Return true or false; absent is false."""
        value = self._source.get(name, False)
        if not isinstance(value, bool):
            self.problem(name, "This must be true or false.")
        return value is True

    def instant(self, name: str) -> datetime:
        """Return a moment, written as whole seconds since 1970, as aware UTC."""
        return datetime.fromtimestamp(self.integer(name, 0, _LAST_SECOND), UTC)

    def optional_date(self, name: str) -> date | None:
        """Return a day, or None where the field is absent or null."""
        return self.date(name) if self.has(name) else None

    def date(self, name: str) -> date:
        """Return a day written YYYY-MM-DD."""
        value = self._source.get(name)
        try:
            # fromisoformat alone would also take week dates and digits without hyphens
            if isinstance(value, str) and _DATE.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.problem(name, "This must be a day as YYYY-MM-DD.")
        return date.min

    def choice(self, name: str, kind: type[AnyEnum]) -> AnyEnum:
        """Return one of the codes of `kind`."""
        value = self._source.get(name)
        if isinstance(value, str) and value in kind.__members__.values():
            return kind(value)
        self.problem(name, "This must be one of: " + ", ".join(kind) + ".")
        return next(iter(kind))

    def choices(self, name: str, kind: type[AnyEnum]) -> tuple[AnyEnum, ...]:
        """Return one or more codes of `kind`, none twice, in the order given."""
        value = self._source.get(name)
        codes = set(kind.__members__.values())
        if isinstance(value, list) and value:
            values = cast(list[object], value)
            if all(isinstance(each, str) and each in codes for each in values):
                texts = cast(list[str], values)
                if len(set(texts)) == len(texts):
                    return tuple(kind(each) for each in texts)
        self.problem(name, "This must list one or more of these, none twice: " + ", ".join(kind))
        return ()

    def kids(self, name: str, *, most: int) -> tuple[str, ...]:
        """Return 1 to `most` thumbprints, none twice."""
        value = self._source.get(name)
        if isinstance(value, list) and 1 <= len(cast(list[object], value)) <= most:
            values = cast(list[object], value)
            if all(isinstance(each, str) and KID.fullmatch(each) for each in values):
                texts = cast(list[str], values)
                if len(set(texts)) == len(texts):
                    return tuple(texts)
        self.problem(name, f"This must list 1 to {most} different thumbprints of keys.")
        return ()

    def key(self, name: str, curve: Curve) -> dict[str, str]:
        """Return a public JWK for `curve`, with its `kid`; any private half is refused."""
        value = self._source.get(name)
        if isinstance(value, Mapping) and "d" in value:
            self.problem(name, "This holds a private key. It must never leave its owner.")
            return {}
        try:
            return checked_public(cast(object, value), curve)
        except EnvelopeError:
            self.problem(name, f"This must be a public {curve} key as a JWK.")
            return {}

    def section(self, name: str) -> "Fields":
        """Return the object inside this one under `name`."""
        return Fields(self._source.get(name), self._name(name), self._problems)

    def sections(self, name: str, *, most: int, least: int = 0) -> list["Fields"]:
        """Return the `least` to `most` objects listed under `name`; absent is an empty list."""
        value = self._source.get(name, [])
        if not isinstance(value, list) or not least <= len(cast(list[object], value)) <= most:
            self.problem(name, f"This must be a list of {least} to {most} objects.")
            return []
        return [
            Fields(each, f"{self._name(name)}[{index}]", self._problems)
            for index, each in enumerate(cast(list[object], value))
        ]
