"""A child removed for good: nothing readable is left but that something was sent."""

from dataclasses import replace
from pathlib import Path

import pytest

from ir_desktop.domain.consent import How
from ir_desktop.domain.people import Carer, Child
from ir_desktop.domain.review import Review, ReviewVersion
from ir_desktop.domain.sharing import Export, ExportBody, ExportState
from ir_desktop.errors import NotFound, Refused
from ir_desktop.services import checking, children, consents, exports, removals, sending
from ir_desktop.services.session import Session
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import acts, child_named, records_of


def everything(session: Session) -> str:
    found = records_of(session)
    return " ".join(str(rows) for rows in found.values())


def test_nothing_of_a_child_is_left(manager: Session) -> None:
    child = child_named(manager, "Zofia")
    carer = children.add_carer(manager, child.id, name="Quokka Canary", relationship="mother")
    consents.record_contact(
        manager, child.id, how=How.PHONE, about="Quokka", outcome="Quokka",
        occurred_on=manager.today, carer_id=carer.id,
    )  # fmt: skip
    assert child.id in everything(manager)
    removals.remove_child(manager, child.id)
    left = everything(manager)
    assert child.id not in left
    assert "Quokka" not in left
    assert "Zofia" not in left
    assert checking.verify_audit(manager).findings == ()
    with pytest.raises(NotFound):
        children.child_page(manager, child.id)
    assert acts(manager)[-1] == "remove_child"


def test_a_sibling_keeps_the_carer(manager: Session) -> None:
    one, two = child_named(manager, "Zofia"), child_named(manager, "Kofi")
    carer = children.add_carer(manager, one.id, name="Quokka Canary", relationship="mother")
    children.add_carer(manager, two.id, carer_id=carer.id, relationship="aunt")
    removals.remove_child(manager, one.id)
    with manager.store.reading() as records:
        assert records.find_one(Carer, id=carer.id) is not None


def test_what_was_sent_is_still_in_the_ledger_without_what_it_said(
    manager: Session, team: HealthTeam
) -> None:
    child = child_named(manager, "Zofia")
    team.introduce(manager)
    exports.approve(manager, child.id)
    (export,) = sending.sync_once(manager, connect=Line(team))
    removals.remove_child(manager, child.id)
    with manager.store.reading() as records:
        kept = records.get(Export, export.id)
        stamps = {"changed_at": export.changed_at, "changed_by": export.changed_by}
        assert replace(kept, **stamps, last_outcome="Received") == export
        assert records.find_one(ExportBody, id=export.id) is None
        blank = records.get(Child, child.id)
        assert removals.is_removed(blank)
        assert records.find(ReviewVersion, child_id=child.id) == []
        (review,) = records.find(Review, child_id=child.id)
        assert review.draft.progress_check is None
    assert "Zofia" not in everything(manager)
    assert [row.child_name for row in exports.ledger(manager)] == ["Removed child"]
    assert sending.sync_once(manager, connect=Line(team)) == []
    assert checking.verify_audit(manager).findings == ()


def test_what_was_under_way_is_not_sent_any_more(
    manager: Session, team: HealthTeam, tmp_path: Path
) -> None:
    child = child_named(manager, "Zofia")
    team.introduce(manager)
    exports.approve(manager, child.id)
    (waiting,) = sending.sync_once(manager)  # nobody is there
    assert waiting.state is ExportState.WAITING
    removals.remove_child(manager, child.id)
    line = Line(team)
    assert sending.sync_once(manager, connect=line) == []
    assert line.posted == []


def test_only_a_manager_removes(leader: Session) -> None:
    with leader.store.reading() as records:
        child_id = records.find(Child)[0].id
    with pytest.raises(Refused):
        removals.remove_child(leader, child_id)
    assert acts(leader)[-1] == "refused:remove_child"
