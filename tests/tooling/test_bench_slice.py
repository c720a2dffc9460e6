"""A short slice of the benchmarks runs, and reports what it says it does. No time fails it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(300)
def test_the_short_benchmarks_measure_and_report(tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--short", "--out", out],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(out.read_text("utf-8"))
    figures = told["figures"] if isinstance(told, dict) else told
    assert len(figures) >= 3
    for each in figures:
        assert each["ours"] > 0
        assert each["floor"] > 0
        assert each["ratio"] == pytest.approx(each["ours"] / each["floor"], rel=0.02)
    assert "ratio" in done.stdout
