"""Killed while the sign-in file is put back, the old one or the right one is there, whole."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.timeout(400)  # dozens of openings, on a machine that is busy
def test_killed_at_any_step_the_lost_or_the_right_file_is_there_and_it_goes_again(
    tmp_path: Path,
) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.services.put_back_kills"],
        input=json.dumps({"scratch": str(tmp_path)}),
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=390,
    )
    assert ran.returncode == 0, ran.stderr
    counts = json.loads(ran.stdout)
    assert counts["lost"] > 10, counts
    assert counts["right"] > 0, counts
