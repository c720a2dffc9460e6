"""The local-area profile: reading one that was loaded, and which one is in force.

Every profile that was loaded is kept; the last one counts, from the next sign-in on. One without
text means: back to the national default.
"""

import json
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter, ValidationError

from ir_desktop.domain.profile import Profile, StoredProfile
from ir_desktop.domain.profile_rules import problems_of
from ir_desktop.domain.roles import Act
from ir_desktop.domain.strict_json import read_object
from ir_desktop.errors import Invalid, Problem
from ir_desktop.services import reference
from ir_desktop.services.session import Session, acting, looking
from ir_desktop.storage.repository import Repository

LARGEST = 200_000
"""The most characters of a profile file."""

_ADAPTER = TypeAdapter(Profile)
_SENTENCES = {
    "missing": "This is missing.",
    "unexpected_keyword_argument": "There is no such field. Check its spelling.",
    "enum": "This is not one of the allowed words.",
    "string_type": "Write this as text, in quotation marks.",
    "int_type": "Write this as a whole number.",
    "int_from_float": "Write this as a whole number.",
    "bool_type": "Write true or false.",
    "mapping_type": "Write this as an object in braces.",
    "dict_type": "Write this as an object in braces.",
    "tuple_type": "Write this as a list in square brackets.",
    "dataclass_type": "Write this as an object in braces.",
}
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class ShownProfile:
    """A profile as Settings shows it.

    `loaded_on` is None for the national default. `waiting` is the name of one that was loaded
    since this person signed in, and `unread` whether the one stored makes no sense any more.
    """

    profile: Profile
    loaded_on: date | None
    waiting: str = ""
    unread: bool = False


def read_profile(data: bytes) -> Profile:
    """Return the profile that a file holds.

    Raises `Invalid` with every problem, each naming its field.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid([Problem("file", "This is not a text file in UTF-8.")]) from None
    found = read_object(text, field="file", limit=LARGEST)
    try:
        profile = _ADAPTER.validate_json(json.dumps(found), strict=True)
    except (ValidationError, RecursionError) as error:
        raise Invalid(_told(error)) from None
    if problems := problems_of(profile, forms=forms()):
        raise Invalid(problems)
    return profile


def forms() -> frozenset[int]:
    """Return the questionnaires there are, in months."""
    return frozenset(reference.instrument().months)


def in_force(records: Repository) -> Profile:
    """Return the profile that counts: the last one loaded if it still makes sense, else ours."""
    return _shown(records).profile


def shown_profile(session: Session) -> ShownProfile:
    """Return the profile that this person works with, and one that counts from the next sign-in."""
    with looking(session, Act.SEE_LIST) as records:
        stored = _shown(records)
    if stored.profile == session.profile:
        return stored
    return ShownProfile(session.profile, None, waiting=stored.profile.name)


def load_profile(session: Session, data: bytes) -> Profile:
    """Check and keep a profile; it counts from the next sign-in on.

    Raises `Invalid` with every problem of the file.
    """
    with acting(session, Act.MANAGE_SETTING) as work:
        profile = read_profile(data)
        work.new(StoredProfile, content=data.decode("utf-8-sig"))
        return profile


def use_default(session: Session) -> Profile:
    """Go back to the national default, from the next sign-in on."""
    with acting(session, Act.MANAGE_SETTING) as work:
        work.new(StoredProfile, content="")
    return reference.default_profile()


def _shown(records: Repository) -> ShownProfile:
    stored = records.find(StoredProfile)
    default = ShownProfile(reference.default_profile(), None)
    if not stored or not stored[-1].content:
        return default
    try:
        profile = read_profile(stored[-1].content.encode())
    except Invalid:  # made for another version of the program
        return ShownProfile(default.profile, None, unread=True)
    return ShownProfile(profile, stored[-1].created_at.astimezone().date())


def _told(error: ValidationError | RecursionError) -> list[Problem]:
    if isinstance(error, RecursionError):
        return [Problem("file", "The JSON is nested too deeply.")]
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return [Problem(_place(each["loc"]), _sentence(each["type"])) for each in found]


def _place(location: tuple[int | str, ...]) -> str:
    words: list[str] = []
    for part in location:
        if isinstance(part, int):
            words.append(str(part + 1))
        elif part != "[key]":
            words.append("".join(c if c.isprintable() else "?" for c in part[:_LONGEST_NAME]))
    return " ".join(words) or "file"


def _sentence(kind: str) -> str:
    if kind.startswith("date"):
        return "Write a date as year-month-day, like 2026-09-01."
    return _SENTENCES.get(kind, "This cannot be understood. See the description of the file.")
