"""The bundle is built from this checkout, is small enough, and works where no Python is."""

from pathlib import Path

import pytest

from tools.dev import bundle

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.needs("Xvfb", "xdotool", "objdump"),
]


def test_it_is_small_enough_and_works_without_python(tmp_path: Path) -> None:
    """One test, so that no second worker builds it too. What is tried: `packaging/smoke.py`."""
    built = bundle.build(tmp_path / "dist", tmp_path / "work")
    assert bundle.megabytes(built) <= bundle.MOST_MEGABYTES, "\n".join(bundle.report(built))
    licences = {path.name for path in (built / "_internal" / "licences").iterdir()}
    assert {"LICENSE", "README.md", "LGPL-3.0.txt", "SQLAlchemy", "cryptography"} <= licences
    assert bundle.trial(built, tmp_path / "trial") == 0


def test_the_trial_notices_a_bundle_that_does_not_work(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "ir-desktop"
    broken.mkdir()
    program = broken / "ir-desktop"
    program.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    program.chmod(0o755)
    assert bundle.trial(broken, tmp_path / "trial") == 1
    assert "The bundle does not work" in capfd.readouterr().err
