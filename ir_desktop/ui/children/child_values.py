"""A child's record as the fields of its form show it, and back. Knows no Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from ir_desktop.domain.ages import MAX_WEEKS_EARLY
from ir_desktop.domain.child_rules import checked_child
from ir_desktop.domain.people import Child, Room, SendSupport, Sex, Staff
from ir_desktop.domain.records import Blank, Source
from ir_desktop.domain.roles import Act, Scope, scope_of
from ir_desktop.domain.text import match_key
from ir_desktop.errors import Invalid, Problem
from ir_desktop.services import children, teams
from ir_desktop.services.importing import groups
from ir_desktop.services.session import Session, looking

BLANKS = (
    "home_languages",
    "interpreter_needed",
    "ethnic_group",
    "nhs_number",
    "address",
    "send_support",
    "gp",
    "health_review_on",
)
"""Fields that may have no answer, and then say why."""

SEND_WORDS = {
    SendSupport.NONE: "No extra support",
    SendSupport.SEND_SUPPORT: "SEND support",
    SendSupport.EHC_PLAN: "An education, health and care (EHC) plan",
}
SEX_WORDS = {
    Sex.FEMALE: "Female",
    Sex.MALE: "Male",
    Sex.OTHER: "Other",
    Sex.UNKNOWN: "Not known",
}
SOURCE_WORDS = {
    Source.PARENT: "The parents told us",
    Source.PHONE: "Told by phone",
    Source.PAPER: "Read from a paper, such as the red book",
    Source.HEALTH_VISITOR: "The health visitor told us",
    Source.IMPORT: "From the spreadsheet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the lists of the form offer, each an id and words; `child` is None for a new one."""

    child: Child | None
    rooms: tuple[tuple[str, str], ...]
    staff: tuple[tuple[str, str], ...]
    teams: tuple[tuple[str, str], ...]
    ethnic_groups: tuple[tuple[str, str], ...]
    me: str
    only_mine: bool
    today: date


def choices(session: Session, child_id: str) -> Choices:
    """Return what the form needs. Raises `NotFound` or `Refused`."""
    child = children.child_page(session, child_id).child if child_id else None
    with looking(session, Act.SEE_LIST) as records:
        rooms = sorted(records.find(Room), key=lambda each: match_key(each.name))
        mine = None if child is None else child.key_person_id
        staff = [each for each in records.find(Staff) if each.active or each.id == mine]
    return Choices(
        child=child,
        rooms=tuple((each.id, each.name) for each in rooms),
        staff=tuple((each.id, each.name) for each in sorted(staff, key=_name)),
        teams=tuple((team.id, team.name) for team, _ in teams.list_teams(session)),
        ethnic_groups=tuple((each.code, _group_words(each)) for each in groups().groups),
        me=session.staff.id,
        only_mine=scope_of(session.staff.role, Act.ADD_CHILD) is Scope.KEY_AND_COVER,
        today=session.today,
    )


def _name(staff: Staff) -> str:
    return match_key(staff.name)


def _group_words(group: Any) -> str:
    return group.label if group.group == group.label else f"{group.group}: {group.label}"


def to_values(found: Choices) -> dict[str, Any]:
    """Return what the fields show at first."""
    child = found.child
    if child is None:
        return {"key_person_id": found.me if found.only_mine else None}
    values: dict[str, Any] = {
        name: getattr(child, name)
        for name in (
            "given_name", "family_name", "known_as", "date_of_birth", "address", "postcode",
            "room_id", "key_person_id", "start_date", "leaving_date", "check_elsewhere", "gp",
            "health_team_id", "named_health_visitor", "health_review_on", "interpreter_needed",
            "ethnic_group", "nhs_number", "nhs_number_source", "send_support", "sex",
        )
    }  # fmt: skip
    values["weeks_early"] = str(child.weeks_early) if child.weeks_early else ""
    values["home_languages"] = ", ".join(child.home_languages)
    values["other_settings"] = "\n".join(child.other_settings)
    for name in BLANKS:
        if values[name] in ("", None):
            values[name] = child.blanks.get(name, Blank.NOT_ASKED)
    if values["ethnic_group"] is Blank.NOT_ASKED:
        values["ethnic_group"] = None
    return values


def to_details(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `Child`'s own fields from what is filled in. Raises `Invalid` for the weeks."""
    details = dict(values)
    blanks: dict[str, Blank] = {}
    for name in BLANKS:
        value = values[name]
        if isinstance(value, Blank):
            blanks[name] = value
            details[name] = None
    blanks = {name: why for name, why in blanks.items() if why is not Blank.NOT_ASKED}
    for name in ("home_languages", "ethnic_group", "nhs_number", "address", "gp"):
        details[name] = details[name] or ""
    details["home_languages"] = _listed(details["home_languages"].replace(";", ","), ",")
    details["other_settings"] = _listed(values["other_settings"], "\n")
    details["sex"] = values["sex"] or Sex.UNKNOWN
    details["weeks_early"] = _weeks(values["weeks_early"])
    if details["nhs_number"]:
        details["nhs_number_source"] = values["nhs_number_source"] or Source.PARENT
    else:
        details["nhs_number_source"] = None
    return details | {"blanks": blanks}


def problems(values: Mapping[str, Any], child: Child | None, today: date) -> Sequence[Problem]:
    """Return all that is wrong with what is filled in, as far as it shows without the records."""
    found: list[Problem] = []
    try:
        details = to_details(values)
    except Invalid as error:
        found += error.problems
        details = to_details({**values, "weeks_early": ""})
    if details["date_of_birth"] is None:
        details["date_of_birth"] = today  # the form says itself that it is missing
    now = datetime.now(UTC)
    kept = child or Child(
        id="", created_at=now, created_by="", changed_at=now, changed_by="",
        given_name="", family_name="", date_of_birth=today,
    )  # fmt: skip
    try:
        checked_child(replace(kept, **details), today=today)
    except Invalid as error:
        missing = values["date_of_birth"] is None
        found += [each for each in error.problems if not (missing and _about_dates(each))]
    return found


def _about_dates(problem: Problem) -> bool:
    dates = ("date_of_birth", "start_date", "leaving_date", "health_review_on")
    return problem.field in dates


def _weeks(text: str) -> int:
    if not text:
        return 0
    if not (text.isdecimal() and len(text) <= 2):
        sentence = f"Weeks early is a whole number from 0 to {MAX_WEEKS_EARLY}."
        raise Invalid([Problem("weeks_early", sentence)])
    return int(text)


def _listed(text: str, between: str) -> tuple[str, ...]:
    parts = (part.strip() for part in text.split(between))
    return tuple(dict.fromkeys(part for part in parts if part))
