"""A short slice of `dev.py crash`: nothing acknowledged is lost, and every tampering is seen."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.crash import scenes, trials
from tools.crash.tracing import WRITES

CHECKOUT = Path(__file__).parents[2]

# By hand and not by `--short`, so that a slice stays seconds whatever that becomes.
SLICE = ("--kills", "6", "--calls", "6", "--writes", "1", "--replays", "12", "--edits", "60")


@pytest.mark.needs("strace")
@pytest.mark.timeout(300)  # seconds where it runs alone
def test_a_slice_of_kills_failing_disks_and_tampering(tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    done = subprocess.run(
        [sys.executable, "-m", "tools.crash", *SLICE, "--jobs", "1", "--out", str(out)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    lines = {each["name"]: each for each in json.loads(out.read_text())["lines"]}
    assert all(each["wrong"] == 0 for each in lines.values())
    for scene in ("save", "queue", "change keys", "back up", "restore", "migrate"):
        assert lines[f"kill -9 at a system call: {scene}"]["hit"] == 1  # it was killed
        failed = lines[f"disk full or failing at a write: {scene}"]
        assert failed["hit"] == failed["tried"] == 2  # each told in a sentence
        assert failed["told"] > 0  # and done after all
    for name, number in (("an older page put back", 12), ("a row or an event changed", 60)):
        assert lines[name]["hit"] == lines[name]["tried"] == number


@pytest.mark.needs("strace")
@pytest.mark.timeout(120)
@pytest.mark.parametrize("kind", ["ENOSPC", "EIO"])
def test_a_copy_whose_last_step_fails_is_told_although_sqlite_says_nothing(
    kind: str, tmp_path: Path
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    ground = trials.Ground(made, scenes.make(made), tmp_path)
    # The journal of the copy that is made before a migration, as it becomes one file.
    written = [
        each
        for each in trials.calls(ground, "migrate", WRITES)
        if each.file.endswith(".new-journal")
    ]
    last = written[-1]
    trial = trials.Trial(scene="migrate", kind=kind, call=last.name, at=float(last.number))
    outcome = trials.run(ground, trial)
    assert outcome.wrong == ()
    assert outcome.hit  # a sentence was told, and it was done at the second try
    assert outcome.told == 1
