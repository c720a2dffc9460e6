"""One service function is one permission check, one transaction and one audit row."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Decision, How
from ir_desktop.domain.people import Child, Cover, Role, Room, Staff
from ir_desktop.domain.review import Review, ReviewContent
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Agreement, Export, ExportState
from ir_desktop.errors import Invalid, NotFound, Refused, invalid
from ir_desktop.services import (
    agreements,
    checking,
    children,
    consents,
    due,
    exports,
    history,
    identity,
    importing,
    papers,
    replies,
    reviews,
    sending,
)
from ir_desktop.services.session import Session, acting, by_itself, looking, may
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.schema import audit_event
from ir_desktop.storage.store import Store
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import (
    TODAY,
    Clock,
    Dump,
    Nursery,
    acts,
    child_named,
    dump,
    records_of,
)

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
    return consents.record_consent(
        case.session,
        case.kofi,
        **{
            "decision": Decision.GIVEN,
            "by_name": "Abena Mensah",
            "by_relationship": "mother",
            "how": How.IN_PERSON,
            "occurred_on": TODAY,
        }
        | more,
    )


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
        lambda case: sign_amended(case),
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


def sign_amended(case: Case) -> object:
    with case.session.store.reading() as records:
        (review,) = records.find(Review, child_id=case.zofia)
    draft = replace(review.draft, discrepancies="We see it alike.")
    reviews.save_draft(case.session, case.zofia, draft)
    return reviews.sign_off(case.session, case.zofia, reason="New facts")


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


@pytest.fixture
def case(manager: Session, team: HealthTeam) -> Case:
    return prepared(manager, team)


def events(session: Session) -> int:
    return len(acts(session))


@pytest.mark.parametrize("name", WRITING)
def test_a_service_that_writes_adds_its_audit_events_and_all_rows_fit(
    name: str, case: Case
) -> None:
    work, expected = WRITING[name]
    before = events(case.session)
    work(case)
    assert acts(case.session, after=before) == expected
    assert checking.verify_audit(case.session).findings == ()


@pytest.mark.parametrize("name", READING)
def test_a_service_that_only_reads_writes_nothing(name: str, case: Case) -> None:
    before = events(case.session), records_of(case.session)
    READING[name](case)
    assert (events(case.session), records_of(case.session)) == before


@pytest.mark.parametrize("name", WRITING)
def test_a_service_that_fails_at_its_very_end_leaves_nothing_behind(
    name: str, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, _ = WRITING[name]
    # Where it takes two services, the second is the one that fails.
    to_pass = 1 if name in ("sign off", "import an agreement") else 0
    before: list[Dump] = []
    inside: list[Dump] = []
    append = Store.append_event

    def failing(self: Store, repository: Repository, **event: Any) -> None:
        if len(before) < to_pass:
            append(self, repository, **event)
            before.append(dump(repository))
            return
        inside.append(dump(repository))
        raise RuntimeError("the power went")

    at_first = records_of(case.session)
    monkeypatch.setattr(Store, "append_event", failing)
    with pytest.raises(RuntimeError, match="the power went"):
        work(case)
    monkeypatch.undo()
    after = records_of(case.session)
    assert after == [at_first, *before][-1]
    assert checking.verify_audit(case.session).findings == ()
    writes_no_records = {
        "print a paper",
        "print all papers",
        "look at an export beforehand",
        "make the setting card",  # its keys are there already
    }
    assert (inside[0] != after) is (name not in writes_no_records)


CHILD_ACTS = (
    Act.SEE_CHILD,
    Act.EDIT_CHILD,
    Act.EDIT_FAMILY,
    Act.RECORD_CONSENT,
    Act.RECORD_CONTACT,
    Act.WRITE_REVIEW,
    Act.SIGN_REVIEW,
    Act.PRINT_PAPER,
    Act.APPROVE_EXPORT,
)


@pytest.mark.parametrize("act", CHILD_ACTS)
def test_what_the_role_does_not_allow_is_refused_and_written_down(
    act: Act, practitioner: Session
) -> None:
    stranger = somebody_elses_child(practitioner)
    before = events(practitioner), records_of(practitioner)
    for way in (acting, looking):
        with (
            pytest.raises(Refused, match=r"This child is not one of yours\.|Your role does not"),
            way(practitioner, act, child_id=stranger.id),
        ):
            raise AssertionError("inside although refused")
    assert acts(practitioner, after=before[0]) == [f"refused:{act.value}"] * 2
    assert records_of(practitioner) == before[1]


def somebody_elses_child(session: Session) -> Child:
    with session.store.reading() as records:
        return next(each for each in records.find(Child) if each.key_person_id != session.staff.id)


@pytest.mark.parametrize(
    "work",
    [
        lambda session, team: identity.setting_card(session),
        lambda session, team: importing.import_children(session, CSV),
        lambda session, team: checking.verify_audit(session),
        lambda session, team: sending.sync_once(session, connect=Line(team)),
    ],
    ids=["setting card", "import", "audit", "sync"],
)
def test_a_practitioner_may_not_do_a_managers_acts(
    work: Callable[[Session, HealthTeam], object], practitioner: Session, team: HealthTeam
) -> None:
    with pytest.raises(Refused, match="Your role does not allow this"):
        work(practitioner, team)
    assert acts(practitioner)[-1].startswith("refused:")


def test_a_child_that_is_not_there_is_not_found_and_nothing_is_written(manager: Session) -> None:
    before = events(manager)
    for work in (
        lambda: children.child_page(manager, "nobody"),
        lambda: children.edit_child(manager, "nobody", known_as="x"),
        lambda: reviews.sign_off(manager, "nobody"),
        lambda: exports.approve(manager, "nobody"),
        lambda: papers.print_all(manager, "nobody"),
    ):
        with pytest.raises(NotFound, match="There is no such child"):
            work()
    assert events(manager) == before


def test_a_problem_found_halfway_undoes_what_was_written_before(manager: Session) -> None:
    before = events(manager), records_of(manager)
    with pytest.raises(Invalid), acting(manager, Act.MANAGE_STAFF) as work:
        work.new(Room, name="Half")
        raise invalid("name", "No.")
    assert (events(manager), records_of(manager)) == before


def test_the_role_that_counts_is_the_one_in_the_records_now(
    nursery: Nursery, manager: Session
) -> None:
    with manager.store.reading() as records:
        me = records.get(Staff, manager.staff.id)
        child = records.find(Child)[0]
    with acting(manager, Act.MANAGE_STAFF) as work:
        work.save(replace(me, active=False))
    with pytest.raises(Refused):
        children.list_children(manager)
    with manager.store.reading() as records:
        assert not may(manager, records, Act.SEE_CHILD, child)
    manager.close()
    with pytest.raises(Refused, match="no longer sign in"):
        nursery.sign_in()


def test_cover_reaches_a_room_for_its_days_and_no_longer(nursery: Nursery, clock: Clock) -> None:
    with nursery.signed_in() as manager:
        with manager.store.reading() as records:
            staff = next(each for each in records.find(Staff) if each.name.startswith("Tomos"))
            child = next(each for each in records.find(Child) if each.key_person_id != staff.id)
        with acting(manager, Act.MANAGE_STAFF) as work:
            work.new(
                Cover,
                staff_id=staff.id,
                room_id=child.room_id,
                from_day=TODAY,
                until_day=TODAY + timedelta(days=1),
            )
    with nursery.signed_in(Role.PRACTITIONER) as covering:
        assert children.child_page(covering, child.id).child.id == child.id
        assert child.id in {each.id for each in children.list_children(covering)}
        with pytest.raises(Refused):  # cover is to care, not to sign
            reviews.sign_off(covering, child.id)
        clock.forward(days=2)
        with pytest.raises(Refused):
            children.child_page(covering, child.id)


def test_an_events_detail_holds_no_content(case: Case) -> None:
    consent(case, categories=tuple(Category))
    contact(case)
    with case.session.store.reading() as records:
        details = records.connection.execute(select(audit_event.c.detail)).scalars().all()
    whole = " ".join(details)
    for content in ("Zofia", "Mensah", "Eastfield", "mother", "Yes"):
        assert content not in whole


def test_a_look_is_written_down_although_one_was_refused_a_moment_before(
    nursery: Nursery,
) -> None:
    with nursery.signed_in(Role.PRACTITIONER) as session:
        stranger, own = somebody_elses_child(session), session.staff.id
        with pytest.raises(Refused):
            history.viewed(session, stranger.id)
        assert acts(session)[-1] == "refused:see_child"
    with nursery.signed_in(Role.MANAGER) as session:
        children.edit_child(session, stranger.id, key_person_id=own)
    with nursery.signed_in(Role.PRACTITIONER) as session:
        history.viewed(session, stranger.id)
        assert acts(session)[-1] == "see_child"
        before = events(session)
        history.viewed(session, stranger.id)  # the same spell
        assert events(session) == before
