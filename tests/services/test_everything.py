"""Everything about one child: nothing is forgotten, and only a manager takes it out."""

import io
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from ir_desktop.domain.consent import How
from ir_desktop.domain.people import Child
from ir_desktop.errors import EnvironmentProblem, Refused
from ir_desktop.services import (
    children,
    consents,
    everything,
    exports,
    form_drafts,
    history,
    incidents,
    sending,
)
from ir_desktop.services.session import Session
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import TODAY, acts, child_named


def words_of(pdf: bytes) -> str:
    found = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(found.split())


def test_every_kind_of_record_is_in_both(manager: Session, team: HealthTeam) -> None:
    child = child_named(manager, "Zofia")
    team.introduce(manager)
    exports.approve(manager, child.id)
    sending.sync_once(manager, connect=Line(team))
    consents.record_contact(
        manager, child.id, how=How.PHONE, about="Quokka one", outcome="Quokka two",
        occurred_on=TODAY,
    )  # fmt: skip
    incidents.record_incident(manager, what="Quokka three", noticed_on=TODAY, child_ids=(child.id,))
    form_drafts.keep(manager, "x", {"gp": ["", "Quokka four"]}, child_id=child.id)
    children.edit_child(manager, child.id, gp="Quokka five")
    made = everything.everything(manager, child.id)
    words, data = words_of(made.printed.pdf), json.loads(made.data)
    for number in ("one", "two", "three", "four", "five"):
        assert f"Quokka {number}" in words
        assert f"Quokka {number}" in made.data.decode()
    for told in (
        "Agnieszka Kowalska", "mother", "999000", "Signed the review as", "Received",
        "Approved a copy", "Look at one book together", "not yet", "Changed the details",
        "names other people too",
    ):  # fmt: skip
        assert told in words, told
    assert data["child"]["gp"] == "Quokka five"
    for name in (
        "consents", "contacts", "reviews", "signed_off_versions", "carers", "family", "incidents",
        "copies_for_the_health_team", "unfinished_forms", "events",
    ):  # fmt: skip
        assert data[name], name
    (said,) = data["what_the_copies_say"].values()
    assert said["resourceType"] == "Bundle"
    assert "Agnieszka Kowalska (mother)" in made.others
    assert manager.staff.name in made.others


def test_no_table_that_names_a_child_is_forgotten(manager: Session) -> None:
    """A table with a child's id that is added later has to be taken out here too."""
    with manager.store.reading() as records:
        tables = records.connection.execute(
            text("SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c "
                 "WHERE m.type = 'table' AND c.name IN ('child_id', 'child_ids')")
        ).scalars()  # fmt: skip
        found = set(tables)
    assert found == {
        "audit_event", "consent", "contact", "export", "family_link", "form_draft", "incident",
        "reply", "review", "review_version",
    }  # fmt: skip


def test_every_field_of_the_child_is_told(manager: Session) -> None:
    child = child_named(manager, "Zofia")
    data: dict[str, Any] = json.loads(everything.everything(manager, child.id).data)
    assert set(data["child"]) == {each.name for each in fields(Child)}


def test_another_child_of_an_incident_is_not_given_away(manager: Session) -> None:
    one, two = child_named(manager, "Zofia"), child_named(manager, "Kofi")
    incidents.record_incident(
        manager, what="Two letters", noticed_on=TODAY, child_ids=(one.id, two.id)
    )
    made = everything.everything(manager, one.id)
    assert two.id not in made.data.decode()
    assert "Kofi" not in words_of(made.printed.pdf)


def test_letters_that_cannot_be_printed_do_not_stop_it(manager: Session) -> None:
    child = child_named(manager, "Zofia")
    children.edit_child(manager, child.id, given_name="محمد", gp="د. علي")
    made = everything.everything(manager, child.id)
    assert "The file for computers has it as it was typed" in words_of(made.printed.pdf)
    assert json.loads(made.data)["child"]["given_name"] == "محمد"


def test_saving_is_an_event_and_a_full_disk_is_told(manager: Session, tmp_path: Path) -> None:
    child = child_named(manager, "Zofia")
    made = everything.everything(manager, child.id)
    target = everything.save(manager, child.id, made, everything.PDF, tmp_path / "copy")
    assert target == tmp_path / "copy.pdf"
    assert target.read_bytes() == made.printed.pdf
    target = everything.save(manager, child.id, made, everything.JSON, tmp_path / "copy.json")
    assert target.read_bytes() == made.data
    steps = [each.detail.get("step") for each in history.child_history(manager, child.id)]
    assert steps[:3] == ["json", "pdf", "made"]
    with pytest.raises(EnvironmentProblem):
        everything.save(manager, child.id, made, everything.PDF, tmp_path / "no" / "copy.pdf")
    assert acts(manager)[-1] == "subject_access"


def test_only_a_manager(leader: Session, practitioner_child: str) -> None:
    with pytest.raises(Refused):
        everything.everything(leader, practitioner_child)
    assert acts(leader)[-1] == "refused:subject_access"


@pytest.fixture
def practitioner_child(leader: Session) -> str:
    return child_named(leader, "Zofia").id
