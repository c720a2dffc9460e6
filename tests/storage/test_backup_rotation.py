"""Which backups stay: days, weeks, months; and none goes while it is in doubt which is good."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from ir_desktop.storage import backup
from ir_desktop.storage.backup_rotation import DAYS, MONTHS, WEEKS, kept, rotate
from ir_desktop.storage.store import Store
from tests.storage.stores import MOMENT, make_store

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = make_store(tmp_path / "store")
    yield made
    made.close()


def test_two_years_of_days_leave_days_weeks_and_months() -> None:
    days = [MOMENT - timedelta(days=back) for back in range(730)]
    left = sorted(kept(days), reverse=True)
    assert left[:DAYS] == days[:DAYS]
    assert DAYS + WEEKS - 2 <= len(left) <= DAYS + WEEKS + MONTHS
    assert len({(each.year, each.month) for each in left}) == MONTHS
    assert left[-1] > MOMENT - timedelta(days=366)


@given(st.lists(MOMENTS, min_size=1, max_size=60))
def test_the_newest_always_stays_and_a_second_turn_removes_nothing(made: list[datetime]) -> None:
    left = kept(made)
    assert max(made) in left
    assert left <= set(made)
    assert kept(left) == left
    assert len(left) <= DAYS + WEEKS + MONTHS


@given(st.lists(MOMENTS, min_size=1, max_size=DAYS))
def test_a_backup_a_day_is_never_removed_within_the_days(made: list[datetime]) -> None:
    by_day = {each.astimezone().date(): each for each in made}
    assert kept(by_day.values()) == frozenset(by_day.values())


def daily(store: Store, folder: Path, number: int) -> list[backup.Backup]:
    return [
        backup.write(store, folder, made_at=MOMENT + timedelta(hours=each))
        for each in range(number)
    ]


def test_older_ones_of_a_day_go_once_a_newer_is_there(store: Store, tmp_path: Path) -> None:
    made = daily(store, tmp_path / "stick", 4)
    (tmp_path / "stick" / "other.irbackup").write_bytes(b"somebody else's")
    assert rotate(store, made[-1]) == 3
    assert {each.name for each in (tmp_path / "stick").iterdir()} == {
        made[-1].path.name,
        "other.irbackup",
    }


def test_none_goes_when_the_new_one_has_a_finding(store: Store, tmp_path: Path) -> None:
    daily(store, tmp_path / "stick", 3)
    with store.database.transaction() as connection:
        connection.execute(text("UPDATE store_info SET value = 'x' WHERE name = 'kind'"))
    new = backup.write(store, tmp_path / "stick", made_at=MOMENT + timedelta(hours=9))
    assert new.findings
    assert rotate(store, new) == 0
    assert len(list((tmp_path / "stick").iterdir())) == 4


def test_none_goes_when_an_older_one_knows_more(store: Store, tmp_path: Path) -> None:
    with store.transaction() as records:
        store.append_event(records, at=MOMENT, staff_id="a", act="x", child_id=None, detail={})
    made = daily(store, tmp_path / "stick", 2)
    with store.database.transaction() as connection:  # as when the folder had been put back
        connection.execute(text("DELETE FROM audit_event WHERE seq = 2"))
    assert rotate(store, made[-1]) == 0
    assert len(list((tmp_path / "stick").iterdir())) == 2


def test_the_one_just_made_stays_although_the_clock_was_set_back(
    store: Store, tmp_path: Path
) -> None:
    made = daily(store, tmp_path / "stick", 3)  # of one day
    new = backup.write(store, tmp_path / "stick", made_at=MOMENT - timedelta(minutes=5))
    assert new.manifest.made_at not in kept(each.manifest.made_at for each in [*made, new])
    rotate(store, new)
    assert {each.name for each in (tmp_path / "stick").iterdir()} == {
        made[-1].path.name,
        new.path.name,
    }
