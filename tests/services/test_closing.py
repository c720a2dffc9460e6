"""Closing a setting: how far it has come, the hand-over, and the end of sharing."""

import json
from pathlib import Path

import pytest

from ir_desktop.domain.people import Role
from ir_desktop.domain.sharing import ExportState
from ir_desktop.errors import EnvironmentProblem, Refused
from ir_desktop.services import children, closing, exports, history, people, sending
from ir_desktop.services.people import NewPerson
from ir_desktop.services.session import Session
from ir_desktop.storage.cost import WEAK_COST
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import acts, child_named


def test_it_tells_how_far_it_has_come(manager: Session, team: HealthTeam) -> None:
    before = closing.standing(manager)
    assert (before.left, before.agreements, before.waiting) == (1, 0, 0)
    assert before.colleagues == 2
    team.introduce(manager)
    exports.approve(manager, child_named(manager, "Zofia").id)
    found = closing.standing(manager)
    assert (found.here, found.agreements, found.waiting) == (before.here, 1, 1)


def test_only_colleagues_who_can_sign_in_are_counted(manager: Session) -> None:
    before = closing.standing(manager).colleagues
    new = NewPerson(name="Bryn Hughes", role=Role.PRACTITIONER, password="seven quiet otters")
    somebody = people.add_staff(manager, new, cost=WEAK_COST)
    assert closing.standing(manager).colleagues == before + 1
    people.stop_staff(manager, somebody.id)
    assert closing.standing(manager).colleagues == before
    people.start_staff_again(manager, somebody.id)  # works here, and has no password
    assert closing.standing(manager).colleagues == before
    people.give_password(manager, somebody.id, "eight quiet otters", cost=WEAK_COST)
    assert closing.standing(manager).colleagues == before + 1


def test_nothing_is_sent_once_every_agreement_has_ended(manager: Session, team: HealthTeam) -> None:
    team.introduce(manager)
    exports.approve(manager, child_named(manager, "Zofia").id)
    assert closing.end_agreements(manager) == 1
    assert closing.end_agreements(manager) == 0
    line = Line(team)
    (held,) = sending.sync_once(manager, connect=line)
    assert held.state is ExportState.HELD
    assert line.posted == []


def test_the_hand_over_holds_every_child_and_names_none(manager: Session, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    whole = children.list_children(manager, include_left=True)
    stick = tmp_path / "stick"
    stick.mkdir()
    done = closing.hand_over(manager, stick, lambda at, of: steps.append((at, of)))
    assert done == len(whole)
    assert steps[0] == (0, done)
    assert steps[-1] == (done, done)
    (folder,) = stick.iterdir()
    ids = {json.loads(each.read_text("utf-8"))["child"]["id"] for each in folder.glob("*.json")}
    assert ids == {each.id for each in whole}
    names = {each.given_name for each in whole}
    assert not any(name in each.name for each in folder.iterdir() for name in names)
    assert history.child_history(manager, whole[0].id)[0].act == "subject_access"


def test_a_place_that_cannot_be_written_is_told(manager: Session, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem):
        closing.hand_over(manager, tmp_path / "not there")


def test_only_a_manager(leader: Session, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        closing.standing(leader)
    with pytest.raises(Refused):
        closing.end_agreements(leader)
    with pytest.raises(Refused):
        closing.hand_over(leader, tmp_path)
    assert list(tmp_path.glob("hand-over*")) == []
    assert acts(leader)[-3:] == [
        "refused:manage_setting", "refused:manage_agreements", "refused:subject_access",
    ]  # fmt: skip
