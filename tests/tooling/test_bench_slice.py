"""A short slice of the benchmarks runs to a clean end and tells its figures. No time fails it."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(300)
def test_the_short_benchmarks_end_well_and_tell_their_figures() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--short", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stderr.splitlines() if not line.startswith("Measuring: ")]
    assert said == []  # Qt tells there what it would not forgive
    told = json.loads(done.stdout)
    assert told["machine"]["python"]
    names = [each["name"] for each in told["figures"]]
    assert [name.split()[0] for name in names] == ["start", "due", "a"]
    for each in told["figures"]:
        for figure in (each["ours"], each["floor"], each["ratio"]):
            assert math.isfinite(figure), each
            assert figure > 0, each
        assert each["ratio"] == pytest.approx(each["ours"] / each["floor"], rel=0.02)
