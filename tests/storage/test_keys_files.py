import errno
import os
from pathlib import Path

import pytest

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage.atomic import replace_file
from ir_desktop.storage.problems import CannotWrite, DiskFull, DiskTrouble, disk_problem


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "keys.json"
    (tmp_path / ".keys.json.new").write_bytes(b"left by a kill")
    replace_file(target, b"one")
    replace_file(target, b"two")
    assert target.read_bytes() == b"two"
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_a_failed_replacement_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "keys.json"
    target.mkdir()  # a file cannot take its place
    (target / "kept").write_bytes(b"kept")
    with pytest.raises(EnvironmentProblem) as told:
        replace_file(target, b"new")
    assert str(tmp_path) not in str(told.value)
    assert (target / "kept").read_bytes() == b"kept"
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EROFS, CannotWrite),
        (errno.EACCES, CannotWrite),
        (errno.EIO, DiskTrouble),
    ],
)
def test_each_trouble_of_the_disk_has_its_own_sentence(
    code: int, kind: type[EnvironmentProblem]
) -> None:
    told = disk_problem(OSError(code, os.strerror(code), "a-secret-path"))
    assert type(told) is kind
    assert "a-secret-path" not in told.sentence
