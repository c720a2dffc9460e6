"""Tests that drive a program of the system, and the rule that a check leaves nothing out.

``@pytest.mark.needs("pdftoppm")`` names what a test drives. On a person's machine a test whose
program is missing is named as not done; with ``CI=true`` that, and any other skip, is a failure.
"""

import os
import shutil
from collections.abc import Generator

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out, by name, a test whose program this machine does not have."""
    wanted = [tool for mark in item.iter_markers("needs") for tool in mark.args]
    missing = [tool for tool in wanted if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"not done: this machine has no {', '.join(missing)}")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where nothing may be left out."""
    report = yield
    if report.skipped and _nothing_left_out():
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Do the same for a whole file that was skipped."""
    report = yield
    if report.skipped and _nothing_left_out():
        _fail(report)
    return report


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"with CI=true nothing may be left out: {reason}"


def _nothing_left_out() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}
