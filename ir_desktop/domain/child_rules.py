"""What a child's, a carer's and a setting's details must satisfy before they are stored."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ir_desktop.domain.ages import MAX_WEEKS_EARLY
from ir_desktop.domain.contact_rules import (
    parse_email,
    parse_ofsted_urn,
    parse_phone,
    parse_postcode,
)
from ir_desktop.domain.nhs_number import parse_nhs_number
from ir_desktop.domain.people import Carer, Child, Setting
from ir_desktop.domain.text import clean_block, clean_line, has_letter
from ir_desktop.errors import Invalid, Problem

_OLDEST = 18
"""Years. An older date of birth is surely a slip: this is a program for two-year-olds."""


class Checks:
    """Collects every problem while values are cleaned one by one."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, field: str, sentence: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(field, sentence))

    def clean(self, rule: Callable[[], str]) -> str:
        """Return the rule's value, or an empty text after noting its problems."""
        try:
            return rule()
        except Invalid as error:
            self.problems.extend(error.problems)
            return ""

    def line(self, text: str, field: str) -> str:
        """Return one clean line."""
        return self.clean(lambda: clean_line(text, field=field))

    def name(self, text: str, field: str, missing: str) -> str:
        """Return one clean line that has a letter in it; `missing` is said where there is none."""
        before = len(self.problems)
        cleaned = self.line(text, field)
        if len(self.problems) == before and not has_letter(cleaned):
            self.add(field, missing)
        return cleaned

    def block(self, text: str, field: str) -> str:
        """Return clean text of several lines."""
        return self.clean(lambda: clean_block(text, field=field))

    def optional(self, rule: Callable[[str], str], text: str) -> str:
        """Return the rule's value, or an empty text where nothing was given."""
        return self.clean(lambda: rule(text)) if text.strip() else ""

    def done(self) -> None:
        """Raise `Invalid` with every problem, if there is any."""
        if self.problems:
            raise Invalid(self.problems)


def checked_child(child: Child, *, today: date) -> Child:
    """Return the child with its texts cleaned.

    Raises `Invalid` with every problem, each naming its field.
    """
    checks = Checks()
    cleaned = replace(
        child,
        given_name=checks.name(child.given_name, "given_name", "Type the child’s given name."),
        family_name=checks.line(child.family_name, "family_name"),
        known_as=checks.line(child.known_as, "known_as"),
        home_languages=tuple(
            name for each in child.home_languages if (name := checks.line(each, "home_languages"))
        ),
        nhs_number=checks.optional(parse_nhs_number, child.nhs_number),
        address=checks.block(child.address, "address"),
        postcode=checks.optional(parse_postcode, child.postcode),
        other_settings=tuple(
            name for each in child.other_settings if (name := checks.line(each, "other_settings"))
        ),
        check_elsewhere=checks.line(child.check_elsewhere, "check_elsewhere"),
        gp=checks.line(child.gp, "gp"),
        named_health_visitor=checks.line(child.named_health_visitor, "named_health_visitor"),
    )
    if not 0 <= child.weeks_early <= MAX_WEEKS_EARLY:
        checks.add("weeks_early", f"Weeks early is a number from 0 to {MAX_WEEKS_EARLY}.")
    _check_dates(checks, child, today)
    checks.done()
    return cleaned


def _check_dates(checks: Checks, child: Child, today: date) -> None:
    if child.date_of_birth > today:
        checks.add("date_of_birth", "The date of birth is in the future. Check the year.")
    elif child.date_of_birth.year < today.year - _OLDEST:
        checks.add(
            "date_of_birth",
            f"The date of birth is more than {_OLDEST} years ago. Check the year.",
        )
    if child.start_date is not None and child.start_date < child.date_of_birth:
        checks.add("start_date", "The start date is before the date of birth. Check both.")
    first = child.start_date or child.date_of_birth
    if child.leaving_date is not None and child.leaving_date < first:
        checks.add("leaving_date", "The leaving date is before the start. Check both dates.")
    if child.health_review_on is not None and child.health_review_on < child.date_of_birth:
        checks.add("health_review_on", "This is before the child was born. Check the date.")


def checked_carer(carer: Carer) -> Carer:
    """Return the carer with its texts cleaned.

    Raises `Invalid` with every problem, each naming its field.
    """
    checks = Checks()
    cleaned = replace(
        carer,
        name=checks.name(carer.name, "name", "Type the parent’s or carer’s name."),
        phone=checks.optional(parse_phone, carer.phone),
        email=checks.optional(parse_email, carer.email),
        address=checks.block(carer.address, "address"),
        preferred_language=checks.line(carer.preferred_language, "preferred_language"),
        preferred_format=checks.line(carer.preferred_format, "preferred_format"),
        preferred_contact=checks.line(carer.preferred_contact, "preferred_contact"),
    )
    checks.done()
    return cleaned


def checked_setting(setting: Setting) -> Setting:
    """Return the setting with its texts cleaned.

    Raises `Invalid` with every problem, each naming its field.
    """
    checks = Checks()
    cleaned = replace(
        setting,
        name=checks.name(setting.name, "name", "Type the name of the setting."),
        urn=checks.optional(lambda text: parse_ofsted_urn(text, field="urn"), setting.urn),
        address=checks.block(setting.address, "address"),
        postcode=checks.optional(parse_postcode, setting.postcode),
        phone=checks.optional(parse_phone, setting.phone),
        email=checks.optional(parse_email, setting.email),
    )
    checks.done()
    return cleaned
