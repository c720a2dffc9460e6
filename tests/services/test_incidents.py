"""Incidents: written down, changed, printed, and in the history of the children they name."""

import io
from datetime import date, datetime

import pytest
from pypdf import PdfReader

from ir_desktop.domain.incident import Told, consider_by
from ir_desktop.errors import Invalid, Refused
from ir_desktop.services import checking, history, incident_paper, incidents
from ir_desktop.services.session import Session
from tests.services.nursery import TODAY, acts, child_named


def test_an_incident_is_written_changed_and_printed(manager: Session) -> None:
    one, two = child_named(manager, "Zofia"), child_named(manager, "Kofi")
    made = incidents.record_incident(
        manager, what="Zofia’s summary was in Kofi’s bag", noticed_on=TODAY, noticed_at="9.05",
        child_ids=(one.id, two.id, one.id),
    )  # fmt: skip
    assert made.child_ids == (one.id, two.id)
    assert made.authority is Told.NOT_DECIDED
    rule = incidents.authority_rule()
    assert consider_by(made, rule) == datetime(2026, 11, 23, 9, 5)
    incidents.change_incident(
        manager, made.id, done="Asked for it back", authority=Told.NOT_NEEDED,
        authority_why="It came back unread", closed_on=TODAY,
    )  # fmt: skip
    (row,) = incidents.list_incidents(manager)
    assert row == incidents.get_incident(manager, made.id)
    assert row.children == (one.full_name, two.full_name)
    printed = incident_paper.print_incident(manager, made.id)
    pages = PdfReader(io.BytesIO(printed.pdf)).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    for told in ("summary was in Kofi’s bag", "Asked for it back", "It came back unread",
                 "23 November 2026, 09:05", one.full_name, manager.staff.name):  # fmt: skip
        assert told in words
    for child in (one, two):
        assert history.child_history(manager, child.id)[0].act == "record_incident"
    assert checking.verify_audit(manager).findings == ()


def test_every_problem_is_told_at_once(manager: Session) -> None:
    with pytest.raises(Invalid) as wrong:
        incidents.record_incident(
            manager, what=" ", noticed_on=date(2026, 11, 21), noticed_at="lunch",
            occurred_on=date(2026, 11, 22), authority=Told.NOT_NEEDED,
        )  # fmt: skip
    assert [each.field for each in wrong.value.problems] == [
        "what", "noticed_on", "occurred_on", "noticed_at", "authority_why",
    ]  # fmt: skip
    with pytest.raises(Invalid, match="from the list"):
        incidents.record_incident(manager, what="x", noticed_on=TODAY, child_ids=("nobody",))
    with pytest.raises(TypeError):
        incidents.record_incident(manager, what="x", noticed_on=TODAY, id="mine")
    assert incidents.list_incidents(manager) == []


def test_where_no_time_was_noted_the_earliest_counts(manager: Session) -> None:
    made = incidents.record_incident(manager, what="x", noticed_on=TODAY)
    assert consider_by(made, incidents.authority_rule()) == datetime(2026, 11, 23)


def test_only_a_manager(leader: Session) -> None:
    with pytest.raises(Refused):
        incidents.record_incident(leader, what="x", noticed_on=TODAY)
    with pytest.raises(Refused):
        incidents.list_incidents(leader)
    assert acts(leader)[-2:] == ["refused:record_incident"] * 2
