"""A change of keys is one switch: killed at any step, the old or the new state opens whole."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.key_kills import CHANGES
from tests.services.nursery import Nursery

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.timeout(300)  # dozens of openings, on a machine that is busy
@pytest.mark.parametrize("change", CHANGES)
def test_killed_at_any_step_the_old_or_the_new_state_opens_whole(
    change: str, nursery: Nursery, tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    given = {
        "folder": str(nursery.folder),
        "scratch": str(scratch),
        "names": nursery.names,
        "passwords": nursery.passwords,
        "recovery_code": nursery.recovery_code,
        "change": change,
    }
    ran = subprocess.run(
        [sys.executable, "-m", "tests.services.key_kills"],
        input=json.dumps(given),
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=290,
    )
    assert ran.returncode == 0, ran.stderr
    counts = json.loads(ran.stdout)
    assert counts["old"] > 10, counts
    assert counts["new"] > 0, counts
    assert counts["states"] > 3, counts  # bytes on the disk did change more than once
