"""A session in which much was done, and the services that write or only read in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ir_desktop.domain.consent import How
from ir_desktop.domain.review import ReviewContent
from ir_desktop.domain.sharing import Agreement, Export, ExportState
from ir_desktop.services import (
    agreements,
    checking,
    children,
    consents,
    due,
    exports,
    identity,
    importing,
    papers,
    replies,
    reviews,
)
from ir_desktop.services.session import Session, by_itself
from tests.services.family_hands import decide
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import TODAY, acts, child_named
from tests.services.sending_hands import amend

CSV = b"First name,Surname,DOB\nWren,Hartley,03/05/2024\n"


@dataclass
class Case:
    """A session in which everything was done that the services under test need."""

    session: Session
    team: HealthTeam
    line: Line
    zofia: str
    amina: str
    kofi: str
    agreement: Agreement
    set_aside: Export


def prepared(session: Session, team: HealthTeam) -> Case:
    """Zofia's review is approved and set aside; Saoirse's waits to be approved."""
    zofia = child_named(session, "Zofia").id
    agreement = team.introduce(session)
    line = Line(team)
    export = exports.approve(session, zofia)
    with by_itself(session, "for_the_test") as work:
        export = work.save(replace(export, state=ExportState.SET_ASIDE))
    return Case(
        session,
        team,
        line,
        zofia,
        child_named(session, "Amina").id,
        child_named(session, "Kofi").id,
        agreement,
        export,
    )


def consent(case: Case, **more: Any) -> object:
    return decide(case.session, case.kofi, **more)


def contact(case: Case) -> object:
    return consents.record_contact(
        case.session, case.kofi, how=How.PHONE, about="Review", outcome="Yes", occurred_on=TODAY
    )


WRITING: dict[str, tuple[Callable[[Case], object], list[str]]] = {
    "add a child": (
        lambda case: children.add_child(
            case.session, given_name="Wren", family_name="Hart", date_of_birth=date(2024, 5, 3)
        ),
        ["add_child"],
    ),
    "edit a child": (
        lambda case: children.edit_child(case.session, case.kofi, known_as="Kof"),
        ["edit_child"],
    ),
    "add a carer": (
        lambda case: children.add_carer(
            case.session, case.kofi, relationship="father", name="Yaw Mensah"
        ),
        ["edit_family"],
    ),
    "record a consent": (consent, ["record_consent"]),
    "record a contact": (contact, ["record_contact"]),
    "save a draft": (
        lambda case: reviews.save_draft(case.session, case.kofi, ReviewContent(place="Hall")),
        ["write_review"],
    ),
    "import a review": (
        lambda case: reviews.import_review(case.session, b'{"place": "Hall"}', child_id=case.kofi),
        ["write_review"],
    ),
    "sign off": (
        lambda case: amend(case.session, case.zofia, "We see it alike."),
        ["write_review", "sign_review"],
    ),
    "import children": (
        lambda case: importing.import_children(case.session, CSV),
        ["import_children"],
    ),
    "print a paper": (
        lambda case: papers.print_paper(case.session, case.zofia, papers.SUMMARY),
        ["print_paper"],
    ),
    "print all papers": (
        lambda case: papers.print_all(case.session, case.zofia),
        ["print_paper"],
    ),
    "make the setting card": (
        lambda case: identity.setting_card(case.session),
        ["manage_agreements"],
    ),
    "import an agreement": (
        lambda case: agreements.import_agreement(
            case.session,
            case.team.agreement(case.session, version="2"),
            typed=case.team.fingerprint,
            confirmed_by="Hannah",
        ),
        ["manage_agreements", "manage_agreements"],  # the card and the agreement
    ),
    "end an agreement": (
        lambda case: agreements.end_agreement(case.session, case.agreement.id),
        ["manage_agreements"],
    ),
    "look at an export beforehand": (
        lambda case: exports.preview_export(case.session, case.zofia),
        ["see_child"],
    ),
    "try an export again": (
        lambda case: exports.try_again(case.session, case.set_aside.id),
        ["approve_export"],
    ),
    "approve": (
        lambda case: exports.approve(case.session, child_named(case.session, "Saoirse").id),
        ["approve_export"],
    ),
    "fetch replies": (
        lambda case: fetch_one(case),
        ["reply_shown", "replies_fetched"],
    ),
}


def fetch_one(case: Case) -> object:
    case.team.replies = [case.team.reply(case.set_aside.id)]
    return replies.fetch_replies(case.session, connect=case.line)


READING: dict[str, Callable[[Case], object]] = {
    "list the children": lambda case: children.list_children(case.session),
    "a child's page": lambda case: children.child_page(case.session, case.zofia),
    "the due list": lambda case: due.list_due(case.session),
    "what stands before the signature": lambda case: reviews.check(case.session, case.amina),
    "the ledger": lambda case: exports.ledger(case.session),
    "the agreements": lambda case: agreements.list_agreements(case.session),
    "an agreement's team": lambda case: agreements.recipient_of(case.session, case.agreement.id),
    "the replies": lambda case: replies.list_replies(case.session),
    "the audit's findings": lambda case: checking.verify_audit(case.session),
}


def events(session: Session) -> int:
    return len(acts(session))
