"""Guessing through the program is slow: ten tries in five minutes, whatever happens in between."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage import tries
from ir_desktop.storage.problems import TooManyTries, WrongPassword
from ir_desktop.storage.store import open_store
from ir_desktop.storage.tries import MOST_TRIES, SECONDS, TRIES_FILE
from tests.storage.stores import PASSWORD, make_store


class Uptime:
    """Seconds since the computer started, set by hand."""

    def __init__(self, seconds: float = 5000.0) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds


def fill(folder: Path, uptime: Uptime, *, slot: str = "a", gap: float = 0.0) -> None:
    for _ in range(MOST_TRIES):
        tries.count(folder, slot, now=uptime)
        uptime.seconds += gap


def test_ten_tries_and_no_more_until_the_first_is_five_minutes_old(tmp_path: Path) -> None:
    uptime = Uptime()
    fill(tmp_path, uptime, gap=10.0)
    with pytest.raises(TooManyTries) as told:
        tries.count(tmp_path, "b", now=uptime)  # another person's count too
    assert told.value.seconds == 200
    assert "Wait 4 minutes" in told.value.sentence
    uptime.seconds += 199.0
    with pytest.raises(TooManyTries) as told:
        tries.count(tmp_path, "a", now=uptime)
    assert told.value.seconds == 1
    assert "Wait 1 minute " in told.value.sentence
    uptime.seconds += 1.0
    tries.count(tmp_path, "a", now=uptime)
    with pytest.raises(TooManyTries):
        tries.count(tmp_path, "a", now=uptime)


def test_a_try_refused_is_not_counted_and_does_not_prolong(tmp_path: Path) -> None:
    uptime = Uptime()
    fill(tmp_path, uptime)
    before = (tmp_path / TRIES_FILE).read_bytes()
    for _ in range(20):
        with pytest.raises(TooManyTries):
            tries.count(tmp_path, "a", now=uptime)
    assert (tmp_path / TRIES_FILE).read_bytes() == before


@pytest.mark.parametrize("after", [0.0, 1.0, 30.0, 299.0])
def test_a_restart_does_not_make_tries_older_than_they_are(tmp_path: Path, after: float) -> None:
    uptime = Uptime(100_000.0)
    fill(tmp_path, uptime)
    uptime.seconds = after  # since the restart
    with pytest.raises(TooManyTries) as told:
        tries.count(tmp_path, "a", now=uptime)
    assert told.value.seconds == SECONDS - after
    uptime.seconds = SECONDS
    tries.count(tmp_path, "a", now=uptime)


def test_restart_upon_restart_does_not_help(tmp_path: Path) -> None:
    dice = random.Random(9)
    for _ in range(200):
        (tmp_path / TRIES_FILE).unlink(missing_ok=True)
        uptime, true_time, made = Uptime(dice.uniform(0, 900)), 0.0, list[float]()
        for _ in range(60):
            passed = dice.choice([0.0, 1.0, 20.0, 90.0])
            true_time += passed
            uptime.seconds = (
                dice.uniform(0, passed) if dice.random() < 0.3 else (uptime.seconds + passed)
            )
            try:
                tries.count(tmp_path, "a", now=uptime)
            except TooManyTries:
                continue
            made.append(true_time)
        for first in made:
            assert sum(first <= each < first + SECONDS for each in made) <= MOST_TRIES


def test_tries_from_before_a_restart_are_forgotten_five_minutes_after_it(tmp_path: Path) -> None:
    uptime = Uptime(200.0)
    for _ in range(MOST_TRIES - 1):
        tries.count(tmp_path, "a", now=uptime)
    uptime.seconds = 10.0  # since the restart
    tries.count(tmp_path, "a", now=uptime)
    with pytest.raises(TooManyTries):
        tries.count(tmp_path, "a", now=uptime)
    # Later than the number at which they were made, which was another start's.
    uptime.seconds = SECONDS + 5.0
    for _ in range(MOST_TRIES - 1):
        tries.count(tmp_path, "a", now=uptime)
    with pytest.raises(TooManyTries) as told:
        tries.count(tmp_path, "a", now=uptime)
    assert told.value.seconds == 5  # only the one made since the restart is left of the old ones


def test_a_right_password_forgets_only_that_persons_tries(tmp_path: Path) -> None:
    uptime = Uptime()
    for _ in range(8):
        tries.count(tmp_path, "manager", now=uptime)
    tries.count(tmp_path, "me", now=uptime).was_right()  # to start again: it does not help
    tries.count(tmp_path, "me", now=uptime).was_right()
    tries.count(tmp_path, "manager", now=uptime)
    tries.count(tmp_path, "manager", now=uptime)
    with pytest.raises(TooManyTries):
        tries.count(tmp_path, "manager", now=uptime)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        b"[]",
        b"{}",
        b'{"tries": 3}',
        b'{"tries": [3]}',
        b'{"tries": [["a"]]}',
        b'{"tries": [["a", "b"]]}',
        b'{"tries": [["a", NaN]]}',
        b'{"tries": [[1, 2.0]]}',
        b'{"tries": [["a", true]]}',
        b'{"tries": [["a", ' + b"9" * 400 + b"]]}",
        b"[" * 100_000,
        b" " * 200_000,
        b"\xff\xfe",
    ],
)
def test_a_file_that_cannot_be_read_counts_as_ten_tries(tmp_path: Path, content: bytes) -> None:
    (tmp_path / TRIES_FILE).write_bytes(content)
    with pytest.raises(TooManyTries) as told:
        tries.count(tmp_path, "a", now=Uptime())
    assert told.value.seconds == SECONDS


def test_a_try_that_cannot_be_written_down_is_not_made(tmp_path: Path) -> None:
    (tmp_path / TRIES_FILE).mkdir()
    with pytest.raises(EnvironmentProblem):
        tries.count(tmp_path, "a")


def test_the_file_holds_slots_and_seconds_and_only_this_user_reads_it(tmp_path: Path) -> None:
    tries.count(tmp_path, "a", now=Uptime(12.0))
    file = tmp_path / TRIES_FILE
    assert json.loads(file.read_bytes()) == {"tries": [["a", 12.0]]}
    assert file.stat().st_mode & 0o077 == 0 or os.name == "nt"


def test_the_clock_of_the_computer_plays_no_part() -> None:
    script = (
        "import time; time.time = lambda: 0.0\n"
        "from ir_desktop.storage.tries import since_start\n"
        "one = since_start(); two = since_start(); print(0 <= one <= two)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(tries.__file__).parents[2],
    )
    assert ran.stdout.strip() == "True"


def test_a_store_opens_no_more_after_ten_wrong_ones_not_even_with_the_right_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, uptime = tmp_path / "store", Uptime()
    make_store(folder).close()
    monkeypatch.setattr(tries.count, "__kwdefaults__", {"now": uptime})
    for _ in range(MOST_TRIES):
        with pytest.raises(WrongPassword):
            open_store(folder, "first", "wrong")
    with pytest.raises(TooManyTries):
        open_store(folder, "first", PASSWORD)
    uptime.seconds += SECONDS
    monkeypatch.setattr(tries, "since_start", uptime)
    open_store(folder, "first", PASSWORD).close()
    assert json.loads((folder / TRIES_FILE).read_bytes()) == {"tries": []}


KILLED = """
import os, sys
from pathlib import Path
from ir_desktop.storage import keys
from ir_desktop.storage.store import open_store
keys.open_with_password = lambda *_: os._exit(7)  # the plug is pulled before an answer
open_store(Path(sys.argv[1]), "first", "guess")
"""


def test_a_try_is_counted_before_it_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    make_store(folder).close()
    for number in (1, 2):
        ran = subprocess.run(
            [sys.executable, "-c", KILLED, str(folder)],
            cwd=Path(tries.__file__).parents[2],
            check=False,
        )
        assert ran.returncode == 7
        assert len(json.loads((folder / TRIES_FILE).read_bytes())["tries"]) == number
