"""What is amiss around the records: each brought about for real, and told in plain words."""

import shutil
from pathlib import Path

import pytest

from ir_desktop import config, crash, log
from ir_desktop.domain.people import SettingType
from ir_desktop.services import doctor, rooms, surroundings
from ir_desktop.services.session import WAYS_IN, Session
from ir_desktop.services.sign_in import FirstRun, begin, find_slot, sign_in
from ir_desktop.services.surroundings import Kind
from ir_desktop.storage import audit
from ir_desktop.storage.cost import KdfCost
from tests.services.nursery import Nursery

NAME, PASSWORD = "Grace Adeyemi", "seven-otters-under-a-bridge"


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def kinds(session: Session) -> list[Kind]:
    found = surroundings.look(session)
    for each in found:
        assert each.detail.endswith(".")
        assert str(session.store.folder) not in each.title + each.detail
    return [each.kind for each in found]


def test_nothing_is_told_where_nothing_is_amiss(nursery: Nursery) -> None:
    with nursery.signed_in() as session:
        assert kinds(session) == []


def test_a_clock_set_back_is_told_with_both_days(nursery: Nursery) -> None:
    nursery.clock.forward(days=40)
    with nursery.signed_in() as session:
        assert kinds(session) == []
    nursery.clock.forward(minutes=-5)  # as a clock that is set right by itself
    with nursery.signed_in() as session:
        assert kinds(session) == []
    nursery.clock.forward(days=-35)
    with nursery.signed_in() as session:
        (told,) = surroundings.look(session)
    assert told.kind is Kind.CLOCK
    assert told.grave
    assert "25 November 2026" in told.detail
    assert "30 December 2026" in told.detail


def test_a_clock_that_was_ahead_is_told_once_and_no_more_when_it_is_right(
    nursery: Nursery,
) -> None:
    nursery.clock.forward(days=365)
    with nursery.signed_in() as session:
        rooms.add_room(session, "Squirrels")
        assert kinds(session) == []
    nursery.clock.forward(days=-365)
    with nursery.signed_in() as session:
        assert kinds(session) == [Kind.CLOCK]
        rooms.add_room(session, "Otters")
        assert kinds(session) == [Kind.CLOCK]  # to whoever signed in first, all the time
    for _ in range(2):
        with nursery.signed_in() as session:
            assert kinds(session) == []


def test_before_anybody_has_signed_in_the_newest_event_counts(nursery: Nursery) -> None:
    with nursery.signed_in() as session, session.store.reading() as records:
        newest = audit.last_at(records.connection)
        assert audit.last_before(records.connection, ()) == newest
        before = audit.last_before(records.connection, WAYS_IN)
        assert before is not None
        assert newest is not None
        assert before < newest


def test_a_full_disk_and_a_folder_that_is_carried_away_are_told(
    nursery: Nursery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 50_000_000

    with nursery.copied_to(tmp_path / "Dropbox" / "store").signed_in() as session:
        assert kinds(session) == [Kind.PLACE]
        monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: Usage)
        assert kinds(session) == [Kind.DISK, Kind.PLACE]  # the graver first


def test_a_fault_is_told_until_its_report_is_removed(nursery: Nursery) -> None:
    report = nursery.folder / log.FOLDER / crash.REPORT
    report.parent.mkdir(exist_ok=True)
    report.write_text("Integrated Review\nValueError at ir_desktop.app:1\n")
    with nursery.signed_in() as session:
        assert kinds(session) == [Kind.STOPPED]
        crash.forget(nursery.folder)
        assert kinds(session) == []


def make(folder: Path) -> None:
    first = FirstRun(
        setting_name="Willow Lane",
        setting_type=SettingType.CHILDMINDER,
        manager_name=NAME,
        password=PASSWORD,
    )
    cheap = KdfCost(64 * 1024, 1, 1)
    begin(folder, first, cost=cheap, use_keyring=False).session.close()


def looked(folder: Path) -> list[Kind]:
    session = sign_in(folder, find_slot(folder, NAME), PASSWORD)
    try:
        return kinds(session)
    finally:
        session.close()


def test_moved_copied_and_other_records_are_told_apart_and_once(tmp_path: Path) -> None:
    here, there, other = (tmp_path / each for each in ("here", "there", "other"))
    make(here)
    assert looked(here) == []
    assert config.load().last_store == here
    assert config.load().lock_minutes == 5
    shutil.copytree(here, there)
    assert looked(there) == [Kind.COPIED]
    assert looked(there) == []
    shutil.move(there, other)
    assert looked(other) == [Kind.MOVED]
    assert looked(other) == []
    make(there)
    assert looked(there) == []  # other records, and the others are where they were
