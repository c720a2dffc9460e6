"""One row of a table of children becomes a child to add, or sentences about what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Protocol, TypeVar

from ir_desktop.domain import importing_cells as cells_
from ir_desktop.domain.ages import add_months
from ir_desktop.domain.contact_rules import parse_postcode
from ir_desktop.domain.ethnic_groups import EthnicGroups
from ir_desktop.domain.importing_columns import ImportField
from ir_desktop.domain.nhs_number import parse_nhs_number
from ir_desktop.domain.people import Sex
from ir_desktop.domain.records import Blank
from ir_desktop.domain.text import clean_line, match_key, turns_direction
from ir_desktop.errors import Invalid, Problem, invalid

OLDEST_YEARS = 18
"""A child may not be older than this on the day of import; beyond it the year is a slip."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E")


class _Parser(Protocol[T_co]):
    def __call__(self, text: str, /, *, field: str) -> T_co: ...


_NOTHING = frozenset(("-", "--", "n/a", "tbc", "\u2013", "\u2014"))
_WHY_BLANK = {
    **dict.fromkeys(("not known", "unknown"), Blank.NOT_KNOWN),
    **dict.fromkeys(("declined", "refused", "prefer not to say"), Blank.DECLINED),
    **dict.fromkeys(("not asked",), Blank.NOT_ASKED),
    **dict.fromkeys(("not shared",), Blank.NOT_SHARED),
}
_OWN_WORDS = frozenset(  # fields that have a value of their own for it
    (
        (ImportField.SEX, Blank.NOT_KNOWN),
        (ImportField.ETHNIC_GROUP, Blank.NOT_KNOWN),
        (ImportField.ETHNIC_GROUP, Blank.DECLINED),
    )
)
_EMPTY = "This is empty."
_SPLIT = "Check how the name was split into first and family name."
_MARKS = "Check the name: hidden marks that turn its direction were taken out."
_NAMES = (
    ImportField.NAME,
    ImportField.GIVEN_NAME,
    ImportField.FAMILY_NAME,
    ImportField.KNOWN_AS,
)
_TWO_WAYS = (
    "Another date in this column has the month first, so this one could be two days. Write all "
    "dates with the day first."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One child as a row tells of them; `row` is its number in the file.

    What the row does not say is empty or None; `blanks` tells why where the row says so
    ("not known", "declined"). `notes` are sentences for a person to look at.
    """

    row: int
    given_name: str
    family_name: str
    date_of_birth: date
    known_as: str = ""
    weeks_early: int | None = None
    sex: Sex | None = None
    ethnic_group: str = ""  # NHS category code
    home_languages: tuple[str, ...] = ()
    interpreter_needed: bool | None = None
    nhs_number: str = ""  # ten digits
    postcode: str = ""
    room: str = ""
    key_person: str = ""
    start_date: date | None = None
    leaving_date: date | None = None
    blanks: Mapping[str, Blank]
    notes: tuple[str, ...] = ()


def parse_row(
    cells: Sequence[str],
    columns: Mapping[ImportField, int],
    today: date,
    row_number: int,
    *,
    groups: EthnicGroups,
    month_first: frozenset[ImportField] = frozenset(),
) -> ImportRow | list[Problem]:
    """Return the child in one row, or every problem of the row.

    Each problem's field is ``row N, field``. `month_first` names date fields of which another row
    has the month first, so a date that can be read two ways is refused.
    """
    reader = _RowReader(cells, columns, today, row_number, month_first)
    given, family, notes = reader.names()
    born = reader.date(ImportField.DATE_OF_BIRTH, required=True)
    row = ImportRow(
        row=row_number,
        given_name=given,
        family_name=family,
        date_of_birth=born or today,
        known_as=reader.optional(ImportField.KNOWN_AS, cells_.parse_name_cell, ""),
        weeks_early=reader.optional(ImportField.WEEKS_EARLY, cells_.parse_weeks_early, None),
        sex=reader.optional(ImportField.SEX, cells_.parse_sex, None),
        ethnic_group=reader.optional(ImportField.ETHNIC_GROUP, groups.parse, ""),
        home_languages=reader.optional(ImportField.HOME_LANGUAGES, cells_.parse_languages, ()),
        interpreter_needed=reader.optional(
            ImportField.INTERPRETER_NEEDED, cells_.parse_yes_no, None
        ),
        nhs_number=reader.optional(ImportField.NHS_NUMBER, parse_nhs_number, ""),
        postcode=reader.optional(ImportField.POSTCODE, parse_postcode, ""),
        room=reader.optional(ImportField.ROOM, _short_line, ""),
        key_person=reader.optional(ImportField.KEY_PERSON, cells_.parse_name_cell, ""),
        start_date=reader.date(ImportField.START_DATE),
        leaving_date=reader.date(ImportField.LEAVING_DATE),
        blanks=MappingProxyType(reader.blanks),
        notes=notes,
    )
    if born:
        reader.check_dates(row)
    return reader.problems or row


def _short_line(text: str, *, field: str) -> str:
    return clean_line(text, field=field, limit=cells_.NAME_LIMIT)


class _RowReader:
    """Reads one row's cells and gathers what is wrong with them."""

    def __init__(
        self,
        cells: Sequence[str],
        columns: Mapping[ImportField, int],
        today: date,
        number: int,
        month_first: frozenset[ImportField],
    ) -> None:
        self._cells = cells
        self._columns = columns
        self._today = today
        self._number = number
        self._month_first = month_first
        self.problems: list[Problem] = []
        self.blanks: dict[str, Blank] = {}

    def names(self) -> tuple[str, str, tuple[str, ...]]:
        """Return given name, family name and notes."""
        marks = (_MARKS,) if any(turns_direction(self._cell(each)) for each in _NAMES) else ()
        if ImportField.NAME in self._columns:
            name = self._required(ImportField.NAME)
            given, family = cells_.split_name(name)
            return given, family, ((_SPLIT, *marks) if family else marks)
        given = self._required(ImportField.GIVEN_NAME)
        return given, self._required(ImportField.FAMILY_NAME), marks

    def date(self, field: ImportField, *, required: bool = False) -> date | None:
        """Return the day in a field, or None."""

        def parse(text: str, *, field: str) -> date:
            if unsure and cells_.is_two_ways(text):
                raise invalid(field, _TWO_WAYS)
            return cells_.parse_date_cell(text, self._today, field=field)

        unsure = field in self._month_first
        if not required:
            return self.optional(field, parse, None)
        return self._read(field, parse, None) if self._is_filled(field) else None

    def optional(self, field: ImportField, parse: _Parser[T], empty: E) -> T | E:
        """Return what `parse` makes of a field's cell, or `empty`, noting why it is blank."""
        words = match_key(self._cell(field))
        why = _WHY_BLANK.get(words)
        if why is not None and (field, why) not in _OWN_WORDS:
            self.blanks[field] = why
            return empty
        return empty if not words or words in _NOTHING else self._read(field, parse, empty)

    def check_dates(self, row: ImportRow) -> None:
        """Add the problems of dates that cannot all be true."""
        born, start, left = row.date_of_birth, row.start_date, row.leaving_date
        if born > self._today:
            self._add(ImportField.DATE_OF_BIRTH, "This day is still to come.")
        elif born < add_months(self._today, -12 * OLDEST_YEARS):
            self._add(ImportField.DATE_OF_BIRTH, "Check the year: this is not a young child.")
        if start is not None and start < born:
            self._add(ImportField.START_DATE, "This is before the date of birth.")
        if left is not None and left < (start or born):
            self._add(ImportField.LEAVING_DATE, "This is before the start date or date of birth.")

    def _required(self, field: ImportField) -> str:
        if not self._is_filled(field):
            return ""
        name = self._read(field, cells_.parse_name_cell, None)
        if name == "":
            self._add(field, _EMPTY)  # nothing but characters that cannot be seen
        return name or ""

    def _is_filled(self, field: ImportField) -> bool:
        if self._cell(field).strip():
            return True
        self._add(field, _EMPTY)
        return False

    def _read(self, field: ImportField, parse: _Parser[T], empty: E) -> T | E:
        try:
            return parse(self._cell(field), field=self._place(field))
        except Invalid as error:
            self.problems.extend(error.problems)
            return empty

    def _cell(self, field: ImportField) -> str:
        place = self._columns.get(field)
        return "" if place is None else self._cells[place]

    def _place(self, field: ImportField) -> str:
        return f"row {self._number}, {field}"

    def _add(self, field: ImportField, sentence: str) -> None:
        self.problems.append(Problem(self._place(field), sentence))
