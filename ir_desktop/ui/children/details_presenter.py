"""Every detail of a child in words, the empty ones too. Knows no Qt."""

from datetime import date

from ir_desktop.domain.people import Child
from ir_desktop.domain.plain import count, date_words
from ir_desktop.domain.records import BLANK_WORDS, Blank
from ir_desktop.services.children import ChildPage
from ir_desktop.services.importing import groups
from ir_desktop.ui.children.child_values import SEND_WORDS, SEX_WORDS, SOURCE_WORDS
from ir_desktop.ui.children.child_view import Fact, Part

_NONE = "None"


def details(page: ChildPage) -> tuple[Part, ...]:
    """Return every field that a person enters, as the page shows it."""
    return (_who(page.child), _here(page), _background(page.child), _home(page))


def _who(child: Child) -> Part:
    early = count(child.weeks_early, "week") if child.weeks_early else "Not born early"
    return Part(
        "The child",
        "baby",
        (
            Fact("First name", child.given_name),
            Fact("Family name", child.family_name or "One name only"),
            Fact("Known as", child.known_as or child.given_name),
            Fact("Date of birth", date_words(child.date_of_birth)),
            Fact("Born early", early),
            Fact("Sex", SEX_WORDS[child.sex]),
        ),
    )


def _here(page: ChildPage) -> Part:
    child = page.child
    return Part(
        "At the setting",
        "house",
        (
            Fact("Room", page.room or "No room"),
            Fact("Key person", page.key_person or "Nobody yet"),
            Fact("Started", _day(child.start_date, "Not written down")),
            Fact("Leaves or left", _day(child.leaving_date, "No date")),
            Fact("Other settings", "\n".join(child.other_settings) or _NONE),
            Fact("Progress check done by", child.check_elsewhere or "Us"),
        ),
    )


def _background(child: Child) -> Part:
    needed = child.interpreter_needed
    interpreter = "" if needed is None else "Needed" if needed else "Not needed"
    group = groups().label(child.ethnic_group) if child.ethnic_group else ""
    support = "" if child.send_support is None else SEND_WORDS[child.send_support]
    languages = ", ".join(child.home_languages)
    return Part(
        "Languages, background and support",
        "languages",
        (
            Fact("Languages at home", languages or blank(child, "home_languages")),
            Fact("Interpreter", interpreter or blank(child, "interpreter_needed")),
            Fact("Ethnic group", group or blank(child, "ethnic_group")),
            Fact("SEN or disability support", support or blank(child, "send_support")),
        ),
    )


def _home(page: ChildPage) -> Part:
    child = page.child
    number = " ".join(
        filter(None, (child.nhs_number[:3], child.nhs_number[3:6], child.nhs_number[6:]))
    )
    source = "" if child.nhs_number_source is None else SOURCE_WORDS[child.nhs_number_source]
    where = "\n".join(line for line in (child.address, child.postcode) if line)
    team = "Not known yet" if page.health_team is None else page.health_team.name
    found = [
        Fact("Address", where or blank(child, "address")),
        Fact("NHS number", number or blank(child, "nhs_number")),
    ]
    if number and source:
        found.append(Fact("Where the number is from", source))
    return Part(
        "Home and health",
        "heart-pulse",
        (
            *found,
            Fact("Doctor (GP)", child.gp or blank(child, "gp")),
            Fact("Health team", team),
            Fact("Health visitor", child.named_health_visitor or "Name not known"),
            Fact("Health review", _day(child.health_review_on, blank(child, "health_review_on"))),
        ),
    )


def _day(day: date | None, otherwise: str) -> str:
    return otherwise if day is None else date_words(day)


def blank(child: Child, field: str) -> str:
    """Return why a field is empty, in words."""
    return BLANK_WORDS[child.blanks.get(field, Blank.NOT_ASKED)]
