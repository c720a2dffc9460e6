"""One service function is one permission check, one transaction and one audit row."""

from typing import Any

import pytest
from sqlalchemy import select

from ir_desktop.domain.categories import Category
from ir_desktop.domain.people import Room
from ir_desktop.domain.roles import Act
from ir_desktop.errors import Invalid, NotFound, invalid
from ir_desktop.services import checking, children, exports, papers, reviews
from ir_desktop.services.session import Session, acting
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.schema import audit_event
from ir_desktop.storage.store import Store
from tests.services.health_team import HealthTeam
from tests.services.nursery import Dump, acts, dump, records_of
from tests.services.session_cases import READING, WRITING, Case, consent, contact, events, prepared


@pytest.fixture
def case(manager: Session, team: HealthTeam) -> Case:
    return prepared(manager, team)


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


def test_an_events_detail_holds_no_content(case: Case) -> None:
    consent(case, categories=tuple(Category))
    contact(case)
    with case.session.store.reading() as records:
        details = records.connection.execute(select(audit_event.c.detail)).scalars().all()
    whole = " ".join(details)
    for content in ("Zofia", "Mensah", "Eastfield", "mother", "Yes"):
        assert content not in whole
