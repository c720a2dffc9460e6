"""What is amiss around the records: each brought about for real, and told in plain words."""

import shutil
from pathlib import Path

import pytest

from ir_desktop import config, crash, log
from ir_desktop.domain.people import SettingType
from ir_desktop.services import doctor, surroundings
from ir_desktop.services.session import Session
from ir_desktop.services.sign_in import FirstRun, begin, find_slot, sign_in
from ir_desktop.services.surroundings import Kind
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
