"""One child out of an older backup: seen first, then only what is wanted."""

from pathlib import Path

import pytest

from ir_desktop.domain.consent import Decision, How
from ir_desktop.domain.people import Child
from ir_desktop.errors import EnvironmentProblem, NotFound, Refused
from ir_desktop.services import (
    backups,
    bringing_back,
    checking,
    children,
    consents,
    people,
    removals,
)
from ir_desktop.services.bringing_back import Standing, bring_back_child, compare_child
from ir_desktop.services.session import Session
from ir_desktop.storage.backup_problems import NoSuchBackup, OtherBackup
from ir_desktop.storage.problems import WrongKey
from tests.services.nursery import Nursery, acts, child_named, make_nursery


@pytest.fixture
def zofia(manager: Session) -> Child:
    return child_named(manager, "Zofia")


@pytest.fixture
def file(manager: Session, zofia: Child, tmp_path: Path) -> Path:
    """A backup, after which Zofia's records changed."""
    made = backups.back_up(manager, tmp_path / "stick").path
    children.edit_child(manager, zofia.id, address="9 New Street", gp="Dr Lark")
    consents.record_contact(
        manager, zofia.id, how=How.PHONE, about="a", outcome="b", occurred_on=manager.today
    )
    return made


def now(session: Session, child_id: str) -> Child:
    with session.store.reading() as records:
        return records.get(Child, child_id)


def test_what_differs_is_shown_and_nothing_changes(
    manager: Session, zofia: Child, file: Path
) -> None:
    before = len(acts(manager))
    found = compare_child(manager, file, zofia.id)
    assert (found.name, found.here, found.removed) == (zofia.full_name, True, False)
    (difference,) = found.differences
    assert (difference.standing, difference.kind) == (Standing.DIFFERENT, "Child")
    assert set(difference.fields) == {"address", "gp"}
    assert found.only_here == 1
    assert found.same > 1
    assert len(acts(manager)) == before
    assert not list(manager.store.folder.glob(".look*"))


def test_what_differs_comes_back_only_when_it_is_named(
    manager: Session, zofia: Child, file: Path
) -> None:
    assert bring_back_child(manager, file, zofia.id) == 0
    assert now(manager, zofia.id).address == "9 New Street"
    assert bring_back_child(manager, file, zofia.id, put_back=[zofia.id]) == 1
    assert now(manager, zofia.id).address == zofia.address
    with manager.store.reading() as records:
        assert records.get(Child, zofia.id).changed_at > zofia.changed_at
    assert compare_child(manager, file, zofia.id).differences == ()
    assert checking.verify_audit(manager).findings == ()


def test_a_child_removed_by_mistake_comes_back_whole(
    manager: Session, zofia: Child, file: Path
) -> None:
    consents.record_consent(
        manager, zofia.id, decision=Decision.GIVEN, by_name="A", by_relationship="mother",
        how=How.LETTER, occurred_on=manager.today,
    )  # fmt: skip
    removals.remove_child(manager, zofia.id)
    found = compare_child(manager, file, zofia.id)
    assert (found.here, found.removed, found.same) == (False, True, 0)
    with pytest.raises(Refused, match="on purpose"):
        bring_back_child(manager, file, zofia.id)
    count = bring_back_child(manager, file, zofia.id, although_removed=True)
    assert count == len(found.differences) > 3
    assert now(manager, zofia.id).address == zofia.address
    assert compare_child(manager, file, zofia.id).differences == ()
    assert checking.verify_audit(manager).findings == ()
    assert children.child_page(manager, zofia.id).versions


def test_a_backup_from_before_the_key_was_changed_needs_the_code(
    manager: Session, nursery: Nursery, zofia: Child, file: Path
) -> None:
    others = [each for each in people.list_staff(manager) if each.staff.id != manager.staff.id]
    people.stop_staff(manager, others[0].staff.id, hand_over_to=manager.staff.id)
    with pytest.raises(WrongKey):
        compare_child(manager, file, zofia.id)
    found = compare_child(manager, file, zofia.id, recovery_code=nursery.recovery_code)
    assert "address" in found.differences[0].fields


def test_what_is_not_there_is_told(
    manager: Session, zofia: Child, file: Path, tmp_path: Path
) -> None:
    with pytest.raises(NotFound, match="not in that backup"):
        compare_child(manager, file, manager.staff.id)
    with pytest.raises(NoSuchBackup):
        compare_child(manager, tmp_path / "none", zofia.id)
    other = make_nursery(tmp_path / "other", children=2)
    with other.signed_in() as session:
        theirs = backups.back_up(session, tmp_path / "theirs").path
    with pytest.raises((OtherBackup, EnvironmentProblem)):
        compare_child(manager, theirs, zofia.id)


def test_only_a_manager_looks_into_backups(leader: Session, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Your role"):
        bringing_back.compare_child(leader, tmp_path / "any", "x")
    assert acts(leader)[-1] == "refused:restore"
