"""Records put back on a new machine: whole, in a new epoch, and never sent twice by mistake."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.domain.people import Child, Role
from ir_desktop.domain.sharing import Export, ExportBody, ExportState
from ir_desktop.errors import EnvironmentProblem, Invalid, Refused
from ir_desktop.receiver.current import Numbered, Version, number_notes, replaced_by
from ir_desktop.services import (
    audits,
    backups,
    checking,
    exports,
    removals,
    restoring,
    rooms,
    sending,
)
from ir_desktop.services.session import Session
from ir_desktop.storage import recovery_code
from ir_desktop.storage.backup_problems import NoSuchBackup, NotABackup
from ir_desktop.storage.problems import StoreExists, WrongRecoveryCode
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import Nursery, acts, change_behind, child_named, records_of

CHECKOUT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Place:
    """A nursery, a stick for its backups, and where it is put back."""

    nursery: Nursery
    stick: Path
    new: Path

    def back_up(self) -> Path:
        with self.nursery.signed_in() as session:
            return backups.back_up(session, self.stick).path

    def back_up_and_send(self, team: HealthTeam) -> tuple[Path, Export]:
        """Approve Zofia's review, make a backup, and have the review received after it."""
        with self.nursery.signed_in() as session:
            team.introduce(session)
            exports.approve(session, child_named(session, "Zofia").id)
            made = backups.back_up(session, self.stick).path
            (export,) = sending.sync_once(session, connect=Line(team))
        return made, export

    def restore(self, file: Path, **more: Any) -> restoring.Restored:
        return restoring.restore(
            file, self.new, self.nursery.recovery_code, clock=self.nursery.clock, **more
        )

    @property
    def restored(self) -> Nursery:
        them = self.nursery
        return Nursery(self.new, them.names, them.passwords, them.recovery_code, them.clock)


@pytest.fixture
def place(nursery: Nursery, tmp_path: Path) -> Place:
    return Place(nursery, tmp_path / "stick", tmp_path / "new")


def test_what_comes_back_is_what_was_backed_up_in_a_new_epoch(place: Place) -> None:
    with place.nursery.signed_in() as session:
        before = records_of(session)
        made = backups.back_up(session, place.stick)
        epoch = session.store.epoch
        rooms.add_room(session, "Squirrels")
    done = place.restore(made.path)
    assert done.findings == ()
    assert done.epoch > epoch
    assert (done.newer_copies, done.removed_again, done.sent_since, done.set_aside) == (0, 0, 0, 0)
    assert sorted(each.name for each in place.new.iterdir()) >= ["keys.json", "records.db"]
    with place.restored.signed_in() as session:
        after = records_of(session)
        assert {name: rows for name, rows in after.items() if name != "store_info"} == {
            name: rows for name, rows in before.items() if name != "store_info"
        }
        assert session.store.epoch == done.epoch
        told = audits.alarm(session)
        assert told is not None
        assert told.kind is audits.AlarmKind.PUT_BACK
        with pytest.raises(Refused, match="put back from the backup of 20 November 2026"):
            sending.sync_once(session)
        assert audits.accept(session).epoch == done.epoch
        assert audits.alarm(session) is None
        assert checking.verify_audit(session).findings == ()
        with pytest.raises(Refused, match="nothing to accept"):
            audits.accept(session)


@pytest.mark.parametrize("cut", [0, 10, 5000, -1])
def test_a_file_that_is_not_whole_leaves_nothing(place: Place, cut: int, tmp_path: Path) -> None:
    made = place.back_up()
    data = made.read_bytes()
    made.write_bytes(data[:cut])
    before = sorted(tmp_path.iterdir())
    with pytest.raises(NotABackup):
        place.restore(made)
    assert sorted(tmp_path.iterdir()) == before


def test_wrong_codes_and_places_leave_nothing(place: Place, tmp_path: Path) -> None:
    made = place.back_up()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Invalid):
        restoring.restore(made, place.new, "nonsense")
    with pytest.raises(WrongRecoveryCode):
        restoring.restore(made, place.new, recovery_code.generate())
    with pytest.raises(StoreExists):
        restoring.restore(made, place.nursery.folder, place.nursery.recovery_code)
    with pytest.raises(NoSuchBackup):
        place.restore(place.stick / "none.irbackup")
    with pytest.raises(EnvironmentProblem):
        restoring.restore(made, made / "inside", place.nursery.recovery_code)
    assert sorted(tmp_path.iterdir()) == before


def test_findings_come_along(place: Place) -> None:
    with place.nursery.signed_in() as session:
        change_behind(session, "UPDATE room SET name = 'Other'")
        made = backups.back_up(session, place.stick)
    assert {each.where for each in place.restore(made.path).findings} == {"room"}


def sent(session: Session, team: HealthTeam) -> Export:
    """Approve Zofia's review and have it received."""
    team.introduce(session)
    exports.approve(session, child_named(session, "Zofia").id)
    (export,) = sending.sync_once(session, connect=Line(team))
    assert export.state is ExportState.RECEIVED
    return export


def exports_of(session: Session) -> dict[str, Export]:
    with session.store.reading() as records:
        return {each.id: each for each in records.find(Export)}


def test_what_was_sent_since_is_taken_over_from_the_folder_that_was_in_use(
    place: Place, team: HealthTeam
) -> None:
    made, export = place.back_up_and_send(team)
    done = place.restore(made, in_use=place.nursery.folder)
    assert (done.newer_copies, done.sent_since, done.set_aside) == (1, 1, 0)
    with place.restored.signed_in() as session:
        audits.accept(session)
        assert exports_of(session)[export.id] == export
        line = Line(team)
        assert sending.sync_once(session, connect=line) == []
        assert line.posted == []


def test_what_was_sent_since_is_taken_over_from_a_later_backup(
    place: Place, team: HealthTeam
) -> None:
    made, export = place.back_up_and_send(team)
    place.nursery.clock.forward(days=1)
    place.back_up()
    done = place.restore(made)
    assert (done.newer_copies, done.sent_since, done.set_aside) == (1, 1, 0)
    with place.restored.signed_in() as session:
        assert exports_of(session)[export.id] == export


def test_what_may_have_been_sent_since_waits_for_a_person_under_a_new_reference(
    place: Place, team: HealthTeam
) -> None:
    made, export = place.back_up_and_send(team)
    assert export.seq == 1
    done = place.restore(made)
    assert (done.newer_copies, done.set_aside) == (0, 1)
    with place.restored.signed_in() as session:
        audits.accept(session)
        assert sending.sync_once(session, connect=Line(team)) == []
        (doubtful,) = [
            each for each in exports_of(session).values() if each.state is ExportState.SET_ASIDE
        ]
        assert doubtful.supersedes == export.id
        assert "Ask the health team" in doubtful.last_outcome
        exports.try_again(session, doubtful.id)
        (again,) = sending.sync_once(session, connect=Line(team))
        assert again.state is ExportState.RECEIVED
        assert again.id != export.id
    # What the team sees: one current record, and a break that is told as what it is.
    told = {jti: each.opened.claims for jti, each in team.taken.items()}
    assert told[export.id].epoch == 1
    assert told[again.id].epoch == done.epoch
    current = replaced_by(
        Version(jti, each.review.version, (each.epoch, each.seq, place), each.supersedes)
        for place, (jti, each) in enumerate(told.items())
    )
    assert current == {export.id: again.id, again.id: None}
    notes = number_notes(
        Numbered(jti, "kid", each.epoch, each.seq, each.prev, team.taken[jti].opened.sha256)
        for jti, each in told.items()
    )
    assert notes[export.id] == ()
    assert len(notes[again.id]) == 1
    assert "put its records back from a backup" in notes[again.id][0]


def test_what_was_under_way_goes_again_as_the_same_bytes(place: Place, team: HealthTeam) -> None:
    with place.nursery.signed_in() as session:
        team.introduce(session)
        exports.approve(session, child_named(session, "Zofia").id)
        (waiting,) = sending.sync_once(session)  # nobody is there
        assert waiting.state is ExportState.WAITING
        made = backups.back_up(session, place.stick).path
        (export,) = sending.sync_once(session, connect=Line(team))
    assert place.restore(made).set_aside == 0
    with place.restored.signed_in() as session:
        audits.accept(session)
        line = Line(team)
        (again,) = sending.sync_once(session, connect=line)
        assert again.state is ExportState.RECEIVED
        assert again.receipt == export.receipt
        assert len(team.taken) == 1


def test_two_restores_of_one_backup_never_give_a_number_twice(
    place: Place, team: HealthTeam, tmp_path: Path
) -> None:
    made = place.back_up()
    first = place.restore(made)
    place.nursery.clock.forward(seconds=2)
    second = restoring.restore(
        made, tmp_path / "third", place.nursery.recovery_code, clock=place.nursery.clock
    )
    assert second.epoch > first.epoch


def test_the_running_numbers_go_on(place: Place, team: HealthTeam) -> None:
    with place.nursery.signed_in() as session:
        first = sent(session, team)
        made = backups.back_up(session, place.stick).path
    place.restore(made)
    with place.restored.signed_in() as session:
        audits.accept(session)
        with session.store.reading() as records:
            body = records.get(ExportBody, first.id)
            assert body.envelope
            assert records.get(Export, first.id) == first


def test_removals_made_since_are_made_again(place: Place, team: HealthTeam) -> None:
    made = place.back_up()
    with place.nursery.signed_in() as session:
        gone = child_named(session, "Zofia").id
        removals.remove_child(session, gone)
    done = place.restore(made, in_use=place.nursery.folder)
    assert (done.newer_copies, done.removed_again) == (1, 1)
    with place.restored.signed_in() as session:
        with session.store.reading() as records:
            assert records.find_one(Child, id=gone) is None
            assert removals.removed_children(records.connection) == [gone]
        assert checking.verify_audit(session).findings == ()


def test_a_folder_in_use_that_cannot_be_read_keeps_nothing_from_coming_back(place: Place) -> None:
    made = place.back_up()
    broken = place.nursery.folder / "records.db"
    broken.write_bytes(os.urandom(8192))
    assert place.restore(made, in_use=place.nursery.folder).newer_copies == 0
    assert broken.stat().st_size == 8192


def test_only_the_manager_is_asked(place: Place) -> None:
    made = place.back_up()
    place.restore(made)
    with place.restored.signed_in(Role.ROOM_LEADER) as session:
        assert audits.alarm(session) is not None
        with pytest.raises(Refused, match="Your role"):
            audits.accept(session)
        assert sending.send_approved(session, at_once=True) == []
        assert acts(session)[-1] == "refused:restore"


def test_the_drill_a_new_home_without_a_keyring_and_the_code_alone(tmp_path: Path) -> None:
    """Everything by command, as on the day it is needed."""
    home = tmp_path / "home"
    home.mkdir()
    dropped = ("DBUS", "XDG_", "DISPLAY", "WAYLAND", "GNOME_KEYRING", "KEYRING", "PYTHON_KEYRING")
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith(dropped)
    } | {"HOME": str(home), "DBUS_SESSION_BUS_ADDRESS": "disabled:", "PYTHONPATH": str(CHECKOUT)}

    def run(*arguments: object, given: str = "") -> object:
        done = subprocess.run(
            [sys.executable, "-m", "ir_desktop", *(str(each) for each in arguments)],
            input=given,
            capture_output=True,
            text=True,
            env=surroundings,
            cwd=home,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return json.loads(done.stdout)

    made = run("demo-store", "--children", 8, "--out", tmp_path / "old")
    assert isinstance(made, dict)
    manager = next(each for each in made["staff"] if each["role"] == "manager")

    def store(folder: Path) -> tuple[object, ...]:
        return ("--store", folder, "--staff", manager["name"], "--password-stdin")

    password = manager["password"]
    before = run("children", *store(tmp_path / "old"), given=password)
    stick = tmp_path / "stick"
    run("backup", "--to", stick, *store(tmp_path / "old"), given=password)
    (file,) = stick.iterdir()
    shutil.rmtree(tmp_path / "old")
    shutil.rmtree(home)
    home.mkdir()
    new = tmp_path / "new" / "records"
    done = run("restore", file, "--to", new, "--recovery-code-stdin", given=made["recovery_code"])
    assert isinstance(done, dict)
    assert done["findings"] == []
    assert run("children", *store(new), given=password) == before
    assert isinstance(run("audit", "accept", *store(new), given=password), dict)
    verified = run("audit", "verify", *store(new), given=password)
    assert isinstance(verified, dict)
    assert (verified["findings"], verified["alarm"]) == ([], None)
