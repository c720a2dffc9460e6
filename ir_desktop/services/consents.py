"""Consent, and the contacts by which families were reached."""

from collections.abc import Collection
from datetime import date

from ir_desktop.domain.ages import add_months
from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Consent, Contact, Decision, How, Purpose
from ir_desktop.domain.people import Carer, HealthTeam
from ir_desktop.domain.roles import Act
from ir_desktop.domain.text import LINE_LIMIT, clean_line, has_letter
from ir_desktop.errors import Invalid, Problem
from ir_desktop.services.session import Session, Work, acting
from ir_desktop.services.teams import team_to_be

_LONGEST_ROLE = 100  # characters: what the exchange format carries


def record_consent(
    session: Session,
    child_id: str,
    *,
    decision: Decision,
    by_name: str,
    by_relationship: str,
    how: How,
    occurred_on: date,
    health_team_id: str | None = None,
    purpose: Purpose = Purpose.THIS_REVIEW,
    categories: Collection[Category] = tuple(Category),
    review_by: date | None = None,
) -> Consent:
    """Record what a family decided. Decisions are only ever added; the latest counts.

    `health_team_id` None means the child's own team, or the only one there is. A consent that is
    given is looked at again after the profile's number of months unless `review_by` says
    otherwise. Raises `Invalid` with every problem.
    """
    with acting(session, Act.RECORD_CONSENT, child_id=child_id) as work:
        problems: list[Problem] = []
        team = _team(work, health_team_id, problems)
        name = _line(by_name, "by", problems)
        relationship = _line(by_relationship, "relationship", problems, limit=_LONGEST_ROLE)
        if not has_letter(name):
            problems.append(Problem("by", "Say who decided: the parent’s or carer’s name."))
        if not categories:
            problems.append(Problem("categories", "Say what it is about: at least one kind."))
        if occurred_on > work.today:
            problems.append(Problem("on", "This day is in the future. Check the date."))
        elif work.child is not None and occurred_on < work.child.date_of_birth:
            problems.append(Problem("on", "This is before the child was born. Check the date."))
        if review_by is not None and review_by < occurred_on:
            problems.append(Problem("review_by", "This is before the day it was decided."))
        if problems or team is None:
            raise Invalid(problems)
        if decision is Decision.GIVEN and review_by is None:
            review_by = add_months(occurred_on, session.profile.consent_review_months)
        work.detail["decision"] = decision.value
        return work.new(
            Consent,
            child_id=child_id,
            health_team_id=team.id,
            purpose=purpose,
            categories=tuple(each for each in Category if each in categories),
            decision=decision,
            by_name=name,
            by_relationship=relationship,
            how=how,
            occurred_on=occurred_on,
            wording_version=session.profile.consent_wording_version,
            review_by=review_by,
        )


def record_contact(
    session: Session,
    child_id: str,
    *,
    how: How,
    about: str,
    outcome: str,
    occurred_on: date,
    carer_id: str | None = None,
) -> Contact:
    """Record an attempt to reach a family. Raises `Invalid` with every problem."""
    with acting(session, Act.RECORD_CONTACT, child_id=child_id) as work:
        problems: list[Problem] = []
        contact = work.build(
            Contact,
            child_id=child_id,
            carer_id=carer_id,
            how=how,
            about=_line(about, "about", problems),
            outcome=_line(outcome, "outcome", problems),
            occurred_on=occurred_on,
        )
        if occurred_on > work.today:
            problems.append(Problem("on", "This day is in the future. Check the date."))
        if carer_id is not None and work.records.find_one(Carer, id=carer_id) is None:
            problems.append(Problem("carer_id", "Choose a parent or carer from the list."))
        if problems:
            raise Invalid(problems)
        return work.records.add(contact)


def _team(work: Work, team_id: str | None, problems: list[Problem]) -> HealthTeam | None:
    if team_id is None and work.child is not None:
        try:
            return team_to_be(work, work.child)
        except Invalid as error:
            problems += error.problems
            return None
    team = work.records.find_one(HealthTeam, id=team_id)
    if team is None:
        problems.append(Problem("team", "There is no such health team here. Choose one there is."))
    return team


def _line(text: str, field: str, problems: list[Problem], *, limit: int = LINE_LIMIT) -> str:
    try:
        return clean_line(text, field=field, limit=limit)
    except Invalid as error:
        problems.extend(error.problems)
        return ""
