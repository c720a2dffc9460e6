"""Which backups stay: days, weeks, months; and none goes while it is in doubt which is good."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from ir_desktop.storage import backup
from ir_desktop.storage.backup_rotation import (
    DAYS,
    LAST,
    MONTHS,
    MOST_RECENT,
    RECENT,
    WEEKS,
    kept,
    rotate,
)
from ir_desktop.storage.store import Store
from tests.storage.stores import MOMENT, make_store

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
LATER = MOMENT + RECENT + timedelta(days=1)
GAPS = st.lists(
    st.one_of(
        st.timedeltas(timedelta(seconds=1), timedelta(hours=9)),
        st.timedeltas(timedelta(seconds=1), timedelta(days=60)),
    ),
    min_size=1,
    max_size=60,
)
"""How long after one another backups are made: several a day, or seldom."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = make_store(tmp_path / "store")
    yield made
    made.close()


def test_two_years_of_days_leave_days_weeks_and_months() -> None:
    days = [MOMENT - timedelta(days=back) for back in range(730)]
    left = sorted(kept(days), reverse=True)
    assert left[:LAST] == days[:LAST]
    assert LAST + WEEKS - 3 <= len(left) <= LAST + WEEKS + MONTHS
    assert len({(each.year, each.month) for each in left}) == MONTHS
    assert left[-1] > MOMENT - timedelta(days=366)


@given(st.lists(MOMENTS, min_size=1, max_size=60))
def test_the_newest_always_stays_and_a_second_turn_removes_nothing(made: list[datetime]) -> None:
    left = kept(made)
    assert max(made) in left
    assert left <= set(made)
    assert kept(left) == left
    assert len(left) <= MOST_RECENT + DAYS + WEEKS + MONTHS


@given(GAPS)
def test_turn_by_turn_the_last_ones_stay_and_the_newest_of_days_weeks_and_months(
    gaps: list[timedelta],
) -> None:
    made: list[datetime] = []
    left: frozenset[datetime] = frozenset()
    now = datetime(2024, 1, 1, tzinfo=UTC)
    for gap in gaps:
        now += gap
        made.append(now)
        left = kept({*left, now})
        assert set(made[-LAST:]) <= left
        assert {each for each in made[-MOST_RECENT:] if now - each <= RECENT} <= left
    for most, span in (
        (DAYS, lambda each: each.astimezone().date()),
        (WEEKS, lambda each: each.astimezone().isocalendar()[:2]),
        (MONTHS, lambda each: (each.astimezone().year, each.astimezone().month)),
    ):
        newest = {span(each): each for each in made}
        assert set(list(newest.values())[-most:]) <= left


@given(st.lists(MOMENTS, min_size=1, max_size=DAYS))
def test_a_backup_a_day_is_never_removed_within_the_days(made: list[datetime]) -> None:
    by_day = {each.astimezone().date(): each for each in made}
    assert kept(by_day.values()) == frozenset(by_day.values())


def several(
    store: Store, folder: Path, number: int, *, first: datetime = MOMENT
) -> list[backup.Backup]:
    """Make backups that each follow the one before after a minute."""
    return [
        backup.write(store, folder, made_at=first + timedelta(minutes=each))
        for each in range(number)
    ]


def names(made: Iterable[backup.Backup]) -> set[str]:
    return {each.path.name for each in made}


def test_one_from_before_a_mistake_of_its_day_stays(store: Store, tmp_path: Path) -> None:
    made = several(store, tmp_path / "stick", LAST + 2)
    assert rotate(store, made[-1]) == 0
    assert made[0].path.is_file()


def test_older_ones_of_a_day_go_once_ten_newer_are_there(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    older = several(store, folder, 3)
    (folder / "other.irbackup").write_bytes(b"somebody else's")
    newer = several(store, folder, LAST - 1, first=LATER)
    assert rotate(store, newer[-1]) == 2
    newer += several(store, folder, 1, first=LATER + timedelta(hours=1))
    assert rotate(store, newer[-1]) == 0  # the newest of its day stays
    left = {each.name for each in folder.iterdir()}
    assert left == names([older[-1], *newer]) | {"other.irbackup"}


def test_none_goes_when_the_new_one_has_a_finding(store: Store, tmp_path: Path) -> None:
    several(store, tmp_path / "stick", LAST)
    with store.database.transaction() as connection:
        connection.execute(text("UPDATE store_info SET value = 'x' WHERE name = 'kind'"))
    new = backup.write(store, tmp_path / "stick", made_at=LATER)
    assert new.findings
    assert rotate(store, new) == 0
    assert len(list((tmp_path / "stick").iterdir())) == LAST + 1


def test_none_goes_when_an_older_one_knows_more(store: Store, tmp_path: Path) -> None:
    with store.transaction() as records:
        store.append_event(records, at=MOMENT, staff_id="a", act="x", child_id=None, detail={})
    several(store, tmp_path / "stick", LAST)
    (made,) = several(store, tmp_path / "stick", 1, first=LATER)
    with store.database.transaction() as connection:  # as when the folder had been put back
        connection.execute(text("DELETE FROM audit_event WHERE seq = 2"))
    assert rotate(store, made) == 0
    assert len(list((tmp_path / "stick").iterdir())) == LAST + 1


def test_what_a_clock_that_was_ahead_dated_takes_the_place_of_none(
    store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    ahead = several(store, folder, LAST + 1, first=MOMENT + timedelta(days=365))
    right = several(store, folder, LAST)
    assert rotate(store, right[-1]) == 0
    assert {each.name for each in folder.iterdir()} == names([*ahead, *right])
