"""Which column of a table of children holds what: guessed from the headings, or told."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ir_desktop.domain import strict_json
from ir_desktop.domain.text import match_key
from ir_desktop.errors import Problem


class ImportField(StrEnum):
    """What can be read about a child. `NAME` is a whole name in one column."""

    NAME = "name"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    KNOWN_AS = "known_as"
    DATE_OF_BIRTH = "date_of_birth"
    WEEKS_EARLY = "weeks_early"
    SEX = "sex"
    ETHNIC_GROUP = "ethnic_group"
    HOME_LANGUAGES = "home_languages"
    INTERPRETER_NEEDED = "interpreter_needed"
    NHS_NUMBER = "nhs_number"
    POSTCODE = "postcode"
    ROOM = "room"
    KEY_PERSON = "key_person"
    START_DATE = "start_date"
    LEAVING_DATE = "leaving_date"


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Where each field stands: `columns` gives places counted from 0.

    `unused` are the places of columns that have a heading and are not read. With `problems` the
    map must not be used to read rows.
    """

    columns: Mapping[ImportField, int]
    unused: tuple[int, ...]
    problems: tuple[Problem, ...] = ()


_SYNONYMS: Mapping[ImportField, str] = {
    ImportField.NAME: "name, full name, whole name, legal name, full legal name",
    ImportField.GIVEN_NAME: "given name, given names, first name, first names, forename, "
    "forenames, first, given, christian name, legal first name, legal forename",
    ImportField.FAMILY_NAME: "family name, surname, last name, last, second name, family, "
    "legal surname, legal last name, legal family name",
    ImportField.KNOWN_AS: "known as, preferred name, nickname, called, usual name, "
    "preferred first name, preferred forename, known as name",
    ImportField.DATE_OF_BIRTH: "date of birth, dob, birth date, birthday, birthdate, born, born on",
    ImportField.WEEKS_EARLY: "weeks early, weeks born early, weeks premature, prematurity, "
    "born early, early weeks, premature weeks, prematurity weeks, weeks preterm",
    ImportField.SEX: "sex, gender, legal sex, boy or girl",
    ImportField.ETHNIC_GROUP: "ethnic group, ethnicity, ethnic category, ethnic origin, "
    "ethnic code, ethnic background",
    ImportField.HOME_LANGUAGES: "home language, home languages, language, languages, "
    "first language, main language, languages spoken, language spoken at home, "
    "languages spoken at home, mother tongue, language at home, languages at home",
    ImportField.INTERPRETER_NEEDED: "interpreter needed, interpreter, needs interpreter, "
    "interpreter required, needs an interpreter",
    ImportField.NHS_NUMBER: "nhs number, nhs no, nhs num, nhs, nhsnumber",
    ImportField.POSTCODE: "postcode, post code, postal code, home postcode",
    ImportField.ROOM: "room, room name, group, class, base room, room group",
    ImportField.KEY_PERSON: "key person, key worker, key carer, key person name, key worker name",
    ImportField.START_DATE: "start date, started, starting date, date started, start, date joined, "
    "joined, admission date, date of admission, first day, date of entry",
    ImportField.LEAVING_DATE: "leaving date, leave date, left, date left, end date, leaving, "
    "last day, date of leaving, finish date, leaver date",
}
_LONGEST_NAME = 60
_OWNER = re.compile(r"^(?:the )?(?:child(?:ren)?(?:['\u2019]?s['\u2019]?)?|pupil(?:['\u2019]?s)?) ")
_ASIDE = re.compile(r"[(\[][^)\]]*[)\]]?")


def _key(heading: str) -> str:
    words = _ASIDE.sub(" ", match_key(heading).replace("_", " ")).strip()
    return "".join(filter(str.isalnum, _OWNER.sub("", words)))


_BY_KEY: Mapping[str, ImportField] = MappingProxyType(
    {_key(word): field for field, words in _SYNONYMS.items() for word in words.split(",")}
    | {_key(field): field for field in ImportField}
)


def recognised(header: Sequence[str]) -> int:
    """Return how many of the headings are known."""
    return sum(_key(heading) in _BY_KEY for heading in header)


def guess_columns(header: Sequence[str]) -> ColumnMap:
    """Return the map that the headings suggest.

    A problem is told where two headings could be the same field, and where the date of birth or
    the name has no column.
    """
    return _finished(header, {}, frozenset(), [])


def chosen_columns(header: Sequence[str], choice: Mapping[str, object]) -> ColumnMap:
    """Return the map that a person chose: field name to heading, or to null for "do not read".

    Fields not chosen are guessed from the headings left over. Problems name each field that does
    not exist, heading that is not there, and heading used twice.
    """
    places = {match_key(heading): place for place, heading in reversed([*enumerate(header)])}
    chosen: dict[ImportField, int] = {}
    closed: set[ImportField] = set()
    problems: list[Problem] = []
    for name, heading in choice.items():
        if name not in set(ImportField):
            problems.append(
                Problem(
                    "map",
                    f"There is no field “{_shown(name)}”. The fields are {', '.join(ImportField)}.",
                )
            )
            continue
        field = ImportField(name)
        place = places.get(match_key(heading)) if isinstance(heading, str) and heading else None
        if heading is None:
            closed.add(field)
        elif place is None:
            problems.append(Problem(f"map, {field}", "There is no column with this heading."))
        elif place in chosen.values():
            problems.append(Problem(f"map, {field}", "This heading is given to another field too."))
        else:
            chosen[field] = place
    return _finished(header, chosen, frozenset(closed), problems)


def _shown(name: str) -> str:
    # The name in the file may be anything, also lines made to look like this program's.
    shown = "".join(each if each.isprintable() else "?" for each in name)
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 1]}…"


def parse_map(text: str) -> dict[str, object]:
    """Return the JSON object of a map file: field name to heading.

    Raises `errors.Invalid` if it is not one; what it says is checked by `chosen_columns`.
    """
    return strict_json.read_object(text, field="map")


def column_letters(place: int) -> str:
    """Return a column's letters as a spreadsheet shows them: 0 is ``A``, 26 is ``AA``."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _finished(
    header: Sequence[str],
    chosen: Mapping[ImportField, int],
    closed: frozenset[ImportField],
    problems: list[Problem],
) -> ColumnMap:
    columns = dict(chosen)
    for place, heading in enumerate(header):
        field = _BY_KEY.get(_key(heading))
        if field is None or field in chosen or field in closed or place in chosen.values():
            continue
        if field in columns:
            letters = f"{column_letters(columns[field])} and {column_letters(place)}"
            problems.append(Problem(field, f"Columns {letters} could both be this. Choose one."))
        else:
            columns[field] = place
    _settle_names(header, columns, chosen, problems)
    problems.extend(_missing(columns))
    used = set(columns.values())
    unused = tuple(p for p, heading in enumerate(header) if heading and p not in used)
    return ColumnMap(MappingProxyType(columns), unused, tuple(problems))


def _settle_names(
    header: Sequence[str],
    columns: dict[ImportField, int],
    chosen: Mapping[ImportField, int],
    problems: list[Problem],
) -> None:
    """Keep either a whole name or its parts, never both."""
    parts = {ImportField.GIVEN_NAME, ImportField.FAMILY_NAME}
    if ImportField.NAME not in columns or not parts & set(columns):
        return
    if ImportField.NAME in chosen:
        if parts & set(chosen):
            problems.append(Problem("map, name", "Give a whole name or its parts, not both."))
        for part in parts - set(chosen):
            columns.pop(part, None)
        return
    place = columns.pop(ImportField.NAME)
    if ImportField.GIVEN_NAME not in columns and _key(header[place]) == "name":
        columns[ImportField.GIVEN_NAME] = place  # "Name" beside "Surname" is the first name


def _missing(columns: Mapping[ImportField, int]) -> list[Problem]:
    problems: list[Problem] = []
    if ImportField.DATE_OF_BIRTH not in columns:
        problems.append(Problem("date_of_birth", "No column has the date of birth."))
    if ImportField.NAME in columns:
        return problems
    for field, words in (
        (ImportField.GIVEN_NAME, "first name"),
        (ImportField.FAMILY_NAME, "family name"),
    ):
        if field not in columns:
            sentence = f"No column has the {words}. One column for the whole name will also do."
            problems.append(Problem(field, sentence))
    return problems
