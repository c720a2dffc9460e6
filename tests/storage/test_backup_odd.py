"""Files on the stick that are called backups and are not: passed over, and nothing else stops."""

import json
import math
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.storage import backup, backup_manifest, backup_names, backup_rotation
from ir_desktop.storage.backup_problems import NotABackup
from ir_desktop.storage.store import Store
from tests.storage.stores import make_store

MOMENT = datetime(2026, 5, 3, 12, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = make_store(tmp_path / "store")
    yield made
    made.close()


def said(made: backup.Backup) -> dict[str, Any]:
    return json.loads(backup_manifest.encoded(made.manifest))


def changed(**changes: Any) -> Callable[[backup.Backup], bytes]:
    return lambda made: json.dumps(said(made) | changes).encode()


ODD: dict[str, Callable[[backup.Backup], bytes]] = {
    "no end of lists": lambda _: b"[" * 30_000,
    "more than every number": changed(anchor=[math.inf, 3, "x"]),
    "not a number": changed(anchor=[math.nan, 3, "x"]),
    "larger than a database counts": changed(anchor=[1, 10**30, "x"]),
    "true is not one": changed(anchor=[True, 3, "x"]),
    "the first year": changed(made_at="0001-01-01T00:00:00+14:00"),
    "the last year": changed(made_at="9999-12-31T23:59:59-14:00"),
    "no time of any zone": changed(made_at="2026-05-03T12:00:00"),
    "a seal that cannot be compared": changed(seal="ŝ" * 64),
    "a list": lambda _: b"[]",
    "nothing": lambda _: b"",
}


def written(path: Path, made: backup.Backup, manifest: bytes) -> Path:
    with zipfile.ZipFile(made.path) as source, zipfile.ZipFile(path, "w") as target:
        for each in source.infolist():
            old = each.filename != "backup.json"
            target.writestr(each.filename, source.read(each) if old else manifest)
    return path


def locked(path: Path, made: backup.Backup) -> Path:
    """Write a copy that says its parts are under a password of the archive's own."""
    data = bytearray(made.path.read_bytes())
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", [*ODD, "locked"])
def test_an_odd_file_is_none_and_stops_no_backup(store: Store, tmp_path: Path, name: str) -> None:
    stick = tmp_path / "stick"
    first = backup.write(store, stick, made_at=MOMENT)
    path = stick / f"odd{backup.ENDING}"
    odd = locked(path, first) if name == "locked" else written(path, first, ODD[name](first))
    with pytest.raises(NotABackup):
        backup.read_manifest(odd)
    with pytest.raises(NotABackup):
        backup.unpack(odd, tmp_path)
    assert not backup.is_whole(odd)
    second = backup.write(store, stick, made_at=MOMENT + timedelta(days=1))
    assert backup_rotation.rotate(store, second) == 0
    found = [path for path, _ in backup.own_backups(store, stick)]
    assert found == [first.path, second.path]
    assert odd.exists()


def test_what_another_system_leaves_beside_is_passed_over(store: Store, tmp_path: Path) -> None:
    made = backup.write(store, tmp_path / "stick", made_at=MOMENT)
    made.path.with_name(f"._{made.path.name}").write_bytes(b"\0\5\x16\7" * 1024)
    assert list(backup_names.in_folder(made.path.parent)) == [made.path]


@given(st.dictionaries(st.sampled_from(("anchor", "made_at", "seal", "format", "x")), JSON), JSON)
def test_whatever_it_says_it_is_one_or_is_refused(changes: dict[str, Any], other: Any) -> None:
    plain = {
        "format": "ir-backup",
        "version": 1,
        "store_id": "a" * 32,
        "made_at": "2026-05-03T12:00:00+00:00",
        "anchor": [1, 3, "b" * 64],
        "records_sha256": "c" * 64,
        "keys_sha256": "d" * 64,
        "seal": "e" * 64,
    }
    assert backup_manifest.decoded(json.dumps(plain).encode()).anchor.seq == 3
    for body in (plain | changes, other):
        try:
            found = backup_manifest.decoded(json.dumps(body).encode())
        except NotABackup:
            continue
        assert found.made_at.astimezone(UTC).year >= 2020
